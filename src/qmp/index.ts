export { AgentClient, type AgentClientOptions, type AgentRequestOptions } from './agent-client.ts'
export { type FreezeOptions, whileFrozen } from './agent-freeze.ts'
export { CapabilitiesCache, type CapabilitiesCacheOptions } from './capabilities/cache.ts'
export {
  type Accelerator,
  type AcceleratorFacts,
  accelerators,
  type CapabilitiesData,
  type CpuModel,
  type KvmState,
  type MachineType,
} from './capabilities/data.ts'
export { type ProbeOptions, probeCapabilities } from './capabilities/probe.ts'
export { QemuCapabilities } from './capabilities/qemu-capabilities.ts'
export {
  type ExecuteOptions,
  type QmpArgs,
  QmpClient,
  type QmpClientOptions,
  type QmpCommandName,
  type QmpReturn,
} from './client.ts'
export { isEvent, type QmpEvent, type QmpEventName, type TypedQmpEvent } from './event.ts'
export type { QemuVersion, QmpGreeting } from './greeting.ts'
export { type HmpOptions, runHmp, runSilentHmp } from './hmp.ts'
export { parseQmp } from './json.ts'
export type { RunAs } from './qmp-directory.ts'
export { isQmpError, QmpError, type QmpErrorClass, qmpErrorClasses } from './qmp-error.ts'
export {
  type QmpProcess,
  QmpProcesses,
  type QmpProcessesOptions,
  type QmpRunOptions,
  type Swept,
} from './qmp-processes.ts'
export { QmpSchema } from './schema/qmp-schema.ts'
export { checkSocketPath, SOCKET_PATH_MAX } from './socket.ts'
export { isQmpObject, printQmp, type QmpInt, type QmpObject, type QmpValue } from './value.ts'
