import { flexUint, oneOf, onOff, positive, string, yesNo } from '../descriptor/codec.ts'
import { type Doc, element } from '../descriptor/element.ts'
import { attr, child, flag, text } from '../descriptor/field.ts'
import { prettyStorage } from '../descriptor/size.ts'

const state = child(element({ state: attr(onOff, { default: true }) }))
const needed = { state: attr(onOff, { required: true }) } as const
const switched = (name: string) => child(element(needed), { name })

const direct = element({ state: attr(onOff) })

const hyperv = element(
  {
    mode: attr(oneOf('custom', 'passthrough', 'host-model')),
    relaxed: switched('relaxed'),
    vapic: switched('vapic'),
    spinlocks: child(element({ ...needed, retries: attr(flexUint) })),
    vpindex: switched('vpindex'),
    runtime: switched('runtime'),
    synic: switched('synic'),
    stimer: child(element({ ...needed, direct: child(direct) })),
    reset: switched('reset'),
    vendorId: child(element({ ...needed, value: attr(string) }), { name: 'vendor_id' }),
    frequencies: switched('frequencies'),
    reenlightenment: switched('reenlightenment'),
    tlbflush: child(element({ ...needed, direct: child(direct), extended: child(direct) })),
    ipi: switched('ipi'),
    evmcs: switched('evmcs'),
    avic: switched('avic'),
    emsrBitmap: switched('emsr_bitmap'),
    xmmInput: switched('xmm_input'),
  },
  {
    after(draft) {
      if (draft.mode === undefined) draft.mode = 'custom'
    },
  },
)

const kvm = element({
  hidden: switched('hidden'),
  hintDedicated: switched('hint-dedicated'),
  pollControl: switched('poll-control'),
  pvIpi: switched('pv-ipi'),
  dirtyRing: child(element({ ...needed, size: attr(positive) }), { name: 'dirty-ring' }),
})

const xen = element({
  e820Host: switched('e820_host'),
  passthrough: child(
    element({ ...needed, mode: attr(oneOf('default', 'sync_pt', 'share_pt'), { omit: ['default'] }) }),
  ),
})

/** Capabilities of processes of a container. */
const capabilityNames = [
  'audit_control',
  'audit_write',
  'block_suspend',
  'chown',
  'dac_override',
  'dac_read_search',
  'fowner',
  'fsetid',
  'ipc_lock',
  'ipc_owner',
  'kill',
  'lease',
  'linux_immutable',
  'mac_admin',
  'mac_override',
  'mknod',
  'net_admin',
  'net_bind_service',
  'net_broadcast',
  'net_raw',
  'setgid',
  'setfcap',
  'setpcap',
  'setuid',
  'sys_admin',
  'sys_boot',
  'sys_chroot',
  'sys_module',
  'sys_nice',
  'sys_pacct',
  'sys_ptrace',
  'sys_rawio',
  'sys_resource',
  'sys_time',
  'sys_tty_config',
  'syslog',
  'wake_alarm',
] as const

const capabilityFields = Object.fromEntries(capabilityNames.map((name) => [name, switched(name)])) as {
  readonly [N in (typeof capabilityNames)[number]]: ReturnType<typeof switched>
}

const capabilities = element({
  policy: attr(oneOf('default', 'allow', 'deny'), { default: 'default' }),
  ...capabilityFields,
})

/** `<features>`: what the platform of the guest offers. */
export const features = element({
  acpi: flag(),
  apic: child(element({ eoi: attr(onOff) }), { keep: true }),
  pae: flag(),
  hap: state,
  viridian: flag(),
  privnet: flag(),
  hyperv: child(hyperv),
  kvm: child(kvm),
  pvspinlock: state,
  capabilities: child(capabilities),
  pmu: state,
  vmport: state,
  gic: child(element({ version: attr(oneOf('host', '2', '3')) }), { keep: true }),
  smm: child(
    element({
      state: attr(onOff),
      tseg: child(element({ value: text(prettyStorage) })),
    }),
    { keep: true },
  ),
  ioapic: child(element({ driver: attr(oneOf('kvm', 'qemu'), { required: true }) })),
  hpt: child(
    element({
      resizing: attr(oneOf('enabled', 'disabled', 'required')),
      maxpagesize: child(element({ value: text(prettyStorage) })),
    }),
  ),
  vmcoreinfo: state,
  htm: child(element(needed)),
  nestedHv: child(element(needed), { name: 'nested-hv' }),
  msrs: child(element({ unknown: attr(oneOf('ignore', 'fault'), { required: true }) })),
  ccfAssist: child(element(needed), { name: 'ccf-assist' }),
  xen: child(xen),
  cfpc: child(element({ value: attr(oneOf('broken', 'workaround', 'fixed'), { required: true }) })),
  sbbc: child(element({ value: attr(oneOf('broken', 'workaround', 'fixed'), { required: true }) })),
  ibs: child(
    element({
      value: attr(oneOf('broken', 'workaround', 'fixed-ibs', 'fixed-ccd', 'fixed-na'), { required: true }),
    }),
  ),
  tcg: child(element({ tbCache: child(element({ value: text(prettyStorage) }), { name: 'tb-cache' }) })),
  asyncTeardown: child(element({ enabled: attr(yesNo) }), { name: 'async-teardown', keep: true }),
  ras: child(element(needed)),
  ps2: child(element(needed)),
  aia: child(element({ value: attr(oneOf('none', 'aplic', 'aplic-imsic'), { required: true }) })),
})

/** What the platform of the guest offers. */
export type FeaturesDoc = Doc<typeof features>
