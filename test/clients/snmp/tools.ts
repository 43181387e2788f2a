import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Operations } from '../../../src/core/contracts.ts'
import type { Inventory } from '../../../src/core/inventory/inventory.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { type SnmpSettings, type SnmpSurface, startSnmp } from '../../../src/mappings/snmp/index.ts'
import { noOperations } from '../../unit/mappings/snmp/objects.ts'

const run = promisify(execFile)
const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')

/** Folders with the modules that the tools need to know names. */
export const mibDirs = [join(root, 'mibs'), join(root, 'node_modules/net-snmp/lib/mibs')].join(':')

/** Whether the SNMP tools are installed; says so when not. */
export const hasSnmpTools = await run('sh', ['-c', 'command -v snmpbulkwalk && command -v snmptable']).then(
  () => true,
  () => {
    process.stderr.write('skipped: the SNMP tools are missing (apt-get install snmp)\n')
    return false
  },
)

/** Settings for tests: a loopback port of the system's choice and one community. */
export function testSettings(changes: Partial<SnmpSettings> = {}): SnmpSettings {
  return {
    listen: ['127.0.0.1:0'],
    communities: [{ name: 'public' }],
    views: [],
    contact: 'admin@example.org',
    location: 'rack 7',
    enterprise_oid: '1.3.6.1.4.1.32473.7666',
    vmware_view: false,
    per_vm_notifications: false,
    bulk_notifications: false,
    targets: [],
    notification_rate: 200,
    bulk_window: 200,
    pool_threshold: 90,
    log_entries: 1000,
    log_age: 60,
    max_age: 1000,
    ...changes,
  }
}

/** An agent that runs in this process, with the tools to ask it. */
export class TestAgent {
  readonly surface: SnmpSurface
  readonly folder: string
  readonly #persistent: string

  private constructor(surface: SnmpSurface, folder: string, persistent: string) {
    this.surface = surface
    this.folder = folder
    this.#persistent = persistent
  }

  /** Starts one; `prepare` may put files (users) into its folder first. */
  static async start(
    reader: Inventory | Parameters<typeof startSnmp>[0]['reader'],
    options: {
      settings?: Partial<SnmpSettings>
      folder?: string
      /** Carries out what is written; nothing when absent. */
      operations?: Operations
      prepare?: (folder: string) => Promise<unknown>
    } = {},
  ): Promise<TestAgent> {
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'virtgate-snmp-')))
    await options.prepare?.(folder)
    const surface = await startSnmp({
      reader,
      operations: options.operations ?? noOperations,
      settings: testSettings(options.settings),
      stateDir: folder,
      log: silentLogger,
      clock: systemClock,
      version: '0.0.0',
      hostname: 'gateway',
    })
    const persistent = await mkdtemp(join(tmpdir(), 'virtgate-snmp-tool-'))
    // The tools make this folder themselves, and say so on stderr.
    await mkdir(join(persistent, 'cert_indexes'))
    return new TestAgent(surface, folder, persistent)
  }

  /** Address of the agent. */
  get address(): string {
    return this.surface.endpoints[0] ?? ''
  }

  /** Runs a tool against it; answers what it printed. `names` lets it load the modules of the project. */
  async tool(program: string, args: readonly string[], { names = false } = {}): Promise<string> {
    const env = {
      ...process.env,
      MIBDIRS: names ? mibDirs : '',
      MIBS: names ? 'VM-MIB:VIRTGATE-MIB:IF-MIB' : '',
      SNMP_PERSISTENT_DIR: this.#persistent,
      SNMPCONFPATH: this.#persistent,
    }
    const { stdout, stderr } = await run(program, [...args], { env, maxBuffer: 64 * 1024 * 1024 })
    if (stderr !== '') throw new Error(stderr)
    return stdout
  }

  /** Reads values with v2c, as `-Oqv` prints them. */
  async get(...oids: string[]): Promise<string[]> {
    const text = await this.tool('snmpget', ['-v2c', '-c', 'public', '-Oqv', this.address, ...oids])
    return text.trimEnd().split('\n')
  }

  /** Walks a subtree with v2c: numeric lines. */
  async walk(oid: string, community = 'public'): Promise<string[]> {
    const args = ['-v2c', '-c', community, '-Cr50', '-On', '-Oe', this.address, oid]
    return (await this.tool('snmpbulkwalk', args)).trimEnd().split('\n')
  }

  /** Stops it and removes its files, unless they are to stay for another one. */
  async close({ keep = false } = {}): Promise<void> {
    await this.surface.close()
    await rm(this.#persistent, { recursive: true, force: true })
    if (!keep) await rm(this.folder, { recursive: true, force: true })
  }
}

/** Waits until a condition holds; throws when it does not within the time. */
export async function until(
  condition: () => Promise<boolean>,
  withinMs: number,
  what: string,
): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${withinMs} ms`)
    await systemClock.sleep(10)
  }
}
