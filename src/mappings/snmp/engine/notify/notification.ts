import { type BerWriter, encodeOid } from '../ber-writer.ts'
import type { Oid } from '../oid.ts'
import type { AnyValue, SyntaxName } from '../syntax.ts'
import { syntaxTags } from '../syntax.ts'

/** One object that a notification carries. */
export interface NotificationVariable {
  readonly oid: Oid
  readonly syntax: SyntaxName
  readonly value: AnyValue
}

/** Something that has happened, before it is put into the form of a version of SNMP. */
export interface Notification {
  /** Identifier of the kind of notification. */
  readonly oid: Oid
  /** Context in which it arose. */
  readonly contextName: string
  readonly variables: readonly NotificationVariable[]
}

const sysUpTime: Oid = [1, 3, 6, 1, 2, 1, 1, 3, 0]
const snmpTrapOid: Oid = [1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0]
const snmpTraps: Oid = [1, 3, 6, 1, 6, 3, 1, 1, 5]
const ENTERPRISE_SPECIFIC = 6
const empty = new Uint8Array(0)

/** A notification with the moment at which it arose, in the forms that the versions need; each is made once for all targets. */
export class PreparedNotification {
  readonly notification: Notification
  /** sysUpTime when it arose. */
  readonly upTime: number
  readonly #writer: BerWriter
  #list: Buffer | undefined
  #plain: Buffer | undefined

  constructor(notification: Notification, upTime: number, writer: BerWriter) {
    this.notification = notification
    this.upTime = upTime
    this.#writer = writer
  }

  /** Whether SNMPv1 can carry it: it has no type for 64 bits. */
  get fitsV1(): boolean {
    return this.notification.variables.every(({ syntax }) => syntax !== 'Counter64')
  }

  /** Puts the variables of a trap or an inform of v2c and v3 into a writer: sysUpTime.0 and snmpTrapOID.0 first. */
  writeList(writer: BerWriter): void {
    this.#list ??= this.#encode([
      { oid: sysUpTime, syntax: 'TimeTicks', value: this.upTime },
      { oid: snmpTrapOid, syntax: 'ObjectIdentifier', value: this.notification.oid },
      ...this.notification.variables,
    ])
    writer.reset()
    writer.raw(this.#list, 0, this.#list.length)
  }

  /**
   * Puts the whole PDU of a v1 trap into a writer, as RFC 3584 (3.2) translates it.
   *
   *     Trap-PDU ::= [4] { enterprise OID, agent-addr IpAddress, generic-trap INTEGER, specific-trap INTEGER,
   *                        time-stamp TimeTicks, SEQUENCE OF SEQUENCE { name OID, value ANY } }
   */
  writeV1(writer: BerWriter, agentAddress: Uint8Array): void {
    this.#plain ??= this.#encode(this.notification.variables)
    const { enterprise, generic, specific } = v1Identity(this.notification.oid)
    writer.reset()
    writer.raw(this.#plain, 0, this.#plain.length)
    writer.wrap(0x30)
    const list = Buffer.from(writer.buffer.subarray(writer.start, writer.pos))
    writer.reset()
    writer.oid(enterprise)
    writer.value('IpAddress', agentAddress)
    writer.signed(syntaxTags.Integer32, generic)
    writer.signed(syntaxTags.Integer32, specific)
    writer.unsigned(syntaxTags.TimeTicks, this.upTime)
    writer.raw(list, 0, list.length)
  }

  #encode(variables: readonly NotificationVariable[]): Buffer {
    const writer = this.#writer
    writer.reset()
    for (const { oid, syntax, value } of variables) {
      const name = encodeOid(oid)
      const mark = writer.begin(name, [])
      // What is longer than any message goes out empty rather than not at all.
      if (!writer.value(syntax, value)) writer.octetString(syntaxTags.OctetString, empty)
      writer.finish(mark)
    }
    return Buffer.from(writer.buffer.subarray(writer.start, writer.pos))
  }
}

/** What a notification is called in SNMPv1. */
export function v1Identity(oid: Oid): { enterprise: Oid; generic: number; specific: number } {
  const last = oid.at(-1) ?? 0
  const standard = oid.length === snmpTraps.length + 1 && snmpTraps.every((arc, at) => arc === oid[at])
  if (standard && last >= 1 && last <= 6) return { enterprise: snmpTraps, generic: last - 1, specific: 0 }
  const enterprise = oid.slice(0, oid.at(-2) === 0 ? -2 : -1)
  return { enterprise, generic: ENTERPRISE_SPECIFIC, specific: last }
}
