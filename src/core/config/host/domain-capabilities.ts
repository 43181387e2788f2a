import { oneOf, string, uint, word, yesNo } from '../descriptor/codec.ts'
import { element } from '../descriptor/element.ts'
import { attr, child, type DocOf, leaf, leaves, list, text } from '../descriptor/field.ts'
import { size } from '../descriptor/size.ts'

const enumeration = element({
  name: attr(word, { required: true }),
  values: leaves(string, { name: 'value' }),
})
const enums = list(enumeration, { name: 'enum' })
const supported = { supported: attr(yesNo, { required: true }) } as const
const part = element({ ...supported, enums })
const simple = child(element(supported))
const listed = child(part)

const loader = element({ ...supported, values: leaves(string, { name: 'value' }), enums })

const cpuModel = element({
  usable: attr(oneOf('yes', 'no', 'unknown')),
  deprecated: attr(yesNo),
  vendor: attr(word),
  canonical: attr(word),
  fallback: attr(oneOf('allow', 'forbid')),
  value: text(word),
})

const blockers = element({
  model: attr(word),
  features: list(element({ name: attr(word) }), { name: 'feature' }),
})

const cpuMode = element({
  name: attr(oneOf('host-passthrough', 'maximum', 'host-model', 'custom'), { required: true }),
  ...supported,
  enums,
  models: list(cpuModel, { name: 'model' }),
  vendor: leaf(word),
  maxphysaddr: child(element({ mode: attr(word), bits: attr(uint), limit: attr(uint) })),
  features: list(element({ policy: attr(word), name: attr(word, { required: true }) }), { name: 'feature' }),
  blockers: list(blockers),
})

const sev = element({
  ...supported,
  cbitpos: leaf(uint),
  reducedPhysBits: leaf(uint),
  maxGuests: leaf(uint),
  maxESGuests: leaf(uint),
  cpu0Id: leaf(string),
})

const sgx = element({
  ...supported,
  flc: leaf(yesNo),
  sgx1: leaf(yesNo),
  sgx2: leaf(yesNo),
  sectionSize: leaf(size('KiB'), { name: 'section_size' }),
  sections: child(
    element({ sections: list(element({ node: attr(uint), size: attr(size('KiB')) }), { name: 'section' }) }),
  ),
})

const domainCapabilitiesFields = {
  path: leaf(word),
  domain: leaf(word, { required: true }),
  machine: leaf(word),
  arch: leaf(word, { required: true }),
  vcpu: child(element({ max: attr(uint, { required: true }) })),
  iothreads: simple,
  os: child(element({ ...supported, enums, loader: child(loader) })),
  cpu: child(element({ modes: list(cpuMode, { name: 'mode' }) })),
  memoryBacking: listed,
  devices: child(
    element({
      disk: listed,
      graphics: listed,
      video: listed,
      hostdev: listed,
      rng: listed,
      filesystem: listed,
      tpm: listed,
      redirdev: listed,
      channel: listed,
      crypto: listed,
      interface: listed,
      panic: listed,
      console: listed,
    }),
  ),
  features: child(
    element({
      gic: listed,
      vmcoreinfo: simple,
      genid: simple,
      backingStoreInput: simple,
      backup: simple,
      asyncTeardown: child(element(supported), { name: 'async-teardown' }),
      s390Pv: child(element(supported), { name: 's390-pv' }),
      ps2: simple,
      tdx: simple,
      sev: child(sev),
      sgx: child(sgx),
      hyperv: child(
        element({
          ...supported,
          enums,
          defaults: child(
            element({
              spinlocks: leaf(uint),
              stimerDirect: leaf(word, { name: 'stimer_direct' }),
              tlbflushDirect: leaf(word, { name: 'tlbflush_direct' }),
              tlbflushExtended: leaf(word, { name: 'tlbflush_extended' }),
              vendorId: leaf(string, { name: 'vendor_id' }),
            }),
          ),
        }),
      ),
      launchSecurity: listed,
    }),
  ),
}

/** What domains of one kind can be given. */
export type DomainCapabilitiesDoc = DocOf<typeof domainCapabilitiesFields>

/** What domains of one kind can be given. */
export const domainCapabilities = element(domainCapabilitiesFields)
