import { randomBytes } from 'node:crypto'
import { constants, copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DomainDoc } from '../../../core/config/index.ts'
import { fromSystem, systemCode, VirtError } from '../../../core/errors/index.ts'
import type { Undo } from '../../../core/lib/undo.ts'
import { checkSocketPath } from '../../../qmp/index.ts'
import type { ChainImage } from '../argv/block-nodes.ts'
import { sourcePath } from '../argv/block-nodes.ts'
import { defaultListen } from '../argv/graphics.ts'
import { netBackends } from '../argv/networks.ts'
import { type DeviceOf, devicesOf, withDevices } from '../definition/devices.ts'
import { backingChain } from '../host/image-chain.ts'
import { channelPath, monitorPath } from './guest-paths.ts'
import type { HostResources } from './live-guest.ts'
import type { Services } from './services.ts'
import { claimTap } from './tap-claims.ts'

/** A start under preparation: what is made for it, and how each step is taken back. */
export interface Preparation {
  readonly services: Services
  readonly dir: string
  readonly resources: HostResources
  readonly undo: Undo
  readonly signal: AbortSignal
}

/** File with the key of secrets in the directory of a guest. */
export function masterKeyPath(dir: string): string {
  return join(dir, 'master-key.aes')
}

/** Makes the directory of a guest with the key that its secrets are encrypted with. */
export async function makeGuestDir({ dir }: Preparation): Promise<void> {
  checkSocketPath(monitorPath(dir))
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    await writeFile(masterKeyPath(dir), randomBytes(32), { mode: 0o600 })
  } catch (error) {
    throw fromSystem(error, `directory '${dir}' of a guest cannot be made`)
  }
}

/** The definition with what is chosen anew at each start: ports of displays, sockets of channels, taps. */
export async function prepareHost(preparation: Preparation, doc: DomainDoc): Promise<DomainDoc> {
  await prepareNvram(doc)
  const served = await prepareGraphics(preparation, prepareChannels(preparation, doc))
  return prepareInterfaces(preparation, served)
}

/** A socket that an earlier run of the guest had comes with a state that was saved; its directory is gone. */
function isOfRun({ services }: Preparation, path: string): boolean {
  return path.startsWith(`${services.paths.runDir}/`)
}

function prepareChannels(preparation: Preparation, doc: DomainDoc): DomainDoc {
  const { dir } = preparation
  const { channels } = devicesOf(doc)
  if (channels.length === 0) return doc
  return withDevices(doc, {
    channels: channels.map((channel) => {
      const name = 'name' in channel.target ? channel.target.name : undefined
      if (channel.type !== 'unix' || name === undefined) return channel
      const given = channel.source?.path
      if (given !== undefined && !isOfRun(preparation, given)) return channel
      const path = channelPath(dir, name)
      checkSocketPath(path)
      return { ...channel, source: { ...channel.source, mode: 'bind' as const, path } }
    }),
  })
}

async function prepareGraphics(preparation: Preparation, doc: DomainDoc): Promise<DomainDoc> {
  const { graphics } = devicesOf(doc)
  if (graphics.length === 0) return doc
  const served: Array<DeviceOf<'graphics'>> = []
  for (const display of graphics) served.push(await prepareDisplay(preparation, display))
  return withDevices(doc, { graphics: served })
}

async function prepareDisplay(
  { services, resources }: Preparation,
  display: DeviceOf<'graphics'>,
): Promise<DeviceOf<'graphics'>> {
  const listen = display.listens?.[0]
  if (display.type !== 'vnc' || (listen?.type !== 'address' && listen?.type !== undefined)) return display
  const address = listen?.address ?? defaultListen
  const fixed = display.port !== undefined && display.port > 0 && !display.autoport
  const port = fixed ? (display.port ?? 0) : await services.ports.acquire(address)
  // Two guests may have one port at different addresses; where they may not, QEMU says so.
  if (fixed) services.ports.reserve(port)
  resources.ports.push(port)
  return { ...display, port, listen: address, listens: [{ ...listen, type: 'address', address }] }
}

async function prepareInterfaces(preparation: Preparation, doc: DomainDoc): Promise<DomainDoc> {
  const { interfaces } = devicesOf(doc)
  if (interfaces.length === 0) return doc
  const connected: Array<DeviceOf<'interfaces'>> = []
  for (const net of interfaces) connected.push(await prepareInterface(preparation, net))
  return withDevices(doc, { interfaces: connected })
}

/** Makes the tap of an interface that has one. */
export async function prepareInterface(
  { services, resources, dir, signal }: Pick<Preparation, 'services' | 'resources' | 'dir' | 'signal'>,
  net: DeviceOf<'interfaces'>,
): Promise<DeviceOf<'interfaces'>> {
  checkInterface(services, net)
  if (net.type === 'user') return net
  if (net.type === 'ethernet' && net.target?.managed === false && net.target.dev) return net
  const name = await services.taps.create(
    {
      name: net.target?.dev ?? 'vnet%d',
      mac: net.mac?.address ?? '52:54:00:00:00:00',
      ...(net.type === 'bridge' && net.source?.bridge ? { bridge: net.source.bridge } : {}),
      ...(net.mtu?.size ? { mtu: net.mtu.size } : {}),
      ...(net.driver?.queues ? { queues: net.driver.queues } : {}),
      claim: (tap) => claimTap(dir, tap, services.bootId),
    },
    signal,
  )
  resources.taps.push(name)
  return { ...net, target: { ...net.target, dev: name } }
}

function checkInterface(services: Services, net: DeviceOf<'interfaces'>): void {
  const known: readonly string[] = netBackends
  if (!known.includes(net.type)) {
    throw new VirtError(
      'configUnsupported',
      `an interface of type '${net.type}' is not supported; supported are ${known.join(', ')}`,
      { domain: 'qemu' },
    )
  }
  if (net.type !== 'user' && !services.privileged) {
    throw new VirtError(
      'configUnsupported',
      `an interface of type '${net.type}' needs a tap device, which takes root; without it type 'user' works`,
      { domain: 'qemu' },
    )
  }
}

/** Copies the firmware's variables for a guest that has none yet. */
async function prepareNvram(doc: DomainDoc): Promise<void> {
  const { loader, nvram } = doc.os
  if (loader?.type !== 'pflash') return
  const path = nvram?.value ?? nvram?.source?.file
  if (path === undefined || nvram?.template === undefined) return
  try {
    await copyFile(nvram.template, path, constants.COPYFILE_EXCL)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return
    throw fromSystem(error, `firmware variables '${path}' cannot be made from '${nvram.template}'`)
  }
}

/** The images below each disk whose format has such. */
export async function findChains(
  doc: DomainDoc,
  signal: AbortSignal,
): Promise<Map<string, readonly ChainImage[]>> {
  const chains = new Map<string, readonly ChainImage[]>()
  await Promise.all(
    devicesOf(doc).disks.map(async (disk) => {
      const chain = await findChain(disk, signal)
      if (chain) chains.set(disk.target.dev ?? '', chain)
    }),
  )
  return chains
}

/** The images below a disk; undefined where its format has none. */
export async function findChain(
  disk: DeviceOf<'disks'>,
  signal: AbortSignal,
): Promise<readonly ChainImage[] | undefined> {
  const path = sourcePath(disk)
  const format = disk.driver?.type ?? 'raw'
  if (path === undefined || !layered.has(format)) return undefined
  return backingChain(path, format, signal)
}

/** Formats whose images can lie on others. */
const layered: ReadonlySet<string> = new Set(['qcow2', 'qed', 'vmdk', 'qcow'])
