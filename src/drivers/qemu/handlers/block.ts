import { stat } from 'node:fs/promises'
import type { DomainDoc } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { fromSystem, VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import { paramTables, readParams, writeParams } from '../../shared/typed-params.ts'
import { nodeNames, sourcePath } from '../argv/block-nodes.ts'
import { aliasOf, type DeviceOf, devicesOf } from '../definition/devices.ts'
import { replaceDevices } from '../definition/replace-devices.ts'
import type { Guest } from '../guest/guest.ts'
import type { LiveGuest } from '../guest/live-guest.ts'
import { emitEvent } from '../guest/publish.ts'
import type { Services } from '../guest/services.ts'
import { ioTuneArguments, limits, withLimits } from '../guest/throttle.ts'
import { withVolumePath } from '../guest/volume-disks.ts'
import { imageInfo } from '../host/image-chain.ts'
import { definitionOf, guestOf, keepConfig, liveChanged, targetOf } from './context.ts'

/** Disks: sizes, limits, errors. */
export function blockHandlers(services: Services): Handlers {
  return {
    'domain.getBlockInfo': (ctx, ref, args) =>
      blockInfo(services, guestOf(services, ref), args.disk, ctx.signal),
    'domain.blockResize': (ctx, ref, args) => blockResize(guestOf(services, ref), args, ctx.signal),
    'domain.getDiskErrors': (ctx, ref) => diskErrors(guestOf(services, ref), ctx.signal),
    'domain.getBlockIoTune': async (_ctx, ref, args) => {
      const { iotune } = findDisk(definitionOf(guestOf(services, ref), args), args.disk)
      const values = Object.fromEntries(limits.map(([name, field]) => [name, iotune?.[field] ?? 0n]))
      return writeParams(paramTables.ioTune, { ...values, group_name: iotune?.groupName })
    },
    'domain.setBlockIoTune': (ctx, ref, args) =>
      setIoTune(services, guestOf(services, ref), args, ctx.signal),
  }
}

/** The disk with a target name, or with a source. */
export function findDisk(doc: DomainDoc, name: string): DeviceOf<'disks'> {
  const disk = devicesOf(doc).disks.find((d) => d.target.dev === name || sourcePath(d) === name)
  if (disk) return disk
  throw new VirtError('invalidArg', `domain '${doc.name}' has no disk '${name}'`, { domain: 'qemu' })
}

function formatNode(live: LiveGuest, disk: DeviceOf<'disks'>): string {
  const number = live.diskNodes.get(disk.target.dev ?? '')
  if (number !== undefined && sourcePath(disk) !== undefined) return nodeNames(number).format
  throw new VirtError('operationInvalid', `disk '${disk.target.dev}' of domain '${live.doc.name}' is empty`, {
    domain: 'qemu',
  })
}

async function blockInfo(
  services: Services,
  guest: Guest,
  name: string,
  signal: AbortSignal,
): Promise<Result<'domain.getBlockInfo'>> {
  const disk = withVolumePath(services, findDisk(guest.doc, name))
  const path = sourcePath(disk)
  if (path === undefined) {
    throw new VirtError('operationInvalid', `disk '${name}' of domain '${guest.name}' is empty`, {
      domain: 'qemu',
    })
  }
  const file = await stat(path).catch((error) => {
    throw fromSystem(error, `disk '${path}' cannot be looked at`)
  })
  const physical = BigInt(file.size)
  if (guest.live && !guest.live.ending) {
    const node = formatNode(guest.live, disk)
    const nodes = await guest.live.monitor.execute('query-named-block-nodes', { flat: true }, { signal })
    const image = nodes.find((candidate) => candidate['node-name'] === node)?.image
    const allocation = BigInt(image?.['actual-size'] ?? file.blocks * 512)
    return { capacity: BigInt(image?.['virtual-size'] ?? physical), allocation, physical }
  }
  const [image] = await imageInfo(path, disk.driver?.type ?? 'raw', { signal })
  return {
    capacity: image?.capacity ?? physical,
    allocation: image?.allocation ?? BigInt(file.blocks * 512),
    physical,
  }
}

async function blockResize(
  guest: Guest,
  args: Args<'domain.blockResize'>,
  signal: AbortSignal,
): Promise<void> {
  const live = guest.running()
  const disk = findDisk(live.doc, args.disk)
  await live.monitor.execute(
    'block_resize',
    { 'node-name': formatNode(live, disk), size: args.size },
    { signal },
  )
}

const errorWords: Readonly<Record<string, 'unspec' | 'no-space'>> = { failed: 'unspec', nospace: 'no-space' }

async function diskErrors(guest: Guest, signal: AbortSignal): Promise<Result<'domain.getDiskErrors'>> {
  const live = guest.running()
  const devices = await live.monitor.execute('query-block', undefined, { signal })
  return devicesOf(live.doc).disks.flatMap((disk) => {
    const alias = aliasOf(disk)
    const state = devices.find((device) => device.qdev?.split('/').includes(alias))?.['io-status']
    const error = state === undefined ? undefined : errorWords[state]
    return error === undefined ? [] : [{ disk: disk.target.dev ?? '', error }]
  })
}

async function setIoTune(
  services: Services,
  guest: Guest,
  args: Args<'domain.setBlockIoTune'>,
  signal: AbortSignal,
): Promise<void> {
  const { live, config } = targetOf(guest, args)
  const values = readParams(paramTables.ioTune, args.values)
  const tuned = (doc: DomainDoc) => {
    const disk = findDisk(doc, args.disk)
    const iotune = withLimits(disk.iotune, values)
    return { disk, iotune, doc: replaceDevices(doc, new Map([[disk, { ...disk, iotune }]])) }
  }
  const kept = config && tuned(config)
  if (live) {
    const running = tuned(live.doc)
    await live.monitor.request('block_set_io_throttle', ioTuneArguments(running.disk, running.iotune), {
      signal,
    })
    live.doc = running.doc
    await liveChanged(services, guest)
    emitEvent(services, guest, 'tunable', {
      values: [
        { name: 'blkdeviotune.disk', value: running.disk.target.dev ?? args.disk },
        ...args.values.map(({ name, value }) => ({ name: `blkdeviotune.${name}`, value })),
      ],
    })
  }
  if (kept) await keepConfig(services, guest, kept.doc)
}
