import { defineObject, secretsNeed } from './kinds.ts'
import { typedParams } from './typed-params.ts'

/** How a connection stands. */
export const hostStatuses = ['connecting', 'connected', 'unreachable', 'closed'] as const

/** Names the kind of guest that a processor is for; none of it means the machine itself. */
const guestKind = {
  emulator: { kind: 'string', optional: true, doc: 'Path of the emulator.' },
  arch: { kind: 'string', optional: true, doc: 'Architecture of the guest.' },
  machine: { kind: 'string', optional: true, doc: 'Machine type of the guest.' },
  virtType: { kind: 'string', optional: true, doc: 'Virtualization type (kvm, qemu, test).' },
  guest: { kind: 'bool', optional: true, doc: 'The processor of guests, not that of the machine.' },
} as const

/** A hypervisor host as one connection shows it. */
export const host = defineObject({
  doc: 'A hypervisor as one connection sees it: the machine, its software and the state of the connection.',
  key: 'connection',
  attrs: {
    connection: { kind: 'string', freshness: 'fixed', doc: 'Name of the connection, unique in the gateway.' },
    uri: { kind: 'string', freshness: 'fixed', doc: 'URI of the connection, without secrets.' },
    driver: { kind: 'string', freshness: 'fixed', doc: 'Name of the driver that serves the connection.' },
    hvType: {
      kind: 'string',
      freshness: 'fixed',
      doc: 'Type of the hypervisor as libvirt names it (QEMU, TEST, Xen, LXC).',
    },
    hvVersion: {
      kind: 'u64',
      freshness: 'state',
      optional: true,
      doc: 'Version of the hypervisor: major * 1,000,000 + minor * 1,000 + release.',
    },
    status: {
      kind: { enum: hostStatuses },
      freshness: 'state',
      doc: 'Whether the hypervisor can be reached.',
    },
    statusText: {
      kind: 'string',
      freshness: 'state',
      optional: true,
      doc: 'Why the hypervisor cannot be reached, and what to do.',
    },
    hostname: {
      kind: 'string',
      freshness: 'state',
      optional: true,
      doc: 'Host name of the machine that the hypervisor runs on.',
    },
    initializedAt: {
      kind: 'time',
      freshness: 'state',
      optional: true,
      doc: 'When the connection to the hypervisor was initialised last.',
    },
    cpuModel: {
      kind: 'string',
      freshness: 'state',
      optional: true,
      doc: 'Processor model or architecture of the machine.',
    },
    memory: { kind: 'u64', unit: 'KiB', freshness: 'state', optional: true, doc: 'Memory of the machine.' },
    cpus: {
      kind: 'u32',
      unit: 'count',
      freshness: 'state',
      optional: true,
      doc: 'Active logical processors.',
    },
    mhz: {
      kind: 'u32',
      unit: 'MHz',
      freshness: 'state',
      optional: true,
      doc: 'Clock of the processors; 0 when not known.',
    },
    numaNodes: {
      kind: 'u32',
      unit: 'count',
      freshness: 'state',
      optional: true,
      doc: 'NUMA nodes; 1 for uniform memory.',
    },
    sockets: {
      kind: 'u32',
      unit: 'count',
      freshness: 'state',
      optional: true,
      doc: 'Processor sockets per NUMA node.',
    },
    cores: { kind: 'u32', unit: 'count', freshness: 'state', optional: true, doc: 'Cores per socket.' },
    threads: { kind: 'u32', unit: 'count', freshness: 'state', optional: true, doc: 'Threads per core.' },
    maxVcpus: {
      kind: 'u32',
      unit: 'count',
      freshness: 'state',
      optional: true,
      doc: 'Most virtual processors that one guest can have.',
    },
    secure: {
      kind: 'bool',
      freshness: 'state',
      optional: true,
      doc: 'Whether nobody can read the connection on its way.',
    },
    freeMemory: {
      kind: 'u64',
      unit: 'KiB',
      freshness: 'counter',
      optional: true,
      doc: 'Memory that is free on the machine.',
    },
    cpuUser: {
      kind: 'u64',
      unit: 'ns',
      freshness: 'counter',
      optional: true,
      doc: 'Processor time spent in user mode, all processors.',
    },
    cpuKernel: {
      kind: 'u64',
      unit: 'ns',
      freshness: 'counter',
      optional: true,
      doc: 'Processor time spent in the kernel, all processors.',
    },
    cpuIdle: {
      kind: 'u64',
      unit: 'ns',
      freshness: 'counter',
      optional: true,
      doc: 'Processor time spent idle, all processors.',
    },
    cpuIowait: {
      kind: 'u64',
      unit: 'ns',
      freshness: 'counter',
      optional: true,
      doc: 'Processor time spent waiting for input and output.',
    },
  },
  ops: {
    getCapabilities: {
      access: 'read',
      permission: 'read',
      params: {},
      result: 'xml',
      doc: 'Capabilities document of the host and the guests it can run.',
    },
    getDomainCapabilities: {
      access: 'read',
      permission: 'read',
      params: {
        emulator: { kind: 'string', optional: true, doc: 'Path of the emulator.' },
        arch: { kind: 'string', optional: true, doc: 'Architecture of the guest.' },
        machine: { kind: 'string', optional: true, doc: 'Machine type of the guest.' },
        virtType: { kind: 'string', optional: true, doc: 'Virtualization type (kvm, qemu, test).' },
      },
      result: 'xml',
      doc: 'Document of what a guest of this kind can have.',
    },
    getSysinfo: {
      access: 'read',
      permission: 'read',
      params: {},
      result: 'xml',
      doc: 'SMBIOS information of the machine.',
    },
    getCpuModelNames: {
      access: 'read',
      permission: 'read',
      params: { arch: { kind: 'string', doc: 'Architecture.' } },
      result: { list: 'string' },
      doc: 'Processor models known for an architecture.',
    },
    getCpuMap: {
      access: 'read',
      permission: 'read',
      params: {},
      result: {
        record: {
          cpus: { kind: 'u32', doc: 'Processors present.' },
          online: { kind: { list: 'bool' }, doc: 'Whether each processor is online.' },
        },
      },
      doc: 'Which processors of the machine are online.',
    },
    getFreeMemoryByCell: {
      access: 'read',
      permission: 'read',
      params: {
        startCell: { kind: 'u32', optional: true, doc: 'First NUMA cell, 0 unless given.' },
        maxCells: { kind: 'u32', optional: true, doc: 'Most cells to answer.' },
      },
      result: { list: 'u64' },
      doc: 'Free memory of each NUMA cell, in bytes.',
    },
    getFreePages: {
      access: 'read',
      permission: 'read',
      params: {
        pageSizes: { kind: { list: 'u32' }, unit: 'KiB', doc: 'Page sizes.' },
        startCell: { kind: 'u32', doc: 'First NUMA cell.' },
        cellCount: { kind: 'u32', doc: 'Number of cells.' },
      },
      result: { list: 'u64' },
      doc: 'Free pages, for each cell in turn one number for each page size.',
    },
    getCpuStats: {
      access: 'read',
      permission: 'read',
      params: {
        cpu: { kind: 'u32', optional: true, doc: 'Number of the processor; all together unless given.' },
      },
      result: {
        record: {
          kernel: { kind: 'u64', unit: 'ns', optional: true, doc: 'Time in the kernel.' },
          user: { kind: 'u64', unit: 'ns', optional: true, doc: 'Time in user mode.' },
          idle: { kind: 'u64', unit: 'ns', optional: true, doc: 'Time idle.' },
          iowait: { kind: 'u64', unit: 'ns', optional: true, doc: 'Time waiting for input and output.' },
          intr: { kind: 'u64', unit: 'ns', optional: true, doc: 'Time for interrupts.' },
        },
      },
      doc: 'Processor times of the machine or of one of its processors.',
    },
    getMemoryStats: {
      access: 'read',
      permission: 'read',
      params: { cell: { kind: 'u32', optional: true, doc: 'NUMA cell; the whole machine unless given.' } },
      result: {
        record: {
          total: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Memory there is.' },
          free: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Memory that is free.' },
          buffers: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Memory of buffers of block devices.' },
          cached: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Memory that holds contents of files.' },
        },
      },
      doc: 'What the memory of the machine or of one of its NUMA cells is used for.',
    },
    getMemoryParameters: {
      access: 'read',
      permission: 'read',
      params: {},
      result: typedParams,
      doc: 'How the machine shares equal pages of memory, and how many it does (KSM).',
    },
    setMemoryParameters: {
      access: 'configure',
      permission: 'write',
      params: { params: { kind: typedParams, doc: 'Parameters to set.' } },
      result: 'void',
      doc: 'Set how the machine shares equal pages of memory (KSM).',
    },
    allocPages: {
      access: 'configure',
      permission: 'write',
      params: {
        pages: {
          kind: {
            list: {
              record: {
                size: { kind: 'u32', unit: 'KiB', doc: 'Page size.' },
                count: { kind: 'u64', unit: 'count', doc: 'Number of pages.' },
              },
            },
          },
          doc: 'How many pages of which size.',
        },
        startCell: { kind: 'u32', optional: true, doc: 'First NUMA cell; the whole machine unless given.' },
        cellCount: { kind: 'u32', optional: true, doc: 'Number of cells; one unless given.' },
        set: { kind: 'bool', optional: true, doc: 'The numbers are those there shall be, not those to add.' },
      },
      result: 'u32',
      doc: 'Add huge pages to the pools of the machine, or set their number; answers how many pools changed.',
    },
    suspend: {
      access: 'configure',
      permission: 'pm_control',
      params: {
        target: { kind: { enum: ['memory', 'disk', 'hybrid'] }, doc: 'Where its state is kept meanwhile.' },
        seconds: { kind: 'u64', unit: 's', doc: 'When the clock of the machine wakes it.' },
      },
      result: 'void',
      doc: 'Suspend the machine for a time.',
    },
    compareCpu: {
      access: 'read',
      permission: 'read',
      params: {
        xml: { kind: 'xml', doc: 'Description of a processor.' },
        validate: { kind: 'bool', optional: true, doc: 'Refuse elements that the schema does not know.' },
        ...guestKind,
      },
      result: { enum: ['incompatible', 'identical', 'superset'] },
      doc: 'Whether the processor of the machine, or of guests of a kind, can do what the description asks for.',
    },
    baselineCpu: {
      access: 'read',
      permission: 'read',
      params: {
        cpus: { kind: { list: 'xml' }, doc: 'Descriptions of processors.' },
        expandFeatures: { kind: 'bool', optional: true, doc: 'Name all features, also those of the model.' },
        migratable: { kind: 'bool', optional: true, doc: 'Leave out what cannot be migrated.' },
        ...guestKind,
      },
      result: 'xml',
      doc: 'The richest processor that all of the described ones can offer.',
    },
    getPoolCapabilities: {
      access: 'read',
      permission: 'read',
      params: {},
      result: 'xml',
      doc: 'Document of the kinds of storage pools that the host can have.',
    },
    listNwfilterBindings: {
      access: 'read',
      permission: 'search_nwfilter_bindings',
      params: {},
      result: {
        list: {
          record: {
            portDev: { kind: 'string', doc: 'Device of the host that the filter is bound to.' },
            filter: { kind: 'string', doc: 'Name of the filter.' },
          },
        },
      },
      doc: 'Which network filters hold for which devices.',
    },
    getNwfilterBindingXml: {
      access: 'read',
      permission: 'read',
      params: { portDev: { kind: 'string', doc: 'Device of the host.' } },
      result: 'xml',
      doc: 'Document of the binding of a network filter to a device.',
    },
    createNwfilterBinding: {
      access: 'configure',
      permission: 'write',
      params: {
        xml: { kind: 'xml', doc: 'Document of the binding.' },
        validate: { kind: 'bool', optional: true, doc: 'Refuse elements that the schema does not know.' },
      },
      result: 'string',
      doc: 'Bind a network filter to a device; answers the name of the device.',
    },
    deleteNwfilterBinding: {
      access: 'configure',
      permission: 'write',
      params: { portDev: { kind: 'string', doc: 'Device of the host.' } },
      result: 'void',
      doc: 'Free a device from its network filter.',
    },
    findPoolSources: {
      access: 'read',
      permission: 'detect_storage_pools',
      params: {
        poolType: { kind: 'string', doc: 'Type of pool.' },
        source: { kind: 'xml', optional: true, doc: 'Where to look.' },
      },
      result: 'xml',
      doc: 'Sources on the host that a storage pool could be made of.',
    },
    changeInterfaces: {
      access: 'configure',
      permission: 'interface_transaction',
      params: {
        action: {
          kind: { enum: ['begin', 'commit', 'rollback'] },
          doc: 'What to do with the set of changes.',
        },
      },
      result: 'void',
      doc: 'Begin, keep or take back a set of changes to host interfaces.',
    },
    getSavedXml: {
      access: 'configure',
      permission: 'read',
      lock: 'query',
      params: {
        path: { kind: 'string', doc: 'File that the save of a domain wrote.' },
        secure: {
          kind: 'bool',
          optional: true,
          needs: secretsNeed,
          doc: 'With passwords; needs read_secure.',
        },
      },
      result: 'xml',
      doc: 'Domain document in a file that a save wrote.',
    },
    setSavedXml: {
      access: 'configure',
      permission: 'hibernate',
      lock: 'query',
      params: {
        path: { kind: 'string', doc: 'File that the save of a domain wrote.' },
        xml: { kind: 'xml', doc: 'Domain document.' },
        running: { kind: 'bool', optional: true, doc: 'Let the guest run after a restore.' },
        paused: { kind: 'bool', optional: true, doc: 'Leave the guest paused after a restore.' },
      },
      result: 'void',
      doc: 'Replace the domain document in a file that a save wrote.',
    },
    injectFault: {
      access: 'configure',
      permission: 'write',
      params: {
        operation: { kind: 'string', doc: 'Path of the operation that is to fail the next time.' },
        code: { kind: 'string', doc: 'Error code that it fails with.' },
      },
      result: 'void',
      doc: 'Make the next call of an operation fail; only the embedded test driver has it.',
    },
  },
  events: {
    statusChanged: {
      doc: 'The hypervisor was lost or came back.',
      fields: { status: { kind: { enum: hostStatuses }, doc: 'New status.' } },
    },
  },
})
