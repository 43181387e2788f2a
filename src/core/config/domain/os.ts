import { int, oneOf, pattern, string, uint, word, yesNo } from '../descriptor/codec.ts'
import { type Doc, element } from '../descriptor/element.ts'
import { attr, child, leaf, leaves, list, text } from '../descriptor/field.ts'
import { source, storageTypes } from './source.ts'

const firmwareFormats = oneOf('raw', 'qcow2', 'json')

const loader = element({
  readonly: attr(yesNo),
  type: attr(oneOf('rom', 'pflash')),
  secure: attr(yesNo),
  stateless: attr(yesNo),
  format: attr(firmwareFormats),
  value: text(word),
})

const nvram = element({
  type: attr(storageTypes),
  template: attr(word),
  templateFormat: attr(firmwareFormats),
  format: attr(firmwareFormats),
  value: text(word),
  source: child(source),
})

const firmwareFeature = element({
  enabled: attr(yesNo, { required: true }),
  name: attr(word, { required: true }),
})

const osType = element({
  arch: attr(word),
  machine: attr(word),
  value: text(oneOf('hvm', 'xen', 'linux', 'exe', 'uml', 'xenpvh'), { required: true }),
})

const bootmenu = element(
  { enable: attr(pattern(/^(yes|no)$/, "'yes' or 'no'")), timeout: attr(uint) },
  {
    after(draft) {
      if (draft.enable !== 'yes') delete draft.timeout
    },
  },
)

/** `<os>`: what is started and from where. */
export const os = element({
  firmware: attr(oneOf('none', 'bios', 'efi'), { omit: ['none'] }),
  type: child(osType),
  firmwareElement: child(element({ features: list(firmwareFeature, { name: 'feature' }) }), {
    name: 'firmware',
  }),
  init: leaf(string, { omit: [''] }),
  initargs: leaves(string, { name: 'initarg' }),
  initenvs: list(element({ name: attr(word, { required: true }), value: text(string) }), { name: 'initenv' }),
  initdir: leaf(word),
  inituser: leaf(word),
  initgroup: leaf(word),
  loader: child(loader),
  nvram: child(nvram),
  varstore: child(element({ template: attr(word), path: attr(word) })),
  kernel: leaf(string, { omit: [''] }),
  initrd: leaf(string, { omit: [''] }),
  cmdline: leaf(string, { omit: [''] }),
  shim: leaf(string, { omit: [''] }),
  dtb: leaf(string, { omit: [''] }),
  root: leaf(string, { omit: [''] }),
  acpi: child(
    element({
      tables: list(
        element({
          type: attr(oneOf('raw', 'slic', 'rsdt', 'xsdt', 'dsdt'), { required: true }),
          value: text(word),
        }),
        {
          name: 'table',
        },
      ),
    }),
  ),
  boots: list(element({ dev: attr(oneOf('fd', 'cdrom', 'hd', 'network'), { required: true }) }), {
    name: 'boot',
  }),
  bootmenu: child(bootmenu),
  bios: child(element({ useserial: attr(yesNo), rebootTimeout: attr(int) })),
  smbios: child(element({ mode: attr(oneOf('none', 'emulate', 'host', 'sysinfo'), { required: true }) })),
})

/** What is started and from where. */
export type OsDoc = Doc<typeof os>

const idRange = element({
  start: attr(uint, { required: true }),
  target: attr(uint, { required: true }),
  count: attr(uint, { required: true }),
})

/** `<idmap>`: numbers of users and groups of a container on the host. */
export const idmap = element({ uids: list(idRange, { name: 'uid' }), gids: list(idRange, { name: 'gid' }) })
