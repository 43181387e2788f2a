import { type AttrPatch, hostKey } from '../../core/driver.ts'
import type { Daemon } from './daemon.ts'

/** What a daemon tells of its host; what it does not is left out. */
export async function hostAttrs(daemon: Daemon, secure: boolean): Promise<AttrPatch<'host'>> {
  const [type, version, hostname, node, maxVcpus] = await Promise.all([
    daemon.call('CONNECT_GET_TYPE', undefined),
    daemon.tryCall('CONNECT_GET_VERSION', undefined).catch(nothing),
    daemon.tryCall('CONNECT_GET_HOSTNAME', undefined).catch(nothing),
    daemon.tryCall('NODE_GET_INFO', undefined).catch(nothing),
    daemon.tryCall('CONNECT_GET_MAX_VCPUS', { type: null }).catch(nothing),
  ])
  return {
    hvType: type.type,
    hvVersion: version?.hv_ver,
    hostname: hostname?.hostname,
    maxVcpus: maxVcpus?.max_vcpus,
    secure,
    ...(node && {
      cpuModel: modelName(node.model),
      memory: node.memory,
      cpus: node.cpus,
      mhz: node.mhz,
      numaNodes: node.nodes,
      sockets: node.sockets,
      cores: node.cores,
      threads: node.threads,
    }),
  }
}

/** Tells the inventory of the host. */
export function hostPatch(attrs: AttrPatch<'host'>) {
  return { kind: 'patch', type: 'host', key: hostKey, attrs } as const
}

/** A fixed number of characters, of which the first NUL ends the text. */
function modelName(model: Uint8Array): string {
  const end = model.indexOf(0)
  return Buffer.from(end < 0 ? model : model.subarray(0, end)).toString('utf8')
}

/** A host that cannot tell one thing is shown without it. */
function nothing(): undefined {}
