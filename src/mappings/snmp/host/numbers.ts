/**
 * Numbers of rows in the tables that managers know by heart (ifTable, hrDeviceTable, entPhysicalTable). They are
 * computed from the lasting indexes of objects, so that they last as long and nothing has to be remembered for them.
 */

/** Sub-indexes of interfaces that have room in one guest. */
const NICS = 256
const bridgeBase = 2 ** 20
const guestBase = 2 ** 24
const processorBase = 196_608
const processorsPerHost = 4_096
const partsBase = 2 ** 30
const PARTS = 512
const FIRST_NIC_PART = 257
const LAST = 2_147_483_647

/** ifIndex of the bridge of a virtual network that is no interface of the inventory, by the index of the network. */
export function bridgeNumber(network: number): number {
  return bridgeBase + network
}

/** ifIndex of an interface of a guest; 0 where it does not fit. */
export function nicNumber(vm: number, sub: number): number {
  const number = guestBase + vm * NICS + sub - 1
  return sub >= 1 && sub <= NICS && number <= LAST ? number : 0
}

/** vmIndex and vmNetworkIndex behind an ifIndex; undefined for those of hosts. */
export function nicOf(number: number): { readonly vm: number; readonly sub: number } | undefined {
  const rest = number - guestBase
  return rest < NICS ? undefined : { vm: Math.floor(rest / NICS), sub: (rest % NICS) + 1 }
}

/** The ifIndexes of the bridges of virtual networks end before this. */
export const bridgeEnd = guestBase
/** The ifIndexes of interfaces of hosts end before this. */
export const hostInterfaceEnd = bridgeBase

/**
 * hrDeviceIndex of the first processor of a host. That of the first host is what Debian's snmpd gives, so that both
 * agents mean the same one.
 */
export function firstProcessorOf(host: number): number {
  return processorBase + (host - 1) * processorsPerHost
}

/** Most processors of a host that have numbers. */
export const mostProcessors = processorsPerHost

/** Host and number of the processor behind an hrDeviceIndex; undefined for other devices. */
export function processorOf(number: number): { readonly host: number; readonly cpu: number } | undefined {
  const rest = number - processorBase
  if (rest < 0 || number >= partsBase) return undefined
  return { host: Math.floor(rest / processorsPerHost) + 1, cpu: rest % processorsPerHost }
}

/** hrDeviceIndex of an interface of a host, by its ifIndex. */
export function interfaceDevice(ifIndex: number): number {
  return partsBase + ifIndex
}

/** ifIndex behind an hrDeviceIndex; undefined for other devices. */
export function deviceInterface(number: number): number | undefined {
  return number > partsBase ? number - partsBase : undefined
}

/** hrStorageIndex of the memory of a host. */
export function memoryNumber(host: number): number {
  return host
}

/** hrStorageIndex of a storage pool, by its index. */
export function poolNumber(pool: number): number {
  return 65_536 + pool
}

/** The hrStorageIndexes of memory end before this. */
export const memoryEnd = 65_536

/** hrSWRunIndex of the software of a host itself; guests have their vmIndex. */
export function softwareNumber(host: number): number {
  return partsBase + host
}

/** Host behind an hrSWRunIndex; undefined for guests. */
export function softwareHost(number: number): number | undefined {
  return number > partsBase ? number - partsBase : undefined
}

/** entPhysicalIndex of a guest (part 0), or of one of its parts; 0 where it does not fit. */
export function partNumber(vm: number, part = 0): number {
  const number = partsBase + vm * PARTS + part
  return part < PARTS && number <= LAST ? number : 0
}

/** Guest and part behind an entPhysicalIndex; undefined for hosts and their processors. */
export function partOf(number: number): { readonly vm: number; readonly part: number } | undefined {
  const rest = number - partsBase
  return rest < PARTS ? undefined : { vm: Math.floor(rest / PARTS), part: rest % PARTS }
}

/** Part number of a disk; 0 where it does not fit. */
export function diskPart(sub: number): number {
  return sub < FIRST_NIC_PART ? sub : 0
}

/** Part number of a network interface; 0 where it does not fit. */
export function nicPart(sub: number): number {
  const part = FIRST_NIC_PART + sub - 1
  return part < PARTS ? part : 0
}

/** The disk or the network interface of a guest that a part number means. */
export function deviceOf(part: number): { readonly kind: 'disk' | 'nic'; readonly sub: number } {
  return part < FIRST_NIC_PART ? { kind: 'disk', sub: part } : { kind: 'nic', sub: part - FIRST_NIC_PART + 1 }
}

/** entPhysicalIndexes of hosts end before this; processors follow with their hrDeviceIndex. */
export const hostEntityEnd = processorBase
