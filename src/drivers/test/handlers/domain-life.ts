import { parseDomain } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { lifecycleChange, stateAttrs } from '../../shared/domain-states.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { withName } from '../domain-definition.ts'
import { createDomain, defineDomain, move, removeDomain, startDomain, stopDomain } from '../domain-life.ts'
import { abortJob } from '../jobs.ts'
import type { TestNode } from '../node.ts'
import { dropMoments } from '../snapshots.ts'

/** Definition, start and end of domains. */
export function domainLifeHandlers({ node }: TestContext): Handlers {
  return {
    'domain.define': async (_ctx, _ref, { xml, validate = false }) =>
      defineDomain(node, parseDomain(xml, { validate })).uuid,
    'domain.create': async (_ctx, _ref, { xml, paused, validate = false }) =>
      createDomain(node, parseDomain(xml, { validate }), 'boot', paused).uuid,
    'domain.undefine': async (_ctx, ref, args) => undefine(node, node.domains.get(ref.key), args),
    'domain.rename': async (_ctx, ref, { name }) => rename(node, node.domains.get(ref.key), name),
    'domain.start': async (_ctx, ref, { paused, forceBoot }) =>
      start(node, node.domains.get(ref.key), paused === true, forceBoot === true),
    'domain.shutdown': async (_ctx, ref) => shutdown(node, node.domains.get(ref.key)),
    'domain.reboot': async (_ctx, ref) => reboot(node, node.activeDomain(ref.key)),
    'domain.reset': async (_ctx, ref) => {
      node.activeDomain(ref.key)
    },
    'domain.destroy': async (_ctx, ref) => stopDomain(node, node.activeDomain(ref.key), 'destroy'),
    'domain.suspend': async (_ctx, ref) => suspend(node, node.domains.get(ref.key)),
    'domain.resume': async (_ctx, ref) => resume(node, node.domains.get(ref.key)),
    'domain.pmSuspend': async (_ctx, ref, { target, duration }) =>
      pmSuspend(node, node.domains.get(ref.key), target, duration ?? 0n),
    'domain.pmWakeup': async (_ctx, ref) => pmWakeup(node, node.domains.get(ref.key)),
    'domain.setAutostart': async (_ctx, ref, { autostart }) =>
      setAutostart(node, node.domains.get(ref.key), autostart),
    'domain.getState': async (_ctx, ref) => {
      const { state, reason } = node.domains.get(ref.key).record
      return { state, reason }
    },
    'domain.abortJob': async (_ctx, ref) => abortJob(node.domains.get(ref.key)),
  }
}

function refuse(
  domain: TestDomain,
  clause: string,
  code: 'operationInvalid' | 'internalError' = 'operationInvalid',
) {
  return new VirtError(code, `the domain '${domain.name}' ${clause}`, { domain: 'test' })
}

function start(node: TestNode, domain: TestDomain, paused: boolean, forceBoot: boolean): void {
  if (domain.record.state !== 'shutoff' || domain.config === undefined) {
    throw refuse(domain, `is already running (${domain.record.state})`, 'internalError')
  }
  const saved = forceBoot ? undefined : domain.savedState
  startDomain(node, domain, { doc: (saved ?? domain.config).doc }, 'boot', paused || saved?.paused)
}

interface UndefineArgs {
  readonly managedSave?: boolean
  readonly snapshotsMetadata?: boolean
  readonly checkpointsMetadata?: boolean
}

function undefine(node: TestNode, domain: TestDomain, args: UndefineArgs): void {
  if (domain.record.managedSave && args.managedSave !== true) {
    throw refuse(domain, 'has a saved state, which would be lost')
  }
  const event = lifecycleChange(domain.uuid, { type: 'undefined', detail: 'removed' })
  if (domain.active) {
    domain.config = undefined
    node.change(domain, { persistent: false, autostart: false, managedSave: false, updated: false }, event)
    return
  }
  checkMoments(domain, args)
  node.emit(...dropMoments(domain), event)
  removeDomain(node, domain)
}

function checkMoments(domain: TestDomain, args: UndefineArgs): void {
  const snapshots = domain.extraIfAny?.snapshots.size ?? 0
  if (snapshots > 0 && args.snapshotsMetadata !== true) {
    throw refuse(domain, `has ${snapshots} snapshot${snapshots === 1 ? '' : 's'}, which would be forgotten`)
  }
  const checkpoints = domain.extraIfAny?.checkpoints.size ?? 0
  if (checkpoints > 0 && args.checkpointsMetadata !== true) {
    throw refuse(
      domain,
      `has ${checkpoints} checkpoint${checkpoints === 1 ? '' : 's'}, which would be forgotten`,
    )
  }
}

function rename(node: TestNode, domain: TestDomain, name: string): void {
  if (name === '' || /[/\n]/.test(name)) {
    throw new VirtError('xmlError', `the name '${name}' is empty or contains a slash or a line break`, {
      domain: 'test',
    })
  }
  if (domain.active) throw refuse(domain, 'runs; only a domain that is off can be renamed')
  if (domain.config === undefined) throw refuse(domain, 'is transient; it cannot be renamed')
  if (name === domain.name) {
    throw new VirtError('invalidArg', `the domain '${name}' has this name already`, { domain: 'test' })
  }
  if (node.domains.findByName(name) !== undefined) {
    throw new VirtError('operationInvalid', `a domain '${name}' exists already`, { domain: 'test' })
  }
  const before = domain.name
  const saved = domain.savedState
  domain.config = { doc: withName(domain.config.doc, name) }
  if (saved !== undefined) domain.extra.saved = { ...saved, doc: withName(saved.doc, name) }
  node.domains.renamed(domain, before, name)
  node.change(
    domain,
    { name },
    lifecycleChange(domain.uuid, { type: 'undefined', detail: 'renamed' }),
    lifecycleChange(domain.uuid, { type: 'defined', detail: 'renamed' }),
  )
}

/** What a guest does when it powers off or restarts, by the word of its document; other words power it off. */
function afterAction(node: TestNode, domain: TestDomain, action: string | undefined): void {
  if (action === 'restart' || action === 'rename-restart') {
    node.change(domain, stateAttrs('boot', node.clock.now()))
  } else {
    stopDomain(node, domain, 'finishShutdown')
  }
}

function shutdown(node: TestNode, domain: TestDomain): void {
  if (domain.record.state === 'shutoff') throw refuse(domain, 'is not running', 'internalError')
  afterAction(node, domain, domain.current.doc.onPoweroff)
}

function reboot(node: TestNode, domain: TestDomain): void {
  afterAction(node, domain, domain.current.doc.onReboot)
}

function suspend(node: TestNode, domain: TestDomain): void {
  const { state } = domain.record
  if (state === 'shutoff' || state === 'paused')
    throw refuse(domain, `is ${state}, not running`, 'internalError')
  move(node, domain, 'suspend')
}

function resume(node: TestNode, domain: TestDomain): void {
  if (domain.record.state !== 'paused') {
    throw refuse(domain, `is ${domain.record.state}, not paused`, 'internalError')
  }
  move(node, domain, 'resume')
}

function pmSuspend(
  node: TestNode,
  domain: TestDomain,
  target: 'mem' | 'disk' | 'hybrid',
  duration: bigint,
): void {
  if (domain.record.state !== 'running')
    throw refuse(domain, `is ${domain.record.state}, it must run to go to sleep`)
  const disk = target === 'disk'
  move(node, domain, disk ? 'pmSuspendToDisk' : 'pmSuspendToMemory')
  node.emit({
    kind: 'event',
    type: 'domain',
    key: domain.uuid,
    event: 'pmSuspend',
    fields: { to: disk ? 'disk' : 'memory' },
  })
  if (duration > 0n) {
    domain.extra.wakeup = node.clock.after(Number(duration) * 1000, () => pmWakeup(node, domain))
  }
}

function pmWakeup(node: TestNode, domain: TestDomain): void {
  if (domain.record.state !== 'pmsuspended')
    throw refuse(domain, `is ${domain.record.state}, it does not sleep`)
  const extra = domain.extraIfAny
  extra?.wakeup?.()
  if (extra !== undefined) extra.wakeup = undefined
  move(node, domain, 'pmWakeup')
}

function setAutostart(node: TestNode, domain: TestDomain, autostart: boolean): void {
  if (domain.config === undefined) throw refuse(domain, 'is transient; it cannot start with its host')
  if (autostart !== domain.record.autostart) node.change(domain, { autostart })
}
