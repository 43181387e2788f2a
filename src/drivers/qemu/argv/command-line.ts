import type { DomainDoc } from '../../../core/config/index.ts'
import { aliasOf, devicesOf } from '../definition/devices.ts'
import { Argv, joined, plain } from './argv.ts'
import type { ChainImage } from './block-nodes.ts'
import { bootOrder } from './boot-order.ts'
import { chardev, portDevice, serialDevice } from './chardevs.ts'
import { addControllers } from './controllers.ts'
import { type CpuModels, cpuOption, smpOption } from './cpu.ts'
import { addDisks } from './disks.ts'
import { addGraphics } from './graphics.ts'
import { addBoot, addFirmware, addMachine, addPlatform } from './machine.ts'
import { addCells, addIoThreads, addMemory } from './memory.ts'
import { netBackend, netDevice } from './networks.ts'
import {
  addAudio,
  addRng,
  balloonDevice,
  hubDevice,
  inputDevice,
  panicDevice,
  primaryVideo,
  soundDevices,
  videoDevice,
  watchdogAction,
  watchdogDevice,
} from './peripherals.ts'
import { busNames } from './places.ts'
import { addSysinfo } from './sysinfo.ts'

/** What a command line is made of beside the definition: what was prepared on the host for this start. */
export interface LaunchPlan {
  readonly monitorPath: string
  /** File with the key that secrets given over the monitor are encrypted with. */
  readonly masterKeyPath: string
  /** File that QEMU writes its pid to; absent where somebody else does. */
  readonly pidFile?: string
  /** File that the first serial port is copied to. */
  readonly consoleLog?: string
  /** Tap of each interface, by alias. */
  readonly taps: ReadonlyMap<string, string>
  /** Number of the block nodes of each disk, by target. */
  readonly diskNodes: ReadonlyMap<string, number>
  readonly chains: ReadonlyMap<string, readonly ChainImage[]>
  readonly cpuModels: CpuModels
  /** Wall clock, for guests whose clock is set off from it. */
  readonly now: number
  /** Wait for a saved state instead of booting. */
  readonly incoming?: boolean
}

const sandbox = 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'

/** The arguments that QEMU is started with. The definition has all its addresses and aliases. */
export function commandLine(doc: DomainDoc, plan: LaunchPlan): string[] {
  const argv = new Argv()
  const buses = busNames(doc)
  addIdentity(argv, doc, plan)
  addMachine(argv, doc)
  argv.add('cpu', cpuOption(doc, plan.cpuModels))
  addFirmware(argv, doc)
  addMemory(argv, doc)
  argv.add('smp', smpOption(doc))
  addIoThreads(argv, doc)
  addCells(argv, doc)
  argv.add('uuid', doc.uuid)
  addSysinfo(argv, doc)
  if (devicesOf(doc).graphics.length === 0) argv.add('display', 'none')
  argv.add('no-user-config').add('nodefaults')
  argv.add(
    'chardev',
    joined('socket', 'id=charmonitor', `path=${plain(plan.monitorPath)}`, 'server=on', 'wait=off'),
  )
  argv.add('mon', 'chardev=charmonitor,id=monitor,mode=control')
  addPlatform(argv, doc, buses, plan.now)
  addBoot(argv, doc)
  addControllers(argv, doc, buses)
  addDevices(argv, doc, plan)
  if (plan.incoming) argv.add('incoming', 'defer')
  argv.add('sandbox', sandbox).add('msg', 'timestamp=on')
  for (const { value } of doc.qemuCommandline?.args ?? []) argv.addRaw(value)
  return argv.words()
}

function addIdentity(argv: Argv, doc: DomainDoc, plan: LaunchPlan): void {
  argv.add('name', `guest=${plain(doc.name)},debug-threads=on`).add('S')
  if (plan.pidFile) argv.add('pidfile', plan.pidFile)
  argv.json('object', { 'qom-type': 'secret', id: 'masterKey0', format: 'raw', file: plan.masterKeyPath })
}

function addDevices(argv: Argv, doc: DomainDoc, plan: LaunchPlan): void {
  const buses = busNames(doc)
  const boot = bootOrder(doc)
  const lists = devicesOf(doc)
  const device = (value: Parameters<Argv['json']>[1] | undefined) => value && argv.json('device', value)

  for (const hub of lists.hubs) device(hubDevice(hub, buses))
  addDisks(argv, doc, { buses, boot, nodes: plan.diskNodes, chains: plan.chains })
  for (const net of lists.interfaces) {
    argv.json('netdev', netBackend(net, plan.taps.get(aliasOf(net))))
    device(netDevice(net, { buses, boot }))
  }
  addCharacterDevices(argv, doc, plan)
  for (const input of lists.inputs) device(inputDevice(input, buses))
  addAudio(argv, doc)
  addGraphics(argv, doc)
  const primary = primaryVideo(doc)
  for (const video of lists.videos) device(videoDevice(video, video === primary, buses))
  for (const sound of lists.sounds) for (const part of soundDevices(sound, buses)) device(part)
  for (const watchdog of lists.watchdogs) device(watchdogDevice(watchdog, buses))
  const action = lists.watchdogs[0]
  if (action) argv.add('watchdog-action', watchdogAction(action))
  device(balloonDevice(doc, buses))
  for (const rng of lists.rngs) addRng(argv, rng, buses)
  if (doc.features?.vmcoreinfo?.state) device({ driver: 'vmcoreinfo' })
  if (doc.genid?.value) device({ driver: 'vmgenid', guid: doc.genid.value, id: 'vmgenid0' })
  for (const panic of lists.panics) device(panicDevice(panic))
}

function addCharacterDevices(argv: Argv, doc: DomainDoc, plan: LaunchPlan): void {
  const buses = busNames(doc)
  const { serials, parallels, consoles, channels } = devicesOf(doc)
  for (const [i, serial] of serials.entries()) {
    argv.add('chardev', chardev(serial, i === 0 ? plan.consoleLog : undefined))
    argv.json('device', serialDevice(serial, buses))
  }
  for (const parallel of parallels) {
    argv.add('chardev', chardev(parallel))
    argv.json('device', {
      driver: 'isa-parallel',
      chardev: `char${aliasOf(parallel)}`,
      id: aliasOf(parallel),
    })
  }
  for (const channel of channels) {
    argv.add('chardev', chardev(channel))
    argv.json('device', portDevice(channel, buses))
  }
  for (const console of consoles) {
    if (console.target?.type !== 'virtio') continue
    argv.add('chardev', chardev(console))
    argv.json('device', portDevice(console, buses))
  }
}
