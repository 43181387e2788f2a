import type { DomainDoc } from '../../../core/config/index.ts'
import { type Argv, joined, plain } from './argv.ts'

type Entries = ReadonlyArray<{ readonly name: string; readonly value?: string }>

/** QEMU's keys for the entries of each group, in the order of the option. */
const keys: Readonly<Record<string, string>> = {
  vendor: 'vendor',
  version: 'version',
  date: 'date',
  release: 'release',
  manufacturer: 'manufacturer',
  product: 'product',
  serial: 'serial',
  uuid: 'uuid',
  sku: 'sku',
  family: 'family',
  asset: 'asset',
  location: 'location',
}

function group(argv: Argv, type: number, entries: Entries): void {
  const parts = entries
    .filter((entry) => entry.value !== undefined && keys[entry.name] !== undefined && entry.name !== 'uuid')
    .map((entry) => `${keys[entry.name]}=${plain(entry.value ?? '')}`)
  if (parts.length > 0) argv.add('smbios', joined(`type=${type}`, ...parts))
}

/** Adds what the firmware tells about the machine, where the definition says that it is told. */
export function addSysinfo(argv: Argv, doc: DomainDoc): void {
  if (doc.os.smbios?.mode !== 'sysinfo') return
  for (const info of doc.sysinfos ?? []) {
    if (info.type !== 'smbios') continue
    if (info.bios) group(argv, 0, info.bios.entries ?? [])
    if (info.system) group(argv, 1, info.system.entries ?? [])
    for (const board of info.baseBoards ?? []) group(argv, 2, board.entries ?? [])
    if (info.chassis) group(argv, 3, info.chassis.entries ?? [])
    for (const text of info.oemStrings?.entries ?? []) argv.add('smbios', `type=11,value=${plain(text)}`)
  }
}
