import { expect, test } from 'vitest'
import { allOps, type OpPath } from '../../../../src/core/model/index.ts'
import type { HandlerContext } from '../../../../src/drivers/remote/handlers/context.ts'
import { remoteHandlers } from '../../../../src/drivers/remote/handlers/index.ts'

/** Operations that no procedure of the protocol serves, each with the reason. */
const declined: { readonly [P in OpPath]?: string } = {
  'domain.getConsoleLog': 'the protocol has no call for it',
  'domain.migrate': 'needs both daemons; clients of the protocol do it between them',
  'host.injectFault': 'only the embedded test hypervisor has it',
  'job.cancel': 'jobs are those of the engine',
}

test('every operation of the model is offered or declined with a reason', () => {
  // Nothing is called, so nothing of the context is used.
  const context = { hvType: 'QEMU' } as HandlerContext
  const offered = Object.keys(remoteHandlers(context))
  expect(offered.length).toBeGreaterThan(150)
  const all = allOps()
  expect(all.filter((path) => !offered.includes(path) && declined[path] === undefined)).toEqual([])
  expect(Object.keys(declined).filter((path) => offered.includes(path))).toEqual([])
})

test('what only the QEMU program has is not offered for other hypervisors', () => {
  const offered = Object.keys(remoteHandlers({ hvType: 'Xen' } as HandlerContext))
  expect(offered).not.toContain('domain.monitorCommand')
  expect(offered).toContain('domain.start')
})
