import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { VirtError } from '../../../core/errors/index.ts'
import type { Requester } from './requester.ts'
import type { AccessRule, Grant, GroupMember, Vacm } from './vacm.ts'

/** A community of SNMPv1 and v2c as the settings give it. */
export interface CommunityConfig {
  /** The community string. */
  readonly name: string
  /** Context that its requests read; the default one when absent. */
  readonly context?: string | undefined
  /** Networks that may use it, such as `192.0.2.0/24` or `2001:db8::1`; any when absent. */
  readonly sources?: readonly string[] | undefined
  /** View that it reads; `standard` when absent. */
  readonly view?: string | undefined
  /** View that it may write; nothing when absent. */
  readonly write?: string | undefined
}

/** A community that is in use. */
export interface Community {
  /** Name under which access control and logs know it: it does not tell the community string. */
  readonly securityName: string
  readonly contextName: string
  readonly sources: BlockList | undefined
  readonly v1: CommunityAccess
  readonly v2c: CommunityAccess
}

/** What a community may do in one version of SNMP. */
export interface CommunityAccess {
  readonly requester: Requester
  readonly grant: Grant | undefined
}

/** A row of snmpCommunityTable. */
export interface CommunityRow {
  readonly name: string
  readonly securityName: string
  readonly contextName: string
}

const MAX_LENGTH = 255

/** Communities by their strings. Several may share a string and differ in their sources. */
export class Communities {
  readonly members: GroupMember[] = []
  readonly rules: AccessRule[] = []
  readonly #parsed: ParsedCommunity[]
  readonly #byName = new Map<string, Community[]>()

  constructor(configs: readonly CommunityConfig[]) {
    this.#parsed = configs.map((config, i) => parseCommunity(config, `community${i + 1}`))
    for (const parsed of this.#parsed) this.#addRules(parsed)
  }

  /** Takes what access control, which holds the members and rules of this object too, grants to each. */
  link(vacm: Vacm): void {
    for (const { key, securityName, contextName, sources } of this.#parsed) {
      const access = (model: 'v1' | 'v2c'): CommunityAccess => {
        const group = vacm.group(model, securityName)
        const requester: Requester = { securityName, model, level: 'noAuthNoPriv', group }
        return { requester, grant: vacm.grant({ ...requester, contextName }) }
      }
      const community = { securityName, contextName, sources, v1: access('v1'), v2c: access('v2c') }
      this.#byName.set(key, [...(this.#byName.get(key) ?? []), community])
    }
  }

  /** Whether there is any: without one, SNMPv1 and v2c are off. */
  get size(): number {
    return this.#parsed.length
  }

  /** Each community with its string, for the table that administrators can read. */
  *rows(): Iterable<CommunityRow> {
    for (const { config, securityName, contextName } of this.#parsed) {
      yield { name: config.name, securityName, contextName }
    }
  }

  /** The community of a request; undefined when the string is unknown or may not be used from that address. */
  find(packet: Buffer, start: number, end: number, address: string): Community | undefined {
    const candidates = this.#byName.get(packet.toString('latin1', start, end))
    return candidates?.find(({ sources }) => sources === undefined || allows(sources, address))
  }

  #addRules({ config, securityName, contextName }: ParsedCommunity): void {
    for (const model of ['v1', 'v2c'] as const) {
      this.members.push({ group: securityName, model, securityName })
      this.rules.push({
        group: securityName,
        context: contextName,
        match: 'exact',
        model,
        level: 'noAuthNoPriv',
        read: config.view ?? 'standard',
        ...(config.write === undefined ? {} : { write: config.write }),
      })
    }
  }
}

interface ParsedCommunity {
  readonly config: CommunityConfig
  readonly key: string
  readonly securityName: string
  readonly contextName: string
  readonly sources: BlockList | undefined
}

function parseCommunity(config: CommunityConfig, securityName: string): ParsedCommunity {
  const octets = Buffer.from(config.name)
  if (octets.length === 0 || octets.length > MAX_LENGTH) {
    throw new VirtError('invalidArg', `${securityName} has a string of ${octets.length} octets, not 1 to 255`)
  }
  return {
    config,
    key: octets.toString('latin1'),
    securityName,
    contextName: config.context ?? '',
    sources: parseSources(securityName, config.sources),
  }
}

function allows(sources: BlockList, address: string): boolean {
  if (isIPv4(address)) return sources.check(address)
  // A link-local address comes with its interface behind a percent sign.
  return sources.check(address.split('%', 1)[0] ?? '', 'ipv6')
}

function parseSources(name: string, sources: readonly string[] | undefined): BlockList | undefined {
  if (sources === undefined) return undefined
  const list = new BlockList()
  for (const source of sources) addSource(list, name, source)
  return list
}

function addSource(list: BlockList, name: string, source: string): void {
  const [address = '', prefix, ...rest] = source.split('/')
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined
  const most = family === 'ipv4' ? 32 : 128
  const bits = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1
  if (family === undefined || bits < 0 || bits > most || rest.length > 0) {
    throw new VirtError('invalidArg', `${name} has the source '${source}', which is no address or network`)
  }
  list.addSubnet(address, bits, family)
}
