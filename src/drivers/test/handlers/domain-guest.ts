import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { domainDocument } from '../domain-document.ts'
import { guestAddresses } from '../guest-addresses.ts'
import type { TestNode } from '../node.ts'
import { diskError, FIXED_TIME, memoryBytes } from '../numbers.ts'
import { testScreen } from '../png.ts'

const mountpoints = ['/', '/boot'] as const
const maxPeek = 1024 * 1024
const maxKeys = 16

/** Highest code of each set of key codes. */
const codesets: Readonly<Record<string, number>> = {
  linux: 767,
  xt: 0xffff,
  atset1: 0xffff,
  atset2: 0xffff,
  atset3: 0xffff,
  os_x: 0xff,
  xt_kbd: 0xffff,
  usb: 0xff,
  win32: 0xff,
  qnum: 0xffff,
  rfb: 0xffff,
}

type InfoType = NonNullable<Args<'domain.getGuestInfo'>['types']>[number]

/** What a guest tells of itself, and input to it. */
export function domainGuestHandlers({ node }: TestContext): Handlers {
  return {
    'domain.getInterfaceAddresses': async (_ctx, ref) => guestAddresses(node, node.activeDomain(ref.key)),
    'domain.getFsInfo': async (_ctx, ref) => fsInfo(node.activeDomain(ref.key)),
    'domain.fsFreeze': async (_ctx, ref, args) => freeze(node.activeDomain(ref.key), args.mountpoints, true),
    'domain.fsThaw': async (_ctx, ref, args) => freeze(node.activeDomain(ref.key), args.mountpoints, false),
    'domain.fsTrim': async (_ctx, ref, { mountpoint }) => {
      node.activeDomain(ref.key)
      if (mountpoint !== undefined) knownMountpoint(mountpoint)
    },
    'domain.getGuestHostname': async (_ctx, ref) => hostnameOf(node.activeDomain(ref.key)),
    'domain.getGuestInfo': async (_ctx, ref, { types }) => guestInfo(node.activeDomain(ref.key), types),
    'domain.getSshKeys': async (_ctx, ref, { user }) =>
      node.activeDomain(ref.key).extraIfAny?.sshKeys.get(user) ?? [],
    'domain.setSshKeys': async (_ctx, ref, args) => setSshKeys(node.activeDomain(ref.key), args),
    'domain.getGuestVcpus': async (_ctx, ref) => guestVcpus(node.activeDomain(ref.key)),
    'domain.setGuestVcpus': async (_ctx, ref, args) => setGuestVcpus(node.activeDomain(ref.key), args),
    'domain.setAgentTimeout': async (_ctx, ref, { timeout }) => {
      node.domains.get(ref.key)
      if (timeout < -2) {
        throw new VirtError('invalidArg', `a time of ${timeout} s is given; -2, -1, 0 or more is expected`, {
          domain: 'test',
        })
      }
    },
    'domain.blockPeek': async (_ctx, ref, { disk, offset, size }) => {
      const { record } = node.domains.get(ref.key)
      if (!record.disks.some(({ target, source }) => disk === target || (disk !== '' && disk === source))) {
        throw new VirtError('invalidArg', `the domain '${record.name}' has no disk '${disk}'`, {
          domain: 'test',
        })
      }
      checkPeek(size)
      return memoryBytes(offset, size)
    },
    'domain.getTime': async (_ctx, ref) =>
      runningDomain(node, ref.key).extraIfAny?.time ?? { seconds: FIXED_TIME, nseconds: 0 },
    'domain.setTime': async (_ctx, ref, { seconds, nseconds, sync }) => {
      const { extra } = runningDomain(node, ref.key)
      extra.time = sync === true ? undefined : { seconds, nseconds }
    },
    'domain.setUserPassword': async (_ctx, ref, { user }) => {
      node.activeDomain(ref.key)
      if (user === '') throw new VirtError('invalidArg', 'the name of the user is empty', { domain: 'test' })
    },
    'domain.injectNmi': async (_ctx, ref) => {
      node.activeDomain(ref.key)
    },
    'domain.sendKey': async (_ctx, ref, args) => sendKey(node, ref.key, args),
    'domain.screenshot': async (_ctx, ref, { screen = 0 }) => screenshot(node.activeDomain(ref.key), screen),
    'domain.memoryPeek': async (_ctx, ref, { start, size }) => {
      node.activeDomain(ref.key)
      checkPeek(size)
      return memoryBytes(start, size)
    },
    'domain.getSecurityLabel': async (_ctx, ref) => {
      const { active } = node.domains.get(ref.key)
      return { label: active ? 'libvirt-test' : '', enforcing: active }
    },
    'domain.getDiskErrors': async (_ctx, ref) =>
      node
        .activeDomain(ref.key)
        .record.disks.map(({ target }, index) => ({ disk: target, error: diskError(index) })),
    'domain.getXml': async (_ctx, ref, args) => domainXml(node, node.domains.get(ref.key), args),
  }
}

/** A domain that runs and is not paused. */
function runningDomain(node: TestNode, uuid: string): TestDomain {
  const domain = node.activeDomain(uuid)
  if (domain.record.state !== 'running') {
    throw new VirtError(
      'operationInvalid',
      `the domain '${domain.name}' is ${domain.record.state}, it must run`,
      {
        domain: 'test',
      },
    )
  }
  return domain
}

function domainXml(node: TestNode, domain: TestDomain, args: Args<'domain.getXml'>): string {
  const secure = args.secure === true || args.migratable === true
  const inactive = args.inactive === true
  return domainDocument(domain, { secure, inactive }, node.documents)
}

function hostnameOf(domain: TestDomain): string {
  return `${domain.name}host`
}

function fsInfo(domain: TestDomain): Result<'domain.getFsInfo'> {
  const disk = domain.record.disks[0]
  if (disk === undefined) return []
  return mountpoints.map((mountpoint, index) => ({
    mountpoint,
    name: `${disk.target}${index + 1}`,
    type: 'ext4',
    devices: [disk.target],
  }))
}

function knownMountpoint(path: string): void {
  if ((mountpoints as readonly string[]).includes(path)) return
  throw new VirtError('operationInvalid', `the guest has no file system mounted at '${path}'`, {
    domain: 'test',
  })
}

/** Freezes or thaws file systems and answers how many changed. */
function freeze(domain: TestDomain, wanted: readonly string[] | undefined, frozen: boolean): number {
  const paths = wanted === undefined || wanted.length === 0 ? mountpoints : wanted
  for (const path of paths) knownMountpoint(path)
  const { frozen: set } = domain.extra
  const before = set.size
  for (const path of paths) frozen ? set.add(path) : set.delete(path)
  return Math.abs(set.size - before)
}

function checkPeek(size: number): void {
  if (size > maxPeek) {
    throw new VirtError('invalidArg', `${size} bytes were asked for; ${maxPeek} are the most`)
  }
}

/** Keys of a user of the guest; they are gone with it. */
function setSshKeys(domain: TestDomain, { user, keys, mode = 'replace' }: Args<'domain.setSshKeys'>): void {
  const { sshKeys } = domain.extra
  const before = sshKeys.get(user) ?? []
  const others = before.filter((key) => !keys.includes(key))
  const after = mode === 'replace' ? keys : mode === 'append' ? [...others, ...keys] : others
  sshKeys.set(user, after)
}

function guestVcpus(domain: TestDomain): Result<'domain.getGuestVcpus'> {
  const idle = domain.extraIfAny?.idleVcpus
  return Array.from({ length: domain.record.vcpus }, (_, number) => ({
    number,
    online: idle?.has(number) !== true,
    canOffline: number !== 0,
  }))
}

function setGuestVcpus(domain: TestDomain, { vcpus, online }: Args<'domain.setGuestVcpus'>): void {
  const known = guestVcpus(domain)
  const wrong = vcpus.find((vcpu) => known[vcpu] === undefined || (!online && !known[vcpu].canOffline))
  if (wrong !== undefined || vcpus.length === 0) {
    throw new VirtError('invalidArg', `the guest cannot change its processor ${wrong}`, { domain: 'test' })
  }
  const { idleVcpus } = domain.extra
  for (const vcpu of vcpus) online ? idleVcpus.delete(vcpu) : idleVcpus.add(vcpu)
}

/** Names of what each kind of information begins with; the test guest tells nothing of the others. */
const infoKinds: Readonly<Partial<Record<InfoType, RegExp>>> = {
  users: /^user\./,
  os: /^os\./,
  timezone: /^timezone\./,
  hostname: /^hostname$/,
  filesystem: /^fs\./,
}

function guestInfo(
  domain: TestDomain,
  types: readonly InfoType[] = Object.keys(infoKinds) as InfoType[], // its own keys
): Result<'domain.getGuestInfo'> {
  const unknown = types.find((type) => infoKinds[type] === undefined)
  if (unknown !== undefined) {
    throw new VirtError('operationUnsupported', `the test guest tells nothing of its ${unknown}`, {
      domain: 'test',
    })
  }
  const values: Readonly<Record<string, string>> = {
    'user.count': '1',
    'user.0.name': 'root',
    'user.0.login-time': String(FIXED_TIME * 1000n),
    'os.id': 'test',
    'os.name': 'Test guest',
    'os.pretty-name': 'Test guest',
    'os.machine': domain.record.arch ?? 'i686',
    'timezone.name': 'UTC',
    'timezone.offset': '0',
    hostname: hostnameOf(domain),
    ...fsFields(domain),
  }
  return Object.entries(values)
    .filter(([name]) => types.some((type) => infoKinds[type]?.test(name)))
    .map(([name, value]) => ({ name, value }))
}

function fsFields(domain: TestDomain): Readonly<Record<string, string>> {
  const all = fsInfo(domain)
  const fields: Record<string, string> = { 'fs.count': String(all.length) }
  for (const [index, { name, mountpoint, type, devices }] of all.entries()) {
    fields[`fs.${index}.name`] = name
    fields[`fs.${index}.mountpoint`] = mountpoint
    fields[`fs.${index}.fstype`] = type
    fields[`fs.${index}.disk.count`] = String(devices.length)
    for (const [disk, device] of devices.entries()) fields[`fs.${index}.disk.${disk}.alias`] = device
  }
  return fields
}

function sendKey(node: TestNode, uuid: string, { codeset, keys }: Args<'domain.sendKey'>): void {
  node.activeDomain(uuid)
  const most = Object.hasOwn(codesets, codeset) ? codesets[codeset] : undefined
  if (most === undefined) {
    throw new VirtError(
      'invalidArg',
      `there is no key code set '${codeset}'; there are ${Object.keys(codesets).join(', ')}`,
    )
  }
  if (keys.length === 0 || keys.length > maxKeys) {
    throw new VirtError('invalidArg', `${keys.length} keys are given; 1 to ${maxKeys} were expected`)
  }
  const wrong = keys.find((key) => key < 1 || key > most)
  if (wrong !== undefined) {
    throw new VirtError('invalidArg', `${wrong} is no key code of the set '${codeset}'`, { domain: 'test' })
  }
}

function screenshot(domain: TestDomain, screen: number): Result<'domain.screenshot'> {
  if (screen > 0) {
    throw new VirtError('invalidArg', `the domain '${domain.name}' has no screen ${screen}, only screen 0`, {
      domain: 'test',
    })
  }
  return { mime: 'image/png', data: testScreen() }
}
