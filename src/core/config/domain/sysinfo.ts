import { oneOf, string, word } from '../descriptor/codec.ts'
import { type Doc, element } from '../descriptor/element.ts'
import { attr, child, leaves, list, on, text } from '../descriptor/field.ts'

const entry = element({
  name: attr(word, { required: true }),
  file: attr(word),
  value: text(string),
})

const group = element({ entries: list(entry, { name: 'entry' }) })
const smbios = on('type', 'smbios')

/** `<sysinfo>`: what the firmware tells about the machine. */
export const sysinfo = element({
  type: attr(oneOf('smbios', 'fwcfg'), { required: true }),
  bios: child(group, { when: smbios }),
  system: child(group, { when: smbios }),
  baseBoards: list(group, { name: 'baseBoard', when: smbios }),
  chassis: child(group, { when: smbios }),
  processors: list(group, { name: 'processor', when: smbios }),
  memoryDevices: list(group, { name: 'memory_device', when: smbios }),
  oemStrings: child(element({ entries: leaves(string, { name: 'entry' }) }), { when: smbios }),
  entries: list(entry, { name: 'entry', when: on('type', 'fwcfg') }),
})

/** What the firmware tells about the machine. */
export type SysinfoDoc = Doc<typeof sysinfo>
