import {
  type CapabilitiesDoc,
  type DomainCapabilitiesDoc,
  formatCapabilities,
  formatDomainCapabilities,
} from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import type { Accelerator, QemuCapabilities } from '../../../qmp/index.ts'
import { baselineCpu, type CpuFacts, compareCpu, modelOf, readCpu } from '../../shared/cpu-compare.ts'
import { cpuModelNames } from '../../shared/cpu-models.ts'
import { netModels } from '../argv/networks.ts'
import type { Services } from '../guest/services.ts'
import { guestCpuOf, readHostCpu, readPageSizes } from '../host/cpu.ts'
import {
  cellFreeMemory,
  cellFreePages,
  machineArch,
  numaCells,
  readCpuMap,
  readMachineFacts,
} from '../host/facts.ts'
import { allocatePages } from '../host/huge-pages.ts'
import { readCpuStats, readMemoryStats } from '../host/machine-stats.ts'
import { readPageSharing, setPageSharing } from '../host/page-sharing.ts'
import { readSmbios } from '../host/smbios.ts'
import { suspendMachine } from '../host/suspend.ts'

/** The host: what it is and what guests it can run. */
export function hostHandlers(services: Services): Handlers {
  return {
    'host.getCapabilities': async (ctx) => formatCapabilities(await capabilities(services, ctx.signal)),
    'host.getDomainCapabilities': async (ctx, _ref, args) =>
      formatDomainCapabilities(await domainCapabilities(services, args, ctx.signal)),
    'host.getCpuModelNames': async (_ctx, _ref, { arch }) => cpuModelNames(arch),
    'host.getCpuMap': () => readCpuMap(),
    'host.getFreeMemoryByCell': async (_ctx, _ref, { startCell = 0, maxCells }) =>
      Promise.all((await cells(startCell, maxCells)).map(cellFreeMemory)),
    'host.getFreePages': async (_ctx, _ref, { pageSizes, startCell, cellCount }) => {
      const wanted = await cells(startCell, cellCount)
      return Promise.all(wanted.flatMap((cell) => pageSizes.map((size) => cellFreePages(cell, size))))
    },
    'host.compareCpu': async (ctx, _ref, args) => {
      const { guest = false, xml, validate = false } = args
      const cpu = guest ? await guestCpu(services, args, ctx.signal) : await readHostCpu()
      return compareCpu(cpu, readCpu(xml, cpu.arch, { validate }))
    },
    'host.baselineCpu': async (ctx, _ref, args) => {
      const { guest = false, cpus, ...options } = args
      const given = cpus.map((xml) => readCpu(xml, args.arch ?? machineArch()))
      if (!guest) return baselineCpu(given, options)
      return baselineCpu(given, options, await guestCpu(services, args, ctx.signal))
    },
    'host.getSysinfo': () => readSmbios(),
    'host.getCpuStats': (_ctx, _ref, { cpu }) => readCpuStats(cpu),
    'host.getMemoryStats': (_ctx, _ref, { cell }) => readMemoryStats(cell),
    'host.getMemoryParameters': () => readPageSharing(),
    'host.setMemoryParameters': (_ctx, _ref, { params }) => setPageSharing(params),
    'host.allocPages': (_ctx, _ref, args) => allocatePages(args),
    'host.suspend': (_ctx, _ref, args) =>
      suspendMachine(args, { ...services.env, closing: services.closing }),
  }
}

async function cells(start: number, most: number | undefined): Promise<number[]> {
  const all = await numaCells()
  const known = all.length > 0 ? all : [0]
  if (start > (known.at(-1) ?? 0)) {
    throw new VirtError('invalidArg', `the host has no NUMA cell ${start}; its last is ${known.at(-1)}`, {
      domain: 'qemu',
    })
  }
  return known.filter((cell) => cell >= start).slice(0, most)
}

/** Types of domains with the accelerator of each. */
const domainTypes = { qemu: 'tcg', kvm: 'kvm' } as const satisfies Record<string, Accelerator>

async function capabilities(services: Services, signal: AbortSignal): Promise<CapabilitiesDoc> {
  const [facts, cpu, pageSizes] = await Promise.all([readMachineFacts(), readHostCpu(), readPageSizes()])
  const pages = pageSizes.map((size) => ({ size: BigInt(size), unit: 'KiB' }))
  const guests: Array<NonNullable<CapabilitiesDoc['guests']>[number]> = []
  for (const { arch, path } of await services.emulators.installed()) {
    guests.push(guestPart(arch, await services.emulators.get(path, signal)))
  }
  return {
    host: {
      cpu: {
        arch: machineArch(),
        ...describeCpu(cpu),
        pages,
        topology: {
          sockets: facts.sockets ?? 1,
          dies: 1,
          cores: facts.cores ?? 1,
          threads: facts.threads ?? 1,
        },
      },
      migrationFeatures: {},
      topology: {
        cells: {
          num: facts.numaNodes ?? 1,
          cells: [{ id: 0, memory: facts.memory ?? 0n, cpus: { num: facts.cpus ?? 1 } }],
        },
      },
    },
    guests,
  }
}

/** Model, maker and further features of the processor; nothing of one that has no known model. */
function describeCpu(cpu: CpuFacts): Partial<NonNullable<NonNullable<CapabilitiesDoc['host']>['cpu']>> {
  if (cpu.features.size === 0) return {}
  try {
    const { model, more } = modelOf(cpu)
    return {
      model,
      ...(cpu.vendor === undefined ? {} : { vendor: cpu.vendor }),
      featureNames: more.map((name) => ({ name })),
    }
  } catch (thrown) {
    if (thrown instanceof VirtError) return {}
    throw thrown
  }
}

/** What the processors of guests of a kind can do at most. */
async function guestCpu(
  services: Services,
  args: Args<'host.getDomainCapabilities'>,
  signal: AbortSignal,
): Promise<CpuFacts> {
  const { caps, arch, type } = await find(services, args, signal)
  return guestCpuOf(arch, caps.accelerator(domainTypes[type])?.host ?? {})
}

function guestPart(arch: string, caps: QemuCapabilities): NonNullable<CapabilitiesDoc['guests']>[number] {
  const machines = caps.machines('tcg').filter(({ name }) => /^pc-(i440fx|q35)-/.test(name))
  return {
    osType: 'hvm',
    arch: {
      name: arch,
      wordsize: arch === 'x86_64' ? 64 : 32,
      emulator: caps.binary,
      machines: machines.flatMap((machine) => [
        { maxCpus: machine.cpuMax, value: machine.name },
        ...(machine.alias
          ? [{ canonical: machine.name, maxCpus: machine.cpuMax, value: machine.alias }]
          : []),
      ]),
      domains: Object.entries(domainTypes)
        .filter(([, accelerator]) => caps.accelerators().includes(accelerator))
        .map(([type]) => ({ type })),
    },
    features: {
      ...(arch === 'i686' ? { pae: true as const, nonpae: true as const } : {}),
      acpi: { default: true, toggle: true },
      apic: { default: true, toggle: false },
      cpuselection: true,
      deviceboot: true,
      disksnapshot: { default: true, toggle: false },
    },
  }
}

interface Wanted {
  readonly caps: QemuCapabilities
  readonly arch: string
  readonly type: 'qemu' | 'kvm'
}

async function find(
  services: Services,
  args: Args<'host.getDomainCapabilities'>,
  signal: AbortSignal,
): Promise<Wanted> {
  const arch = args.arch ?? machineArch()
  const caps = await services.emulators.get(args.emulator ?? (await services.emulators.pathFor(arch)), signal)
  const type = args.virtType ?? (caps.kvm.usable ? 'kvm' : 'qemu')
  if (type !== 'qemu' && type !== 'kvm') {
    throw new VirtError('invalidArg', `the virtualization type '${type}' is not one of qemu and kvm`, {
      domain: 'qemu',
    })
  }
  if (type === 'kvm' && !caps.kvm.usable) {
    throw new VirtError(
      'invalidArg',
      `KVM cannot be used by '${caps.binary}': ${caps.kvm.reason ?? 'it is not there'}`,
      {
        domain: 'qemu',
      },
    )
  }
  return { caps, arch, type }
}

const enumOf = (name: string, values: readonly string[]) => ({ name, values })

async function domainCapabilities(
  services: Services,
  args: Args<'host.getDomainCapabilities'>,
  signal: AbortSignal,
): Promise<DomainCapabilitiesDoc> {
  const { caps, arch, type } = await find(services, args, signal)
  const accelerator = domainTypes[type]
  const machine = args.machine ? caps.machine(args.machine, accelerator) : caps.defaultMachine(accelerator)
  if (!machine) {
    throw new VirtError(
      'invalidArg',
      `'${caps.binary}' has no machine type '${args.machine ?? 'by default'}'`,
      {
        domain: 'qemu',
      },
    )
  }
  const has = (models: Readonly<Record<string, string>>) =>
    Object.entries(models).flatMap(([name, device]) => (caps.hasType(device) ? [name] : []))
  return {
    path: caps.binary,
    domain: type,
    machine: machine.name,
    arch,
    vcpu: { max: machine.cpuMax },
    iothreads: { supported: true },
    os: {
      supported: true,
      loader: {
        supported: true,
        enums: [enumOf('type', ['rom', 'pflash']), enumOf('readonly', ['yes', 'no'])],
      },
    },
    cpu: { modes: cpuModes(caps, accelerator) },
    memoryBacking: { supported: true, enums: [enumOf('sourceType', ['anonymous', 'memfd'])] },
    devices: {
      disk: {
        supported: true,
        enums: [
          enumOf('diskDevice', ['disk', 'cdrom', 'floppy', 'lun']),
          enumOf('bus', ['ide', 'fdc', 'scsi', 'virtio', 'usb', 'sata']),
        ],
      },
      graphics: { supported: true, enums: [enumOf('type', ['vnc'])] },
      video: {
        supported: true,
        enums: [
          enumOf('modelType', [
            ...has({
              vga: 'VGA',
              cirrus: 'cirrus-vga',
              vmvga: 'vmware-svga',
              qxl: 'qxl-vga',
              virtio: 'virtio-vga',
              bochs: 'bochs-display',
              ramfb: 'ramfb',
            }),
            'none',
          ]),
        ],
      },
      hostdev: { supported: false },
      rng: {
        supported: true,
        enums: [enumOf('model', ['virtio']), enumOf('backendModel', ['random', 'egd', 'builtin'])],
      },
      filesystem: { supported: false },
      tpm: { supported: false },
      redirdev: { supported: false },
      interface: {
        supported: true,
        enums: [enumOf('backendType', ['default']), enumOf('model', has(netModels))],
      },
    },
    features: {
      gic: { supported: false },
      vmcoreinfo: { supported: true },
      genid: { supported: true },
      backup: { supported: false },
    },
  }
}

function cpuModes(
  caps: QemuCapabilities,
  accelerator: Accelerator,
): NonNullable<NonNullable<DomainCapabilitiesDoc['cpu']>['modes']> {
  const usable = (blockers: readonly string[] | undefined) =>
    blockers === undefined ? ('unknown' as const) : blockers.length === 0 ? ('yes' as const) : ('no' as const)
  return [
    { name: 'host-passthrough', supported: accelerator === 'kvm' },
    { name: 'maximum', supported: true },
    { name: 'host-model', supported: caps.accelerator(accelerator)?.host !== undefined },
    {
      name: 'custom',
      supported: true,
      models: caps.cpus(accelerator).map(({ name, blockers, deprecated }) => ({
        usable: usable(blockers),
        ...(deprecated ? { deprecated } : {}),
        value: name,
      })),
    },
  ]
}
