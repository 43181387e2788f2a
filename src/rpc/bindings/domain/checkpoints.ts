import type { Entry } from '../../../core/contracts.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import { checkFlags, has, switches } from '../flags.ts'
import { answer } from '../listing.ts'
import { checkpointRef, findCheckpoint, findCheckpointOf, findDomain, madeBy } from '../lookup.ts'
import { MomentTree } from './moments.ts'
import { domainError } from './on-domain.ts'

/** What was taken up again is checked either way. */
const REDEFINE_VALIDATE = 4
const createBits = { redefine: 1, quiesce: 2 } as const
const xmlBits = { secure: 1, noDomain: 2, size: 4 } as const
const deleteBits = { children: 1, metadataOnly: 2, childrenOnly: 4 } as const

const ROOTS_OR_DESCENDANTS = 1
const TOPOLOGICAL = 2
const LEAVES = 4
const NO_LEAVES = 8

/** Checkpoints of domains. */
export const checkpointHandlers: RemoteHandlers = {
  DOMAIN_CHECKPOINT_CREATE_XML: async (call, { dom, xml_desc, flags }) => {
    checkFlags(call, 'checkpoint', flags, 3 | REDEFINE_VALIDATE)
    const domain = findDomain(call, dom)
    const args = { xml: xml_desc, ...switches(flags, createBits) }
    const key = await call.invoke('checkpoint.create', domain, args)
    return { checkpoint: checkpointRef(madeBy(call, 'checkpoint', key), domain) }
  },
  DOMAIN_CHECKPOINT_GET_XML_DESC: async (call, { checkpoint, flags }) => {
    checkFlags(call, 'checkpoint', flags, 7)
    const found = findCheckpoint(call, checkpoint)
    return { xml: await call.invoke('checkpoint.getXml', found, switches(flags, xmlBits)) }
  },
  DOMAIN_CHECKPOINT_LOOKUP_BY_NAME: (call, { dom, name, flags }) => {
    checkFlags(call, 'checkpoint', flags, 0)
    const domain = findDomain(call, dom)
    return { checkpoint: checkpointRef(findCheckpointOf(call, domain, name), domain) }
  },
  DOMAIN_CHECKPOINT_GET_PARENT: (call, { checkpoint, flags }) => {
    checkFlags(call, 'checkpoint', flags, 0)
    const { parent, name } = findCheckpoint(call, checkpoint).attrs
    if (parent === undefined) {
      throw domainError(call, 'noDomainCheckpoint', `checkpoint '${name}' does not have a parent`)
    }
    const domain = findDomain(call, checkpoint.dom)
    return { parent: checkpointRef(findCheckpointOf(call, domain, parent), domain) }
  },
  DOMAIN_CHECKPOINT_DELETE: (call, { checkpoint, flags }) => {
    checkFlags(call, 'checkpoint', flags, 7)
    return call.invoke('checkpoint.delete', findCheckpoint(call, checkpoint), switches(flags, deleteBits))
  },
  DOMAIN_LIST_ALL_CHECKPOINTS: (call, { dom, need_results, flags }) => {
    const domain = findDomain(call, dom)
    const all = selected(call, domain.key, undefined, flags, !has(flags, ROOTS_OR_DESCENDANTS))
    const { refs, ret } = answer(call, all, need_results, (found) => checkpointRef(found, domain))
    return { checkpoints: refs, ret }
  },
  DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN: (call, { checkpoint, need_results, flags }) => {
    const { attrs } = findCheckpoint(call, checkpoint)
    const domain = findDomain(call, checkpoint.dom)
    const all = selected(call, attrs.domain, attrs.name, flags, has(flags, ROOTS_OR_DESCENDANTS))
    const { refs, ret } = answer(call, all, need_results, (found) => checkpointRef(found, domain))
    return { checkpoints: refs, ret }
  },
}

function selected(
  call: Call,
  domain: string,
  from: string | undefined,
  flags: number,
  deep: boolean,
): Entry<'checkpoint'>[] {
  checkFlags(call, 'checkpoint', flags, ROOTS_OR_DESCENDANTS | TOPOLOGICAL | LEAVES | NO_LEAVES)
  const tree = new MomentTree(call, 'checkpoint', domain)
  const leaves = flags & (LEAVES | NO_LEAVES)
  const all = tree.select({ below: from, deep, ordered: has(flags, TOPOLOGICAL) })
  if (leaves === 0 || leaves === (LEAVES | NO_LEAVES)) return all
  return all.filter(({ attrs }) => tree.hasChildren(attrs.name) === (leaves === NO_LEAVES))
}
