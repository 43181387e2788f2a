import { oneOf, positive, uint, uuid, word, yesNo } from '../descriptor/codec.ts'
import { element } from '../descriptor/element.ts'
import { attr, child, flag, on, onParent, text } from '../descriptor/field.ts'
import { deviceTail, virtioDriver } from './address.ts'
import { chardevBackend, chardevTypes } from './chardev.ts'

const rngBackend = element(
  {
    model: attr(oneOf('random', 'egd', 'builtin'), { required: true }),
    ...chardevBackend,
    type: attr(oneOf(...chardevTypes), { when: on('model', 'egd') }),
    value: text(word, { when: on('model', 'random') }),
  },
  {
    after(draft) {
      if (draft.model !== 'random') delete draft.value
      if (draft.type === 'tcp') draft.protocol ??= { type: 'raw' }
    },
  },
)

/** `<rng>`: a source of random numbers. */
export const rng = element({
  model: attr(oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional'), { required: true }),
  rate: child(element({ bytes: attr(uint, { required: true }), period: attr(uint) })),
  backend: child(rngBackend, { required: true }),
  driver: child(element(virtioDriver)),
  ...deviceTail,
})

const pcrBanks = element({
  sha1: flag(),
  sha256: flag(),
  sha384: flag(),
  sha512: flag(),
})

const tpmSource = element({
  type: attr(oneOf('file', 'dir', 'unix'), { when: onParent('type', 'external', 'emulator') }),
  mode: attr(oneOf('connect', 'bind'), { when: onParent('type', 'external') }),
  path: attr(word, { when: onParent('type', 'external', 'emulator') }),
})

const tpmBackend = element({
  type: attr(oneOf('passthrough', 'emulator', 'external'), { required: true }),
  version: attr(oneOf('default', '1.2', '2.0'), { omit: ['default'], when: on('type', 'emulator') }),
  persistentState: attr(yesNo, { name: 'persistent_state', when: on('type', 'emulator') }),
  debug: attr(uint, { when: on('type', 'emulator') }),
  device: child(element({ path: attr(word) }), { when: on('type', 'passthrough') }),
  encryption: child(element({ secret: attr(uuid, { required: true }) })),
  activePcrBanks: child(pcrBanks, { name: 'active_pcr_banks' }),
  source: child(tpmSource),
  profile: child(
    element({
      source: attr(word),
      removeDisabled: attr(oneOf('check', 'fips-host'), { name: 'remove_disabled' }),
      name: attr(word, { live: true }),
    }),
  ),
})

/** `<tpm>`: a trusted platform module. */
export const tpm = element({
  model: attr(oneOf('default', 'tpm-tis', 'tpm-crb', 'tpm-spapr', 'tpm-spapr-proxy'), { omit: ['default'] }),
  backend: child(tpmBackend, { required: true }),
  ...deviceTail,
})

/** `<crypto>`: a device that encrypts for the guest. */
export const crypto = element({
  model: attr(oneOf('virtio'), { required: true }),
  type: attr(oneOf('qemu'), { required: true }),
  backend: child(
    element({ model: attr(oneOf('builtin', 'lkcf'), { required: true }), queues: attr(positive) }),
    { required: true },
  ),
  driver: child(element(virtioDriver)),
  ...deviceTail,
})
