import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectHandlers } from '../../../../src/rpc/bindings/connect.ts'
import { nodeHandlers } from '../../../../src/rpc/bindings/node.ts'
import { openBench, type RpcBench } from '../support.ts'

let bench: RpcBench

beforeEach(async () => {
  bench = await openBench({ ...connectHandlers, ...nodeHandlers })
})

afterEach(async () => {
  await bench.close()
})

describe('the connection', () => {
  test('tells its type, versions, and that it is secure', async () => {
    expect(await bench.call('CONNECT_GET_TYPE', undefined)).toEqual({ type: 'TEST' })
    expect(await bench.call('CONNECT_GET_VERSION', undefined)).toEqual({ hv_ver: 2n })
    expect(await bench.call('CONNECT_GET_LIB_VERSION', undefined)).toEqual({ lib_ver: 12_006_000n })
    expect(await bench.call('CONNECT_IS_SECURE', undefined)).toEqual({ secure: 1 })
    expect(await bench.call('CONNECT_GET_URI', undefined)).toEqual({ uri: 'test:///default' })
    expect(await bench.call('CONNECT_GET_MAX_VCPUS', { type: null })).toEqual({ max_vcpus: 32 })
  })

  test('names models of processors, or only how many', async () => {
    const all = await bench.call('CONNECT_GET_CPU_MODEL_NAMES', { arch: 'x86_64', need_results: 1, flags: 0 })
    expect(all.models).toContain('Nehalem')
    expect(
      await bench.call('CONNECT_GET_CPU_MODEL_NAMES', { arch: 'x86_64', need_results: 0, flags: 0 }),
    ).toEqual({ models: [], ret: all.models.length })
  })

  test('asks for a kind of guest that it has not in vain', async () => {
    const kind = { emulatorbin: null, arch: 'arm', machine: null, virttype: null, flags: 0 }
    expect((await bench.refused('CONNECT_GET_DOMAIN_CAPABILITIES', kind)).number).toBe(8)
  })
})

describe('the node', () => {
  test('has a model in a field of fixed size', async () => {
    const info = await bench.call('NODE_GET_INFO', undefined)
    expect(info.model).toHaveLength(32)
    expect(Buffer.from(info.model).toString()).toBe('i686'.padEnd(32, '\0'))
    expect(info).toMatchObject({ memory: 3_145_728n, cpus: 16, mhz: 1400, nodes: 2, threads: 2 })
  })

  test('tells processor times as many as there is room for', async () => {
    const stats = { cpuNum: -1, flags: 0 }
    expect(await bench.call('NODE_GET_CPU_STATS', { ...stats, nparams: 0 })).toEqual({
      params: [],
      nparams: 4,
    })
    expect(await bench.call('NODE_GET_CPU_STATS', { ...stats, nparams: 1 })).toEqual({
      params: [{ field: 'kernel', value: 34_678_723_400_000n }],
      nparams: 0,
    })
  })

  test('has no processor of a negative number but all together', async () => {
    const error = await bench.refused('NODE_GET_CPU_STATS', { cpuNum: -2, nparams: 4, flags: 0 })
    expect(error.message).toBe('invalid argument: Invalid CPU number -2')
  })

  test('tells which processors are online as bits', async () => {
    expect(await bench.call('NODE_GET_CPU_MAP', { need_map: 1, need_online: 1, flags: 0 })).toEqual({
      cpumap: new Uint8Array([0x15]),
      online: 3,
      ret: 8,
    })
    expect(await bench.call('NODE_GET_CPU_MAP', { need_map: 0, need_online: 0, flags: 0 })).toEqual({
      cpumap: new Uint8Array(),
      online: 0,
      ret: 8,
    })
  })

  test('tells free memory as a whole and by cell', async () => {
    const { cells } = await bench.call('NODE_GET_CELLS_FREE_MEMORY', { startCell: 0, maxcells: 8 })
    expect(cells).toEqual([2_097_152n, 4_194_304n])
    expect(await bench.call('NODE_GET_FREE_MEMORY', undefined)).toEqual({ freeMem: 6_291_456n })
  })

  test('tells free pages cell by cell', async () => {
    const pages = { pages: [4, 2048], startCell: 0, cellCount: 2, flags: 0 }
    expect(await bench.call('NODE_GET_FREE_PAGES', pages)).toEqual({ counts: [7n, 21n, 19n, 45n] })
  })

  test('names its security model, each text ended by a zero', async () => {
    const { model, doi } = await bench.call('NODE_GET_SECURITY_MODEL', undefined)
    expect(Buffer.from(model).toString()).toBe('testSecurity\0')
    expect(Buffer.from(doi).toString()).toBe('\0')
  })

  test('tells what its memory is used for', async () => {
    const { params } = await bench.call('NODE_GET_MEMORY_STATS', { cellNum: 1, nparams: 4, flags: 0 })
    expect(params).toContainEqual({ field: 'total', value: 4_194_304n })
  })

  test('cannot do what its driver cannot', async () => {
    const suspend = { target: 0, duration: 60n, flags: 0 }
    expect((await bench.refused('NODE_SUSPEND_FOR_DURATION', suspend)).number).toBe(3)
  })
})
