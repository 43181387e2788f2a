import type { DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'

/**
 * What this driver cannot give a guest. Each path leads through the document; `[]` means each item of a list. The
 * definition is refused: a guest without what it asks for would be another guest.
 */
const refused: ReadonlyArray<readonly [path: string, what: string]> = [
  ['maxMemory', 'memory hotplug (maxMemory)'],
  ['bootloader', 'a bootloader'],
  ['idmap', 'an id map'],
  ['keywrap', 'key wrapping'],
  ['launchSecurity', 'launch security'],
  ['throttlegroups', 'throttle groups'],
  ['defaultiothread', 'settings of the main I/O thread'],
  ['hwuuid', 'a hardware UUID of its own'],
  ['os.firmware', 'automatic choice of firmware (give loader and nvram paths)'],
  ['os.init', 'an init program'],
  ['os.shim', 'a shim'],
  ['os.root', 'a root device'],
  ['os.acpi', 'ACPI tables'],
  ['os.varstore', 'a variable store'],
  ['features.hap', 'the feature hap'],
  ['features.viridian', 'the feature viridian'],
  ['features.capabilities', 'process capabilities'],
  ['features.gic', 'a GIC'],
  ['features.hpt', 'the feature hpt'],
  ['features.htm', 'the feature htm'],
  ['features.nestedHv', 'the feature nested-hv'],
  ['features.xen', 'Xen features'],
  ['features.ras', 'the feature ras'],
  ['features.ps2', 'a machine without PS/2'],
  ['features.kvm.dirtyRing', 'a dirty ring'],
  ['cpu.maxphysaddr', 'a limit of physical address bits'],
  ['cpu.numa.cells[].caches', 'caches of NUMA cells'],
  ['cpu.numa.interconnects', 'NUMA interconnects'],
  ['memoryBacking.hugepages', 'huge pages'],
  ['memoryBacking.discard', 'discarding of memory'],
  ['qemuOverride', 'overriding of device properties'],
  ['qemuCapabilities', 'overriding of capabilities'],
  ['devices.leases', 'leases'],
  ['devices.filesystems', 'file systems'],
  ['devices.smartcards', 'smart cards'],
  ['devices.tpms', 'a TPM'],
  ['devices.hostdevs', 'host devices'],
  ['devices.redirdevs', 'USB redirection'],
  ['devices.nvram', 'an NVRAM device'],
  ['devices.shmems', 'shared memory'],
  ['devices.memories', 'memory modules'],
  ['devices.cryptos', 'crypto devices'],
  ['devices.iommus', 'an IOMMU'],
  ['devices.vsock', 'a vsock'],
  ['devices.pstore', 'a pstore'],
  ['devices.disks[].auth', 'authentication of a disk source'],
  ['devices.disks[].source.auth', 'authentication of a disk source'],
  ['devices.disks[].encryption', 'an encrypted disk'],
  ['devices.disks[].source.encryption', 'an encrypted disk'],
  ['devices.disks[].source.slices', 'a slice of a disk source'],
  ['devices.disks[].source.reservations', 'persistent reservations'],
  ['devices.disks[].source.dataStore', 'a data file of a disk'],
  ['devices.disks[].source.fdgroup', 'file descriptors as a disk source'],
  ['devices.disks[].transient', 'a transient disk'],
  ['devices.disks[].throttlefilters', 'throttle filters'],
  ['devices.disks[].rawio', 'raw I/O of a disk'],
  ['devices.disks[].sgio', 'SCSI command filters of a disk'],
  ['devices.disks[].driver.copy_on_read', 'copy on read'],
  ['devices.disks[].driver.metadataCache', 'the size of a metadata cache'],
  ['devices.disks[].driver.iothreads', 'several I/O threads of a disk'],
  ['devices.disks[].driver.statistics', 'statistics intervals of a disk'],
  ['devices.disks[].driver.discard_no_unref', 'discard_no_unref'],
  ['devices.interfaces[].virtualport', 'a virtual port'],
  ['devices.interfaces[].bandwidth', 'bandwidth limits'],
  ['devices.interfaces[].vlan', 'VLAN tags'],
  ['devices.interfaces[].filterref', 'network filters'],
  ['devices.interfaces[].portForwards', 'port forwarding'],
  ['devices.interfaces[].port', 'port isolation'],
  ['devices.interfaces[].coalesce', 'receive coalescing'],
  ['devices.interfaces[].teaming', 'teaming'],
  ['devices.interfaces[].script', 'an interface script'],
  ['devices.interfaces[].downscript', 'an interface script'],
  ['devices.interfaces[].routes', 'routes'],
  ['devices.videos[].model.acceleration', '3D acceleration'],
]

/** Kinds of sources that disks can have. */
const diskTypes: readonly string[] = ['file', 'block', 'volume']

/** Options of the virtio transport, wherever they stand. */
const virtioOptions = ['iommu', 'ats', 'packed', 'page_per_vq'] as const

/** What is not enforced, but leaves the guest the same: told as a warning. */
const notEnforced: ReadonlyArray<readonly [path: string, what: string]> = [
  ['blkiotune', 'blkiotune'],
  ['memtune.hardLimit', 'memtune hard_limit'],
  ['memtune.softLimit', 'memtune soft_limit'],
  ['memtune.swapHardLimit', 'memtune swap_hard_limit'],
  ['cputune.shares', 'cputune shares'],
  ['cputune.quota', 'cputune quota'],
  ['cputune.globalQuota', 'cputune global_quota'],
  ['cputune.emulatorQuota', 'cputune emulator_quota'],
  ['cputune.iothreadQuota', 'cputune iothread_quota'],
  ['cputune.emulatorsched', 'cputune emulatorsched'],
  ['cputune.vcpuscheds', 'cputune vcpusched'],
  ['cputune.iothreadscheds', 'cputune iothreadsched'],
  ['cputune.cachetunes', 'cputune cachetune'],
  ['cputune.memorytunes', 'cputune memorytune'],
  ['resource', 'resource partitions'],
  ['perf', 'perf events'],
]

function present(value: unknown, path: readonly string[]): boolean {
  const [first, ...rest] = path
  if (value === undefined || value === null) return false
  if (first === undefined) return !(Array.isArray(value) && value.length === 0)
  if (first === '[]') return Array.isArray(value) && value.some((item) => present(item, rest))
  // The path's names are fields of the document; what is not there is undefined.
  return present((value as Readonly<Record<string, unknown>>)[first], rest)
}

const split = (path: string): string[] => path.replaceAll('[]', '.[]').split('.')

/** Refuses a definition that asks for what the driver cannot give. */
export function checkSupported(doc: DomainDoc): void {
  for (const [path, what] of refused) {
    if (present(doc, split(path))) throw unsupported(doc, what)
  }
  for (const [list, devices] of Object.entries(doc.devices)) {
    if (!Array.isArray(devices)) continue
    for (const option of virtioOptions) {
      if (present(devices, ['[]', 'driver', option]))
        throw unsupported(doc, `the virtio option '${option}' (${list})`)
    }
  }
  if (doc.cpu?.match === 'minimum' || doc.cpu?.match === 'strict') {
    throw unsupported(doc, `a processor that is matched by '${doc.cpu.match}'`)
  }
  for (const disk of doc.devices.disks ?? []) {
    const { dev } = disk.target
    if (!diskTypes.includes(disk.type ?? 'file') && disk.source !== undefined) {
      throw unsupported(doc, `a source of type '${disk.type}' for disk '${dev}'`)
    }
    if (disk.model?.includes('transitional')) throw unsupported(doc, `the disk model '${disk.model}'`)
  }
}

function unsupported(doc: DomainDoc, what: string): VirtError {
  return new VirtError(
    'configUnsupported',
    `domain '${doc.name}' asks for ${what}, which this driver does not support`,
    {
      domain: 'qemu',
    },
  )
}

/** Warnings about what a definition asks for and is not enforced. */
export function warningsOf(doc: DomainDoc): string[] {
  return notEnforced
    .filter(([path]) => present(doc, split(path)))
    .map(([, what]) => `${what} is not enforced by this driver`)
}
