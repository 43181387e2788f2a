import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { element } from '../../../core/config/xml/tree.ts'
import { formatXmlIndented } from '../../../core/config/xml/writer.ts'
import { VirtError } from '../../../core/errors/index.ts'

/** Files of the kernel's table of the firmware, by part and name of the entry in the document. */
const parts = {
  bios: { vendor: 'bios_vendor', version: 'bios_version', date: 'bios_date', release: 'bios_release' },
  system: {
    manufacturer: 'sys_vendor',
    product: 'product_name',
    version: 'product_version',
    serial: 'product_serial',
    uuid: 'product_uuid',
    sku: 'product_sku',
    family: 'product_family',
  },
  baseBoard: {
    manufacturer: 'board_vendor',
    product: 'board_name',
    version: 'board_version',
    serial: 'board_serial',
    asset: 'board_asset_tag',
  },
  chassis: {
    manufacturer: 'chassis_vendor',
    version: 'chassis_version',
    serial: 'chassis_serial',
    asset: 'chassis_asset_tag',
  },
} as const

/** The document of what the firmware tells of the machine; throws `configUnsupported` where it tells nothing. */
export async function readSmbios(dir = '/sys/class/dmi/id'): Promise<string> {
  const elements = await Promise.all(
    Object.entries(parts).map(async ([part, files]) => {
      const entries = await Promise.all(Object.entries(files).map((each) => readEntry(dir, each)))
      return element(part, {}, entries.flat())
    }),
  )
  const told = elements.filter(({ children }) => children.length > 0)
  if (told.length === 0) {
    throw new VirtError('configUnsupported', 'Host SMBIOS information is not available', { domain: 'qemu' })
  }
  return formatXmlIndented(element('sysinfo', { type: 'smbios' }, told))
}

async function readEntry(dir: string, [name, file]: readonly [string, string]) {
  // Serial numbers are for root alone; whoever may not read them has the rest.
  const text = (await readFile(join(dir, file), 'utf8').catch(() => '')).trim()
  return text === '' ? [] : [element('entry', { name }, [text])]
}
