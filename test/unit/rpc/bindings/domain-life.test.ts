import { afterEach, beforeEach, expect, test } from 'vitest'
import { domainHandlers } from '../../../../src/rpc/bindings/domain/index.ts'
import type { RemoteNonnullDomain } from '../../../../src/rpc/wire/generated/types.ts'
import { openBench, type RpcBench } from '../support.ts'
import { documentOf, testDomain } from './domain-support.ts'

let bench: RpcBench
let dom: RemoteNonnullDomain

beforeEach(async () => {
  bench = await openBench(domainHandlers)
  dom = (await bench.call('DOMAIN_DEFINE_XML', { xml: documentOf('web') })).dom
})

afterEach(() => bench.close())

const state = () => bench.call('DOMAIN_GET_STATE', { dom, flags: 0 })

test('a domain that was defined is off, and known by its new UUID', async () => {
  expect(dom).toMatchObject({ name: 'web', id: -1 })
  expect(await state()).toEqual({ state: 5, reason: 0 })
  expect(await bench.call('DOMAIN_IS_ACTIVE', { dom })).toEqual({ active: 0 })
})

test('states and reasons are told in libvirt numbers from start to end', async () => {
  await bench.call('DOMAIN_CREATE', { dom })
  expect(await state()).toEqual({ state: 1, reason: 1 })
  await bench.call('DOMAIN_SUSPEND', { dom })
  expect(await state()).toEqual({ state: 3, reason: 1 })
  await bench.call('DOMAIN_RESUME', { dom })
  expect(await state()).toEqual({ state: 1, reason: 5 })
  await bench.call('DOMAIN_SHUTDOWN', { dom })
  expect(await state()).toEqual({ state: 5, reason: 1 })
})

test('a start answers the domain with its number', async () => {
  const started = await bench.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 1 })
  expect(started.dom.id).toBeGreaterThan(0)
  expect(await state()).toEqual({ state: 3, reason: 1 })
})

test('a guest that is to end with its client ends when the client goes', async () => {
  const { dom: made } = await bench.call('DOMAIN_CREATE_XML', { xml_desc: documentOf('tmp'), flags: 2 })
  const gone = new Promise<void>((resolve) => {
    bench.gateway.inventory.subscribe(bench.gateway.inventory.revision, (item) => {
      if (item.kind === 'gone' && item.entry.key === `here/${made.uuid}`) resolve()
    })
  })
  bench.leave()
  await gone
})

test('a guest that was started anew does not end with the client of its first start', async () => {
  await bench.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 2 })
  await bench.call('DOMAIN_DESTROY', { dom })
  await bench.call('DOMAIN_CREATE', { dom })
  bench.leave()
  await Promise.resolve()
  expect(bench.gateway.inventory.get('domain', `here/${dom.uuid}`)?.attrs.state).toBe('running')
})

test('a domain with snapshots is forgotten only when that is asked for', async () => {
  const xml_desc = '<domainsnapshot><name>s</name></domainsnapshot>'
  await bench.call('DOMAIN_SNAPSHOT_CREATE_XML', { dom, xml_desc, flags: 0 })
  expect((await bench.refused('DOMAIN_UNDEFINE', { dom })).code).toBe('operationInvalid')
  await bench.call('DOMAIN_UNDEFINE_FLAGS', { dom, flags: 2 })
  expect((await bench.refused('DOMAIN_GET_INFO', { dom })).message).toContain(`uuid '${dom.uuid}' (web)`)
})

test('a new name is kept', async () => {
  expect(await bench.call('DOMAIN_RENAME', { dom, new_name: 'shop', flags: 0 })).toEqual({ retcode: 0 })
  expect((await bench.call('DOMAIN_LOOKUP_BY_UUID', { uuid: dom.uuid })).dom.name).toBe('shop')
})

test('several ways to ask for an end are one that the guest has', async () => {
  await bench.call('DOMAIN_SHUTDOWN_FLAGS', { dom: testDomain, flags: 3 })
  expect(await bench.call('DOMAIN_IS_ACTIVE', { dom: testDomain })).toEqual({ active: 0 })
})

test('a guest in sleep is woken up', async () => {
  const sleep = { dom: testDomain, target: 0, duration: 0n, flags: 0 }
  await bench.call('DOMAIN_PM_SUSPEND_FOR_DURATION', sleep)
  expect(await bench.call('DOMAIN_GET_STATE', { dom: testDomain, flags: 0 })).toEqual({ state: 7, reason: 0 })
  await bench.call('DOMAIN_PM_WAKEUP', { dom: testDomain, flags: 0 })
  expect(await bench.call('DOMAIN_GET_STATE', { dom: testDomain, flags: 0 })).toEqual({ state: 1, reason: 8 })
})

test('a saved guest goes on from its file, whose document can be read and replaced', async () => {
  const file = `${bench.dir}/web.save`
  await bench.call('DOMAIN_CREATE', { dom })
  await bench.call('DOMAIN_SAVE', { dom, to: file })
  expect(await state()).toEqual({ state: 5, reason: 5 })
  const { xml } = await bench.call('DOMAIN_SAVE_IMAGE_GET_XML_DESC', { file, flags: 0 })
  expect(xml).toContain('<name>web</name>')
  const dxml = xml.replace('</name>', '</name><title>kept</title>')
  await bench.call('DOMAIN_SAVE_IMAGE_DEFINE_XML', { file, dxml, flags: 0 })
  await bench.call('DOMAIN_RESTORE', { from: file })
  expect(await state()).toEqual({ state: 1, reason: 3 })
  const live = await bench.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 })
  expect(live.xml).toContain('<title>kept</title>')
})

test('the document is that of the running guest, or the kept one', async () => {
  await bench.call('DOMAIN_CREATE', { dom })
  expect((await bench.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 })).xml).toMatch(
    /^<domain type='test' id='/,
  )
  expect((await bench.call('DOMAIN_GET_XML_DESC', { dom, flags: 2 })).xml).toMatch(/^<domain type='test'>/)
})
