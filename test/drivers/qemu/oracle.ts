import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseDomain } from '../../../src/core/config/index.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { commandLine } from '../../../src/drivers/qemu/argv/command-line.ts'
import { numberDisks } from '../../../src/drivers/qemu/argv/disks.ts'
import { openEmulators } from '../../../src/drivers/qemu/capabilities-cache.ts'
import { assignAliases } from '../../../src/drivers/qemu/definition/aliases.ts'
import { completeDefinition, defaultCpuModel } from '../../../src/drivers/qemu/definition/complete.ts'
import { devicesOf, withDevices } from '../../../src/drivers/qemu/definition/devices.ts'
import { acceleratorOf, type EmulatorSource } from '../../../src/drivers/qemu/definition/emulators.ts'
import { QemuCapabilities } from '../../../src/qmp/index.ts'

/** Folder of what libvirt 9.0 printed, beside the checkout. */
export const oracleFolder = resolve(
  import.meta.dirname,
  '../../../../shared/testdata/libvirt/oracle-9.0.0/qemuxml2argvdata',
)

/** One recorded case. */
export interface OracleCase {
  readonly name: string
  readonly skipped?: string
  readonly hostDependent?: boolean
  readonly args?: string
}

/** The cases that have a command line. */
export function oracleCases(): OracleCase[] {
  const manifest = join(oracleFolder, 'manifest.json')
  if (!existsSync(manifest)) return []
  const { cases } = JSON.parse(readFileSync(manifest, 'utf8')) as { cases: OracleCase[] }
  return cases.filter(({ name }) => existsSync(join(oracleFolder, `${name}.args`)))
}

/** The emulators of this host, as if KVM worked with them: the recordings were made where it did. */
export async function recordedEmulators(): Promise<EmulatorSource & { close(): Promise<void> }> {
  const runDir = await mkdtemp(join(tmpdir(), 'vgq-'))
  const { emulators, close } = await openEmulators({
    runDir,
    cacheDir: join(tmpdir(), 'vgq-cache'),
    clock: systemClock,
    log: silentLogger,
  })
  return {
    async close() {
      await close()
      await rm(runDir, { recursive: true, force: true })
    },
    pathFor: (arch) => emulators.pathFor(arch),
    async get(binary) {
      const { data } = await emulators.get(binary)
      const kvm = data.accelerators.kvm ?? data.accelerators.tcg
      return new QemuCapabilities({
        ...data,
        kvm: { present: true, enabled: true, usable: true },
        accelerators: { ...data.accelerators, ...(kvm ? { kvm } : {}) },
      })
    },
  }
}

/** Words of a shell line. */
export function words(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\(.)/g, (_, quoted, escaped) => quoted ?? escaped),
  )
}

/** The command line that this driver makes of the input of a case; the host's part is taken from the recording. */
export async function ourLine(name: string, recorded: string, emulators: EmulatorSource): Promise<string[]> {
  const given = parseDomain(readFileSync(join(oracleFolder, `${name}.in.xml`), 'utf8'))
  const { doc: complete, caps } = await completeDefinition(given, emulators)
  const dir = /"file":"([^"]+)\/master-key\.aes"/.exec(recorded)?.[1] ?? ''
  const channels = devicesOf(complete).channels.map((channel) =>
    channel.type === 'unix' && channel.source?.path === undefined && 'name' in channel.target
      ? {
          ...channel,
          source: {
            mode: 'bind' as const,
            path: `${dir.replace(/\/([^/]+)$/, '/channel/target/$1')}/${channel.target.name}`,
          },
        }
      : channel,
  )
  // The recording tool turns every interface into a tap.
  const interfaces = devicesOf(complete).interfaces.map((net) => ({ ...net, type: 'bridge' as const }))
  const graphics = devicesOf(complete).graphics.map((g) => (g.port === -1 ? { ...g, port: 5900 } : g))
  const doc = assignAliases(
    withDevices(complete, {
      ...(channels.length > 0 ? { channels } : {}),
      ...(interfaces.length > 0 ? { interfaces } : {}),
      ...(graphics.length > 0 ? { graphics } : {}),
    }),
  )
  const machine = caps.machine(doc.os.type?.machine ?? '', acceleratorOf(doc))
  const host = caps.accelerator(acceleratorOf(doc))?.host
  return commandLine(doc, {
    monitorPath: `${dir}/monitor.sock`,
    masterKeyPath: `${dir}/master-key.aes`,
    taps: new Map(devicesOf(doc).interfaces.map((net) => [net.alias?.name ?? '', 'vnet0'])),
    diskNodes: numberDisks(doc),
    chains: new Map(),
    cpuModels: {
      fallback: defaultCpuModel(machine, doc.os.type?.arch ?? ''),
      ...(host ? { hostModel: host } : {}),
    },
    now: 0,
  })
}

type Options = Map<string, number>

function normal(option: string, value: string): string {
  if (value.startsWith('{')) return JSON.stringify(sorted(netdev(JSON.parse(value))))
  const parts = value
    .replaceAll(',,', '\0')
    .split(',')
    .map((part) => part.replaceAll('\0', ',,'))
  return option === '-device' || option === '-append' || option === '-kernel'
    ? value
    : [...parts].sort().join(',')
}

/** Where a tap comes from is the host's affair. */
function netdev(value: Record<string, unknown>): Record<string, unknown> {
  return value.type === 'tap' ? { type: 'tap', id: value.id } : value
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}

/** The options of a command line as a multiset. */
export function options(argv: readonly string[]): Options {
  const bag: Options = new Map()
  for (let i = 0; i < argv.length; i++) {
    const option = argv[i] ?? ''
    if (!option.startsWith('-')) continue
    const next = argv[i + 1]
    const text = next === undefined || /^-[a-z]/.test(next) ? option : `${option} ${normal(option, next)}`
    bag.set(text, (bag.get(text) ?? 0) + 1)
  }
  return bag
}

/** Options that are in one bag and not in the other. */
export function difference(ours: Options, theirs: Options): string[] {
  const lines: string[] = []
  for (const [text, n] of theirs) if ((ours.get(text) ?? 0) < n) lines.push(`- ${text}`)
  for (const [text, n] of ours) if ((theirs.get(text) ?? 0) < n) lines.push(`+ ${text}`)
  return lines
}
