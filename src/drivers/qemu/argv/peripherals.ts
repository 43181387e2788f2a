import type { DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { QmpObject } from '../../../qmp/index.ts'
import {
  aliasOf,
  devicesOf,
  type HubDoc,
  type InputDoc,
  type PanicDoc,
  type RngDoc,
  type SoundDoc,
  type VideoDoc,
  type WatchdogDoc,
} from '../definition/devices.ts'
import type { Argv } from './argv.ts'
import { chardev } from './chardevs.ts'
import { type BusNames, pciProps, usbProps } from './places.ts'

function unsupported(what: string, value: string | undefined, known: readonly string[]): VirtError {
  return new VirtError(
    'configUnsupported',
    `${what} '${value ?? ''}' is not supported; supported are ${known.join(', ')}`,
    { domain: 'qemu' },
  )
}

/** USB and virtio devices for each type of input. PS/2 ones are part of the machine. */
const inputDrivers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  usb: { mouse: 'usb-mouse', tablet: 'usb-tablet', keyboard: 'usb-kbd' },
  virtio: {
    mouse: 'virtio-mouse-pci',
    tablet: 'virtio-tablet-pci',
    keyboard: 'virtio-keyboard-pci',
    passthrough: 'virtio-input-host-pci',
  },
}

/** The device of an input; undefined for one that the machine has by itself. */
export function inputDevice(input: InputDoc, buses: BusNames): QmpObject | undefined {
  if (input.bus === 'ps2') return undefined
  const drivers = inputDrivers[input.bus ?? 'usb'] ?? {}
  const driver = drivers[input.type]
  if (driver === undefined)
    throw unsupported(`an input on bus '${input.bus}' of type`, input.type, Object.keys(drivers))
  const id = aliasOf(input)
  if (input.bus === 'virtio') {
    const evdev = input.source?.evdev
    return { driver, id, ...(evdev ? { evdev } : {}), ...pciProps(input.address, buses, `input '${id}'`) }
  }
  return { driver, id, ...usbProps(input.address, buses) }
}

export function hubDevice(hub: HubDoc, buses: BusNames): QmpObject {
  return { driver: 'usb-hub', id: aliasOf(hub), ...usbProps(hub.address, buses) }
}

interface VideoDriver {
  readonly primary?: string
  readonly secondary?: string
  readonly props?: (video: VideoDoc) => QmpObject
}

const mib = (kib: number) => Math.floor(kib / 1024)

/** Video cards; one that is missing as a secondary card exists only as the first one. */
const videoDrivers: Readonly<Record<string, VideoDriver>> = {
  vga: { primary: 'VGA', props: (v) => (v.model?.vram ? { vgamem_mb: mib(v.model.vram) } : {}) },
  cirrus: { primary: 'cirrus-vga' },
  vmvga: {
    primary: 'vmware-svga',
    props: (v) => (v.model?.vram ? { vgamem_mb: mib(v.model.vram) } : {}),
  },
  bochs: { primary: 'bochs-display', secondary: 'bochs-display', props: bochsProps },
  ramfb: { primary: 'ramfb' },
  virtio: { primary: 'virtio-vga', secondary: 'virtio-gpu-pci', props: headProps },
  qxl: { primary: 'qxl-vga', secondary: 'qxl', props: (v) => ({ ...headProps(v), ...qxlProps(v) }) },
}

function headProps(video: VideoDoc): QmpObject {
  const { resolution } = video.model ?? {}
  return {
    max_outputs: video.model?.heads ?? 1,
    ...(resolution ? { xres: resolution.x, yres: resolution.y } : {}),
  }
}

function bochsProps(video: VideoDoc): QmpObject {
  return video.model?.vram ? { vgamem: `${video.model.vram}k` } : {}
}

function qxlProps(video: VideoDoc): QmpObject {
  const { ram = 65536, vram = 65536, vram64 = 0, vgamem = 16384 } = video.model ?? {}
  return {
    ram_size: ram * 1024,
    vram_size: vram * 1024,
    vram64_size_mb: mib(vram64),
    vgamem_mb: mib(vgamem),
  }
}

/** The device of a video card; undefined for the model `none`. */
export function videoDevice(video: VideoDoc, primary: boolean, buses: BusNames): QmpObject | undefined {
  const type = video.model?.type ?? 'vga'
  if (type === 'none') return undefined
  const known = videoDrivers[type]
  const driver = primary ? known?.primary : known?.secondary
  if (!known || driver === undefined) {
    throw unsupported(primary ? 'the video card' : 'a second video card', type, Object.keys(videoDrivers))
  }
  const id = aliasOf(video)
  const place = type === 'ramfb' ? {} : pciProps(video.address, buses, `video card '${id}'`)
  return { driver, id, ...known.props?.(video), ...place }
}

/** Sound cards that are one device. */
const soundDrivers: Readonly<Record<string, string>> = {
  es1370: 'ES1370',
  ac97: 'AC97',
  sb16: 'sb16',
  usb: 'usb-audio',
}
const hdaControllers: Readonly<Record<string, string>> = { ich6: 'intel-hda', ich9: 'ich9-intel-hda' }
const codecDrivers: Readonly<Record<string, string>> = {
  duplex: 'hda-duplex',
  micro: 'hda-micro',
  output: 'hda-output',
}

/** The devices of a sound card: the card, and its codecs where it has some. */
export function soundDevices(sound: SoundDoc, buses: BusNames): QmpObject[] {
  const id = aliasOf(sound)
  const audiodev = `audio${sound.audio?.id ?? 1}`
  const hda = hdaControllers[sound.model]
  if (hda) {
    const codecs = sound.codecs?.length ? sound.codecs : [{ type: 'duplex' }]
    return [
      { driver: hda, id, ...pciProps(sound.address, buses, `sound card '${id}'`) },
      ...codecs.map((codec, cad) => ({
        driver: codecDrivers[codec.type] ?? 'hda-duplex',
        id: `${id}-codec${cad}`,
        bus: `${id}.0`,
        cad,
        audiodev,
      })),
    ]
  }
  const driver = soundDrivers[sound.model]
  if (driver === undefined) {
    throw unsupported('the sound card', sound.model, [
      ...Object.keys(soundDrivers),
      ...Object.keys(hdaControllers),
    ])
  }
  const place =
    sound.model === 'sb16'
      ? {}
      : sound.model === 'usb'
        ? usbProps(sound.address, buses)
        : pciProps(sound.address, buses, `sound card '${id}'`)
  return [{ driver, id, audiodev, ...place }]
}

export function watchdogDevice(watchdog: WatchdogDoc, buses: BusNames): QmpObject {
  const id = aliasOf(watchdog)
  if (watchdog.model === 'ib700') return { driver: 'ib700', id }
  if (watchdog.model === 'i6300esb') {
    return { driver: 'i6300esb', id, ...pciProps(watchdog.address, buses, `watchdog '${id}'`) }
  }
  throw unsupported('the watchdog', watchdog.model, ['i6300esb', 'ib700'])
}

/** QEMU's word for what a watchdog does; a dump is made by the driver while the guest is paused. */
export function watchdogAction(watchdog: WatchdogDoc): string {
  return watchdog.action === 'dump' ? 'pause' : watchdog.action
}

export function panicDevice(panic: PanicDoc): QmpObject | undefined {
  if (panic.model === 'hyperv') return undefined
  if (panic.model !== undefined && panic.model !== 'isa')
    throw unsupported('the panic device', panic.model, ['isa', 'hyperv'])
  const { address } = panic
  return {
    driver: 'pvpanic',
    ...(address?.type === 'isa' && address.iobase !== undefined ? { ioport: address.iobase } : {}),
  }
}

/** Adds a source of random numbers: what it draws from, then the device. */
export function addRng(argv: Argv, rng: RngDoc, buses: BusNames): void {
  const id = aliasOf(rng)
  const rngId = `obj${id}`
  if (rng.backend.model === 'egd') {
    argv.add(
      'chardev',
      chardev({ ...rng.backend, type: rng.backend.type ?? 'tcp', alias: { name: id } } as never),
    )
    argv.json('object', { 'qom-type': 'rng-egd', id: rngId, chardev: `char${id}` })
  } else if (rng.backend.model === 'builtin') {
    argv.json('object', { 'qom-type': 'rng-builtin', id: rngId })
  } else {
    argv.json('object', {
      'qom-type': 'rng-random',
      id: rngId,
      filename: rng.backend.value ?? '/dev/random',
    })
  }
  argv.json('device', {
    driver: 'virtio-rng-pci',
    rng: rngId,
    id,
    ...(rng.rate ? { 'max-bytes': rng.rate.bytes, period: rng.rate.period ?? 1000 } : {}),
    ...pciProps(rng.address, buses, `rng '${id}'`),
  })
}

/** The memory balloon; undefined for the model `none`. */
export function balloonDevice(doc: DomainDoc, buses: BusNames): QmpObject | undefined {
  const balloon = doc.devices?.memballoon
  if (!balloon || balloon.model === 'none') return undefined
  if (balloon.model === 'xen') throw unsupported('the memory balloon', balloon.model, ['virtio', 'none'])
  const id = aliasOf(balloon)
  return {
    driver: 'virtio-balloon-pci',
    id,
    ...(balloon.autodeflate === undefined ? {} : { 'deflate-on-oom': balloon.autodeflate }),
    ...(balloon.freePageReporting === undefined ? {} : { 'free-page-reporting': balloon.freePageReporting }),
    ...pciProps(balloon.address, buses, `memory balloon '${id}'`),
  }
}

/** Adds the audio back ends; displays and sound cards refer to them. */
export function addAudio(argv: Argv, doc: DomainDoc): void {
  for (const audio of doc.devices?.audios ?? []) {
    if (audio.type !== 'none') throw unsupported('the audio back end', audio.type, ['none'])
    argv.json('audiodev', { id: `audio${audio.id}`, driver: 'none' })
  }
}

/** The video card that the firmware uses: the one marked so, else the first. */
export function primaryVideo(doc: DomainDoc): VideoDoc | undefined {
  const { videos } = devicesOf(doc)
  return videos.find((video) => video.model?.primary) ?? videos[0]
}
