import type { DiskDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { QmpObject } from '../../../qmp/index.ts'

/** One image below the top of a chain. */
export interface ChainImage {
  readonly path: string
  readonly format: string
  readonly block: boolean
}

/** Names of the pair of block nodes with this number. */
export function nodeNames(number: number): { format: string; storage: string } {
  return { format: `libvirt-${number}-format`, storage: `libvirt-${number}-storage` }
}

const cacheModes: Readonly<Record<string, { direct: boolean; 'no-flush': boolean; write: string }>> = {
  none: { direct: true, 'no-flush': false, write: 'on' },
  writethrough: { direct: false, 'no-flush': false, write: 'off' },
  writeback: { direct: false, 'no-flush': false, write: 'on' },
  directsync: { direct: true, 'no-flush': false, write: 'off' },
  unsafe: { direct: false, 'no-flush': true, write: 'on' },
}

/** A disk that other guests write to must not be cached, whatever else the definition leaves open. */
function cacheMode(disk: DiskDoc): (typeof cacheModes)[string] | undefined {
  return cacheModes[disk.driver?.cache ?? (disk.shareable && !disk.readonly ? 'none' : '')]
}

/** What the guest's device is told of the cache mode. */
export function writeCache(disk: DiskDoc): string | undefined {
  return cacheMode(disk)?.write
}

/** Zeroes can be given back to the storage only where discarding is allowed. */
function detectZeroes(disk: DiskDoc): string | undefined {
  const { detect_zeroes: wanted, discard } = disk.driver ?? {}
  return wanted === 'unmap' && discard !== 'unmap' ? 'on' : wanted
}

function cacheProps(disk: DiskDoc): QmpObject | undefined {
  const mode = cacheMode(disk)
  return mode && { direct: mode.direct, 'no-flush': mode['no-flush'] }
}

/** Path of what backs a disk; undefined for an empty drive. */
export function sourcePath(disk: DiskDoc): string | undefined {
  return disk.source?.file ?? disk.source?.dev ?? disk.source?.dir ?? disk.source?.path
}

function storageNode(image: { path: string; block: boolean }, name: string, extra: QmpObject): QmpObject {
  const driver = image.block ? 'host_device' : 'file'
  return {
    driver,
    filename: image.path,
    ...extra,
    'node-name': name,
    'auto-read-only': true,
    discard: 'unmap',
  }
}

/** Format of an image as QEMU calls its driver. */
export function formatDriver(format: string | undefined): string {
  return format === undefined || format === 'aio' || format === 'iso' ? 'raw' : format
}

/**
 * The block nodes of a disk, lowest first: for each image of its chain the storage and the format. The last one
 * is what the device uses. `chain` holds the images below the top; without it QEMU follows what the image says.
 */
export function blockNodes(disk: DiskDoc, number: number, chain?: readonly ChainImage[]): QmpObject[] {
  const path = sourcePath(disk)
  if (path === undefined) return []
  if (disk.type !== 'file' && disk.type !== 'block') {
    throw new VirtError(
      'configUnsupported',
      `disk '${disk.target.dev}' has a source of type '${disk.type}'; file and block are supported`,
      { domain: 'qemu' },
    )
  }
  const top = { path, block: disk.type === 'block' }
  const nodes = backingNodes(disk, number, chain ?? [])
  const lower = nodes.at(-1)?.['node-name']
  const cache = cacheProps(disk)
  const { format, storage } = nodeNames(number)
  const driver = formatDriver(disk.driver?.type)
  const aio = disk.driver?.io
  const zeroes = detectZeroes(disk)
  nodes.push(storageNode(top, storage, { ...(aio ? { aio } : {}), ...(cache ? { cache } : {}) }))
  nodes.push({
    'node-name': format,
    'read-only': disk.readonly === true || disk.transient !== undefined,
    ...(disk.driver?.discard ? { discard: disk.driver.discard } : {}),
    ...(zeroes ? { 'detect-zeroes': zeroes } : {}),
    ...(cache ? { cache } : {}),
    driver,
    file: storage,
    ...(chain && driver !== 'raw' ? { backing: lower ?? null } : {}),
  })
  return nodes
}

/** Lower images get names that hold the number of the disk, so that they are found and removed with it. */
function backingNodes(disk: DiskDoc, number: number, chain: readonly ChainImage[]): QmpObject[] {
  const nodes: QmpObject[] = []
  const cache = cacheProps(disk)
  let lower: string | null = null
  for (const [depth, image] of [...chain.entries()].reverse()) {
    const storage = `libvirt-${number}-backing${depth}-storage`
    const format = `libvirt-${number}-backing${depth}-format`
    nodes.push(storageNode(image, storage, cache ? { cache } : {}))
    nodes.push({
      'node-name': format,
      'read-only': true,
      ...(cache ? { cache } : {}),
      driver: image.format,
      file: storage,
      ...(image.format === 'raw' ? {} : { backing: lower }),
    })
    lower = format
  }
  return nodes
}
