/**
 * Numbers that the test hypervisor invents. They are those of libvirt's own test hypervisor, so that clients
 * written against that one see what they expect. `t` is always the wall clock in microseconds.
 */

const cpuUser = 5_540_000_000n
const cpuSystem = 6_460_000_000n

/** The moment that never passes in a guest of the test hypervisor, in seconds since 1970. */
export const FIXED_TIME = 627_319_920n

/** Processor time of a guest and of each of its processors, in nanoseconds. */
export function cpuTimes(t: bigint, vcpus: number) {
  return {
    cpuTime: t * 1000n,
    cpuUser,
    cpuSystem,
    vcpuTimes: Array.from({ length: vcpus }, () => vcpuTime(t)),
  }
}

const cpuTotal = 48_772_617_035n
const emulatorTime = 1_234_567_890n

/** Processor time of a guest as its calls of that name tell it: half of it on each of the processors. */
export function cpuStats(cpus: number) {
  return {
    cpuTime: cpuTotal,
    userTime: cpuUser,
    systemTime: cpuSystem,
    cpus: Array.from({ length: cpus }, (_, cpu) => {
      const cpuTime = cpuTotal / BigInt(cpus) + BigInt(cpu)
      return { cpuTime, vcpuTime: cpuTime - emulatorTime }
    }),
  }
}

/** Time of one virtual processor. */
export function vcpuTime(t: bigint): bigint {
  return t / 10n
}

/** Counters of one disk. */
export function diskStats(target: string, t: bigint) {
  return {
    target,
    readRequests: t / 10n,
    readBytes: t / 20n,
    writeRequests: t / 30n,
    writeBytes: t / 40n,
    errors: t / 2_000_000n,
    ...blockInfo,
  }
}

/** Counters of one network interface. */
export function interfaceStats(mac: string, t: bigint) {
  return {
    mac,
    rxBytes: t / 10n,
    rxPackets: t / 100n,
    rxErrors: t / 1_000_000n,
    rxDropped: t / 2_000_000n,
    txBytes: t / 20n,
    txPackets: t / 110n,
    txErrors: t / 3_000_000n,
    txDropped: t / 4_000_000n,
  }
}

/** Memory as the guest's balloon would tell it. */
export function balloonStats(current: bigint) {
  return {
    actual: current,
    swapIn: 0n,
    swapOut: 0n,
    majorFault: 0n,
    minorFault: 0n,
    unused: current / 2n,
    available: current,
    usable: current / 2n,
    lastUpdate: FIXED_TIME,
    diskCaches: current / 8n,
    hugetlbPageAlloc: 0n,
    hugetlbPageFail: 0n,
    rss: current / 2n,
  }
}

/** Sizes of every disk until one is given another. */
export const blockInfo = {
  capacity: 1_099_506_450_432n,
  allocation: 1_099_511_627_776n,
  physical: 1_099_511_627_776n,
} as const

/** Processor time of the node. */
export const nodeCpuStats = {
  cpuUser: 9_797_400_000n,
  cpuKernel: 34_678_723_400_000n,
  cpuIdle: 87_264_900_000n,
  cpuIowait: 763_600_000n,
} as const

/** Which of the node's processors are online: those of the bits of 0x15. */
export const nodeCpuMap = { cpus: 8, online: [true, false, true, false, true, false, false, false] } as const

/** Free pages: for each cell in turn one number for each page size asked for. */
export function freePages(startCell: number, cellCount: number, sizes: number): bigint[] {
  const pages: bigint[] = []
  for (let cell = startCell; cell < startCell + cellCount; cell++) {
    let x = 6n * BigInt(cell)
    for (let size = 0; size < sizes; size++) {
      x = 2n * x + 7n
      pages.push(x)
    }
  }
  return pages
}

/** What is wrong with the disk at a place of the definition. */
export function diskError(index: number): 'unspec' | 'no-space' {
  return index % 2 === 0 ? 'unspec' : 'no-space'
}

/** Memory of a guest from an address on. */
export function memoryBytes(start: bigint, size: number): Uint8Array {
  const first = Number(start & 0xffn)
  return Uint8Array.from({ length: size }, (_, k) => (first + k) & 0xff)
}
