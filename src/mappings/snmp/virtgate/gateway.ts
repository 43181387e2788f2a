import type { ScalarGroupDef } from '../smi/definition.ts'
import { adminString, counter64, gauge32, gauge64, timeTicks } from '../smi/syntax.ts'
import { cutText } from '../values.ts'
import type { GatewayView } from './view.ts'

/** The gateway itself: the same in every context. */
export const gatewayScalars: readonly ScalarGroupDef<GatewayView>[] = [
  {
    name: 'vgGateway',
    id: 1,
    scalars: [
      {
        id: 1,
        name: 'vgGatewayVersion',
        syntax: adminString,
        doc: 'Version of the gateway.',
        get: (view) => cutText(view.health.version),
      },
      {
        id: 2,
        name: 'vgGatewayUpTime',
        syntax: timeTicks,
        doc: 'Time since the agent of the gateway was started.',
        get: (view) => view.health.upTime,
      },
      {
        id: 3,
        name: 'vgGatewayRevision',
        syntax: gauge64,
        doc: 'Number of changes of objects that the gateway has seen; begins anew at its start.',
        get: (view) => view.health.revision,
      },
      {
        id: 4,
        name: 'vgGatewayConnections',
        syntax: gauge32,
        doc: 'Number of connections to hypervisors.',
        get: (view) => view.health.connections,
      },
      {
        id: 5,
        name: 'vgGatewayResidentMemory',
        syntax: gauge64,
        units: 'octets',
        doc: 'Memory that the gateway takes of its host.',
        get: (view) => view.health.memory.rss,
      },
      {
        id: 6,
        name: 'vgGatewayHeapUsed',
        syntax: gauge64,
        units: 'octets',
        doc: 'Memory that objects of the gateway take.',
        get: (view) => view.health.memory.heapUsed,
      },
      {
        id: 7,
        name: 'vgGatewayLag',
        syntax: gauge32,
        units: 'microseconds',
        doc: 'How late the event loop was in 99 of 100 turns of the last whole minute: a gateway that is too busy shows here.',
        get: (view) => view.health.lag.p99,
      },
      {
        id: 8,
        name: 'vgGatewayLongestLag',
        syntax: gauge32,
        units: 'microseconds',
        doc: 'How late the event loop was at the most in the last whole minute.',
        get: (view) => view.health.lag.max,
      },
      {
        id: 9,
        name: 'vgGatewaySweeps',
        syntax: counter64,
        doc: 'How often requests waited for counters to be read from a hypervisor.',
        get: (view) => view.health.sweeps,
      },
    ],
  },
]
