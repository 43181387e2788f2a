import type { Change, Handlers, OpContext } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import { lifecycleChange } from '../../shared/domain-states.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { withName } from '../domain-definition.ts'
import { createDomain, defineDomain, move, removeDomain, stopDomain } from '../domain-life.ts'
import { runJob } from '../jobs.ts'
import type { TestNode } from '../node.ts'

/** Migration between two connections of the test driver. */
export function domainMigrateHandlers({ node, findPeer }: TestContext): Handlers {
  return {
    'domain.migrate': async (ctx, ref, args) => {
      const target = findPeer(args.to)
      if (target === undefined) {
        throw new VirtError('invalidArg', `'${args.to}' is no open connection of the test driver`, {
          domain: 'test',
        })
      }
      if (target === node) {
        throw new VirtError('invalidArg', `'${args.to}' is the node that the guest runs on`, {
          domain: 'test',
        })
      }
      return await migrate(node, target, node.activeDomain(ref.key), args, ctx)
    },
  }
}

async function migrate(
  source: TestNode,
  target: TestNode,
  domain: TestDomain,
  args: Args<'domain.migrate'>,
  ctx: OpContext,
): Promise<string> {
  const name = args.name ?? domain.name
  checkTarget(target, domain, name)
  const wasPaused = domain.record.state === 'paused'
  if (!wasPaused && args.live !== true) move(source, domain, 'suspendForMigration')
  try {
    await runJob(source, domain, 'migration-out', ctx)
    source.activeDomain(domain.uuid)
    checkTarget(target, domain, name)
  } catch (thrown) {
    if (domain.active && !wasPaused && args.live !== true) move(source, domain, 'resumeAfterMigration')
    throw thrown
  }
  arrive(target, domain, name, { ...args, paused: args.paused === true || wasPaused })
  depart(source, domain, args.undefineSource === true)
  return domain.uuid
}

/** The place that the guest goes to must be free. */
function checkTarget(target: TestNode, domain: TestDomain, name: string): void {
  const existing = target.domains.match(domain.uuid, name)
  if (existing?.active) {
    throw new VirtError('operationInvalid', `the domain '${name}' runs on the target already`, {
      domain: 'test',
    })
  }
}

function arrive(target: TestNode, domain: TestDomain, name: string, args: Args<'domain.migrate'>): void {
  const doc = withName(domain.current.doc, name)
  if (args.persistDest === true) defineDomain(target, withName((domain.config ?? domain.current).doc, name))
  createDomain(target, doc, 'migrateIn', args.paused === true)
}

function depart(source: TestNode, domain: TestDomain, undefine: boolean): void {
  stopDomain(source, domain, 'migrateOut')
  if (!undefine || domain.config === undefined) return
  const event: Change = lifecycleChange(domain.uuid, { type: 'undefined', detail: 'removed' })
  source.emit(event)
  removeDomain(source, domain)
}
