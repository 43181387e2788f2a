import { oneOf, onOff, pattern, positive, string, u64, uint, word, yesNo } from '../descriptor/codec.ts'
import { type Doc, element } from '../descriptor/element.ts'
import { attr, child, flag, leaf, onParent } from '../descriptor/field.ts'
import { memory, size } from '../descriptor/size.ts'
import { deviceTail, virtioDriver } from './address.ts'
import { idmap } from './os.ts'

const mode = pattern(/^0?[0-7]{1,4}$/, 'an octal mode')

const binary = element({
  path: attr(word),
  xattr: attr(onOff),
  cache: child(element({ mode: attr(oneOf('none', 'always')) })),
  sandbox: child(element({ mode: attr(oneOf('namespace', 'chroot')) })),
  lock: child(element({ posix: attr(onOff), flock: attr(onOff) })),
  threadPool: child(element({ size: attr(uint) }), { name: 'thread_pool' }),
  openfiles: child(element({ max: attr(u64) })),
})

/** `<filesystem>`: a directory of the host that the guest sees. */
export const filesystem = element(
  {
    type: attr(oneOf('mount', 'block', 'file', 'template', 'ram', 'bind', 'volume'), { default: 'mount' }),
    accessmode: attr(oneOf('passthrough', 'mapped', 'squash', 'default'), { omit: ['default'] }),
    model: attr(oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional')),
    multidevs: attr(oneOf('default', 'remap', 'forbid', 'warn'), { omit: ['default'] }),
    fmode: attr(mode),
    dmode: attr(mode),
    driver: child(
      element({
        type: attr(oneOf('default', 'path', 'handle', 'loop', 'nbd', 'ploop', 'virtiofs', 'mtp'), {
          omit: ['default'],
        }),
        format: attr(word),
        name: attr(word),
        wrpolicy: attr(oneOf('default', 'immediate'), { omit: ['default'] }),
        queue: attr(positive),
        ...virtioDriver,
      }),
    ),
    binary: child(binary),
    idmap: child(idmap),
    source: child(
      element({
        dir: attr(word, { when: onParent('type', 'mount', 'bind') }),
        socket: attr(word),
        dev: attr(word, { when: onParent('type', 'block') }),
        file: attr(word, { when: onParent('type', 'file') }),
        name: attr(word, { when: onParent('type', 'template') }),
        usage: attr(size('KiB'), { when: onParent('type', 'ram') }),
        pool: attr(word, { when: onParent('type', 'volume') }),
        volume: attr(word, { when: onParent('type', 'volume') }),
      }),
    ),
    target: child(element({ dir: attr(string, { required: true }) })),
    readonly: flag(),
    spaceHardLimit: leaf(size('bytes'), { name: 'space_hard_limit' }),
    spaceSoftLimit: leaf(size('bytes'), { name: 'space_soft_limit' }),
    ...deviceTail,
  },
  {
    check(doc, site) {
      if (doc.source === undefined && doc.type !== 'ram') site.fail('has no source')
    },
  },
)

/** A directory of the host that the guest sees. */
export type FilesystemDoc = Doc<typeof filesystem>

const memoryTarget = element({
  dynamicMemslots: attr(yesNo),
  size: leaf(memory, { required: true }),
  node: leaf(uint),
  label: child(element({ size: leaf(memory) })),
  block: leaf(memory),
  requested: leaf(memory),
  current: leaf(memory, { live: true }),
  readonly: flag(),
  address: child(element({ base: attr(pattern(/^(0x)?[0-9a-fA-F]+$/, 'an address')) })),
})

/** `<memory>`: a module of memory that can be plugged. */
export const memoryDevice = element({
  model: attr(oneOf('dimm', 'nvdimm', 'virtio-pmem', 'virtio-mem', 'sgx-epc'), { required: true }),
  access: attr(oneOf('shared', 'private')),
  discard: attr(yesNo),
  uuid: leaf(word),
  source: child(
    element({
      nodemask: leaf(word),
      pagesize: leaf(memory),
      path: leaf(word),
      alignsize: leaf(memory),
      pmem: flag(),
    }),
  ),
  target: child(memoryTarget, { required: true }),
  ...deviceTail,
})

/** `<shmem>`: memory shared between guests. */
export const shmem = element(
  {
    name: attr(pattern(/^[^/]+$/, "a name without '/'"), { required: true }),
    role: attr(oneOf('default', 'master', 'peer'), { omit: ['default'] }),
    model: child(element({ type: attr(oneOf('ivshmem', 'ivshmem-plain', 'ivshmem-doorbell')) })),
    size: leaf(size('MiB', 'bytes')),
    server: child(element({ path: attr(word) }), { keep: true }),
    msi: child(element({ enabled: attr(yesNo), vectors: attr(uint), ioeventfd: attr(onOff) }), {
      keep: true,
    }),
    ...deviceTail,
  },
  {
    check(doc, site) {
      if (doc.msi !== undefined && doc.server === undefined)
        site.fail("has the element 'msi' without a server")
    },
  },
)

/** `<nvram>`: the store of settings of a pseries machine. */
export const nvramDevice = element(deviceTail)
