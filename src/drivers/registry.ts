import type { Driver, DriverRegistry } from '../core/driver.ts'

/** One driver: its name, the schemes that it serves and how it is loaded. */
interface DriverRow {
  readonly id: string
  readonly schemes: readonly string[]
  readonly load: () => Promise<Driver>
}

/** What the composition root may say of drivers. */
export interface RegistryOptions {
  /** Directories that node files of `test:///PATH` must be in; any file of the daemon's user unless given. */
  readonly testNodeDirs?: readonly string[]
}

/** Every driver of this build. A driver is loaded when a URI of it is opened for the first time. */
function driverRows(options: RegistryOptions): readonly DriverRow[] {
  return [
    {
      id: 'test',
      schemes: ['test'],
      load: async () => {
        const { createTestDriver } = await import('./test/driver.ts')
        return createTestDriver(options.testNodeDirs === undefined ? {} : { nodeDirs: options.testNodeDirs })
      },
    },
    {
      id: 'qemu',
      schemes: ['qemu'],
      load: async () => (await import('./qemu/driver.ts')).createQemuDriver(),
    },
    {
      id: 'remote',
      schemes: ['remote'],
      load: async () => (await import('./remote/driver.ts')).createRemoteDriver(),
    },
  ]
}

/** Makes the table of drivers. Each driver exists once in it: connections of a daemon may share state. */
export function createDriverRegistry(options: RegistryOptions = {}): DriverRegistry {
  const rows = driverRows(options).map((row) => ({ ...row, load: once(row.load) }))
  const byScheme = new Map(rows.flatMap((row) => row.schemes.map((scheme) => [scheme, row.load] as const)))
  return {
    ids: rows.map((row) => row.id),
    schemes: () => [...byScheme.keys()],
    forScheme: (scheme) => byScheme.get(scheme),
    all: () => rows,
  }
}

/** The same loader; it runs once, and again only after it failed. */
function once(load: () => Promise<Driver>): () => Promise<Driver> {
  let loaded: Promise<Driver> | undefined
  return () => {
    loaded ??= load().catch((fault) => {
      loaded = undefined
      throw fault
    })
    return loaded
  }
}
