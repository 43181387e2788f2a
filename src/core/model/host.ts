import { defineObject } from './kinds.ts'

/** How a connection stands. */
export const hostStatuses = ['connecting', 'connected', 'unreachable', 'closed'] as const

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
