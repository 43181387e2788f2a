import { oneOf, onOff, uint, word, yesNo } from '../descriptor/codec.ts'
import { element } from '../descriptor/element.ts'
import { attr, child, type DocOf, on } from '../descriptor/field.ts'
import { deviceTail, virtioDriver } from './address.ts'

const resolution = element({ x: attr(uint, { required: true }), y: attr(uint, { required: true }) })

/** Models of video cards. */
export const videoModels = [
  'default',
  'vga',
  'cirrus',
  'vmvga',
  'xen',
  'vbox',
  'qxl',
  'parallels',
  'virtio',
  'gop',
  'none',
  'bochs',
  'ramfb',
] as const

const videoModelFields = {
  type: attr(oneOf(...videoModels), { required: true }),
  ram: attr(uint, { when: on('type', 'qxl') }),
  vram: attr(uint),
  vram64: attr(uint, { when: on('type', 'qxl') }),
  vgamem: attr(uint, { when: on('type', 'qxl') }),
  heads: attr(uint),
  primary: attr(yesNo),
  blob: attr(onOff),
  edid: attr(onOff),
  acceleration: child(element({ accel2d: attr(yesNo), accel3d: attr(yesNo), rendernode: attr(word) })),
  resolution: child(resolution),
}

const videoFields = {
  driver: child(
    element({
      name: attr(oneOf('default', 'qemu', 'vhostuser'), { omit: ['default'] }),
      vgaconf: attr(oneOf('io', 'on', 'off')),
      ...virtioDriver,
    }),
  ),
  model: child(element(videoModelFields)),
  ...deviceTail,
}

/** `<video>`: a video card. */
export const video = element(videoFields)

/** A video card. */
export type VideoDoc = DocOf<typeof videoFields>
