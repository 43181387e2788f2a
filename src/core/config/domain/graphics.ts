import { oneOf, onOff, port, string, uint, word, yesNo } from '../descriptor/codec.ts'
import { element, type Mutable } from '../descriptor/element.ts'
import { attr, child, type DocOf, list, on } from '../descriptor/field.ts'

const listenFields = {
  type: attr(oneOf('none', 'address', 'network', 'socket'), { filled: true }),
  address: attr(word),
  network: attr(word, { when: on('type', 'network') }),
  socket: attr(word, { when: on('type', 'socket') }),
}

/** Where a display is served. */
export type ListenDoc = DocOf<typeof listenFields>

const listen = element(listenFields, {
  after(draft, site) {
    if (draft.type === undefined) site.fail("lacks the attribute 'type'")
    if (draft.type === 'network' && draft.network === undefined) site.fail("lacks the attribute 'network'")
    if (draft.type === 'network' && !site.live) delete draft.address
  },
})

const vnc = on('type', 'vnc')
const spice = on('type', 'spice')
const modes = oneOf('any', 'secure', 'insecure')
const channelNames = oneOf(
  'main',
  'display',
  'inputs',
  'cursor',
  'playback',
  'record',
  'smartcard',
  'usbredir',
)
const withListen = ['vnc', 'spice', 'rdp'] as const

const graphicsFields = {
  type: attr(oneOf('sdl', 'vnc', 'rdp', 'desktop', 'spice', 'egl-headless', 'dbus'), { required: true }),
  port: attr(port, { when: on('type', ...withListen) }),
  tlsPort: attr(port, { when: spice }),
  autoport: attr(yesNo, { when: on('type', ...withListen) }),
  websocket: attr(port, { when: vnc }),
  wsautoport: attr(yesNo, { when: vnc }),
  socket: attr(word, { when: vnc }),
  listen: attr(word, { when: on('type', ...withListen) }),
  keymap: attr(word, { when: on('type', 'vnc', 'spice') }),
  sharePolicy: attr(oneOf('allow-exclusive', 'force-shared', 'ignore'), { when: vnc }),
  powerControl: attr(yesNo, { when: vnc }),
  display: attr(word, { when: on('type', 'sdl', 'desktop') }),
  xauth: attr(word, { when: on('type', 'sdl') }),
  fullscreen: attr(yesNo, { when: on('type', 'sdl', 'desktop') }),
  replaceUser: attr(yesNo, { when: on('type', 'rdp') }),
  multiUser: attr(yesNo, { when: on('type', 'rdp') }),
  username: attr(word, { when: on('type', 'rdp') }),
  address: attr(word, { when: on('type', 'dbus') }),
  p2p: attr(yesNo, { when: on('type', 'dbus') }),
  passwd: attr(string, { secret: true, when: on('type', 'vnc', 'spice', 'rdp') }),
  passwdValidTo: attr(word, { secret: true, when: on('type', 'vnc', 'spice') }),
  connected: attr(oneOf('fail', 'disconnect', 'keep'), { when: on('type', 'vnc', 'spice') }),
  defaultMode: attr(modes, { when: spice }),
  listens: list(listen, { name: 'listen', when: on('type', ...withListen) }),
  channels: list(
    element({ name: attr(channelNames, { required: true }), mode: attr(modes, { required: true }) }),
    { name: 'channel', when: spice },
  ),
  image: child(
    element({
      compression: attr(oneOf('auto_glz', 'auto_lz', 'quic', 'glz', 'lz', 'off'), { required: true }),
    }),
    { when: spice },
  ),
  jpeg: child(element({ compression: attr(oneOf('auto', 'never', 'always'), { required: true }) }), {
    when: spice,
  }),
  zlib: child(element({ compression: attr(oneOf('auto', 'never', 'always'), { required: true }) }), {
    when: spice,
  }),
  playback: child(element({ compression: attr(onOff, { required: true }) }), { when: spice }),
  streaming: child(element({ mode: attr(oneOf('filter', 'all', 'off'), { required: true }) }), {
    when: spice,
  }),
  mouse: child(element({ mode: attr(oneOf('server', 'client'), { required: true }) }), { when: spice }),
  clipboard: child(element({ copypaste: attr(yesNo, { required: true }) }), {
    when: on('type', 'spice', 'dbus'),
  }),
  filetransfer: child(element({ enable: attr(yesNo, { required: true }) }), { when: spice }),
  fds: list(element({ path: attr(word) }), { name: 'fd', when: on('type', 'dbus') }),
  gl: child(element({ enable: attr(yesNo), rendernode: attr(word) })),
  audio: child(element({ id: attr(uint, { required: true }) })),
}

/** How the display of the guest is seen. */
export type GraphicsDoc = DocOf<typeof graphicsFields>

/** How the display of the guest is seen. */
export const graphics = element(graphicsFields, {
  after(draft, site) {
    if (draft.type === 'vnc' || draft.type === 'spice' || draft.type === 'rdp') {
      completeListens(draft, (clause) => site.fail(clause))
      completePorts(draft, site.live)
    }
    if (draft.type === 'spice' && draft.defaultMode === 'any') delete draft.defaultMode
  },
})

/** The attribute `listen` and the first listen element with an address say the same. */
function completeListens(draft: Mutable<GraphicsDoc>, fail: (clause: string) => never): void {
  let listens = [...(draft.listens ?? [])]
  const first = listens.find((item) => item.type === 'address')
  if (draft.listen !== undefined) {
    if (first?.address !== undefined && first.address !== draft.listen) {
      fail(
        `has the listen attribute '${draft.listen}', which differs from its first listen address '${first.address}'`,
      )
    }
    if (first === undefined) listens = [{ type: 'address', address: draft.listen }, ...listens]
    else
      listens = listens.map((item) => (item === first ? { ...item, address: draft.listen as string } : item))
  }
  if (draft.socket !== undefined && !listens.some((item) => item.type === 'socket')) {
    listens = [{ type: 'socket', socket: draft.socket }]
    delete draft.listen
  }
  delete draft.socket
  if (listens.length === 0) listens = [{ type: 'address' }]
  if (listens.length > 1 && listens.some((item) => item.type === 'none'))
    fail("has a listen of type 'none' beside others")
  draft.listens = listens
  const shown = listens[0]
  if (shown?.type === 'address' && shown.address !== undefined) draft.listen = shown.address
  else delete draft.listen
  if (shown?.socket !== undefined) draft.socket = shown.socket
}

function completePorts(draft: Mutable<GraphicsDoc>, live: boolean): void {
  const served = draft.listens?.some((item) => item.type === 'address' || item.type === 'network')
  if (!served) {
    for (const key of ['port', 'tlsPort', 'autoport', 'websocket'] as const) delete draft[key]
    return
  }
  if (draft.type === 'vnc' || draft.type === 'rdp') completeSinglePort(draft, live)
  else completeSpicePorts(draft, live)
}

function completeSinglePort(draft: Mutable<GraphicsDoc>, live: boolean): void {
  const chosen = draft.port === undefined || draft.port === -1 || (draft.port === 0 && draft.type === 'rdp')
  if (draft.autoport ?? chosen) {
    draft.autoport = true
    if (!live || chosen) draft.port = draft.type === 'rdp' ? 0 : -1
  } else draft.autoport = false
}

function completeSpicePorts(draft: Mutable<GraphicsDoc>, live: boolean): void {
  // Both ports given as -1 is how documents asked for it before there was the attribute.
  draft.autoport ??= draft.port === -1 && draft.tlsPort === -1
  if (!draft.autoport || live) return
  delete draft.port
  delete draft.tlsPort
}
