import { int, oneOf, onOff, pattern, positive, string, uuid, word } from '../descriptor/codec.ts'
import { element } from '../descriptor/element.ts'
import { attr, child, type DocOf, leaf, list, raw, text } from '../descriptor/field.ts'
import { memory } from '../descriptor/size.ts'
import { checkDomain } from './check.ts'
import { clock, perf, pm } from './clock.ts'
import { completeDomain } from './complete.ts'
import { cpu } from './cpu.ts'
import { devices } from './devices.ts'
import { iotune } from './disk.ts'
import { extensionFields } from './extensions.ts'
import { features } from './features.ts'
import { idmap, os } from './os.ts'
import { seclabel } from './seclabel.ts'
import { keywrap, launchSecurity } from './security.ts'
import { sysinfo } from './sysinfo.ts'
import {
  blkiotune,
  cputune,
  defaultiothread,
  iothreadids,
  memoryBacking,
  memtune,
  numatune,
  resource,
  vcpu,
  vcpus,
} from './tuning.ts'

/** Kinds of virtualisation. */
export const domainTypes = [
  'qemu',
  'kqemu',
  'kvm',
  'xen',
  'lxc',
  'uml',
  'openvz',
  'test',
  'vmware',
  'hyperv',
  'vbox',
  'phyp',
  'parallels',
  'bhyve',
  'vz',
  'hvf',
  'nvmm',
] as const

const onLifecycle = oneOf('destroy', 'restart', 'rename-restart', 'preserve')
const onCrash = oneOf(
  'destroy',
  'restart',
  'rename-restart',
  'preserve',
  'coredump-destroy',
  'coredump-restart',
)

const memoryAmount = element({ dumpCore: attr(onOff), value: text(memory, { required: true }) })

const domainFields = {
  type: attr(oneOf(...domainTypes), { required: true }),
  id: attr(int, { live: true }),
  name: leaf(word, { required: true }),
  uuid: leaf(uuid, { filled: true }),
  hwuuid: leaf(uuid),
  genid: child(element({ value: text(uuid) }), { keep: true }),
  title: leaf(pattern(/^[^\n]*$/, 'one line')),
  description: leaf(string),
  metadata: raw(),
  maxMemory: child(
    element({ slots: attr(positive, { required: true }), value: text(memory, { required: true }) }),
  ),
  memory: child(memoryAmount, { filled: true }),
  currentMemory: leaf(memory, { filled: true }),
  blkiotune: child(blkiotune),
  memtune: child(memtune),
  memoryBacking: child(memoryBacking),
  vcpu: child(vcpu, { filled: true }),
  vcpus: child(vcpus),
  iothreads: leaf(positive),
  iothreadids: child(iothreadids),
  defaultiothread: child(defaultiothread),
  cputune: child(cputune),
  numatune: child(numatune),
  resource: child(resource),
  sysinfos: list(sysinfo, { name: 'sysinfo' }),
  bootloader: leaf(string),
  bootloaderArgs: leaf(word, { name: 'bootloader_args' }),
  os: child(os, { filled: true }),
  idmap: child(idmap),
  features: child(features),
  cpu: child(cpu),
  clock: child(clock, { filled: true }),
  onPoweroff: leaf(onLifecycle, { name: 'on_poweroff', default: 'destroy' }),
  onReboot: leaf(onLifecycle, { name: 'on_reboot', default: 'restart' }),
  onCrash: leaf(onCrash, { name: 'on_crash', default: 'destroy' }),
  onLockfailure: leaf(oneOf('default', 'poweroff', 'restart', 'pause', 'ignore'), {
    name: 'on_lockfailure',
    omit: ['default'],
  }),
  pm: child(pm),
  perf: child(perf),
  throttlegroups: child(element({ groups: list(iotune, { name: 'throttlegroup' }) })),
  devices: child(devices, { keep: true, default: {} }),
  seclabels: list(seclabel, { name: 'seclabel' }),
  keywrap: child(keywrap),
  launchSecurity: child(launchSecurity),
  ...extensionFields,
}

/** The definition of a domain. */
export type DomainDoc = DocOf<typeof domainFields>

/** The definition of a domain. */
export const domain = element(domainFields, { after: completeDomain, check: checkDomain })
