import { domainEvents } from './domain-events.ts'
import { domainOps } from './domain-ops.ts'
import { allReasons, domainJobs, domainStates } from './domain-words.ts'
import { defineObject } from './kinds.ts'

/** A guest: a virtual machine or a container. */
export const domain = defineObject({
  doc: 'A guest: a virtual machine or a container.',
  key: 'uuid',
  attrs: {
    uuid: { kind: 'uuid', freshness: 'fixed', doc: 'Identity of the guest.' },
    name: { kind: 'string', freshness: 'config', doc: 'Name, unique on its host.' },
    id: { kind: 'i32', freshness: 'state', doc: 'Number of the running guest; -1 while it is off.' },
    title: { kind: 'string', freshness: 'config', optional: true, doc: 'Short description on one line.' },
    description: { kind: 'string', freshness: 'config', optional: true, doc: 'Free description.' },
    state: { kind: { enum: domainStates }, freshness: 'state', doc: 'Life-cycle state.' },
    reason: { kind: { enum: allReasons }, freshness: 'state', doc: 'Why the guest is in its state.' },
    stateSince: { kind: 'time', freshness: 'state', doc: 'When the state changed last.' },
    startedAt: {
      kind: 'time',
      freshness: 'state',
      optional: true,
      doc: 'When the guest was started last; absent while it is off.',
    },
    wanted: {
      kind: { enum: ['running', 'paused', 'suspended', 'shutdown'] },
      freshness: 'state',
      doc: 'State that was asked for last by a command; the end of the guest makes it shutdown.',
    },
    persistent: {
      kind: 'bool',
      freshness: 'state',
      doc: 'Whether a definition is kept while the guest is off.',
    },
    autostart: {
      kind: 'bool',
      freshness: 'config',
      optional: true,
      doc: 'Whether the guest starts with its host; absent where the hypervisor has no such thing.',
    },
    managedSave: {
      kind: 'bool',
      freshness: 'state',
      doc: 'Whether a saved state waits to be resumed at the next start.',
    },
    hasCurrentSnapshot: {
      kind: 'bool',
      freshness: 'state',
      doc: 'Whether the guest has a current snapshot.',
    },
    updated: {
      kind: 'bool',
      freshness: 'state',
      doc: 'Whether the definition changed since the guest was started.',
    },
    osType: {
      kind: 'string',
      freshness: 'config',
      doc: 'Kind of system that the guest boots (hvm, exe, linux, xen).',
    },
    osId: {
      kind: 'string',
      freshness: 'config',
      optional: true,
      doc: 'libosinfo identity of the guest system.',
    },
    arch: { kind: 'string', freshness: 'config', optional: true, doc: 'Architecture of the guest.' },
    machine: { kind: 'string', freshness: 'config', optional: true, doc: 'Machine type.' },
    virtType: {
      kind: 'string',
      freshness: 'config',
      doc: 'Virtualization type (kvm, qemu, xen, lxc, test).',
    },
    memory: { kind: 'u64', unit: 'KiB', freshness: 'state', doc: 'Memory that the guest has now.' },
    maxMemory: { kind: 'u64', unit: 'KiB', freshness: 'config', doc: 'Most memory that the guest can have.' },
    minMemory: {
      kind: 'u64',
      unit: 'KiB',
      freshness: 'config',
      optional: true,
      doc: 'Memory that the guest is guaranteed.',
    },
    vcpus: { kind: 'u32', unit: 'count', freshness: 'state', doc: 'Virtual processors online.' },
    maxVcpus: {
      kind: 'u32',
      unit: 'count',
      freshness: 'config',
      doc: 'Most virtual processors that the guest can have.',
    },
    vcpuPins: {
      kind: { list: { list: 'u32' } },
      freshness: 'config',
      optional: true,
      doc: 'For each virtual processor the physical ones that it may run on; an empty list means all.',
    },
    disks: {
      kind: {
        list: {
          record: {
            target: { kind: 'string', doc: 'Name of the disk in the guest (vda).' },
            device: { kind: { enum: ['disk', 'cdrom', 'floppy', 'lun'] }, doc: 'What the guest sees.' },
            bus: { kind: 'string', optional: true, doc: 'Bus that it is attached to.' },
            sourceType: {
              kind: {
                enum: ['file', 'block', 'dir', 'network', 'volume', 'nvme', 'vhostuser', 'vhostvdpa', 'none'],
              },
              doc: 'What backs it.',
            },
            source: {
              kind: 'string',
              optional: true,
              doc: 'Path or URI of the backing, without credentials; absent for an empty drive.',
            },
            format: { kind: 'string', optional: true, doc: 'Image format.' },
            readOnly: { kind: 'bool', doc: 'Whether the guest can only read it.' },
            capacity: { kind: 'u64', unit: 'bytes', optional: true, doc: 'Size that the guest sees.' },
            allocation: { kind: 'u64', unit: 'bytes', optional: true, doc: 'Space that the backing takes.' },
          },
        },
      },
      freshness: 'config',
      doc: 'Disks in the order of the definition.',
    },
    interfaces: {
      kind: {
        list: {
          record: {
            mac: { kind: 'mac', doc: 'MAC address.' },
            type: { kind: 'string', doc: 'How it is connected (network, bridge, user, direct, ethernet).' },
            source: {
              kind: 'string',
              optional: true,
              doc: 'Network, bridge or device that it is connected to.',
            },
            target: { kind: 'string', optional: true, doc: 'Name of the host end.' },
            model: { kind: 'string', optional: true, doc: 'Model that the guest sees.' },
          },
        },
      },
      freshness: 'config',
      doc: 'Network interfaces in the order of the definition.',
    },
    graphics: {
      kind: {
        list: {
          record: {
            type: { kind: 'string', doc: 'Protocol (vnc, spice).' },
            listen: { kind: 'string', optional: true, doc: 'Address or socket path that it listens on.' },
            port: { kind: 'i32', optional: true, doc: 'Port; -1 while none is assigned.' },
          },
        },
      },
      freshness: 'state',
      doc: 'Graphical consoles.',
    },
    agentConnected: {
      kind: 'bool',
      freshness: 'state',
      optional: true,
      doc: 'Whether the guest agent answers; absent without an agent channel.',
    },
    taints: { kind: { list: 'string' }, freshness: 'state', doc: 'Marks of settings that void support.' },
    messages: { kind: { list: 'string' }, freshness: 'state', doc: 'Warnings about the guest.' },
    job: { kind: { enum: domainJobs }, freshness: 'state', doc: 'Long work that runs on the guest.' },
    cpuTime: {
      kind: 'u64',
      unit: 'ns',
      freshness: 'counter',
      optional: true,
      doc: 'Processor time that the guest used since its start.',
    },
    cpuUser: {
      kind: 'u64',
      unit: 'ns',
      freshness: 'counter',
      optional: true,
      doc: 'Processor time in user mode of the host.',
    },
    cpuSystem: {
      kind: 'u64',
      unit: 'ns',
      freshness: 'counter',
      optional: true,
      doc: 'Processor time in the kernel of the host.',
    },
    vcpuTimes: {
      kind: { list: 'u64' },
      unit: 'ns',
      freshness: 'counter',
      optional: true,
      doc: 'Processor time of each virtual processor.',
    },
    diskStats: {
      kind: {
        list: {
          record: {
            target: { kind: 'string', doc: 'Name of the disk in the guest.' },
            readRequests: { kind: 'u64', unit: 'count', doc: 'Reads done.' },
            readBytes: { kind: 'u64', unit: 'bytes', doc: 'Bytes read.' },
            readTime: { kind: 'u64', unit: 'ns', optional: true, doc: 'Time spent reading.' },
            writeRequests: { kind: 'u64', unit: 'count', doc: 'Writes done.' },
            writeBytes: { kind: 'u64', unit: 'bytes', doc: 'Bytes written.' },
            writeTime: { kind: 'u64', unit: 'ns', optional: true, doc: 'Time spent writing.' },
            flushRequests: { kind: 'u64', unit: 'count', optional: true, doc: 'Flushes done.' },
            flushTime: { kind: 'u64', unit: 'ns', optional: true, doc: 'Time spent flushing.' },
            errors: {
              kind: 'i64',
              unit: 'count',
              optional: true,
              doc: 'Errors; -1 where the hypervisor does not count them.',
            },
            allocation: {
              kind: 'u64',
              unit: 'bytes',
              optional: true,
              doc: 'Highest place that was written, or space that the backing takes.',
            },
            capacity: { kind: 'u64', unit: 'bytes', optional: true, doc: 'Size that the guest sees.' },
            physical: { kind: 'u64', unit: 'bytes', optional: true, doc: 'Size of the container.' },
          },
        },
      },
      freshness: 'counter',
      optional: true,
      doc: 'Block counters of each disk, in the order of disks.',
    },
    interfaceStats: {
      kind: {
        list: {
          record: {
            mac: { kind: 'mac', doc: 'MAC address of the interface.' },
            rxBytes: { kind: 'u64', unit: 'bytes', doc: 'Bytes that the guest received.' },
            rxPackets: { kind: 'u64', unit: 'count', doc: 'Packets that the guest received.' },
            rxErrors: { kind: 'u64', unit: 'count', doc: 'Receive errors.' },
            rxDropped: { kind: 'u64', unit: 'count', doc: 'Received packets dropped.' },
            txBytes: { kind: 'u64', unit: 'bytes', doc: 'Bytes that the guest sent.' },
            txPackets: { kind: 'u64', unit: 'count', doc: 'Packets that the guest sent.' },
            txErrors: { kind: 'u64', unit: 'count', doc: 'Send errors.' },
            txDropped: { kind: 'u64', unit: 'count', doc: 'Sent packets dropped.' },
          },
        },
      },
      freshness: 'counter',
      optional: true,
      doc: 'Counters of each network interface, in the order of interfaces.',
    },
    balloon: {
      kind: {
        record: {
          actual: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Memory that the guest has now.' },
          swapIn: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Memory swapped in.' },
          swapOut: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Memory swapped out.' },
          majorFault: {
            kind: 'u64',
            unit: 'count',
            optional: true,
            doc: 'Page faults with input or output.',
          },
          minorFault: {
            kind: 'u64',
            unit: 'count',
            optional: true,
            doc: 'Page faults without input or output.',
          },
          unused: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Memory that the guest does not use.' },
          available: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Memory that the guest sees.' },
          usable: {
            kind: 'u64',
            unit: 'KiB',
            optional: true,
            doc: 'Memory that could be taken back without swapping.',
          },
          lastUpdate: {
            kind: 'u64',
            unit: 'seconds-since-1970',
            optional: true,
            doc: 'When the guest told these numbers.',
          },
          diskCaches: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Memory in disk caches.' },
          hugetlbPageAlloc: { kind: 'u64', unit: 'count', optional: true, doc: 'Huge pages allocated.' },
          hugetlbPageFail: {
            kind: 'u64',
            unit: 'count',
            optional: true,
            doc: 'Huge page allocations that failed.',
          },
          rss: { kind: 'u64', unit: 'KiB', optional: true, doc: 'Host memory that the guest process holds.' },
        },
      },
      freshness: 'counter',
      optional: true,
      doc: 'Memory as the guest and its process see it.',
    },
  },
  ops: domainOps,
  events: domainEvents,
})
