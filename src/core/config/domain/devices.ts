import { word } from '../descriptor/codec.ts'
import { type Doc, element } from '../descriptor/element.ts'
import { child, leaf, list } from '../descriptor/field.ts'
import { audio, sound } from './audio.ts'
import { crypto, rng, tpm } from './backend-devices.ts'
import { channel, console, parallel, serial } from './chardev.ts'
import {
  controller,
  hub,
  input,
  iommu,
  lease,
  memballoon,
  panic,
  pstore,
  vsock,
  watchdog,
} from './controller.ts'
import { disk } from './disk.ts'
import { filesystem, memoryDevice, nvramDevice, shmem } from './filesystem.ts'
import { graphics } from './graphics.ts'
import { hostdev, redirdev, redirfilter, smartcard } from './hostdev.ts'
import { net } from './net.ts'
import { video } from './video.ts'

/** Every kind of device: name of the element, field of the list (or of the one), declaration. */
export const deviceFields = {
  disks: list(disk, { name: 'disk' }),
  controllers: list(controller, { name: 'controller' }),
  leases: list(lease, { name: 'lease' }),
  filesystems: list(filesystem, { name: 'filesystem' }),
  interfaces: list(net, { name: 'interface' }),
  smartcards: list(smartcard, { name: 'smartcard' }),
  serials: list(serial, { name: 'serial' }),
  parallels: list(parallel, { name: 'parallel' }),
  consoles: list(console, { name: 'console' }),
  channels: list(channel, { name: 'channel' }),
  inputs: list(input, { name: 'input' }),
  tpms: list(tpm, { name: 'tpm' }),
  graphics: list(graphics),
  sounds: list(sound, { name: 'sound' }),
  audios: list(audio, { name: 'audio' }),
  videos: list(video, { name: 'video' }),
  hostdevs: list(hostdev, { name: 'hostdev' }),
  redirdevs: list(redirdev, { name: 'redirdev' }),
  redirfilter: child(redirfilter, { keep: true }),
  hubs: list(hub, { name: 'hub' }),
  watchdogs: list(watchdog, { name: 'watchdog' }),
  memballoon: child(memballoon),
  rngs: list(rng, { name: 'rng' }),
  nvram: child(nvramDevice, { keep: true }),
  panics: list(panic, { name: 'panic' }),
  shmems: list(shmem, { name: 'shmem' }),
  memories: list(memoryDevice, { name: 'memory' }),
  cryptos: list(crypto, { name: 'crypto' }),
  iommus: list(iommu, { name: 'iommu' }),
  vsock: child(vsock, { keep: true }),
  pstore: child(pstore),
}

/** `<devices>`. */
export const devices = element({ emulator: leaf(word), ...deviceFields })

/** Devices of a domain. */
export type DevicesDoc = Doc<typeof devices>
