/** What the node tells of its machine. */
export interface NodeFacts {
  readonly model: string
  readonly memory: bigint
  readonly mhz: number
  readonly nodes: number
  readonly sockets: number
  readonly cores: number
  readonly threads: number
  /** Active processors. */
  readonly cpus: number
  /** NUMA cells of the capabilities; a node read from a file has none. */
  readonly cells: readonly NodeCell[]
}

/** One NUMA cell. */
export interface NodeCell {
  readonly id: number
  readonly memory: bigint
  /** Pages of each size (KiB) in the cell. */
  readonly pages: ReadonlyArray<readonly [size: number, count: number]>
  readonly firstCpu: number
  readonly cpus: number
}

/** Most virtual processors of one guest. */
export const MAX_VCPUS = 32

/** Page sizes of the machine, in KiB. */
export const pageSizes = [4, 8, 2048, 1_048_576] as const

/** The machine of the default node. A node file may say otherwise, but its cells are never told. */
export const defaultFacts: NodeFacts = {
  model: 'i686',
  memory: 3_145_728n,
  mhz: 1400,
  nodes: 2,
  sockets: 2,
  cores: 2,
  threads: 2,
  cpus: 16,
  cells: [
    {
      id: 0,
      memory: 2_097_152n,
      pages: [
        [4, 524_288],
        [2048, 0],
        [1_048_576, 0],
      ],
      firstCpu: 0,
      cpus: 8,
    },
    {
      id: 1,
      memory: 4_194_304n,
      pages: [
        [8, 524_288],
        [2048, 0],
        [1_048_576, 0],
      ],
      firstCpu: 8,
      cpus: 8,
    },
  ],
}
