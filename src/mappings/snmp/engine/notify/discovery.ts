import { VirtError } from '../../../../core/errors/index.ts'
import type { Clock } from '../../../../core/lib/clock.ts'
import { BerWriter, MAX_MESSAGE } from '../ber-writer.ts'
import { wrapPdu } from '../envelope.ts'
import { pduTags } from '../request.ts'
import { AnswerReader } from './answers.ts'
import { messageOf } from './carrier.ts'
import { RemoteEngine } from './remote-engine.ts'
import { type NotifySecurity, usmEnvelope } from './security.ts'
import { formatTarget, type TargetConfig } from './target.ts'
import { TargetSocket } from './target-socket.ts'

const TRIES = 3

/** Asks a receiver of informs for its engine id, which keys for it are made with. */
export async function discoverEngine(
  target: TargetConfig,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Buffer> {
  const answers = new AnswerReader()
  let found: (id: Buffer) => void = () => undefined
  const answer = new Promise<Buffer>((resolve) => {
    found = resolve
  })
  const socket = await TargetSocket.open(target.address, target.port, {
    received: (packet) => {
      const read = answers.usm(packet, undefined, 0)
      if (read?.kind === 'report' && read.engineId.length > 0) found(read.engineId)
    },
    // Nobody listens there (yet): the next try shows.
    failed: () => undefined,
  })
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      socket.send(discovery(clock, attempt), () => undefined)
      const id = await Promise.race([answer, clock.sleep(target.timeout, signal).then(() => undefined)])
      if (id) return id
    }
  } finally {
    socket.close()
  }
  throw new VirtError(
    'operationTimeout',
    `target '${target.name}' at ${formatTarget(target)} does not tell its engine id; give it with --engine-id`,
  )
}

function discovery(clock: Clock, id: number): Buffer {
  const writer = new BerWriter()
  wrapPdu(writer, pduTags.get, id, 0, 0)
  const engine = new RemoteEngine(clock)
  usmEnvelope(nobody, { id, contextName: '', keys: undefined, level: 0, engine, reportable: true }).seal(
    writer,
  )
  return messageOf(writer)
}

const nobody: NotifySecurity = {
  engine: () => undefined,
  ownUser: () => undefined,
  remoteUser: () => undefined,
  maxMessage: MAX_MESSAGE,
}
