import { flexUint, oneOf, string, u64, uint, uuid, word, yesNo } from '../descriptor/codec.ts'
import { type Doc, type ElementType, element } from '../descriptor/element.ts'
import { attr, child, list, onParent, text } from '../descriptor/field.ts'
import { size } from '../descriptor/size.ts'
import { hostPciAddress } from './address.ts'
import { deviceSeclabel } from './seclabel.ts'

/** Kinds of place that the data of a disk can be in. */
export const storageTypes = oneOf(
  'file',
  'block',
  'dir',
  'network',
  'volume',
  'nvme',
  'vhostuser',
  'vhostvdpa',
)

/** Formats of disk images. */
export const storageFormats = oneOf(
  'none',
  'raw',
  'dir',
  'bochs',
  'cloop',
  'dmg',
  'iso',
  'vpc',
  'vdi',
  'fat',
  'vhd',
  'ploop',
  'cow',
  'qcow',
  'qcow2',
  'qed',
  'vmdk',
  'luks',
  'aio',
  'auto',
)

/** Reference to a secret, by uuid or by usage. */
export const secretRef = element(
  {
    type: attr(word),
    uuid: attr(uuid),
    usage: attr(word),
  },
  {
    check(doc, site) {
      if ((doc.uuid === undefined) === (doc.usage === undefined)) {
        site.fail("needs either 'uuid' or 'usage'")
      }
    },
  },
)

/** `<auth>` of a network source. */
export const auth = element({
  type: attr(oneOf('ceph', 'chap')),
  username: attr(word, { required: true }),
  secret: child(secretRef),
})

/** `<encryption>` of an image. */
export const encryption = element({
  format: attr(oneOf('default', 'qcow', 'luks', 'luks2', 'luks-any'), { required: true }),
  engine: attr(oneOf('qemu', 'librbd')),
  secrets: list(secretRef, { name: 'secret' }),
  cipher: child(
    element({
      name: attr(word, { required: true }),
      size: attr(uint, { required: true }),
      mode: attr(word),
      hash: attr(word),
    }),
  ),
  ivgen: child(element({ name: attr(word, { required: true }), hash: attr(word) })),
})

const host = element(
  {
    name: attr(word),
    port: attr(string),
    transport: attr(oneOf('tcp', 'unix', 'rdma', 'fd')),
    socket: attr(word),
  },
  {
    after(draft) {
      if (draft.transport === 'tcp') delete (draft as { transport?: string }).transport
    },
    check(doc, site) {
      if (doc.transport === 'unix' && doc.socket === undefined)
        site.fail("of transport 'unix' needs 'socket'")
      if (doc.transport !== 'unix' && doc.socket !== undefined) {
        site.fail("has 'socket', which goes only with transport 'unix'")
      }
      if (doc.transport !== 'unix' && doc.name === undefined) site.fail("lacks the attribute 'name'")
    },
  },
)

const slice = element({
  type: attr(oneOf('storage'), { required: true }),
  offset: attr(u64, { required: true }),
  size: attr(u64, { required: true }),
})

/** Reconnection of a socket. */
export const reconnect = element(
  { enabled: attr(yesNo), timeout: attr(uint), delay: attr(uint) },
  {
    check(doc, site) {
      if (doc.enabled && doc.timeout === undefined && doc.delay === undefined) {
        site.fail("lacks the attribute 'timeout'")
      }
      if (doc.enabled && (doc.timeout === 0 || doc.delay === 0)) {
        site.fail('has the timeout 0, expected a number of seconds', 'invalidArg')
      }
    },
  },
)

const reservationsSource = element({
  type: attr(oneOf('unix'), { required: true }),
  path: attr(word, { required: true }),
  mode: attr(oneOf('client'), { required: true }),
})

/** `<reservations>`: who holds persistent SCSI reservations. */
export const reservations = element({
  managed: attr(yesNo, { required: true }),
  enabled: attr(yesNo),
  source: child(reservationsSource),
})

const cookie = element({ name: attr(word, { required: true }), value: text(string, { secret: true }) })

const networkChildren = {
  hosts: list(host, { name: 'host' }),
  snapshot: child(element({ name: attr(word) })),
  config: child(element({ file: attr(word) })),
  initiator: child(element({ iqn: child(element({ name: attr(word, { required: true }) })) })),
  ssl: child(element({ verify: attr(yesNo, { required: true }) })),
  cookies: child(element({ cookies: list(cookie, { name: 'cookie' }) })),
  readahead: child(element({ size: attr(uint) })),
  timeout: child(element({ seconds: attr(uint) })),
  knownHosts: child(element({ path: attr(word, { required: true }) })),
  identity: child(element({ username: attr(word), agentsock: attr(word), keyfile: attr(word) })),
  reconnect: child(element({ delay: attr(uint, { required: true }) })),
}

/** Fields of a storage source; which of them hold depends on `type` of the element around. */
export const sourceFields = {
  file: attr(string, { when: onParent('type', 'file') }),
  fdgroup: attr(word, { when: onParent('type', 'file') }),
  dev: attr(string, { when: onParent('type', 'block', 'vhostvdpa') }),
  dir: attr(string, { when: onParent('type', 'dir') }),
  type: attr(oneOf('pci', 'unix'), { when: onParent('type', 'nvme', 'vhostuser') }),
  path: attr(word, { when: onParent('type', 'vhostuser') }),
  managed: attr(yesNo, { when: onParent('type', 'nvme') }),
  namespace: attr(u64, { when: onParent('type', 'nvme') }),
  protocol: attr(
    oneOf(
      'none',
      'nbd',
      'rbd',
      'sheepdog',
      'gluster',
      'iscsi',
      'http',
      'https',
      'ftp',
      'ftps',
      'tftp',
      'vxhs',
      'nfs',
      'ssh',
    ),
    { when: onParent('type', 'network') },
  ),
  name: attr(string, { when: onParent('type', 'network') }),
  query: attr(string, { when: onParent('type', 'network') }),
  tls: attr(yesNo, { when: onParent('type', 'network') }),
  tlsHostname: attr(string, { when: onParent('type', 'network') }),
  pool: attr(word, { when: onParent('type', 'volume') }),
  volume: attr(word, { when: onParent('type', 'volume') }),
  mode: attr(oneOf('host', 'direct'), { when: onParent('type', 'volume') }),
  startupPolicy: attr(oneOf('mandatory', 'requisite', 'optional', 'default'), { omit: ['default'] }),
  index: attr(uint, { live: true }),
  ...networkChildren,
  address: child(hostPciAddress, { when: onParent('type', 'nvme') }),
  slices: child(element({ slices: list(slice, { name: 'slice' }) })),
  seclabels: list(deviceSeclabel, { name: 'seclabel' }),
  auth: child(auth),
  encryption: child(encryption),
  reservations: child(reservations),
  reconnectUser: child(reconnect, { name: 'reconnect', when: onParent('type', 'vhostuser') }),
  dataStore: child((): ElementType<DataStoreDoc> => dataStore),
}

/** Where the data of a disk is. */
export const source = element(sourceFields, {
  after(draft) {
    // A target without a number of its unit means unit 0.
    if (draft.protocol === 'iscsi' && draft.name !== undefined && !draft.name.includes('/')) {
      draft.name = `${draft.name}/0`
    }
  },
  check(doc, site) {
    const type = site.up?.self.type
    if (type === 'network' && doc.protocol === undefined) site.fail("lacks the attribute 'protocol'")
    if (type === 'volume' && (doc.pool === undefined) !== (doc.volume === undefined)) {
      site.fail("needs both 'pool' and 'volume'")
    }
    if (type === 'nvme' && (doc.namespace === undefined || doc.address === undefined)) {
      site.fail("of type 'nvme' needs 'namespace' and an address")
    }
    if (doc.protocol === 'nfs' || type !== 'network') return
    if (doc.name === undefined && doc.protocol !== 'nbd') site.fail("lacks the attribute 'name'")
  },
})

/** Where the data of a disk is. */
export interface SourceDoc extends Doc<typeof source> {}

/** `<format>` of an image in a chain, with its cache of metadata. */
export const imageFormat = element({
  type: attr(storageFormats, { required: true }),
  metadataCache: child(
    element({ maxSize: child(element({ unitValue: text(size('bytes')) }), { name: 'max_size' }) }),
    { name: 'metadata_cache' },
  ),
})

/** An image that holds the data of a qcow2 image outside of it. */
export interface DataStoreDoc {
  readonly type?: string
  readonly format?: Doc<typeof imageFormat>
  readonly source?: SourceDoc
}

const dataStore: ElementType<DataStoreDoc> = element({
  type: attr(storageTypes, { required: true }),
  format: child(imageFormat),
  source: child((): ElementType<SourceDoc> => source),
}) as ElementType<DataStoreDoc>

/** One image of a backing chain. An empty one ends the chain. */
export interface BackingStoreDoc {
  readonly type?: string
  readonly index?: number
  readonly format?: Doc<typeof imageFormat>
  readonly source?: SourceDoc
  readonly backingStore?: BackingStoreDoc
}

/** `<backingStore>`, which holds the next one. */
export const backingStore: ElementType<BackingStoreDoc> = element({
  type: attr(storageTypes),
  index: attr(flexUint, { live: true }),
  format: child(imageFormat),
  source: child(source),
  backingStore: child((): ElementType<BackingStoreDoc> => backingStore, { keep: true }),
}) as ElementType<BackingStoreDoc>
