import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDomain } from '../../../../src/core/config/index.ts'
import { domainReasons, lifecycleDetails } from '../../../../src/core/model/index.ts'
import { createDriverRegistry } from '../../../../src/drivers/registry.ts'
import { checkIoThreads } from '../../../../src/drivers/shared/domain-pins.ts'
import { composeRecord, configAttrs, configPatch } from '../../../../src/drivers/shared/domain-record.ts'
import { isActive, transitions } from '../../../../src/drivers/shared/domain-states.ts'
import { NamedObjects, namedWords } from '../../../../src/drivers/shared/named-objects.ts'
import { formatNumberSet, parseNumberSet } from '../../../../src/drivers/shared/number-set.ts'
import { SnapshotTree, snapshotWords, type TreeMember } from '../../../../src/drivers/shared/snapshot-tree.ts'
import { paramTables, readParams, writeParams } from '../../../../src/drivers/shared/typed-params.ts'

describe('the table of transitions', () => {
  const all = Object.entries(transitions)

  test.each(all)('%s has a reason of its state and a detail of its event', (_name, transition) => {
    const reasons: readonly string[] = domainReasons[transition.state]
    expect(reasons).toContain(transition.reason)
    if (!('event' in transition)) return
    const details: readonly string[] = lifecycleDetails[transition.event.type]
    expect(details).toContain(transition.event.detail)
  })

  test('has all ways that there are', () => {
    expect(all.length).toBeGreaterThanOrEqual(30)
    expect(isActive('paused')).toBe(true)
    expect(isActive('shutoff')).toBe(false)
  })
})

describe('sets of numbers', () => {
  test('come back from their text', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200), { minLength: 1 }), (numbers) => {
        expect(parseNumberSet(formatNumberSet(numbers))).toEqual([...numbers].sort((a, b) => a - b))
      }),
    )
  })

  test('may leave members out', () => {
    expect(parseNumberSet('0-4,^2')).toEqual([0, 1, 3, 4])
    expect(formatNumberSet([0, 1, 3])).toBe('0-1,3')
  })

  test.each(['', 'a', '3-1', '1-', '99999'])("'%s' is refused", (text) => {
    expect(() => parseNumberSet(text)).toThrow(expect.objectContaining({ code: 'invalidArg' }))
  })
})

describe('typed parameters', () => {
  const table = { a: 'int', b: 'ullong', c: 'boolean', d: 'string', e: 'double' } as const

  test('have the types of their table', () => {
    const values = [
      { name: 'a', value: '-3' },
      { name: 'b', value: '18446744073709551615' },
      { name: 'c', value: '1' },
      { name: 'd', value: 'x' },
      { name: 'e', value: '0.5' },
    ]
    expect([...readParams(table, values).values()]).toEqual([-3, 18_446_744_073_709_551_615n, true, 'x', 0.5])
  })

  test.each([
    ['a', '2147483648', 'between'],
    ['b', '-1', 'between'],
    ['b', 'x', 'whole number'],
    ['c', 'perhaps', 'true'],
    ['e', '', 'number'],
    ['f', '1', 'no parameter'],
  ])("%s = '%s' is refused", (name, value, part) => {
    expect(() => readParams(table, [{ name, value }])).toThrow(part)
  })

  test('are refused twice', () => {
    const one = { name: 'a', value: '1' }
    expect(() => readParams(table, [one, one])).toThrow('twice')
  })

  test('are written in the order of the table', () => {
    expect(writeParams(table, { b: 2n, a: 1 })).toEqual([
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ])
    expect(Object.keys(paramTables.ioTune)).toHaveLength(20)
  })
})

describe('a tree of snapshots', () => {
  const tree = (): SnapshotTree<TreeMember> => new SnapshotTree(snapshotWords)
  const rehang = (child: TreeMember, parent: string | undefined): TreeMember =>
    parent === undefined ? { name: child.name } : { name: child.name, parent }

  test('holds together whatever is removed from it', () => {
    const steps = fc.array(
      fc.record({ at: fc.nat(7), under: fc.nat(7), how: fc.constantFrom('add', 'one', 'tree') }),
    )
    fc.assert(
      fc.property(steps, (all) => {
        const subject = tree()
        for (const { at, under, how } of all) {
          const name = `s${at}`
          const parent = `s${under}`
          if (how === 'add' && !subject.has(name)) {
            subject.add(subject.has(parent) ? { name, parent } : { name })
            subject.setCurrent(name)
          }
          if (how === 'one' && subject.has(name)) subject.remove(name, rehang)
          if (how === 'tree' && subject.has(name)) subject.removeTree(name, false)
        }
        expect(subject.findLoose()).toBeUndefined()
        for (const member of subject.values()) {
          if (member.parent !== undefined) expect(subject.childrenOf(member.parent)).toContain(member.name)
        }
        if (subject.current !== undefined) expect(subject.has(subject.current)).toBe(true)
      }),
    )
  })

  test('finds those that hang in the air or in a circle', () => {
    const air = tree()
    air.addLoose({ name: 'a', parent: 'b' })
    expect(air.findLoose()?.name).toBe('a')
    air.addLoose({ name: 'b', parent: 'a' })
    expect(air.findLoose()).toBeDefined()
  })
})

describe('objects with names', () => {
  test('are found by both and never twice', () => {
    const objects = new NamedObjects<{ uuid: string; name: string }>(namedWords.network)
    objects.set({ uuid: '1', name: 'a' })
    expect(objects.match('1', 'a')?.name).toBe('a')
    expect(objects.match('2', 'b')).toBeUndefined()
    expect(() => objects.match('2', 'a')).toThrow('exists already')
    expect(() => objects.match('1', 'b')).toThrow('has the UUID')
    expect(() => objects.get('3')).toThrow(expect.objectContaining({ code: 'noNetwork' }))
    objects.set({ uuid: '1', name: 'c' })
    expect(objects.findByName('a')).toBeUndefined()
    expect(objects.size).toBe(1)
  })
})

describe('the record of a domain', () => {
  const doc =
    parseDomain(`<domain type='kvm'><name>a</name><memory>2048</memory><currentMemory>1024</currentMemory>
    <vcpu cpuset='0-1'>2</vcpu><cputune><vcpupin vcpu='1' cpuset='3'/></cputune><memtune><min_guarantee>512</min_guarantee></memtune>
    <metadata><l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os id='http://x.org/y'/></l:libosinfo></metadata>
    <os><type arch='x86_64' machine='q35'>hvm</type></os><devices>
    <disk type='network'><source protocol='rbd' name='pool/image'><host name='mon' port='6789'/>
      <auth username='admin'><secret type='ceph' usage='s3cret'/></auth></source><target dev='vda' bus='virtio'/></disk>
    <disk device='cdrom'><target dev='sda' bus='sata'/></disk>
    <disk type='volume'><source pool='p' volume='v'/><target dev='vdb'/></disk>
    <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/><model type='virtio'/></interface>
    <graphics type='vnc' passwd='s3cret' listen='127.0.0.1'/></devices></domain>`)

  test('tells what the document says and no secret', () => {
    const attrs = configAttrs(doc)
    expect(attrs).toMatchObject({
      memory: 1024n,
      maxMemory: 2048n,
      minMemory: 512n,
      vcpuPins: [[0, 1], [3]],
      osId: 'http://x.org/y',
      machine: 'q35',
      disks: [
        { target: 'vda', sourceType: 'network', source: 'rbd://mon:6789/pool/image' },
        { target: 'sda', device: 'cdrom', sourceType: 'none', readOnly: true },
        { target: 'vdb', sourceType: 'volume', source: 'p/v' },
      ],
      interfaces: [{ mac: '52:54:00:00:00:01', type: 'bridge', source: 'br0', model: 'virtio' }],
      graphics: [{ type: 'vnc', listen: '127.0.0.1', port: -1 }],
    })
    expect(
      JSON.stringify(attrs, (_key, value) => (typeof value === 'bigint' ? `${value}` : value)),
    ).not.toContain('s3cret')
  })

  test('as a patch takes away what the document no longer says', () => {
    expect(configPatch(doc)).toHaveProperty('title', undefined)
    expect(configPatch(doc)).toMatchObject({ machine: 'q35' })
  })

  test('is composed without losing an attribute', () => {
    const run = {
      id: 1,
      state: 'running',
      reason: 'booted',
      stateSince: 1,
      wanted: 'running',
      persistent: true,
      managedSave: false,
      hasCurrentSnapshot: false,
      updated: false,
      taints: [],
      messages: [],
      job: 'none',
      autostart: true,
      startedAt: 1,
      agentConnected: false,
    } as const
    const config = configAttrs({ ...doc, title: 't', description: 'd' })
    expect(composeRecord(config, run)).toEqual({ ...config, ...run })
  })
})

describe('the table of drivers', () => {
  test('knows each by name and scheme, and loads it once', async () => {
    const registry = createDriverRegistry()
    expect(registry.ids).toContain('test')
    expect(registry.schemes()).toEqual(expect.arrayContaining(['test', 'qemu']))
    const load = registry.forScheme('test')
    expect(await load?.()).toBe(await load?.())
    expect(registry.forScheme('nothing')).toBeUndefined()
    for (const { id, load: loadOne } of registry.all()) {
      const driver = await loadOne()
      expect(driver.id).toBe(id)
      for (const scheme of driver.schemes) expect(registry.schemes()).toContain(scheme)
    }
  })
})

test('a document asks for no more input and output threads than anybody can use', () => {
  const doc = (count: number) =>
    parseDomain(
      `<domain type='test'><name>n</name><memory>1</memory><os><type>hvm</type></os><iothreads>${count}</iothreads></domain>`,
    )
  expect(() => checkIoThreads(doc(1024))).not.toThrow()
  expect(() => checkIoThreads(doc(4_294_967_295))).toThrow(
    expect.objectContaining({
      code: 'configUnsupported',
      message: "the domain 'n' has 4294967295 input and output threads; 1024 are the most",
    }),
  )
})
