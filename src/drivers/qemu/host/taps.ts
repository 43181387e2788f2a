import { readFile } from 'node:fs/promises'
import { VirtError } from '../../../core/errors/index.ts'
import { runProgram } from './run-program.ts'

/** A tap device to make for a network interface of a guest. */
export interface TapRequest {
  /** Wanted name; `%d` at its end is replaced by the first free number. */
  readonly name: string
  /** Bridge that it is attached to; none for type ethernet. */
  readonly bridge?: string
  /** MAC address of the guest; the host end gets the same with 0xfe in front, so that the bridge keeps its own. */
  readonly mac: string
  readonly mtu?: number
  /** Several queues, for a multi-queue device. */
  readonly queues?: number
  /** Told the name before the tap is made. */
  readonly claim?: (name: string) => Promise<void>
}

function ip(args: readonly string[], signal?: AbortSignal): Promise<string> {
  return runProgram({
    program: 'ip',
    args,
    purpose: 'make network devices',
    ...(signal ? { signal } : {}),
  })
}

async function linkExists(name: string): Promise<boolean> {
  return readFile(`/sys/class/net/${name}/ifindex`, 'utf8').then(
    () => true,
    () => false,
  )
}

async function freeName(pattern: string, taken: ReadonlySet<string>): Promise<string> {
  if (!pattern.includes('%d')) return pattern
  for (let n = 0; n < 65_536; n++) {
    const name = pattern.replace('%d', String(n))
    if (!taken.has(name) && !(await linkExists(name))) return name
  }
  throw new VirtError('operationFailed', `no name for a tap device of the form '${pattern}' is free`)
}

/** Makes and removes tap devices by the `ip` program. */
export class Taps {
  readonly #making = new Set<string>()

  /** Makes a tap, attaches it to its bridge and brings it up; answers its name. Leaves nothing behind on failure. */
  async create(request: TapRequest, signal?: AbortSignal): Promise<string> {
    if (request.bridge !== undefined && !(await linkExists(request.bridge))) {
      throw new VirtError('operationFailed', `bridge '${request.bridge}' is not there on this host`)
    }
    const name = await freeName(request.name, this.#making)
    this.#making.add(name)
    try {
      await request.claim?.(name)
      const queues = (request.queues ?? 1) > 1 ? ['multi_queue'] : []
      await ip(['tuntap', 'add', 'dev', name, 'mode', 'tap', 'vnet_hdr', ...queues], signal)
      try {
        await this.#configure(name, request, signal)
      } catch (error) {
        await this.remove(name)
        throw error
      }
      return name
    } finally {
      this.#making.delete(name)
    }
  }

  async #configure(name: string, request: TapRequest, signal?: AbortSignal): Promise<void> {
    await ip(['link', 'set', 'dev', name, 'address', `fe${request.mac.slice(2)}`], signal)
    if (request.mtu !== undefined) await ip(['link', 'set', 'dev', name, 'mtu', String(request.mtu)], signal)
    if (request.bridge !== undefined) {
      await ip(['link', 'set', 'dev', name, 'master', request.bridge], signal)
    }
    await ip(['link', 'set', 'dev', name, 'up'], signal)
  }

  /** Removes a tap; not an error if it is gone. */
  async remove(name: string): Promise<void> {
    if (await linkExists(name)) await ip(['link', 'delete', 'dev', name])
  }
}

/** Counters of a network device of the host. */
export interface LinkCounters {
  readonly rxBytes: bigint
  readonly rxPackets: bigint
  readonly rxErrors: bigint
  readonly rxDropped: bigint
  readonly txBytes: bigint
  readonly txPackets: bigint
  readonly txErrors: bigint
  readonly txDropped: bigint
}

/** Counters of a tap as its guest sees them: what the host received the guest sent. */
export async function readTapCounters(name: string): Promise<LinkCounters | undefined> {
  const read = async (counter: string): Promise<bigint> => {
    const text = await readFile(`/sys/class/net/${name}/statistics/${counter}`, 'utf8')
    return BigInt(text.trim())
  }
  try {
    const [rxBytes, rxPackets, rxErrors, rxDropped] = await Promise.all(
      ['tx_bytes', 'tx_packets', 'tx_errors', 'tx_dropped'].map(read),
    )
    const [txBytes, txPackets, txErrors, txDropped] = await Promise.all(
      ['rx_bytes', 'rx_packets', 'rx_errors', 'rx_dropped'].map(read),
    )
    return {
      rxBytes: rxBytes ?? 0n,
      rxPackets: rxPackets ?? 0n,
      rxErrors: rxErrors ?? 0n,
      rxDropped: rxDropped ?? 0n,
      txBytes: txBytes ?? 0n,
      txPackets: txPackets ?? 0n,
      txErrors: txErrors ?? 0n,
      txDropped: txDropped ?? 0n,
    }
  } catch {
    return undefined
  }
}
