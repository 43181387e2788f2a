import { int, oneOf, onOff, port, string, word, yesNo } from '../descriptor/codec.ts'
import { type Doc, element, type Site } from '../descriptor/element.ts'
import { attr, child, list, on, onParent } from '../descriptor/field.ts'
import { deviceTail } from './address.ts'
import { deviceSeclabel } from './seclabel.ts'
import { reconnect } from './source.ts'

/** What a character device can be connected to on the host. */
export const chardevTypes = [
  'null',
  'vc',
  'pty',
  'dev',
  'file',
  'pipe',
  'stdio',
  'udp',
  'tcp',
  'unix',
  'spicevmc',
  'spiceport',
  'nmdm',
  'qemu-vdagent',
  'dbus',
] as const

const notUdp = chardevTypes.filter((type) => type !== 'udp')
const withPath = ['dev', 'file', 'pipe', 'unix'] as const
const modes = oneOf('connect', 'bind', 'client', 'server')

const source = element(
  {
    mode: attr(modes, { when: onParent('type', 'tcp', 'unix', 'udp') }),
    path: attr(string, { when: onParent('type', ...withPath, 'pty') }),
    append: attr(onOff, { when: onParent('type', 'file') }),
    host: attr(string, { when: onParent('type', 'tcp', 'udp') }),
    service: attr(string, { when: onParent('type', 'tcp', 'udp') }),
    tls: attr(yesNo, { when: onParent('type', 'tcp') }),
    tlsFromConfig: attr(oneOf('0', '1'), { when: onParent('type', 'tcp'), live: true }),
    channel: attr(word, { when: onParent('type', 'spiceport', 'dbus') }),
    master: attr(word, { when: onParent('type', 'nmdm') }),
    slave: attr(word, { when: onParent('type', 'nmdm') }),
    clipboard: child(element({ copypaste: attr(yesNo, { required: true }) })),
    mouse: child(element({ mode: attr(oneOf('server', 'client'), { required: true }) })),
    reconnect: child(reconnect, { when: onParent('type', 'tcp', 'unix') }),
    seclabels: list(deviceSeclabel, { name: 'seclabel' }),
  },
  {
    after(draft, site) {
      const type = site.up?.self.type
      if (type === 'pty' && !site.live) delete draft.path
      if (type === 'tcp' || (type === 'unix' && draft.path !== undefined)) draft.mode ??= 'connect'
    },
    // A source that names no place is not printed.
    print(doc) {
      if (doc.path !== undefined || doc.host !== undefined || doc.service !== undefined) return doc
      const { mode: _mode, ...rest } = doc
      return rest
    },
    check(doc, site) {
      const type = site.up?.self.type
      if (doc.reconnect !== undefined && doc.mode !== 'connect' && doc.mode !== 'client') {
        site.fail("has 'reconnect', which goes only with mode 'connect'", 'configUnsupported')
      }
      if ((type === 'dev' || type === 'file' || type === 'pipe') && doc.path === undefined) {
        site.fail("lacks the attribute 'path'", 'internalError')
      }
      if (type === 'tcp' && doc.service === undefined)
        site.fail("lacks the attribute 'service'", 'internalError')
    },
  },
)

/** Where a character device leads to, for all kinds of it. */
export const chardevBackend = {
  type: attr(oneOf(...chardevTypes), { default: 'pty' }),
  tty: attr(word, { live: true }),
  source: child(source, { when: on('type', ...notUdp) }),
  sources: list(source, { name: 'source', when: on('type', 'udp') }),
  protocol: child(element({ type: attr(oneOf('raw', 'telnet', 'telnets', 'tls')) }), {
    when: on('type', 'tcp'),
  }),
  log: child(element({ file: attr(word, { required: true }), append: attr(onOff) })),
}

interface Backend {
  type: string
  source?: { readonly path?: string }
  sources?: readonly { readonly mode?: string; readonly service?: string }[]
  protocol?: { readonly type?: string }
}

/** Fills in the protocol of a TCP socket. */
export function completeBackend(draft: Backend): void {
  if (draft.type === 'tcp' && draft.protocol === undefined) draft.protocol = { type: 'raw' }
}

/** Refuses a character device that does not say where it leads. */
export function checkBackend(
  doc: Backend,
  site: { fail(clause: string, code?: 'xmlError' | 'internalError'): never },
  pathOptional = false,
): void {
  if (['dev', 'file', 'pipe', 'tcp', 'nmdm'].includes(doc.type) && doc.source === undefined) {
    site.fail(`of type '${doc.type}' has no source`, 'internalError')
  }
  if (doc.type === 'unix' && !pathOptional && doc.source?.path === undefined) {
    site.fail("of type 'unix' has no source with 'path'", 'internalError')
  }
  if (doc.type !== 'udp') return
  const { sources = [] } = doc
  if (sources.length > 2) site.fail('has more than two sources for UDP')
  if (!sources.some((s) => s.mode !== 'bind' && s.service !== undefined)) {
    site.fail("of type 'udp' has no source with mode 'connect' and a service", 'internalError')
  }
}

const rules = { after: completeBackend, check: (doc: Backend, site: Site) => checkBackend(doc, site) }
// The path of a channel's socket may be left to the driver.
const channelRules = {
  after: completeBackend,
  check: (doc: Backend, site: Site) => checkBackend(doc, site, true),
}

const serialTarget = element({
  type: attr(
    oneOf(
      'isa-serial',
      'usb-serial',
      'pci-serial',
      'spapr-vio-serial',
      'system-serial',
      'sclp-serial',
      'isa-debug',
    ),
  ),
  port: attr(int),
  model: child(element({ name: attr(word) })),
})

/** A serial port. */
export const serial = element(
  { ...chardevBackend, target: child(serialTarget, { keep: true }), ...deviceTail },
  rules,
)

/** A parallel port. */
export const parallel = element(
  {
    ...chardevBackend,
    target: child(element({ type: attr(word), port: attr(int) }), { keep: true }),
    ...deviceTail,
  },
  rules,
)

/** A console of the guest; the first one of a full virtualisation is often its first serial port. */
export const console = element(
  {
    ...chardevBackend,
    target: child(
      element({
        type: attr(
          oneOf('serial', 'xen', 'xenpv', 'xenpvh', 'uml', 'virtio', 'lxc', 'openvz', 'sclp', 'sclplm'),
          { default: 'serial' },
        ),
        port: attr(int),
      }),
      { keep: true },
    ),
    ...deviceTail,
  },
  rules,
)

/** A private channel between host and guest. */
export const channel = element(
  {
    ...chardevBackend,
    target: child(
      element(
        {
          type: attr(oneOf('guestfwd', 'virtio', 'xen'), { required: true }),
          address: attr(word, { when: on('type', 'guestfwd') }),
          port: attr(port, { when: on('type', 'guestfwd') }),
          name: attr(word, { when: on('type', 'virtio', 'xen') }),
          state: attr(oneOf('connected', 'disconnected'), { live: true }),
        },
        {
          check(doc, site) {
            if (doc.type === 'guestfwd' && (doc.address === undefined || doc.port === undefined)) {
              site.fail("of type 'guestfwd' needs 'address' and 'port'")
            }
          },
        },
      ),
      { required: true },
    ),
    ...deviceTail,
  },
  channelRules,
)

/** A serial port. */
export type SerialDoc = Doc<typeof serial>
/** A parallel port. */
export type ParallelDoc = Doc<typeof parallel>
/** A console. */
export type ConsoleDoc = Doc<typeof console>
/** A channel. */
export type ChannelDoc = Doc<typeof channel>
