import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { orAborted } from '../../core/lib/abort.ts'
import { type Clock, systemClock } from '../../core/lib/clock.ts'
import { type Logger, silentLogger } from '../../core/log/logger.ts'
import { checkEmulator } from '../emulator-spawn.ts'
import { parseQmp } from '../json.ts'
import { abortError } from '../qmp-error.ts'
import type { QmpProcesses } from '../qmp-processes.ts'
import { isQmpObject, printQmp, type QmpValue } from '../value.ts'
import type { CapabilitiesData } from './data.ts'
import { type CapabilitiesIdentity, identify } from './identity.ts'
import { probeCapabilities } from './probe.ts'
import { QemuCapabilities } from './qemu-capabilities.ts'

/** How capabilities are kept. */
export interface CapabilitiesCacheOptions {
  /** Where the files are, one for each emulator. */
  readonly dir: string
  readonly processes: Pick<QmpProcesses, 'run'>
  /** The product's own version: another one may ask for more. */
  readonly version: string
  /** Writes a file so that it is there in whole or not at all, with the folders above it. */
  readonly saveText: (path: string, text: string) => Promise<void>
  readonly clock?: Clock
  readonly log?: Logger
  /** How long a failed probe is remembered. */
  readonly failureMs?: number
  /** Time that a trial guest gets under KVM. */
  readonly trialMs?: number
  /** Looks at emulator and host; replaced in tests. */
  readonly identify?: (binary: string) => Promise<CapabilitiesIdentity>
}

/** Another layout of the file than this one is not read. */
const FORMAT = 1
const FAILURE_MS = 10_000

interface Flight {
  readonly key: string
  readonly result: Promise<QemuCapabilities>
  readonly abort: AbortController
  /** Callers that wait; the probe ends with the last of them. */
  waiting: number
}

/** What is known of each emulator, in memory and in files, asked for only once for as long as nothing changes. */
export class CapabilitiesCache {
  readonly #options: CapabilitiesCacheOptions
  readonly #clock: Clock
  readonly #log: Logger
  readonly #known = new Map<string, { readonly key: string; readonly capabilities: QemuCapabilities }>()
  readonly #failed = new Map<
    string,
    { readonly key: string; readonly until: number; readonly fault: unknown }
  >()
  readonly #flights = new Map<string, Flight>()

  constructor(options: CapabilitiesCacheOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#log = options.log ?? silentLogger
  }

  /** What an emulator can do. Callers at the same time share one probe. */
  async get(binary: string, signal?: AbortSignal): Promise<QemuCapabilities> {
    await checkEmulator(binary)
    const look = this.#options.identify ?? identify
    const key = JSON.stringify([FORMAT, this.#options.version, await look(binary)])
    const known = this.#known.get(binary)
    if (known?.key === key) return known.capabilities
    const failed = this.#failed.get(binary)
    if (failed?.key === key && failed.until > this.#clock.monotonic()) throw failed.fault
    return this.#join(this.#flight(binary, key), signal ?? new AbortController().signal)
  }

  /** Path of the file that holds an emulator's capabilities. */
  file(binary: string): string {
    const name = createHash('sha256').update(binary).digest('hex')
    return join(this.#options.dir, `${name}.json`)
  }

  async #join(flight: Flight, signal: AbortSignal): Promise<QemuCapabilities> {
    flight.waiting++
    try {
      return await orAborted(flight.result, signal)
    } catch (fault) {
      throw signal.aborted ? abortError('asking an emulator for its capabilities', signal) : fault
    } finally {
      flight.waiting--
      if (flight.waiting === 0) flight.abort.abort(signal.reason)
    }
  }

  #flight(binary: string, key: string): Flight {
    const running = this.#flights.get(binary)
    if (running?.key === key && !running.abort.signal.aborted) return running
    const abort = new AbortController()
    const result = this.#find(binary, key, abort.signal).finally(() => {
      if (this.#flights.get(binary) === flight) this.#flights.delete(binary)
    })
    const flight: Flight = { key, abort, waiting: 0, result }
    // Callers that gave up do not hear of a fault; those that wait do.
    result.catch(() => {})
    this.#flights.set(binary, flight)
    return flight
  }

  async #find(binary: string, key: string, signal: AbortSignal): Promise<QemuCapabilities> {
    try {
      const kept = await this.#load(binary, key)
      const data = kept ?? (await this.#probe(binary, signal))
      if (!kept) await this.#save(binary, key, data)
      const capabilities = new QemuCapabilities(data)
      this.#known.set(binary, { key, capabilities })
      this.#failed.delete(binary)
      return capabilities
    } catch (fault) {
      if (!signal.aborted) {
        const until = this.#clock.monotonic() + (this.#options.failureMs ?? FAILURE_MS)
        this.#failed.set(binary, { key, until, fault })
      }
      throw fault
    }
  }

  async #probe(binary: string, signal: AbortSignal): Promise<CapabilitiesData> {
    const { processes, trialMs } = this.#options
    this.#log.info('an emulator is asked for its capabilities', { binary })
    const more = trialMs === undefined ? {} : { trialMs }
    return await probeCapabilities({ binary, processes, signal, clock: this.#clock, ...more })
  }

  /** The file's word, if it is whole and about this very emulator on this very host. */
  async #load(binary: string, key: string): Promise<CapabilitiesData | undefined> {
    let kept: QmpValue
    try {
      kept = parseQmp(await readFile(this.file(binary), 'utf8'))
    } catch {
      return undefined
    }
    if (!isQmpObject(kept) || kept.key !== key || !isQmpObject(kept.data)) return undefined
    const digest = createHash('sha256').update(printQmp(kept.data)).digest('hex')
    // The digest shows that it is what was written here, in the layout of this version.
    return digest === kept.digest ? (kept.data as unknown as CapabilitiesData) : undefined
  }

  async #save(binary: string, key: string, data: CapabilitiesData): Promise<void> {
    const text = printQmp(data)
    const digest = createHash('sha256').update(text).digest('hex')
    try {
      await this.#options.saveText(
        this.file(binary),
        `{"key":${JSON.stringify(key)},"digest":"${digest}","data":${text}}\n`,
      )
    } catch (fault) {
      this.#log.warn('the capabilities of an emulator cannot be kept', { binary, fault })
    }
  }
}
