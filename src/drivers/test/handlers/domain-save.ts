import { type DomainDoc, formatDomain, parseDomain } from '../../../core/config/index.ts'
import type { Handlers, OpContext } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import type { TestContext } from '../context.ts'
import type { SavedState, TestDomain } from '../domain.ts'
import { prepareDefinition } from '../domain-definition.ts'
import { domainDocument } from '../domain-document.ts'
import { createDomain, forgetSaved, stopDomain } from '../domain-life.ts'
import { runJob } from '../jobs.ts'
import type { TestNode } from '../node.ts'
import { readSaveFile, writeCoreDump, writeSaveFile } from '../save-file.ts'

/** Saved guests and core dumps. */
export function domainSaveHandlers({ node }: TestContext): Handlers {
  return {
    'domain.save': (ctx, ref, args) => save(node, node.activeDomain(ref.key), args, ctx),
    'domain.restore': (_ctx, _ref, args) => restore(node, args),
    'host.getSavedXml': async (_ctx, _ref, { path, secure = false }) => {
      const { id: _, ...doc } = parseDomain(await readSaveFile(path), { live: true })
      return formatDomain(doc, { secure })
    },
    'host.setSavedXml': (_ctx, _ref, args) => setSavedXml(args),
    'domain.managedSave': (ctx, ref, args) => managedSave(node, node.activeDomain(ref.key), args, ctx),
    'domain.managedSaveRemove': async (_ctx, ref) => {
      const domain = node.domains.get(ref.key)
      if (!domain.record.managedSave) return
      forgetSaved(domain)
      node.change(domain, { managedSave: false })
    },
    'domain.getManagedSaveXml': async (_ctx, ref, { secure = false }) =>
      formatDomain(savedState(node.domains.get(ref.key)).doc, { secure }),
    'domain.setManagedSaveXml': async (_ctx, ref, args) =>
      setManagedSaveXml(node, node.domains.get(ref.key), args),
    'domain.coreDump': (ctx, ref, args) => coreDump(node, node.activeDomain(ref.key), args, ctx),
  }
}

/** The domain after work that took time: it may have stopped meanwhile. */
function stillActive(node: TestNode, domain: TestDomain): TestDomain {
  return node.activeDomain(domain.uuid)
}

function refuseXml(xml: string | undefined): void {
  if (xml === undefined) return
  throw new VirtError(
    'argumentUnsupported',
    'the test hypervisor cannot save or restore with another document',
    {
      domain: 'test',
    },
  )
}

async function save(
  node: TestNode,
  domain: TestDomain,
  args: Args<'domain.save'>,
  ctx: OpContext,
): Promise<void> {
  refuseXml(args.xml)
  if (args.paused === true) throw refusePaused()
  await runJob(node, domain, 'save', ctx)
  const running = stillActive(node, domain)
  await writeSaveFile(args.path, domainDocument(running, { secure: true }))
  stopDomain(node, stillActive(node, domain), 'saved')
}

async function setSavedXml({ path, xml, paused }: Args<'host.setSavedXml'>): Promise<void> {
  if (paused === true) throw refusePaused()
  const before = parseDomain(await readSaveFile(path), { live: true })
  const doc = documentOfSame(before, xml)
  await writeSaveFile(path, formatDomain(doc, { secure: true }))
}

/** The document, which must be of the guest whose state was saved. */
function documentOfSame(before: DomainDoc, xml: string): DomainDoc {
  const doc = parseDomain(xml, { live: true })
  if (doc.uuid === before.uuid && doc.name === before.name) return doc
  throw new VirtError('operationFailed', `the document is of '${doc.name}', not of '${before.name}'`, {
    domain: 'test',
  })
}

function savedState(domain: TestDomain): SavedState {
  const saved = domain.savedState
  if (saved !== undefined) return saved
  throw new VirtError('operationInvalid', `the domain '${domain.name}' has no saved state`, {
    domain: 'test',
  })
}

function setManagedSaveXml(
  node: TestNode,
  domain: TestDomain,
  { xml, running, paused }: Args<'domain.setManagedSaveXml'>,
): void {
  const before = savedState(domain)
  if (running === true && paused === true) {
    throw new VirtError('invalidArg', 'a guest goes on running or paused, one of both', { domain: 'test' })
  }
  const doc = prepareDefinition(node, documentOfSame(before.doc, xml))
  domain.extra.saved = { doc, paused: paused === true || (before.paused && running !== true) }
}

function refusePaused(): VirtError {
  return new VirtError('argumentUnsupported', 'a saved test guest cannot hold that it is to be paused', {
    domain: 'test',
  })
}

async function restore(node: TestNode, args: Args<'domain.restore'>): Promise<void> {
  refuseXml(args.xml)
  const doc = parseDomain(await readSaveFile(args.path), { live: true })
  createDomain(node, doc, 'restore', args.paused === true)
}

async function managedSave(
  node: TestNode,
  domain: TestDomain,
  args: Args<'domain.managedSave'>,
  ctx: OpContext,
): Promise<void> {
  if (domain.config === undefined) {
    throw new VirtError(
      'operationInvalid',
      `the domain '${domain.name}' is transient; its state cannot be kept`,
      {
        domain: 'test',
      },
    )
  }
  await runJob(node, domain, 'managed-save', ctx)
  const running = stillActive(node, domain)
  const paused = running.record.state === 'paused'
  const doc = running.current.doc
  running.extra.saved = { doc, paused: args.paused === true || (paused && args.running !== true) }
  stopDomain(node, running, 'saved', { managedSave: true })
}

async function coreDump(
  node: TestNode,
  domain: TestDomain,
  args: Args<'domain.coreDump'>,
  ctx: OpContext,
): Promise<void> {
  await runJob(node, domain, 'dump', ctx)
  const running = stillActive(node, domain)
  await writeCoreDump(args.path)
  // After the file, as libvirt's own test hypervisor does it.
  if (args.format !== undefined && args.format !== 'raw') {
    throw new VirtError(
      'operationUnsupported',
      `the test hypervisor dumps in format raw, not '${args.format}'`,
      {
        domain: 'test',
      },
    )
  }
  if (args.crash === true) stopDomain(node, stillActive(node, running), 'crash')
}
