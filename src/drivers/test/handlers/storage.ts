import { formatPool, formatVolume, parsePool, parseVolume } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { nearest } from '../../../core/lib/nearest.ts'
import type { Args } from '../../../core/model/index.ts'
import type { TestContext } from '../context.ts'
import type { TestNode } from '../node.ts'
import {
  createPool,
  definePool,
  poolEvent,
  refreshPool,
  startPool,
  stopPool,
  type TestPool,
  undefinePool,
  volumeKey,
  wrongPoolState,
} from '../pools.ts'
import { downloadVolume, uploadVolume } from '../volume-streams.ts'
import { createVolume, deleteVolume, findVolume, resizeVolume, wipeVolume } from '../volumes.ts'

const wipeAlgorithms = [
  'zero',
  'nnsa',
  'dod',
  'bsi',
  'gutmann',
  'schneier',
  'pfitzner7',
  'pfitzner33',
  'random',
  'trim',
]

/** Storage pools and volumes. */
export function storageHandlers({ node, spoolDir }: TestContext): Handlers {
  const pool = (uuid: string): TestPool => node.pools.get(uuid)
  return {
    'pool.define': async (_ctx, _ref, { xml, validate = false }) =>
      definePool(node, parsePool(xml, { validate })).uuid,
    'pool.create': async (_ctx, _ref, { xml, validate = false, build: wanted = false, ...how }) =>
      createPool(node, parsePool(xml, { validate }), (made) => {
        if (wanted) build(node, made, how)
      }).uuid,
    'pool.undefine': async (_ctx, ref) => undefinePool(node, pool(ref.key)),
    'pool.start': async (_ctx, ref) => startPool(node, pool(ref.key)),
    'pool.destroy': async (_ctx, ref) => stopPool(node, pool(ref.key)),
    'pool.setAutostart': async (_ctx, ref, { autostart }) => setAutostart(node, pool(ref.key), autostart),
    'pool.getXml': async (_ctx, ref, { inactive }) => {
      const { config, doc } = pool(ref.key)
      return inactive === true && config !== undefined
        ? formatPool(config, { inactive: true })
        : formatPool(doc)
    },
    'pool.build': async (_ctx, ref, args) => build(node, pool(ref.key), args),
    'pool.delete': async (_ctx, ref) => {
      const found = pool(ref.key)
      if (found.active) throw wrongPoolState(found, 'is active; only an inactive one can be removed')
      node.emit(poolEvent(found, 'deleted'))
    },
    'pool.refresh': async (_ctx, ref) => {
      const found = pool(ref.key)
      if (!found.active) throw wrongPoolState(found, 'is not active')
      refreshPool(node, found)
      node.emit({ kind: 'event', type: 'pool', key: found.uuid, event: 'refresh', fields: {} })
    },
    'volume.create': async (_ctx, ref, { xml, from, validate = false }) => {
      const owner = pool(ref.key)
      const source = from === undefined ? undefined : findVolume(node, from).volume
      return volumeKey(owner, createVolume(node, owner, parseVolume(xml, { validate }), source).name)
    },
    'volume.getXml': async (_ctx, ref) => formatVolume(findVolume(node, ref.key).volume.doc),
    'volume.delete': async (_ctx, ref) => deleteVolume(node, findVolume(node, ref.key)),
    'volume.resize': async (_ctx, ref, args) => resizeVolume(node, findVolume(node, ref.key), args),
    'volume.wipe': async (_ctx, ref, { algorithm = 'zero' }) => {
      const found = findVolume(node, ref.key)
      if (wipeAlgorithms.includes(algorithm)) return wipeVolume(node, found)
      const hint = nearest(algorithm, wipeAlgorithms)
      throw new VirtError(
        'invalidArg',
        `there is no way to wipe '${algorithm}'${hint === undefined ? '' : `; did you mean '${hint}'?`}`,
        { domain: 'test' },
      )
    },
    'volume.upload': async (_ctx, ref, { sparse = false, ...range }) =>
      uploadVolume(node, findVolume(node, ref.key), range, { sparse, dir: spoolDir }),
    'volume.download': async (_ctx, ref, { sparse = false, ...range }) =>
      downloadVolume(findVolume(node, ref.key), range, { sparse }),
  }
}

function setAutostart(node: TestNode, pool: TestPool, autostart: boolean): void {
  if (pool.config === undefined) throw wrongPoolState(pool, 'is transient; it cannot start with its host')
  pool.record = { ...pool.record, autostart }
  node.emit(pool.put())
}

function build(node: TestNode, pool: TestPool, { overwrite, noOverwrite }: Args<'pool.build'>): void {
  if (overwrite === true && noOverwrite === true) {
    throw new VirtError('invalidArg', "a pool cannot be built with both 'overwrite' and 'noOverwrite'")
  }
  if (pool.active) throw wrongPoolState(pool, 'is active; only an inactive one can be built')
  node.emit(poolEvent(pool, 'created'))
}
