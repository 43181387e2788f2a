import { openSync } from 'node:fs'
import type { VirtError } from '../../../src/core/errors/index.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import type { NativeSockets } from '../../../src/rpc/native/descriptors.ts'
import {
  type BodyWriter,
  decodeError,
  encodeArgs,
  MessageStatus,
  MessageType,
  packet,
  procedureByName,
  programs,
  rawBody,
} from '../../../src/rpc/wire/index.ts'
import { nativeHere, type RawClient } from '../../unit/rpc/server/support.ts'
import type { HostileServer } from './hostile-server.ts'

/** What became of an attack: the error that was answered, that the server hung up, or that it said nothing to it. */
export type Outcome = { readonly code: string; readonly message: string } | 'closed' | 'ignored'

/** One way to misbehave: what it does, and what must come of it. */
export interface Attack {
  readonly run: (server: HostileServer) => Promise<Outcome>
  readonly outcome: Outcome | { readonly code: string }
}

const { CALL, CALL_WITH_FDS, REPLY, STREAM, STREAM_HOLE } = MessageType
const malformed = { code: 'rpc', message: 'Unable to decode message payload' }
const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f'
const dom = { name: 'test', uuid, id: 1 }
const getVersion = numberOf('CONNECT_GET_LIB_VERSION')
const getVersionCall = { program: programs.remote.number, procedure: getVersion, serial: 99, status: 0 }

/** Every way to misbehave, by what it is. */
export const attacks: Readonly<Record<string, Attack>> = {
  'a program that there is not': {
    run: answered((client) => client.send({ program: 4711 })),
    outcome: { code: 'rpc', message: 'Cannot find program 4711 version 1' },
  },
  'a version that there is not': {
    run: answered((client) => client.send({ version: 2 })),
    outcome: { code: 'rpc', message: `Cannot find program ${programs.remote.number} version 2` },
  },
  'a procedure that there is not': {
    run: answered((client) => client.send({ procedure: 9999 })),
    outcome: { code: 'noSupport', message: 'unknown procedure: 9999' },
  },
  'a procedure below all': {
    run: answered((client) => client.send({ procedure: -1 })),
    outcome: { code: 'noSupport', message: 'unknown procedure: -1' },
  },
  'a call of an event': {
    run: answered((client) => client.send({ procedure: 318 })),
    outcome: { code: 'noSupport', message: 'unknown procedure: 318' },
  },
  'a call with a status': {
    run: answered((client) => client.send({ procedure: getVersion, status: 1 })),
    outcome: { code: 'rpc', message: 'Unexpected message status 1' },
  },
  'a packet of a type that there is not': { run: unanswered({ type: 77 }), outcome: 'ignored' },
  'a reply to nothing': { run: unanswered({ type: REPLY }), outcome: 'ignored' },
  'data of a stream that is not open': {
    run: unanswered({ type: STREAM, status: 2, procedure: 208 }, rawBody(Buffer.alloc(1000))),
    outcome: 'ignored',
  },
  'a hole in a stream that is not open': {
    run: unanswered({ type: STREAM_HOLE, status: 2, procedure: 208 }),
    outcome: 'ignored',
  },
  'no body': {
    run: answered((client) => client.send({ procedure: numberOf('DOMAIN_GET_XML_DESC') })),
    outcome: malformed,
  },
  'a body that is cut off': {
    run: answered((client) => {
      client.send({ procedure: numberOf('DOMAIN_GET_XML_DESC') }, rawBody(Buffer.from([0, 0, 0, 4, 1])))
    }),
    outcome: malformed,
  },
  'a text that claims all memory': {
    run: answered((client) => {
      client.send({ procedure: numberOf('DOMAIN_LOOKUP_BY_NAME') }, rawBody(Buffer.alloc(4, 0xff)))
    }),
    outcome: malformed,
  },
  'a list that claims more than it brings': {
    run: answered((client) => {
      const body = (writer: Parameters<BodyWriter>[0]) => writer.int(16_384)
      client.send({ procedure: numberOf('CONNECT_GET_ALL_DOMAIN_STATS') }, body)
    }),
    outcome: malformed,
  },
  'a union of a type that there is not': {
    run: answered((client) => {
      client.send({ procedure: numberOf('DOMAIN_SET_MEMORY_PARAMETERS') }, (writer) => {
        encodeArgs('remote', 'DOMAIN_CREATE', { dom })(writer)
        writer.int(1)
        writer.string('hard_limit', 80)
        writer.int(8)
        writer.hyper(1n)
        writer.int(0)
      })
    }),
    outcome: malformed,
  },
  'an event that there is not': {
    run: answered((client) => {
      client.begin('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID: 4711, dom: null })
    }),
    outcome: { code: 'internalError' },
  },
  'flags that there are not': {
    run: answered((client) => client.begin('DOMAIN_GET_XML_DESC', { dom, flags: 0x8000_0000 })),
    outcome: { code: 'invalidArg' },
  },
  'a name that is no UTF-8': {
    run: answered((client) => client.begin('DOMAIN_LOOKUP_BY_NAME', { name: 'te\udcff\udcfest' })),
    outcome: { code: 'noDomain' },
  },
  'a name of 4 MiB': {
    run: answered((client) => client.begin('DOMAIN_LOOKUP_BY_NAME', { name: 'x'.repeat(4_194_304) })),
    outcome: { code: 'noDomain' },
  },
  'a document that is none': {
    run: answered((client) => client.begin('DOMAIN_DEFINE_XML', { xml: '<domain '.repeat(5000) })),
    outcome: { code: 'xmlError' },
  },
  'a call before the connection is open': {
    run: async (server) =>
      refusal(await server.stranger(), (client) => client.begin('DOMAIN_CREATE', { dom })),
    outcome: { code: 'internalError', message: 'internal error: hypervisor connection not open' },
  },
  'a call before one has said who one is': {
    run: async (server) =>
      refusal(await server.unknown(), (client) => client.begin('DOMAIN_CREATE', { dom })),
    outcome: { code: 'rpc', message: 'authentication required' },
  },
  'opening before one has said who one is': {
    run: async (server) =>
      refusal(await server.unknown(), (client) => client.begin('CONNECT_OPEN', { name: null, flags: 0 })),
    outcome: { code: 'rpc', message: 'authentication required' },
  },
  'a way to say who one is that is not offered': {
    run: async (server) =>
      refusal(await server.unknown(), (client) => {
        client.begin('AUTH_SASL_START', { mech: 'GSSAPI', nil: 1, data: new Uint8Array(0) })
      }),
    outcome: { code: 'authFailed' },
  },
  'a password of somebody who is not there': {
    run: async (server) => {
      const client = await server.unknown()
      const bytes = (text: string) => Uint8Array.from(Buffer.from(text))
      const data = bytes('n,,n=nobody,r=abcdefghijkl')
      client.begin('AUTH_SASL_START', { mech: 'SCRAM-SHA-256', nil: 0, data })
      const { header, body } = await client.next()
      // Who fails often is refused at once after a while.
      if (header.status === MessageStatus.ERROR) return left(client, decodeError(body))
      const nonce = /r=([^,]+)/.exec(body.toString('latin1').replaceAll('\0', ''))?.[1]
      const proof = bytes(`c=biws,r=${nonce},p=${Buffer.alloc(32).toString('base64')}`)
      return refusal(client, () => client.begin('AUTH_SASL_STEP', { nil: 0, data: proof }))
    },
    outcome: { code: 'authFailed' },
  },
  'a change through the socket that only reads': {
    run: async (server) =>
      refusal(await server.reader(), (client) => client.begin('DOMAIN_DESTROY', { dom })),
    outcome: {
      code: 'operationDenied',
      message: 'operation forbidden: read only access prevents virDomainDestroy',
    },
  },
  'a packet that is too short': { run: cutOff(Buffer.from([0, 0, 0, 27])), outcome: 'closed' },
  'a packet without length': { run: cutOff(Buffer.alloc(4)), outcome: 'closed' },
  'a packet that is too long': { run: cutOff(Buffer.from([2, 0, 0, 5])), outcome: 'closed' },
  'another protocol': { run: cutOff(Buffer.from('GET / HTTP/1.1\r\nHost: here\r\n\r\n')), outcome: 'closed' },
  'more descriptors than there may be': {
    run: cutOff(wrongCount()),
    outcome: 'closed',
  },
  'a packet that never ends': {
    run: (server) => leaves(server, Buffer.concat([longest(), noise(300_000)])),
    outcome: 'closed',
  },
  'one octet and nothing more': { run: (server) => leaves(server, Buffer.of(0)), outcome: 'closed' },
  'answers that are never read': { run: neverReads, outcome: 'closed' },
  'an upload that is dropped half-way': { run: droppedUpload, outcome: 'closed' },
  'descriptors that nobody receives': {
    run: async (server) => withDescriptor(await server.client()),
    outcome: 'ignored',
  },
  'descriptors that nobody takes': {
    run: async (server) => {
      const client = await server.client()
      await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 8 })
      return withDescriptor(client)
    },
    outcome: 'ignored',
  },
  'descriptors that were announced and do not come': {
    run: async (server) => {
      const client = await server.client()
      await client.call('CONNECT_SUPPORTS_FEATURE', { feature: 8 })
      client.socket.write(packet({ ...getVersionCall, type: CALL_WITH_FDS, descriptors: 3 }))
      client.socket.destroy()
      return 'closed'
    },
    outcome: 'closed',
  },
}

function numberOf(name: string): number {
  return procedureByName('remote', name)?.entry.number ?? 0
}

/** What an opened client is answered; it must be served as before afterwards. */
function answered(attack: (client: RawClient) => unknown) {
  return async (server: HostileServer) => refusal(await server.client(), attack)
}

async function refusal(client: RawClient, attack: (client: RawClient) => unknown): Promise<Outcome> {
  attack(client)
  const error = await client.error()
  await client.call('AUTH_LIST', undefined)
  return left(client, error)
}

function left(client: RawClient, { code, message }: VirtError): Outcome {
  client.socket.destroy()
  return { code, message }
}

/** The next call is answered, so what came before it was not. */
async function ignored(client: RawClient): Promise<Outcome> {
  await client.call('CONNECT_GET_LIB_VERSION', undefined)
  client.socket.destroy()
  return 'ignored'
}

function unanswered(...packet: Parameters<RawClient['send']>) {
  return async (server: HostileServer) => {
    const client = await server.client()
    client.send(...packet)
    return ignored(client)
  }
}

function cutOff(bytes: Buffer) {
  return async (server: HostileServer): Promise<Outcome> => {
    const client = await server.client()
    client.socket.write(bytes)
    await client.closed
    return 'closed'
  }
}

async function leaves(server: HostileServer, bytes: Buffer): Promise<Outcome> {
  const client = await server.client()
  await new Promise((written) => client.socket.write(bytes, written))
  client.socket.destroy()
  return 'closed'
}

/** Asks for much and reads nothing of it. */
async function neverReads(server: HostileServer): Promise<Outcome> {
  const client = await server.client()
  client.socket.pause()
  for (let i = 0; i < 300; i++) client.begin('CONNECT_GET_CAPABILITIES', undefined)
  await new Promise((written) => client.socket.write(Buffer.alloc(0), written))
  client.socket.destroy()
  return 'closed'
}

async function droppedUpload(server: HostileServer): Promise<Outcome> {
  const client = await server.client()
  const { vol } = await volumeOf(client)
  const procedure = numberOf('STORAGE_VOL_UPLOAD')
  const serial = client.begin('STORAGE_VOL_UPLOAD', { vol, offset: 0n, length: 0n, flags: 0 })
  await client.next()
  const data = rawBody(Buffer.alloc(2000, 'b'))
  client.send({ procedure, serial, type: STREAM, status: MessageStatus.CONTINUE }, data)
  await client.call('CONNECT_GET_LIB_VERSION', undefined)
  client.socket.destroy()
  return 'closed'
}

/** The volume that uploads are dropped into; it is made when it is not there. */
export async function volumeOf(client: RawClient) {
  const { pool } = await client.call('STORAGE_POOL_LOOKUP_BY_NAME', { name: 'default-pool' })
  const xml = '<volume><name>kept</name><capacity>4096</capacity></volume>'
  const { vols } = await client.call('STORAGE_POOL_LIST_ALL_VOLUMES', { pool, need_results: 1, flags: 0 })
  const vol = vols.find(({ name }) => name === 'kept')
  return vol ? { vol } : client.call('STORAGE_VOL_CREATE_XML', { pool, xml, flags: 0 })
}

/** Sends a call of a procedure that takes no descriptor, with one. */
async function withDescriptor(client: RawClient): Promise<Outcome> {
  client.socket.write(packet({ ...getVersionCall, type: CALL_WITH_FDS, descriptors: 1 }))
  await passDescriptor(client)
  const { header } = await client.next()
  if (header.status !== MessageStatus.OK) throw new Error('a descriptor made the call fail')
  return ignored(client)
}

async function passDescriptor({ socket }: RawClient): Promise<void> {
  const native: NativeSockets | undefined = nativeHere()
  if (!native) {
    socket.write(Buffer.alloc(1))
    return
  }
  const descriptor = openSync('/dev/null', 'r')
  const options = { clock: systemClock, signal: new AbortController().signal }
  await native.sendDescriptors(socket, [descriptor], options)
  native.closeDescriptor(descriptor)
  await native.close()
}

function wrongCount(): Buffer {
  const bytes = Buffer.alloc(32)
  for (const [i, word] of [32, programs.remote.number, 1, getVersion, CALL_WITH_FDS, 0, 0, 33].entries()) {
    bytes.writeUInt32BE(word, i * 4)
  }
  return bytes
}

function longest(): Buffer {
  const head = Buffer.alloc(28)
  for (const [i, word] of [33_554_436, programs.remote.number, 1, 1, CALL, 0, 0].entries()) {
    head.writeUInt32BE(word, i * 4)
  }
  return head
}

function noise(length: number): Buffer {
  return Buffer.alloc(length, 0x5a)
}
