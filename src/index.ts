/**
 * The library: an engine for the hypervisors of a host, without the command line and the surfaces.
 *
 *     const gateway = createGateway({ clock: systemClock, log: silentLogger, dirs, drivers: createDriverRegistry() })
 *     await gateway.connections.open('lab', 'qemu:///system')
 *     for (const guest of gateway.inventory.list('domain')) ...
 */

export { ControlClient } from './control/client.ts'
export { type Caller, internalCaller } from './core/access/caller.ts'
export type { AccessRule } from './core/access/rules.ts'
export * from './core/contracts.ts'
export * from './core/driver.ts'
export { createGateway, type Gateway, type GatewayOptions } from './core/engine/gateway.ts'
export * from './core/errors/index.ts'
export { type Clock, systemClock } from './core/lib/clock.ts'
export { createLogger, type LoggerOptions, type RootLogger } from './core/log/create-logger.ts'
export { type Logger, type LogLevel, silentLogger } from './core/log/logger.ts'
export * from './core/model/index.ts'
export { createDriverRegistry } from './drivers/registry.ts'
