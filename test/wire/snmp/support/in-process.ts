import { FakeClock } from '../../../../src/core/lib/clock.ts'
import {
  type AccessConfig,
  createAccessControl,
} from '../../../../src/mappings/snmp/engine/access-control.ts'
import { AgentContext } from '../../../../src/mappings/snmp/engine/agent-context.ts'
import { Counters } from '../../../../src/mappings/snmp/engine/counters.ts'
import { type AgentLimits, defaultLimits } from '../../../../src/mappings/snmp/engine/limits.ts'
import type { EngineLogger, MibModule } from '../../../../src/mappings/snmp/engine/module.ts'
import { createReceiver, type Receiver } from '../../../../src/mappings/snmp/engine/receiver.ts'
import type { Transport } from '../../../../src/mappings/snmp/engine/transport.ts'
import type { StoredUser } from '../../../../src/mappings/snmp/engine/users-file.ts'
import { UsmEngine } from '../../../../src/mappings/snmp/engine/usm-engine.ts'
import { authKey, privKey } from '../../../../src/mappings/snmp/engine/usm-keys.ts'
import { authProtocols, privProtocols } from '../../../../src/mappings/snmp/engine/usm-protocols.ts'
import { userMembers, usmUsers } from '../../../../src/mappings/snmp/engine/usm-user.ts'
import { community, type DecodedPdu, decodeCommunity } from './ber.ts'
import type { V3Keys } from './v3.ts'

/** The engine id of agents in tests. */
export const testEngineId = Buffer.from('80007ed9050102030405060708', 'hex')
/** How often their engine was started. */
export const testBoots = 7

/** A logger that keeps what it is told. */
export function keepingLogger(): EngineLogger & { readonly lines: string[] } {
  const lines: string[] = []
  const keep = (level: string) => (message: string, fields?: Record<string, unknown>) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`)
  }
  return { lines, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') }
}

/** What an agent without sockets is made with. */
export interface InProcessOptions {
  readonly access?: AccessConfig
  readonly limits?: Partial<AgentLimits>
  readonly modules?: readonly MibModule[]
  readonly groups?: Readonly<Record<string, string>>
}

/** The keys of the users of `groups`; all have the same pass phrase. */
export const testKeys: V3Keys = {
  authKey: authKey(authProtocols.sha256, Buffer.from('maplesyrup'), testEngineId),
  privKey: privKey(authProtocols.sha256, privProtocols.aes128, Buffer.from('maplesyrup'), testEngineId),
}

/** An agent whose datagrams are handed over within the process. */
export class InProcessAgent {
  readonly clock = new FakeClock()
  readonly counters = new Counters()
  readonly log = keepingLogger()
  readonly contexts = new Map<string, AgentContext>()
  readonly receiver: Receiver
  readonly answers: Buffer[] = []
  readonly engine: UsmEngine
  readonly #transport: Transport
  #waiters: (() => void)[] = []

  constructor({ access = {}, limits = {}, modules = [], groups = {} }: InProcessOptions = {}) {
    this.engine = new UsmEngine({ engineId: testEngineId, boots: testBoots }, this.clock)
    const stored = Object.entries(groups).map(([name, group]) => storedUser(name, group))
    const control = createAccessControl(access, userMembers(stored))
    const users = usmUsers(stored, testEngineId, control.vacm)
    this.receiver = createReceiver({
      counters: this.counters,
      limits: { ...defaultLimits, ...limits },
      clock: this.clock,
      log: this.log,
      engine: this.engine,
      access: () => control,
      users: () => users,
      context: (name) => this.contexts.get(name),
    })
    this.#transport = {
      send: (writer) => {
        this.answers.push(Buffer.from(writer.buffer.subarray(writer.start, writer.pos)))
        for (const wake of this.#waiters.splice(0)) wake()
      },
    }
    this.addContext('', modules)
  }

  /** Adds a context. */
  addContext(name: string, modules: readonly MibModule[]): AgentContext {
    const context = new AgentContext(name, { added: () => undefined, removed: () => undefined })
    this.contexts.set(name, context)
    for (const module of modules) context.register(module)
    return context
  }

  /** Hands over a datagram; returns the work it caused. The packet may be changed. */
  put(packet: Buffer, address = '127.0.0.1'): number {
    return this.receiver.processor.receive(packet, { address, port: 40_000 }, this.#transport)
  }

  /** Hands over a datagram and gives the answer that came at once, if any. */
  ask(packet: Buffer, address?: string): Buffer | undefined {
    this.answers.length = 0
    this.put(packet, address)
    return this.answers[0]
  }

  /** The answer to a v2c request (or v1, with version 0). */
  askCommunity(body: Buffer, name = 'public', version = 1): DecodedPdu {
    const answer = this.ask(community(version, name, body))
    if (answer === undefined) throw new Error('there was no answer')
    return decodeCommunity(answer)
  }

  /** Resolves with the next answer. */
  async next(): Promise<Buffer> {
    if (this.answers.length === 0) await new Promise<void>((resolve) => this.#waiters.push(resolve))
    return this.answers.shift() as Buffer
  }
}

function storedUser(name: string, group: string): StoredUser {
  return {
    name,
    group,
    engineId: testEngineId.toString('hex'),
    auth: 'sha256',
    authKey: testKeys.authKey.toString('hex'),
    priv: 'aes128',
    privKey: testKeys.privKey.toString('hex'),
  }
}
