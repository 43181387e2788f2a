import { afterEach, beforeEach, expect, test } from 'vitest'
import { networkHandlers } from '../../../../src/rpc/bindings/network.ts'
import { portHandlers } from '../../../../src/rpc/bindings/port.ts'
import type { RemoteNonnullNetwork } from '../../../../src/rpc/wire/generated/types.ts'
import { openBench, type RpcBench } from '../support.ts'

const uuid = '11111111-2d78-c30f-5aa5-f03c87d21e11'
const xml = `<network><name>n</name><uuid>${uuid}</uuid><bridge name='b0'/>
  <ip address='10.0.0.1' netmask='255.255.255.0'><dhcp><range start='10.0.0.2' end='10.0.0.9'/></dhcp></ip></network>`
const portUuid = 'cf2bcdc6-6ad9-4bd5-9ba5-4d5a5d0a1a11'
const portXml = `<networkport><uuid>${portUuid}</uuid><owner><name>d</name><uuid>${uuid}</uuid></owner>
  <mac address='52:54:00:00:00:01'/><plug type='network' bridge='b0'/></networkport>`

let bench: RpcBench

beforeEach(async () => {
  bench = await openBench({ ...networkHandlers, ...portHandlers })
})

afterEach(async () => {
  await bench.close()
})

async function define(): Promise<RemoteNonnullNetwork> {
  return (await bench.call('NETWORK_DEFINE_XML', { xml })).net
}

async function started(): Promise<RemoteNonnullNetwork> {
  const net = await define()
  await bench.call('NETWORK_CREATE', { net })
  return net
}

const names = async (flags: number) =>
  (await bench.call('CONNECT_LIST_ALL_NETWORKS', { need_results: 1, flags })).nets.map(({ name }) => name)

test('flags of one group add up, those of several narrow', async () => {
  await define()
  expect(await names(0)).toEqual(['default', 'n'])
  expect(await names(1)).toEqual(['n'])
  expect(await names(3)).toEqual(['default', 'n'])
  expect(await names(2 | 32)).toEqual(['default'])
  expect(await names(1 | 16)).toEqual([])
})

test('a flag that is not known is refused with its bits', async () => {
  const error = await bench.refused('CONNECT_LIST_ALL_NETWORKS', { need_results: 1, flags: 0x80000040 })
  expect(error).toMatchObject({
    number: 8,
    message: 'unsupported flags (0x80000040) in function virConnectListAllNetworks',
  })
})

test('old lists hold the active ones, and those that are only defined', async () => {
  await define()
  expect(await bench.call('CONNECT_NUM_OF_NETWORKS', undefined)).toEqual({ num: 1 })
  expect(await bench.call('CONNECT_LIST_NETWORKS', { maxnames: 9 })).toEqual({ names: ['default'] })
  expect(await bench.call('CONNECT_LIST_DEFINED_NETWORKS', { maxnames: 9 })).toEqual({ names: ['n'] })
})

test('room for more names than a list can hold is refused', async () => {
  const error = await bench.refused('CONNECT_LIST_NETWORKS', { maxnames: 16_385 })
  expect(error.number).toBe(1)
})

test('a network that is gone is told with the name that the client knew', async () => {
  const error = await bench.refused('NETWORK_IS_ACTIVE', { net: { name: 'old', uuid } })
  expect(error).toMatchObject({
    number: 43,
    domain: 'test',
    message: `Network not found: no network with matching uuid '${uuid}' (old)`,
  })
})

test('an update changes the running network and its definition as the flags say', async () => {
  const net = await started()
  const host = (n: number) => `<host mac='52:54:00:00:00:0${n}' ip='10.0.0.${n}'/>`
  const update = { net, command: 3, section: 4, parentIndex: -1 }
  await bench.call('NETWORK_UPDATE', { ...update, xml: host(3), flags: 1 })
  await bench.call('NETWORK_UPDATE', { ...update, xml: host(4), flags: 2 })
  const live = await bench.call('NETWORK_GET_XML_DESC', { net, flags: 0 })
  const kept = await bench.call('NETWORK_GET_XML_DESC', { net, flags: 1 })
  expect([live.xml.includes('10.0.0.3'), live.xml.includes('10.0.0.4')]).toEqual([true, false])
  expect([kept.xml.includes('10.0.0.3'), kept.xml.includes('10.0.0.4')]).toEqual([false, true])
})

test('an update with a command that is none is refused', async () => {
  const { net } = await bench.call('NETWORK_LOOKUP_BY_NAME', { name: 'default' })
  const update = { net, command: 9, section: 4, parentIndex: -1, xml: '<host/>', flags: 0 }
  expect((await bench.refused('NETWORK_UPDATE', update)).message).toBe(
    'invalid argument: unrecognized network update command code 9',
  )
})

test('a network without a bridge says so', async () => {
  const open = "<network><name>h</name><forward mode='hostdev'/></network>"
  const { net } = await bench.call('NETWORK_DEFINE_XML', { xml: open })
  expect((await bench.refused('NETWORK_GET_BRIDGE_NAME', { net })).message).toBe(
    "internal error: network 'h' does not have a bridge name.",
  )
})

test('metadata is set, told and taken away', async () => {
  const net = await define()
  const set = { network: net, type: 0, key: null, uri: null, flags: 0 }
  await bench.call('NETWORK_SET_METADATA', { ...set, metadata: 'hello' })
  const get = { network: net, type: 0, uri: null, flags: 0 }
  expect(await bench.call('NETWORK_GET_METADATA', get)).toEqual({ metadata: 'hello' })
  await bench.call('NETWORK_SET_METADATA', { ...set, metadata: null })
  expect((await bench.refused('NETWORK_GET_METADATA', get)).number).toBe(111)
})

test('leases are those of running guests, in seconds', async () => {
  const { net } = await bench.call('NETWORK_LOOKUP_BY_NAME', { name: 'default' })
  const { leases, ret } = await bench.call('NETWORK_GET_DHCP_LEASES', {
    net,
    mac: 'AA:BB:CC:DD:EE:FF',
    need_results: 1,
    flags: 0,
  })
  expect(ret).toBe(1)
  expect(leases[0]).toMatchObject({ mac: 'aa:bb:cc:dd:ee:ff', type: 0, prefix: 24, iaid: null })
  expect(Number(leases[0]?.expirytime)).toBeLessThan(1e11)
})

test('a port is made, found, bounded and removed', async () => {
  const net = await started()
  const { port } = await bench.call('NETWORK_PORT_CREATE_XML', { network: net, xml: portXml, flags: 0 })
  expect(port).toEqual({ net, uuid: portUuid })
  expect(await bench.call('NETWORK_LIST_ALL_PORTS', { network: net, need_results: 1, flags: 0 })).toEqual({
    ports: [port],
    ret: 1,
  })
  const params = [{ field: 'inbound.average', value: { type: 2, value: 100 } } as const]
  await bench.call('NETWORK_PORT_SET_PARAMETERS', { port, params, flags: 0 })
  const told = await bench.call('NETWORK_PORT_GET_PARAMETERS', { port, nparams: 7, flags: 0 })
  expect(told.params).toContainEqual(params[0])
  await bench.call('NETWORK_PORT_DELETE', { port, flags: 0 })
  const lookup = { network: net, uuid: portUuid }
  expect((await bench.refused('NETWORK_PORT_LOOKUP_BY_UUID', lookup)).number).toBe(107)
})

test('a client without room for parameters is told how many there are', async () => {
  const net = await started()
  const { port } = await bench.call('NETWORK_PORT_CREATE_XML', { network: net, xml: portXml, flags: 0 })
  expect(await bench.call('NETWORK_PORT_GET_PARAMETERS', { port, nparams: 0, flags: 0 })).toEqual({
    params: [],
    nparams: 7,
  })
})

test.each([
  ['unknown', [{ field: 'x', value: { type: 2, value: 1 } }], 74],
  ['of another type', [{ field: 'inbound.peak', value: { type: 4, value: 1n } }], 8],
  ['given twice', [1, 2].map((value) => ({ field: 'inbound.peak', value: { type: 2, value } })), 8],
] as const)('a parameter that is %s is refused', async (_how, params, number) => {
  const net = await started()
  const { port } = await bench.call('NETWORK_PORT_CREATE_XML', { network: net, xml: portXml, flags: 0 })
  const call = { port, params: [...params], flags: 0 } as never
  expect((await bench.refused('NETWORK_PORT_SET_PARAMETERS', call)).number).toBe(number)
})
