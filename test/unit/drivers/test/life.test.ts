import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostKey } from '../../../../src/core/driver.ts'
import type { ErrorCode } from '../../../../src/core/errors/index.ts'
import type { OpPath } from '../../../../src/core/model/index.ts'
import { type Bench, openBench, testUuid } from './fixture.ts'

const uuid = '11111111-1111-4111-8111-111111111111'

function guest(name = 'web', more = '', id = uuid): string {
  return `<domain type='test'><name>${name}</name><uuid>${id}</uuid><memory>1048576</memory><vcpu>2</vcpu>
    <os><type>hvm</type></os>${more}</domain>`
}

let bench: Bench
let close: () => Promise<void>
beforeEach(async () => {
  ;({ bench, close } = await openBench())
})
afterEach(() => close())

/** Brings a defined guest into a state. */
const ways = {
  shutoff: async () => {
    await bench.call('domain.define', hostKey, { xml: guest() })
  },
  running: async () => {
    await ways.shutoff()
    await bench.call('domain.start', uuid, {})
  },
  paused: async () => {
    await ways.running()
    await bench.call('domain.suspend', uuid, {})
  },
  pmsuspended: async () => {
    await ways.running()
    await bench.call('domain.pmSuspend', uuid, { target: 'mem' })
  },
}
type Way = keyof typeof ways

interface Row {
  readonly op: OpPath
  readonly from: Way
  readonly state?: string
  readonly reason?: string
  readonly events?: readonly string[]
  readonly error?: ErrorCode
}

const rows: readonly Row[] = [
  { op: 'domain.start', from: 'shutoff', state: 'running', reason: 'booted', events: ['started/booted'] },
  { op: 'domain.start', from: 'running', error: 'internalError' },
  { op: 'domain.start', from: 'paused', error: 'internalError' },
  { op: 'domain.suspend', from: 'running', state: 'paused', reason: 'user', events: ['suspended/paused'] },
  {
    op: 'domain.suspend',
    from: 'pmsuspended',
    state: 'paused',
    reason: 'user',
    events: ['suspended/paused'],
  },
  { op: 'domain.suspend', from: 'paused', error: 'internalError' },
  { op: 'domain.suspend', from: 'shutoff', error: 'internalError' },
  { op: 'domain.resume', from: 'paused', state: 'running', reason: 'unpaused', events: ['resumed/unpaused'] },
  { op: 'domain.resume', from: 'running', error: 'internalError' },
  { op: 'domain.resume', from: 'shutoff', error: 'internalError' },
  {
    op: 'domain.shutdown',
    from: 'running',
    state: 'shutoff',
    reason: 'shutdown',
    events: ['stopped/shutdown'],
  },
  {
    op: 'domain.shutdown',
    from: 'paused',
    state: 'shutoff',
    reason: 'shutdown',
    events: ['stopped/shutdown'],
  },
  { op: 'domain.shutdown', from: 'shutoff', error: 'internalError' },
  { op: 'domain.reboot', from: 'running', state: 'running', reason: 'booted', events: [] },
  { op: 'domain.reboot', from: 'shutoff', error: 'operationInvalid' },
  { op: 'domain.reset', from: 'running', state: 'running', reason: 'booted', events: [] },
  { op: 'domain.reset', from: 'shutoff', error: 'operationInvalid' },
  {
    op: 'domain.destroy',
    from: 'running',
    state: 'shutoff',
    reason: 'destroyed',
    events: ['stopped/destroyed'],
  },
  { op: 'domain.destroy', from: 'shutoff', error: 'operationInvalid' },
  { op: 'domain.managedSave', from: 'running', state: 'shutoff', reason: 'saved', events: ['stopped/saved'] },
  { op: 'domain.managedSave', from: 'shutoff', error: 'operationInvalid' },
  {
    op: 'domain.pmWakeup',
    from: 'pmsuspended',
    state: 'running',
    reason: 'wakeup',
    events: ['started/wakeup'],
  },
  { op: 'domain.pmWakeup', from: 'running', error: 'operationInvalid' },
]

describe('the state machine of domains', () => {
  test.each(rows)('$op from $from', async ({ op, from, state, reason, events, error }) => {
    await ways[from]()
    bench.forget()
    const call = bench.call(op, uuid, {} as never) // none of these operations needs an argument
    if (error !== undefined) {
      await expect(call).rejects.toMatchObject({ code: error })
      expect(bench.changes).toEqual([])
      return
    }
    await call
    expect(bench.events()).toEqual(events)
    expect(await bench.call('domain.getState', uuid, {})).toEqual({ state, reason })
  })

  test('a state is told before its event', async () => {
    await ways.running()
    bench.forget()
    await bench.call('domain.suspend', uuid, {})
    expect(bench.changes.map(({ kind }) => kind)).toEqual(['put', 'event'])
    expect(bench.record('domain', uuid)).toMatchObject({ state: 'paused', wanted: 'paused' })
  })

  test('each start gives the next id, and the end takes it', async () => {
    await ways.running()
    expect(bench.record('domain', uuid)?.id).toBe(2)
    await bench.call('domain.destroy', uuid, {})
    expect(bench.record('domain', uuid)).toMatchObject({ id: -1, wanted: 'shutdown' })
    expect(bench.record('domain', uuid)).not.toHaveProperty('startedAt')
    await bench.call('domain.start', uuid, {})
    expect(bench.record('domain', uuid)?.id).toBe(3)
  })

  test('a start may leave the guest paused', async () => {
    await ways.shutoff()
    bench.forget()
    await bench.call('domain.start', uuid, { paused: true })
    expect(bench.events()).toEqual(['started/booted', 'suspended/paused'])
  })

  test.each([
    ['destroy', 'shutoff', ['stopped/shutdown']],
    ['preserve', 'shutoff', ['stopped/shutdown']],
    ['restart', 'running', []],
    ['rename-restart', 'running', []],
  ])('on_poweroff %s leads from shutdown to %s', async (action, state, events) => {
    await bench.call('domain.create', hostKey, { xml: guest('web', `<on_poweroff>${action}</on_poweroff>`) })
    await bench.call('domain.define', hostKey, { xml: guest('web', `<on_poweroff>${action}</on_poweroff>`) })
    const id = bench.record('domain', uuid)?.id
    bench.forget()
    await bench.call('domain.shutdown', uuid, {})
    expect(bench.events()).toEqual(events)
    expect((await bench.call('domain.getState', uuid, {})).state).toBe(state)
    if (state === 'running') {
      await bench.call('domain.suspend', uuid, {})
      expect(bench.record('domain', uuid)?.id).toBe(id)
    }
  })

  test('on_reboot destroy ends the guest at a reboot', async () => {
    await bench.call('domain.create', hostKey, { xml: guest('web', '<on_reboot>destroy</on_reboot>') })
    bench.forget()
    await bench.call('domain.reboot', uuid, {})
    expect(bench.events()).toEqual(['stopped/shutdown'])
    expect(bench.keys('domain')).not.toContain(uuid)
  })

  test('a sleeping guest wakes up after the time it was given', async () => {
    await ways.running()
    await bench.call('domain.pmSuspend', uuid, { target: 'disk', duration: 60n })
    expect(bench.record('domain', uuid)?.state).toBe('pmsuspended')
    bench.forget()
    bench.clock.advance(60_000)
    expect(bench.events()).toEqual(['started/wakeup'])
  })
})

describe('definitions', () => {
  test('a new one is told as added, the next as updated', async () => {
    bench.forget()
    await bench.call('domain.define', hostKey, { xml: guest() })
    await bench.call('domain.define', hostKey, { xml: guest() })
    expect(bench.events()).toEqual(['defined/added', 'defined/updated'])
  })

  test('of a running guest take effect at its next start', async () => {
    await ways.running()
    await bench.call('domain.define', hostKey, { xml: guest('web', '<title>new</title>') })
    expect(bench.record('domain', uuid)).toMatchObject({ state: 'running', updated: true })
    expect(bench.record('domain', uuid)?.title).toBeUndefined()
    await bench.call('domain.destroy', uuid, {})
    expect(bench.record('domain', uuid)).toMatchObject({ title: 'new', updated: false })
  })

  test.each([
    ['another UUID for the same name', guest('test')],
    ['another name for the same UUID', guest('other', '', testUuid)],
  ])('%s is refused', async (_what, xml) => {
    await expect(bench.call('domain.define', hostKey, { xml })).rejects.toMatchObject({
      code: 'operationFailed',
    })
  })

  test('a line break in the name is refused', async () => {
    await expect(bench.call('domain.define', hostKey, { xml: guest('a\nb') })).rejects.toMatchObject({
      code: 'xmlError',
    })
  })

  test('of another hypervisor are refused', async () => {
    const xml = guest().replace("type='test'", "type='kvm'")
    await expect(bench.call('domain.define', hostKey, { xml })).rejects.toMatchObject({
      code: 'configUnsupported',
    })
  })

  test('an inactive guest is gone when it is undefined', async () => {
    await ways.shutoff()
    bench.forget()
    await bench.call('domain.undefine', uuid, {})
    expect(bench.changes.map(({ kind }) => kind)).toEqual(['event', 'gone'])
    expect(bench.events()).toEqual(['undefined/removed'])
  })

  test('an active guest becomes transient when it is undefined', async () => {
    await ways.running()
    await bench.call('domain.undefine', uuid, {})
    expect(bench.record('domain', uuid)).toMatchObject({ state: 'running', persistent: false })
    await bench.call('domain.destroy', uuid, {})
    expect(bench.keys('domain')).not.toContain(uuid)
  })

  test('autostart can be set for what is kept only', async () => {
    await ways.shutoff()
    await bench.call('domain.setAutostart', uuid, { autostart: true })
    expect(bench.record('domain', uuid)?.autostart).toBe(true)
    await bench.call('domain.undefine', uuid, {})
    await bench.call('domain.create', hostKey, { xml: guest() })
    await expect(bench.call('domain.setAutostart', uuid, { autostart: true })).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })
})

describe('transient guests', () => {
  test('are gone when they stop, with state and event told before', async () => {
    bench.forget()
    await bench.call('domain.create', hostKey, { xml: guest() })
    expect(bench.record('domain', uuid)).toMatchObject({ state: 'running', persistent: false })
    bench.forget()
    await bench.call('domain.destroy', uuid, {})
    expect(bench.changes.map(({ kind }) => kind)).toEqual(['put', 'event', 'gone'])
  })

  test('cannot be started twice', async () => {
    await bench.call('domain.create', hostKey, { xml: guest() })
    await expect(bench.call('domain.create', hostKey, { xml: guest() })).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })

  test('of a kept definition leave it as it is', async () => {
    await ways.shutoff()
    await bench.call('domain.create', hostKey, { xml: guest('web', '<title>once</title>') })
    expect(bench.record('domain', uuid)).toMatchObject({ persistent: true, title: 'once' })
    await bench.call('domain.destroy', uuid, {})
    expect(bench.record('domain', uuid)?.title).toBeUndefined()
  })

  test('cannot keep their state', async () => {
    await bench.call('domain.create', hostKey, { xml: guest() })
    await expect(bench.call('domain.managedSave', uuid, {})).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })
})

describe('a new name', () => {
  test('is told as the end of the old and the beginning of the new', async () => {
    await ways.shutoff()
    bench.forget()
    await bench.call('domain.rename', uuid, { name: 'shop' })
    expect(bench.events()).toEqual(['undefined/renamed', 'defined/renamed'])
    expect(bench.record('domain', uuid)?.name).toBe('shop')
    expect(await bench.call('domain.getXml', uuid, {})).toContain('<name>shop</name>')
    await bench.call('domain.define', hostKey, { xml: guest('web', '', uuid.replace('1111', '2222')) })
  })

  test.each([
    ['a/b', 'xmlError'],
    ['', 'xmlError'],
    ['test', 'operationInvalid'],
    ['web', 'invalidArg'],
  ])("'%s' is refused", async (name, code) => {
    await ways.shutoff()
    await expect(bench.call('domain.rename', uuid, { name })).rejects.toMatchObject({ code })
  })

  test('is refused to a running guest', async () => {
    await ways.running()
    await expect(bench.call('domain.rename', uuid, { name: 'shop' })).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })
})

describe('a managed save', () => {
  test('is dropped by the next start, which resumes what was paused', async () => {
    await ways.paused()
    await bench.call('domain.managedSave', uuid, {})
    expect(bench.record('domain', uuid)).toMatchObject({ managedSave: true, wanted: 'suspended' })
    await bench.call('domain.start', uuid, {})
    expect(bench.record('domain', uuid)).toMatchObject({ managedSave: false, state: 'paused' })
  })

  test('holds up undefine unless it may go', async () => {
    await ways.running()
    await bench.call('domain.managedSave', uuid, {})
    await expect(bench.call('domain.undefine', uuid, {})).rejects.toMatchObject({ code: 'operationInvalid' })
    await bench.call('domain.undefine', uuid, { managedSave: true })
    expect(bench.keys('domain')).not.toContain(uuid)
  })

  const description = (text: string) => `<description>${text}</description>`

  test('goes on with the definition that ran, not with the one that was made meanwhile', async () => {
    await ways.running()
    await bench.call('domain.managedSave', uuid, {})
    await bench.call('domain.define', hostKey, { xml: guest('web', description('next')) })
    expect(await bench.call('domain.getManagedSaveXml', uuid, {})).not.toContain('next')
    await bench.call('domain.start', uuid, {})
    expect(await bench.call('domain.getXml', uuid, {})).not.toContain('next')
    expect(await bench.call('domain.getXml', uuid, { inactive: true })).toContain('next')
  })

  test('goes on with the document that was put in its place', async () => {
    await ways.running()
    await bench.call('domain.managedSave', uuid, {})
    await bench.call('domain.setManagedSaveXml', uuid, {
      xml: guest('web', description('other')),
      paused: true,
    })
    expect(await bench.call('domain.getManagedSaveXml', uuid, {})).toContain(description('other'))
    await bench.call('domain.start', uuid, {})
    expect(await bench.call('domain.getXml', uuid, {})).toContain(description('other'))
    expect(await bench.call('domain.getXml', uuid, { inactive: true })).not.toContain('other')
    expect(bench.record('domain', uuid)?.state).toBe('paused')
  })

  test('is let go by a start from scratch', async () => {
    await ways.paused()
    await bench.call('domain.managedSave', uuid, {})
    await bench.call('domain.setManagedSaveXml', uuid, { xml: guest('web', description('other')) })
    await bench.call('domain.start', uuid, { forceBoot: true })
    expect(await bench.call('domain.getXml', uuid, {})).not.toContain('other')
    expect(bench.record('domain', uuid)?.state).toBe('running')
  })

  test('shows passwords only when they are asked for', async () => {
    await bench.call('domain.define', hostKey, {
      xml: guest('web', "<devices><graphics type='vnc' passwd='hush'/></devices>"),
    })
    await bench.call('domain.start', uuid, {})
    await bench.call('domain.managedSave', uuid, {})
    expect(await bench.call('domain.getManagedSaveXml', uuid, {})).not.toContain('hush')
    expect(await bench.call('domain.getManagedSaveXml', uuid, { secure: true })).toContain('hush')
  })

  test('takes a new name along', async () => {
    await ways.running()
    await bench.call('domain.managedSave', uuid, {})
    await bench.call('domain.rename', uuid, { name: 'shop' })
    expect(await bench.call('domain.getManagedSaveXml', uuid, {})).toContain('<name>shop</name>')
    await bench.call('domain.start', uuid, {})
    expect(bench.record('domain', uuid)?.name).toBe('shop')
  })

  test('takes no document of another guest, and none without a saved state', async () => {
    await ways.shutoff()
    const xml = guest()
    await expect(bench.call('domain.getManagedSaveXml', uuid, {})).rejects.toMatchObject({
      code: 'operationInvalid',
    })
    await expect(bench.call('domain.setManagedSaveXml', uuid, { xml })).rejects.toMatchObject({
      code: 'operationInvalid',
    })
    await bench.call('domain.start', uuid, {})
    await bench.call('domain.managedSave', uuid, {})
    await expect(bench.call('domain.setManagedSaveXml', uuid, { xml: guest('shop') })).rejects.toMatchObject({
      code: 'operationFailed',
    })
  })

  test('can be dropped', async () => {
    await ways.running()
    await bench.call('domain.managedSave', uuid, {})
    await bench.call('domain.managedSaveRemove', uuid, {})
    expect(bench.record('domain', uuid)?.managedSave).toBe(false)
  })
})

describe('marks of settings that void support', () => {
  test.each([
    [
      "<devices><disk rawio='yes' type='block' device='lun'><source dev='/dev/x'/><target dev='sda'/></disk></devices>",
      'high-privileges',
    ],
    [
      "<devices><disk type='block' device='cdrom'><source dev='/dev/x'/><target dev='hdc'/></disk></devices>",
      'cdrom-passthrough',
    ],
    ["<devices><interface type='ethernet'><script path='/x'/></interface></devices>", 'shell-scripts'],
    ["<cpu mode='custom'><model>Deprecated-Test</model></cpu>", 'deprecated-config'],
  ])('%s is %s', async (more, taint) => {
    await bench.call('domain.create', hostKey, { xml: guest('web', more) })
    const record = bench.record('domain', uuid)
    expect(record?.taints).toEqual([taint])
    if (taint === 'deprecated-config') expect(record?.messages).toEqual(['CPU model Deprecated-Test'])
  })
})
