import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { interfaceHandlers } from '../../../../src/rpc/bindings/interface.ts'
import { nodedevHandlers } from '../../../../src/rpc/bindings/nodedev.ts'
import { nwfilterHandlers } from '../../../../src/rpc/bindings/nwfilter.ts'
import { poolHandlers } from '../../../../src/rpc/bindings/pool.ts'
import { secretHandlers } from '../../../../src/rpc/bindings/secret.ts'
import { openBench, type RpcBench } from '../support.ts'

let bench: RpcBench

beforeEach(async () => {
  bench = await openBench({
    ...interfaceHandlers,
    ...nodedevHandlers,
    ...nwfilterHandlers,
    ...poolHandlers,
    ...secretHandlers,
  })
})

afterEach(async () => {
  await bench.close()
})

describe('interfaces', () => {
  const mac = 'aa:bb:cc:dd:ee:ff'

  test('are found by name and by address in any case', async () => {
    const iface = { name: 'eth1', mac }
    expect(await bench.call('INTERFACE_LOOKUP_BY_NAME', { name: 'eth1' })).toEqual({ iface })
    expect(await bench.call('INTERFACE_LOOKUP_BY_MAC_STRING', { mac: mac.toUpperCase() })).toEqual({ iface })
  })

  test('with the same address cannot be told from each other by it', async () => {
    const xml = `<interface type='ethernet' name='eth2'><mac address='${mac}'/></interface>`
    await bench.call('INTERFACE_DEFINE_XML', { xml, flags: 0 })
    expect((await bench.refused('INTERFACE_LOOKUP_BY_MAC_STRING', { mac })).number).toBe(59)
  })

  test('go back to what they were when a set of changes is taken back', async () => {
    await bench.call('INTERFACE_CHANGE_BEGIN', { flags: 0 })
    const xml = "<interface type='ethernet' name='eth2'/>"
    await bench.call('INTERFACE_DEFINE_XML', { xml, flags: 0 })
    await bench.call('INTERFACE_CHANGE_ROLLBACK', { flags: 0 })
    expect((await bench.refused('INTERFACE_LOOKUP_BY_NAME', { name: 'eth2' })).number).toBe(57)
  })
})

describe('storage pools', () => {
  test('are listed by type', async () => {
    const list = { need_results: 1, flags: 64 }
    expect((await bench.call('CONNECT_LIST_ALL_STORAGE_POOLS', list)).ret).toBe(1)
    expect((await bench.call('CONNECT_LIST_ALL_STORAGE_POOLS', { ...list, flags: 512 })).ret).toBe(0)
  })

  test('are found by where their volumes are, only while they are active', async () => {
    const { pool } = await bench.call('STORAGE_POOL_LOOKUP_BY_TARGET_PATH', { path: '/default-pool/' })
    expect(pool.name).toBe('default-pool')
    await bench.call('STORAGE_POOL_DESTROY', { pool })
    const error = await bench.refused('STORAGE_POOL_LOOKUP_BY_TARGET_PATH', { path: '/default-pool' })
    expect(error.number).toBe(49)
  })

  test('cannot be built both over what is there and not', async () => {
    const { pool } = await bench.call('STORAGE_POOL_LOOKUP_BY_NAME', { name: 'default-pool' })
    expect((await bench.refused('STORAGE_POOL_BUILD', { pool, flags: 12 })).number).toBe(8)
  })

  test('are built in the step in which they start', async () => {
    const xml = "<pool type='dir'><name>p</name><target><path>/p</path></target></pool>"
    const { pool } = await bench.call('STORAGE_POOL_CREATE_XML', { xml, flags: 1 })
    expect(await bench.call('STORAGE_POOL_IS_ACTIVE', { pool })).toEqual({ active: 1 })
    expect(await bench.call('STORAGE_POOL_IS_PERSISTENT', { pool })).toEqual({ persistent: 0 })
  })
})

describe('node devices', () => {
  const count = async (flags: number) =>
    (await bench.call('CONNECT_LIST_ALL_NODE_DEVICES', { need_results: 0, flags })).ret

  test('are listed by capability, under the names of lists', async () => {
    expect(await count(32)).toBe(3)
    expect(await count(1024)).toBe(2)
    expect(
      (await bench.call('NODE_LIST_DEVICES', { cap: 'vports', maxnames: 9, flags: 0 })).names,
    ).toHaveLength(2)
    expect((await bench.call('NODE_DEVICE_LIST_CAPS', { name: 'scsi_host1', maxnames: 9 })).names).toEqual([
      'scsi_host',
      'fc_host',
      'vports',
    ])
  })

  test('with the highest flag are those that are there', async () => {
    expect(await count(0x8000_0000)).toBe(await count(0))
    expect(await count(0x4000_0000)).toBe(0)
  })

  test('are found by both their world wide names', async () => {
    const wwn = { wwnn: '2000000034563456', wwpn: '1000000034563456', flags: 0 }
    expect(await bench.call('NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN', wwn)).toEqual({
      dev: { name: 'scsi_host11' },
    })
    const other = { ...wwn, wwpn: '1000000034563457' }
    expect((await bench.refused('NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN', other)).number).toBe(53)
  })

  test('tell the device that they hang on, if they hang on one', async () => {
    expect(await bench.call('NODE_DEVICE_GET_PARENT', { name: 'scsi_host1' })).toEqual({
      parentName: 'computer',
    })
    expect(await bench.call('NODE_DEVICE_GET_PARENT', { name: 'computer' })).toEqual({ parentName: null })
  })
})

describe('secrets', () => {
  const uuid = '0a81f5b2-8403-7b23-c8d6-21ccc2f80d6f'
  const xml = (kept: string) =>
    `<secret ephemeral='no' private='${kept}'><uuid>${uuid}</uuid><usage type='ceph'><name>c</name></usage></secret>`

  test('are found by what they are for', async () => {
    const { secret } = await bench.call('SECRET_DEFINE_XML', { xml: xml('no'), flags: 0 })
    expect(secret).toEqual({ uuid, usageType: 2, usageID: 'c' })
    expect(await bench.call('SECRET_LOOKUP_BY_USAGE', { usageType: 2, usageID: 'c' })).toEqual({ secret })
    const error = await bench.refused('SECRET_LOOKUP_BY_USAGE', { usageType: 1, usageID: 'c' })
    expect(error.message).toBe("Secret not found: no secret with matching usage 'c'")
  })

  test('give their value back', async () => {
    const { secret } = await bench.call('SECRET_DEFINE_XML', { xml: xml('no'), flags: 0 })
    const value = new Uint8Array([0, 1, 255])
    await bench.call('SECRET_SET_VALUE', { secret, value, flags: 0 })
    expect(await bench.call('SECRET_GET_VALUE', { secret, flags: 0 })).toEqual({ value })
  })

  test('that are private keep it', async () => {
    const { secret } = await bench.call('SECRET_DEFINE_XML', { xml: xml('yes'), flags: 0 })
    await bench.call('SECRET_SET_VALUE', { secret, value: new Uint8Array([1]), flags: 0 })
    expect(await bench.refused('SECRET_GET_VALUE', { secret, flags: 0 })).toMatchObject({
      number: 65,
      message: 'Invalid secret: secret is private',
    })
  })
})

describe('network filters', () => {
  const filter = "<filter name='f'><rule action='drop' direction='in'><all/></rule></filter>"
  const binding = `<filterbinding><owner><name>d</name><uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa0</uuid></owner>
    <portdev name='vnet5'/><mac address='52:54:00:11:22:33'/><filterref filter='f'/></filterbinding>`

  test('that are not there are told under their own domain, by which clients know the code', async () => {
    expect(await bench.refused('NWFILTER_LOOKUP_BY_NAME', { name: 'x' })).toMatchObject({
      number: 62,
      domain: 'nwfilter',
    })
  })

  test('are bound to a device, stay as long as they are, and go', async () => {
    const { nwfilter: f } = await bench.call('NWFILTER_DEFINE_XML', { xml: filter })
    const { nwfilter } = await bench.call('NWFILTER_BINDING_CREATE_XML', { xml: binding, flags: 0 })
    expect(nwfilter).toEqual({ portdev: 'vnet5', filtername: 'f' })
    expect(await bench.call('CONNECT_LIST_ALL_NWFILTER_BINDINGS', { need_results: 1, flags: 0 })).toEqual({
      bindings: [nwfilter],
      ret: 1,
    })
    expect((await bench.refused('NWFILTER_UNDEFINE', { nwfilter: f })).number).toBe(55)
    await bench.call('NWFILTER_BINDING_DELETE', { nwfilter })
    await bench.call('NWFILTER_UNDEFINE', { nwfilter: f })
    const gone = await bench.refused('NWFILTER_BINDING_LOOKUP_BY_PORT_DEV', { name: 'vnet5' })
    expect(gone.message).toBe("Network filter binding not found: no nwfilter binding for port dev 'vnet5'")
  })
})
