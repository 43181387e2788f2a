import { oneOf, string, uint, word, yesNo } from '../descriptor/codec.ts'
import { element } from '../descriptor/element.ts'
import { attr, child, list, on } from '../descriptor/field.ts'
import { deviceTail, virtioDriver } from './address.ts'

const settings = element({
  frequency: attr(uint),
  channels: attr(uint),
  format: attr(oneOf('s8', 'u8', 's16', 'u16', 's32', 'u32', 'f32')),
})

const direction = element({
  mixingEngine: attr(yesNo),
  fixedSettings: attr(yesNo),
  voices: attr(uint),
  bufferLength: attr(uint),
  bufferCount: attr(uint),
  tryPoll: attr(yesNo),
  latency: attr(uint),
  name: attr(string),
  serverName: attr(string),
  clientName: attr(string),
  connectPorts: attr(string),
  exactName: attr(yesNo),
  streamName: attr(string),
  dev: attr(string),
  settings: child(settings),
})

/** `<audio>`: where the sound of the guest goes on the host. */
export const audio = element({
  id: attr(uint, { required: true }),
  type: attr(
    oneOf(
      'none',
      'alsa',
      'coreaudio',
      'dbus',
      'jack',
      'oss',
      'pipewire',
      'pulseaudio',
      'sdl',
      'spice',
      'file',
    ),
    { required: true },
  ),
  driver: attr(word, { when: on('type', 'sdl') }),
  path: attr(word, { when: on('type', 'file') }),
  serverName: attr(word, { when: on('type', 'pulseaudio') }),
  runtimeDir: attr(word, { when: on('type', 'pipewire') }),
  tryMMap: attr(yesNo, { when: on('type', 'oss') }),
  exclusive: attr(yesNo, { when: on('type', 'oss') }),
  dspPolicy: attr(uint, { when: on('type', 'oss') }),
  timerPeriod: attr(uint),
  input: child(direction),
  output: child(direction),
})

/** `<sound>`: a sound card. */
export const sound = element({
  model: attr(oneOf('sb16', 'es1370', 'pcspk', 'ac97', 'ich6', 'ich9', 'ich7', 'usb', 'virtio'), {
    required: true,
  }),
  multichannel: attr(yesNo),
  streams: attr(uint),
  codecs: list(element({ type: attr(oneOf('duplex', 'micro', 'output'), { required: true }) }), {
    name: 'codec',
  }),
  audio: child(element({ id: attr(uint, { required: true }) })),
  driver: child(element(virtioDriver)),
  ...deviceTail,
})
