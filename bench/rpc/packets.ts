import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RemoteArgs, RemoteNonnullDomain } from '../../src/rpc/wire/generated/types.ts'
import { encodeArgs, MessageType, packet, procedureByName, programs } from '../../src/rpc/wire/index.ts'

/** Domains that are defined and run; those above are only defined. */
export const RUNNING = 1_000
/** All domains that are defined. */
export const DEFINED = 10_000

const LIFECYCLE = 0
const STATE_STATS = 1

/** Files of packets, by what they ask for. */
export interface PacketFiles {
  readonly setup: string
  readonly defined: string
  readonly started: string
  readonly more: string
  readonly version: string
  readonly state: string
  readonly xml: string
  readonly list: string
  readonly stateStats: string
  readonly allStats: string
  readonly registration: string
  readonly changes: string
}

/** Writes all packets that the load sends. */
export function writePackets(folder: string): PacketFiles {
  const file = (name: string, packets: readonly Buffer[]) => {
    const path = join(folder, `${name}.packets`)
    writeFileSync(path, Buffer.concat(packets))
    return path
  }
  const dom = domain(5)
  return {
    setup: file('setup', [
      call('AUTH_LIST', undefined),
      call('CONNECT_OPEN', { name: 'test:///default', flags: 0 }),
    ]),
    defined: file('defined', numbers(1, RUNNING).map(define)),
    started: file(
      'started',
      numbers(1, RUNNING).map((i) => call('DOMAIN_CREATE', { dom: domain(i) })),
    ),
    more: file('more', numbers(RUNNING + 1, DEFINED).map(define)),
    version: file('version', [call('CONNECT_GET_LIB_VERSION', undefined)]),
    state: file('state', [call('DOMAIN_GET_STATE', { dom, flags: 0 })]),
    xml: file('xml', [call('DOMAIN_GET_XML_DESC', { dom, flags: 0 })]),
    list: file('list', [call('CONNECT_LIST_ALL_DOMAINS', { need_results: 1, flags: 0 })]),
    stateStats: file('state-stats', [stats(STATE_STATS)]),
    allStats: file('all-stats', [stats(0)]),
    registration: file('registration', [
      call('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID: LIFECYCLE, dom: null }),
    ]),
    changes: file('changes', [call('DOMAIN_SUSPEND', { dom }), call('DOMAIN_RESUME', { dom })]),
  }
}

function call<N extends keyof RemoteArgs & string>(name: N, args: RemoteArgs[N]): Buffer {
  const procedure = procedureByName('remote', name)?.entry.number ?? 0
  const header = { program: programs.remote.number, procedure, type: MessageType.CALL, serial: 0, status: 0 }
  return packet(header, encodeArgs<'remote', string>('remote', name, args))
}

function stats(groups: number): Buffer {
  return call('CONNECT_GET_ALL_DOMAIN_STATS', {
    doms: numbers(1, RUNNING).map(domain),
    stats: groups,
    flags: 0,
  })
}

function define(i: number): Buffer {
  const { name, uuid } = domain(i)
  const xml = `<domain type='test'><name>${name}</name><uuid>${uuid}</uuid><memory unit='KiB'>1048576</memory>
<vcpu>2</vcpu><os><type arch='x86_64'>hvm</type><boot dev='hd'/></os><devices>
<disk type='file' device='disk'><source file='/var/lib/images/${name}.img'/><target dev='vda' bus='virtio'/></disk>
<interface type='network'><mac address='52:54:00:${mac(i)}'/><source network='default'/><model type='virtio'/></interface>
<console type='pty'/><graphics type='vnc' autoport='yes'/></devices></domain>`
  return call('DOMAIN_DEFINE_XML', { xml })
}

function domain(i: number): RemoteNonnullDomain {
  return { name: `bench-${i}`, uuid: `5f0c1d3e-0000-4000-8000-${i.toString(16).padStart(12, '0')}`, id: -1 }
}

function mac(i: number): string {
  return [16, 8, 0].map((shift) => ((i >> shift) & 0xff).toString(16).padStart(2, '0')).join(':')
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}
