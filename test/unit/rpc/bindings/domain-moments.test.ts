import { afterEach, beforeEach, expect, test } from 'vitest'
import { domainHandlers } from '../../../../src/rpc/bindings/domain/index.ts'
import { openBench, type RpcBench } from '../support.ts'
import { testDomain as dom } from './domain-support.ts'

let bench: RpcBench

beforeEach(async () => {
  bench = await openBench(domainHandlers)
})

afterEach(() => bench.close())

const make = async (name: string) =>
  (
    await bench.call('DOMAIN_SNAPSHOT_CREATE_XML', {
      dom,
      xml_desc: `<domainsnapshot><name>${name}</name></domainsnapshot>`,
      flags: 0,
    })
  ).snap

/** `a` with `b` and `c` after it, and `d` after `c`. */
async function tree() {
  const a = await make('a')
  await make('b')
  await bench.call('DOMAIN_REVERT_TO_SNAPSHOT', { snap: a, flags: 0 })
  const c = await make('c')
  await make('d')
  return { a, c }
}

const names = async (flags: number) =>
  (await bench.call('DOMAIN_SNAPSHOT_LIST_NAMES', { dom, maxnames: 99, flags })).names

test('snapshots are listed by their place in the tree', async () => {
  const { a, c } = await tree()
  expect(await names(0)).toEqual(['a', 'b', 'c', 'd'])
  expect(await names(1)).toEqual(['a'])
  expect(await names(4)).toEqual(['b', 'd'])
  expect(await names(8)).toEqual(['a', 'c'])
  const children = async (snap: typeof a, flags: number) =>
    (await bench.call('DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES', { snap, maxnames: 99, flags })).names
  expect(await children(a, 0)).toEqual(['b', 'c'])
  expect(await children(a, 1)).toEqual(['b', 'c', 'd'])
  expect(await children(c, 0)).toEqual(['d'])
  expect(await bench.call('DOMAIN_SNAPSHOT_NUM_CHILDREN', { snap: a, flags: 1 })).toEqual({ num: 3 })
})

test('the current snapshot and parents are told', async () => {
  const { a, c } = await tree()
  expect(await bench.call('DOMAIN_HAS_CURRENT_SNAPSHOT', { dom, flags: 0 })).toEqual({ result: 1 })
  expect((await bench.call('DOMAIN_SNAPSHOT_CURRENT', { dom, flags: 0 })).snap.name).toBe('d')
  expect((await bench.call('DOMAIN_SNAPSHOT_GET_PARENT', { snap: c, flags: 0 })).snap.name).toBe('a')
  expect((await bench.refused('DOMAIN_SNAPSHOT_GET_PARENT', { snap: a, flags: 0 })).code).toBe(
    'noDomainSnapshot',
  )
  expect(await bench.call('DOMAIN_SNAPSHOT_IS_CURRENT', { snap: a, flags: 0 })).toEqual({ current: 0 })
})

test('children of a deleted snapshot are deleted, or go to its parent', async () => {
  const { a, c } = await tree()
  await bench.call('DOMAIN_SNAPSHOT_DELETE', { snap: c, flags: 0 })
  const { snapshots } = await bench.call('DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN', {
    snapshot: a,
    need_results: 1,
    flags: 0,
  })
  expect(snapshots.map(({ name }) => name)).toEqual(['b', 'd'])
  await bench.call('DOMAIN_SNAPSHOT_DELETE', { snap: a, flags: 1 })
  expect(await bench.call('DOMAIN_SNAPSHOT_NUM', { dom, flags: 0 })).toEqual({ num: 0 })
})

test('a domain without snapshots has no current one', async () => {
  expect((await bench.refused('DOMAIN_SNAPSHOT_CURRENT', { dom, flags: 0 })).code).toBe('noDomainSnapshot')
})

test('checkpoints are made, listed, told and deleted', async () => {
  const add = (name: string) =>
    bench.call('DOMAIN_CHECKPOINT_CREATE_XML', {
      dom,
      xml_desc: `<domaincheckpoint><name>${name}</name></domaincheckpoint>`,
      flags: 0,
    })
  await add('one')
  const { checkpoint } = await add('two')
  const all = await bench.call('DOMAIN_LIST_ALL_CHECKPOINTS', { dom, need_results: 1, flags: 0 })
  expect(all.checkpoints.map(({ name }) => name)).toEqual(['one', 'two'])
  const { parent } = await bench.call('DOMAIN_CHECKPOINT_GET_PARENT', { checkpoint, flags: 0 })
  expect(parent.name).toBe('one')
  expect((await bench.call('DOMAIN_CHECKPOINT_GET_XML_DESC', { checkpoint, flags: 2 })).xml).toContain('two')
  await bench.call('DOMAIN_CHECKPOINT_DELETE', { checkpoint: parent, flags: 1 })
  expect((await bench.call('DOMAIN_LIST_ALL_CHECKPOINTS', { dom, need_results: 0, flags: 0 })).ret).toBe(0)
})
