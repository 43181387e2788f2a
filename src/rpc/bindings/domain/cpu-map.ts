import type { Entry } from '../../../core/contracts.ts'

/** Numbers of processors as bytes of a map of `length` bytes; processor 0 is bit 0 of byte 0. */
export function writeCpuMap(cpus: Iterable<number>, length: number): Uint8Array {
  const map = new Uint8Array(length)
  for (const cpu of cpus) {
    const byte = cpu >> 3
    if (byte < length) map[byte] = (map[byte] ?? 0) | (1 << (cpu & 7))
  }
  return map
}

/** Processors of a map, as far as the host has them: a client may set all bits for "any". */
export function readCpuMap(map: Uint8Array, host: Entry<'host'>): number[] {
  const most = Math.min(map.length * 8, host.attrs.cpus ?? map.length * 8)
  const cpus: number[] = []
  for (let cpu = 0; cpu < most; cpu++) {
    if (((map[cpu >> 3] ?? 0) & (1 << (cpu & 7))) !== 0) cpus.push(cpu)
  }
  return cpus
}

/** Several maps of the same length behind each other. */
export function joinCpuMaps(maps: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(maps.length * length)
  for (const [index, map] of maps.entries()) joined.set(map, index * length)
  return joined
}

/** Length of the map that holds all processors of a host. */
export function cpuMapLength(host: Entry<'host'>): number {
  return Math.ceil((host.attrs.cpus ?? 1) / 8)
}
