import type { Site } from '../descriptor/element.ts'
import type { DiskDoc } from './disk.ts'
import { deviceSeclabelsFit } from './seclabel.ts'

/** Kind of address that disks on a bus can have; other buses take several kinds. */
const addressOfBus: Readonly<Record<string, string>> = {
  ide: 'drive',
  scsi: 'drive',
  fdc: 'drive',
  sata: 'drive',
  usb: 'usb',
}

/** Kind of secret that a protocol asks for. */
const secretOfProtocol: Readonly<Record<string, string>> = { iscsi: 'iscsi', rbd: 'ceph' }

/** First letters that the name of a disk can have. */
const diskName = /^(ioemu:)?(hd|sd|vd|xvd|ubd|nvme|fd)/

/** Refuses a disk whose parts do not fit each other. */
export function checkDisk(doc: DiskDoc, site: Site): void {
  checkTarget(doc, site)
  checkLun(doc, site)
  checkSecurity(doc, site)
  checkIdentity(doc, site)
}

function checkTarget({ device, target, address }: DiskDoc, site: Site): void {
  const { bus, dev } = target
  if (dev === undefined) site.fail("has a target that lacks the attribute 'dev'")
  if (device === 'floppy' && !dev.startsWith('fd'))
    site.fail(`is a floppy with the target '${dev}', expected 'fd...'`)
  if (!diskName.test(dev) || (device !== 'floppy' && dev.startsWith('fd'))) {
    site.fail(`has the target '${dev}', which is no name of a disk`)
  }
  if (device === 'floppy' && bus !== undefined && bus !== 'fdc' && bus !== 'usb') {
    site.fail(`is a floppy on bus '${bus}', expected 'fdc'`)
  }
  const expected = bus === undefined ? undefined : addressOfBus[bus]
  if (address !== undefined && expected !== undefined && address.type !== expected) {
    // Said so by a bus that has no other kind of address; a PCI USB disk is another matter.
    if (address.type === 'unassigned' || bus === 'usb') return
    site.fail(
      `on bus '${bus}' has an address of type '${address.type}', expected '${expected}'`,
      'configUnsupported',
    )
  }
}

function checkLun({ device, type }: DiskDoc, site: Site): void {
  if (device !== 'lun') return
  if (type !== 'block' && type !== 'network' && type !== 'volume') {
    site.fail(
      `of device 'lun' has the type '${type}', expected 'block', 'network' or 'volume'`,
      'configUnsupported',
    )
  }
}

function checkSecurity(doc: DiskDoc, site: Site): void {
  const { source, auth, encryption } = doc
  if (encryption !== undefined && source?.encryption !== undefined) {
    site.fail("has the element 'encryption' twice, in itself and in its source", 'configUnsupported')
  }
  if (auth !== undefined && source?.auth !== undefined) {
    site.fail("has the element 'auth' twice, in itself and in its source", 'configUnsupported')
  }
  if ((encryption ?? source?.encryption)?.cipher !== undefined) {
    site.fail("has an encryption with a 'cipher', which goes only with a volume", 'configUnsupported')
  }
  const expected = source?.protocol === undefined ? undefined : secretOfProtocol[source.protocol]
  const found = (auth ?? source?.auth)?.secret?.type
  if (expected !== undefined && found !== undefined && found !== expected) {
    site.fail(`has a secret of type '${found}', expected '${expected}'`, 'configUnsupported')
  }
  deviceSeclabelsFit(source?.seclabels, site)
}

function checkIdentity({ vendor, product, target, serial }: DiskDoc, site: Site): void {
  if (vendor !== undefined && vendor.length > 8) site.fail('has a vendor longer than 8 characters')
  if (product !== undefined && product.length > 16) site.fail('has a product longer than 16 characters')
  if (serial !== undefined && /[^A-Za-z0-9_\-. +]/.test(serial)) {
    site.fail('has a serial number with characters other than letters, digits and _-.+')
  }
  if (target.rotationRate !== undefined && !['scsi', 'ide', 'sata'].includes(target.bus ?? '')) {
    site.fail(`on bus '${target.bus}' has a rotation rate`, 'configUnsupported')
  }
}
