/** QOM types whose properties as devices are asked for: those that what QEMU offers depends on. */
export const probedDevices = [
  'virtio-blk-pci',
  'virtio-net-pci',
  'virtio-scsi-pci',
  'virtio-net-ccw',
  'virtio-scsi-ccw',
  'vfio-pci',
  'scsi-hd',
  'ide-hd',
  'PIIX4_PM',
  'usb-redir',
  'usb-storage',
  'kvm-pit',
  'VGA',
  'vmware-svga',
  'qxl',
  'virtio-gpu-pci',
  'virtio-gpu-device',
  'ICH9-LPC',
  'virtio-balloon-pci',
  'virtio-balloon-ccw',
  'virtio-balloon-device',
  'intel-iommu',
  'mch',
  'nvdimm',
  'pcie-root-port',
  'usb-host',
  'vhost-user-fs-device',
  'virtio-mem-pci',
  'virtio-iommu-pci',
] as const

/** QOM types that are no devices, whose properties are asked for. */
export const probedObjects = ['memory-backend-file', 'memory-backend-memfd', 'none-machine'] as const

/** The processor type that has every feature this QEMU knows, by the target's name. */
export function maxCpuType(arch: string): string {
  return arch === 'arm' || arch === 'aarch64' ? 'max-arm-cpu' : `max-${arch}-cpu`
}

/** Targets whose interrupt controllers QEMU can be asked for. */
export const gicTargets: readonly string[] = ['arm', 'aarch64']
