import { formatPool, formatVolume } from '../../core/config/index.ts'
import type { Handlers } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import { poolCapabilitiesXml } from '../shared/pool-capabilities.ts'
import { deleteVolume, resizeVolume, wipeVolume } from './change-volume.ts'
import { createVolume, readNewVolume } from './create-volume.ts'
import { readPool, supportedTypes } from './pool-check.ts'
import {
  buildDirectory,
  buildPool,
  createPool,
  definePool,
  deleteDirectory,
  refreshPool,
  setAutostart,
  startPool,
  stopPool,
  undefinePool,
} from './pool-life.ts'
import { findVolume, type Storage } from './storage.ts'
import { volumeKey } from './volume.ts'
import { downloadVolume, uploadVolume } from './volume-streams.ts'

/** Storage pools and volumes of this host. */
export function storageHandlers(storage: Storage): Handlers {
  return { ...poolHandlers(storage), ...volumeHandlers(storage) }
}

function poolHandlers(storage: Storage): Handlers {
  const pool = (uuid: string) => storage.pools.get(uuid)
  return {
    'host.getPoolCapabilities': async () => poolCapabilitiesXml(supportedTypes),
    'pool.define': async (_ctx, _ref, { xml, validate = false }) =>
      (await definePool(storage, readPool(xml, validate))).uuid,
    'pool.create': async (_ctx, _ref, { xml, validate = false, build = false, ...how }) => {
      checkBuild(how)
      const prepare = async (doc: Parameters<typeof buildDirectory>[0]) => {
        if (build) await buildDirectory(doc, how)
      }
      return (await createPool(storage, readPool(xml, validate), prepare)).uuid
    },
    'pool.undefine': async (_ctx, ref) => undefinePool(storage, pool(ref.key)),
    'pool.start': async (_ctx, ref) => startPool(storage, pool(ref.key)),
    'pool.destroy': async (_ctx, ref) => stopPool(storage, pool(ref.key)),
    'pool.setAutostart': async (_ctx, ref, { autostart }) => setAutostart(storage, pool(ref.key), autostart),
    'pool.getXml': async (_ctx, ref, { inactive }) => {
      const { config, doc } = pool(ref.key)
      return inactive && config !== undefined ? formatPool(config, { inactive: true }) : formatPool(doc)
    },
    'pool.build': async (_ctx, ref, args) => {
      checkBuild(args)
      await buildPool(storage, pool(ref.key), args)
    },
    'pool.delete': async (_ctx, ref, { zeroed }) => {
      if (zeroed) {
        throw new VirtError('argumentUnsupported', 'a directory cannot be overwritten with zeroes', {
          domain: 'storage',
        })
      }
      await deleteDirectory(storage, pool(ref.key))
    },
    'pool.refresh': async (_ctx, ref) => refreshPool(storage, pool(ref.key)),
  }
}

function checkBuild({ overwrite, noOverwrite }: { overwrite?: boolean; noOverwrite?: boolean }): void {
  if (!overwrite || !noOverwrite) return
  throw new VirtError('invalidArg', "a pool cannot be built with both 'overwrite' and 'noOverwrite'", {
    domain: 'storage',
  })
}

function volumeHandlers(storage: Storage): Handlers {
  const volume = (key: string) => findVolume(storage, key)
  return {
    'volume.create': async (ctx, ref, args) => {
      const { xml, from, preallocMetadata = false, reflink = false, validate = false } = args
      const pool = storage.pools.get(ref.key).running()
      const request = {
        doc: readNewVolume(xml, validate),
        from: from === undefined ? undefined : volume(from),
        preallocMetadata,
        reflink,
      }
      return volumeKey(pool.uuid, await createVolume(storage, pool, request, ctx))
    },
    'volume.getXml': async (_ctx, ref) => formatVolume(volume(ref.key).volume.doc),
    'volume.delete': async (ctx, ref, { zeroed = false, withSnapshots = false }) =>
      deleteVolume(storage, volume(ref.key), { zeroed, withSnapshots }, ctx),
    'volume.resize': async (ctx, ref, args) => resizeVolume(storage, volume(ref.key), args, ctx),
    'volume.wipe': async (ctx, ref, { algorithm = 'zero' }) =>
      wipeVolume(storage, volume(ref.key), algorithm, ctx),
    'volume.upload': async (_ctx, ref, { sparse = false, ...range }) =>
      uploadVolume(storage, volume(ref.key), { ...range, sparse }),
    'volume.download': async (_ctx, ref, { sparse = false, ...range }) =>
      downloadVolume(volume(ref.key), { ...range, sparse }),
  }
}
