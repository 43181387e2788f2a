import { MessageStatus, MessageType, packet } from '../wire/message.ts'
import { encodeArgs, procedureByName } from '../wire/procedures.ts'
import { type ProgramName, programs } from '../wire/programs.ts'

/** Serial of every event. */
const eventSerial = 1
/** Place of the callback id: every event that has one begins with it. */
const callbackAt = 28

/** An event of the wire, encoded once for all clients: only the callback id at its beginning differs between them. */
export class EventPacket {
  readonly #bytes: Buffer
  readonly #byId = new Map<number, Buffer>()

  /** `body` is that of the event; its callback id, if it has one, is put in for each client. */
  constructor(program: ProgramName, event: string, body: unknown) {
    this.#bytes = packet(
      {
        program: programs[program].number,
        procedure: procedureByName(program, event)?.entry.number ?? 0,
        type: MessageType.MESSAGE,
        serial: eventSerial,
        status: MessageStatus.OK,
      },
      encodeArgs(program, event, body),
    )
  }

  /** The packet as it is, for events without callback ids. */
  get bytes(): Buffer {
    return this.#bytes
  }

  /** The packet for a callback id. */
  withId(id: number): Buffer {
    const known = this.#byId.get(id)
    if (known) return known
    const own = Buffer.from(this.#bytes)
    own.writeInt32BE(id, callbackAt)
    this.#byId.set(id, own)
    return own
  }
}
