import type { Handlers } from '../../../core/driver.ts'
import { memberKey } from '../units.ts'
import { ask, bits, type HandlerContext, run, wireRef } from './context.ts'
import { longWork } from './long-work.ts'

const createBits = {
  redefine: 1,
  current: 2,
  noMetadata: 4,
  halt: 8,
  diskOnly: 16,
  reuseExternal: 32,
  quiesce: 64,
  atomic: 128,
  live: 256,
  validate: 512,
} as const
const revertBits = { running: 1, paused: 2, force: 4 } as const
const deleteBits = { children: 1, metadataOnly: 2, childrenOnly: 4 } as const
const checkpointBits = { redefine: 1, quiesce: 2 } as const
const checkpointXmlBits = { secure: 1, noDomain: 2, size: 4 } as const

/** Snapshots and checkpoints of domains. */
export function momentHandlers(context: HandlerContext): Handlers {
  const { daemon } = context
  return {
    'snapshot.create': async (ctx, ref, { xml = '<domainsnapshot/>', ...switches }) => {
      const dom = wireRef(context, 'domain', ref)
      const args = { dom, xml_desc: xml, flags: bits(createBits, switches) }
      const { snap } = await longWork(context, ctx, { dom, job: 'snapshot' }, (options) =>
        daemon.call('DOMAIN_SNAPSHOT_CREATE_XML', args, options),
      )
      return memberKey(snap.dom.uuid, snap.name)
    },
    'snapshot.getXml': async (ctx, ref, { secure }) => {
      const args = { snap: wireRef(context, 'snapshot', ref), flags: secure === true ? 1 : 0 }
      return (await ask(context, ctx, 'DOMAIN_SNAPSHOT_GET_XML_DESC', args)).xml
    },
    'snapshot.revert': async (ctx, ref, switches) => {
      const snap = wireRef(context, 'snapshot', ref)
      const args = { snap, flags: bits(revertBits, switches) }
      await longWork(context, ctx, { dom: snap.dom, job: 'snapshot' }, (options) =>
        daemon.call('DOMAIN_REVERT_TO_SNAPSHOT', args, options),
      )
    },
    'snapshot.delete': (ctx, ref, switches) =>
      run(context, ctx, 'DOMAIN_SNAPSHOT_DELETE', {
        snap: wireRef(context, 'snapshot', ref),
        flags: bits(deleteBits, switches),
      }),
    'checkpoint.create': async (ctx, ref, { xml = '<domaincheckpoint/>', ...switches }) => {
      const dom = wireRef(context, 'domain', ref)
      const args = { dom, xml_desc: xml, flags: bits(checkpointBits, switches) }
      const { checkpoint } = await ask(context, ctx, 'DOMAIN_CHECKPOINT_CREATE_XML', args)
      return memberKey(checkpoint.dom.uuid, checkpoint.name)
    },
    'checkpoint.getXml': async (ctx, ref, switches) => {
      const args = {
        checkpoint: wireRef(context, 'checkpoint', ref),
        flags: bits(checkpointXmlBits, switches),
      }
      return (await ask(context, ctx, 'DOMAIN_CHECKPOINT_GET_XML_DESC', args)).xml
    },
    'checkpoint.delete': (ctx, ref, switches) =>
      run(context, ctx, 'DOMAIN_CHECKPOINT_DELETE', {
        checkpoint: wireRef(context, 'checkpoint', ref),
        flags: bits(deleteBits, switches),
      }),
  }
}
