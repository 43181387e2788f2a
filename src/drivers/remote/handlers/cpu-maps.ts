/** Numbers of processors as a map of so many: processor 0 is bit 0 of byte 0. */
export function writeCpuMap(cpus: readonly number[], all: number): Uint8Array {
  const map = new Uint8Array(mapLength(Math.max(all, ...cpus.map((cpu) => cpu + 1))))
  for (const cpu of cpus) map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7))
  return map
}

/** Which of so many processors are in a map. */
export function readCpuMap(map: Uint8Array, all: number): boolean[] {
  return Array.from({ length: all }, (_, cpu) => ((map[cpu >> 3] ?? 0) & (1 << (cpu & 7))) !== 0)
}

/** Numbers of the processors in a map. */
export function cpusOf(map: Uint8Array, all: number): number[] {
  return readCpuMap(map, all).flatMap((set, cpu) => (set ? [cpu] : []))
}

/** Several maps of the same length behind each other, taken apart. */
export function splitMaps(maps: Uint8Array, length: number): Uint8Array[] {
  const count = length === 0 ? 0 : Math.floor(maps.length / length)
  return Array.from({ length: count }, (_, index) => maps.subarray(index * length, (index + 1) * length))
}

/** Bytes of a map of so many processors. */
export function mapLength(all: number): number {
  return Math.max(1, Math.ceil(all / 8))
}
