import { linkAbort } from '../../core/lib/abort.ts'
import { type Clock, systemClock } from '../../core/lib/clock.ts'
import type { QmpClient } from '../client.ts'
import { isQmpError } from '../qmp-error.ts'
import type { QmpProcess, QmpProcesses } from '../qmp-processes.ts'
import { isQmpObject, type QmpObject, type QmpValue } from '../value.ts'
import type { AcceleratorFacts, CapabilitiesData, KvmState } from './data.ts'
import { tryAccelerator } from './kvm-trial.ts'
import { gicTargets, maxCpuType, probedDevices, probedObjects } from './plan.ts'
import { column, optional, readCpus, readMachines, readOptions, words } from './replies.ts'

/** How an emulator is probed. */
export interface ProbeOptions {
  readonly binary: string
  readonly processes: Pick<QmpProcesses, 'run'>
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** Time that a trial guest gets under KVM. */
  readonly trialMs?: number
  /** Runs code under an accelerator; replaced in tests. */
  readonly trial?: typeof tryAccelerator
}

const TRIAL_MS = 5_000

/** Finds out what an emulator can do by asking it, in a process of its own (two, where it has KVM). */
export async function probeCapabilities(options: ProbeOptions): Promise<CapabilitiesData> {
  const { binary, processes } = options
  const link = linkAbort(options.signal)
  let emulated: Promise<AcceleratorFacts> | undefined
  // The second process runs beside the first, but the first does not wait for it: that one may have to wait for
  // a place, and would for ever if every place were held by a first.
  const onKvm = () => {
    const run = { binary, forceTcg: true, signal: link.signal }
    emulated = processes.run(run, ({ monitor }) => probeAccelerator(monitor, 'max'))
    emulated.catch(() => {})
  }
  try {
    const run = { binary, signal: link.signal }
    const first = await processes.run(run, (process) => probeFirst(process, options, onKvm))
    if (!emulated) return first
    const tcg = optional('tcg', usedTcg(await emulated))
    return { ...first, accelerators: { ...first.accelerators, ...tcg } }
  } catch (fault) {
    link.abort(fault)
    await emulated?.catch(() => {})
    throw fault
  } finally {
    link.release()
  }
}

/** An emulator may be built without TCG: then it knows no processors in such a process. */
function usedTcg(facts: AcceleratorFacts): AcceleratorFacts | undefined {
  return facts.machines.length > 0 ? facts : undefined
}

async function probeFirst(
  process: QmpProcess,
  options: ProbeOptions,
  onKvm: () => void,
): Promise<CapabilitiesData> {
  const { monitor } = process
  const [target, kvmAnswer] = await Promise.all([monitor.execute('query-target'), ask(monitor, 'query-kvm')])
  const enabled = isQmpObject(kvmAnswer) && kvmAnswer.enabled === true
  if (enabled) onKvm()
  const [facts, accelerator, kvm] = await Promise.all([
    probeFacts(monitor, target.arch),
    probeAccelerator(monitor, enabled ? 'host' : 'max'),
    probeKvm(process, options, { answer: kvmAnswer, arch: target.arch }),
  ])
  const { version, package: packageText } = monitor.greeting
  return {
    binary: options.binary,
    arch: target.arch,
    version,
    package: packageText,
    kvm,
    ...facts,
    accelerators: { [enabled ? 'kvm' : 'tcg']: accelerator },
  }
}

type Facts = Omit<CapabilitiesData, 'binary' | 'arch' | 'version' | 'package' | 'kvm' | 'accelerators'>

async function probeFacts(monitor: QmpClient, arch: string): Promise<Facts> {
  const optionalAnswers = Promise.all([
    ask(monitor, 'query-command-line-options'),
    ask(monitor, 'query-migrate-capabilities'),
    ask(monitor, 'query-tpm-models'),
    ask(monitor, 'query-tpm-types'),
    ask(monitor, 'query-sev-capabilities'),
    ask(monitor, 'query-sgx-capabilities'),
    gicTargets.includes(arch) ? ask(monitor, 'query-gic-capabilities') : undefined,
  ])
  const [schema, commands, types, properties, [options, migration, tpmModels, tpmTypes, sev, sgx, gic]] =
    await Promise.all([
      monitor.request('query-qmp-schema'),
      monitor.request('query-commands'),
      monitor.request('qom-list-types'),
      probeProperties(monitor, arch),
      optionalAnswers,
    ])
  return {
    schema,
    commands: column(commands, 'name'),
    types: column(types, 'name'),
    properties,
    options: readOptions(options),
    migration: column(migration, 'capability'),
    tpmModels: words(tpmModels),
    tpmTypes: words(tpmTypes),
    ...optional('sev', sev),
    ...optional('sgx', sgx),
    ...optional('gic', gic),
  }
}

async function probeProperties(monitor: QmpClient, arch: string): Promise<CapabilitiesData['properties']> {
  const list = async (command: string, typename: string) => {
    const answer = await ask(monitor, command, { typename })
    return answer === undefined ? [] : [[typename, column(answer, 'name')] as const]
  }
  const found = await Promise.all([
    ...probedDevices.map((type) => list('device-list-properties', type)),
    ...[...probedObjects, maxCpuType(arch)].map((type) => list('qom-list-properties', type)),
  ])
  return Object.fromEntries(found.flat())
}

async function probeAccelerator(monitor: QmpClient, model: 'host' | 'max'): Promise<AcceleratorFacts> {
  const unmigratable = { migratable: false }
  const [machines, cpus, host, hostUnmigratable, hostHyperv] = await Promise.all([
    monitor.request('query-machines'),
    ask(monitor, 'query-cpu-definitions'),
    expand(monitor, 'static', { name: model }),
    expand(monitor, 'static', { name: model, props: unmigratable }),
    model === 'host'
      ? expand(monitor, 'full', { name: model, props: { ...unmigratable, 'hv-passthrough': true } })
      : undefined,
  ])
  return {
    machines: readMachines(machines),
    cpus: readCpus(cpus),
    ...optional('host', host),
    ...optional('hostUnmigratable', hostUnmigratable),
    ...optional('hostHyperv', hostHyperv),
  }
}

async function expand(monitor: QmpClient, type: string, model: QmpObject): Promise<QmpObject | undefined> {
  const answer = await ask(monitor, 'query-cpu-model-expansion', { type, model })
  const expanded = isQmpObject(answer) ? answer.model : undefined
  return isQmpObject(expanded) && isQmpObject(expanded.props) ? expanded.props : undefined
}

/** A query that QEMU refuses asks for what is not there. */
async function ask(monitor: QmpClient, command: string, args?: QmpObject): Promise<QmpValue | undefined> {
  try {
    return await monitor.request(command, args)
  } catch (fault) {
    if (isQmpError(fault)) return undefined
    throw fault
  }
}

/** That QEMU starts with KVM does not say that guests run: a KVM of software emulates them beyond patience. */
async function probeKvm(
  process: QmpProcess,
  options: ProbeOptions,
  said: { readonly answer: QmpValue | undefined; readonly arch: string },
): Promise<KvmState> {
  const state = isQmpObject(said.answer) ? said.answer : {}
  const present = state.present === true
  if (!present) return { present, enabled: false, usable: false, reason: 'this QEMU was built without KVM' }
  if (state.enabled !== true) {
    return { present, enabled: false, usable: false, reason: 'QEMU could not open KVM on this host' }
  }
  if (said.arch !== 'x86_64' && said.arch !== 'i386') return { present, enabled: true, usable: true }
  const trial = options.trial ?? tryAccelerator
  const reason = await trial({
    binary: options.binary,
    directory: process.directory,
    accelerator: 'kvm',
    clock: options.clock ?? systemClock,
    signal: process.signal,
    deadlineMs: options.trialMs ?? TRIAL_MS,
    runAs: process.runAs,
  })
  return { present, enabled: true, usable: reason === undefined, ...optional('reason', reason) }
}
