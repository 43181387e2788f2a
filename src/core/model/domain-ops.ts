import { domainReasons, domainStates } from './domain-words.ts'
import { type OpDef, secretsNeed } from './kinds.ts'
import { typedParams } from './typed-params.ts'

const domainXml = { kind: 'xml', doc: 'Domain document.' } as const
const live = { kind: 'bool', optional: true, doc: 'Change the running guest.' } as const
const config = {
  kind: 'bool',
  optional: true,
  doc: 'Change the kept definition. With neither live nor config: the running guest if it runs, else the definition.',
} as const
const ofLive = { kind: 'bool', optional: true, doc: 'What holds for the running guest.' } as const
const ofConfig = {
  kind: 'bool',
  optional: true,
  doc: 'What the kept definition says. With neither live nor config: the running guest if it runs, else the definition.',
} as const
const bypassCache = { kind: 'bool', optional: true, doc: 'Past the cache of the host.' } as const
const validate = {
  kind: 'bool',
  optional: true,
  doc: 'Refuse elements that the schema does not know.',
} as const
const disk = { kind: 'string', doc: 'Target name or path.' } as const
const bandwidth = { kind: 'u64', unit: 'bytes', optional: true, doc: 'Most bytes a second.' } as const
const paused = { kind: 'bool', optional: true, doc: 'Leave the guest paused.' } as const
const deviceXml = { kind: 'xml', doc: 'Document of one device.' } as const

/** Operations of domains; creation is called on the host. */
export const domainOps = {
  define: {
    on: 'host',
    access: 'configure',
    permission: 'save',
    params: {
      xml: domainXml,
      validate,
    },
    result: { ref: 'domain' },
    doc: 'Keep a definition; of a running guest it takes effect at the next start.',
  },
  create: {
    on: 'host',
    access: 'configure',
    permission: 'start',
    params: {
      xml: domainXml,
      validate,
      paused,
      autodestroy: { kind: 'bool', optional: true, doc: 'End the guest when the caller leaves.' },
    },
    result: { ref: 'domain' },
    doc: 'Start a guest that is forgotten when it ends.',
  },
  restore: {
    on: 'host',
    access: 'configure',
    permission: 'start',
    lock: 'async',
    job: true,
    params: {
      path: { kind: 'string', doc: 'File that save wrote.' },
      xml: { ...domainXml, optional: true },
      paused: { ...paused },
      running: { kind: 'bool', optional: true, doc: 'Let the guest run although it was saved paused.' },
      bypassCache,
    },
    result: 'void',
    doc: 'Start a guest from a file that save wrote.',
  },
  undefine: {
    access: 'configure',
    permission: 'delete',
    params: {
      managedSave: { kind: 'bool', optional: true, doc: 'Remove the saved state too.' },
      snapshotsMetadata: { kind: 'bool', optional: true, doc: 'Forget its snapshots too.' },
      checkpointsMetadata: { kind: 'bool', optional: true, doc: 'Forget its checkpoints too.' },
      nvram: { kind: 'bool', optional: true, doc: 'Remove the firmware variables too.' },
      keepNvram: { kind: 'bool', optional: true, doc: 'Keep the firmware variables.' },
    },
    result: 'void',
    doc: 'Forget the definition; a running guest becomes transient.',
  },
  rename: {
    access: 'configure',
    permission: 'save',
    params: { name: { kind: 'string', doc: 'New name.' } },
    result: 'void',
    doc: 'Give a guest that is off a new name.',
  },
  start: {
    access: 'operate',
    permission: 'start',
    lock: 'async',
    params: {
      paused,
      bypassCache: { kind: 'bool', optional: true, doc: 'Read a saved state past the cache of the host.' },
      forceBoot: { kind: 'bool', optional: true, doc: 'Drop a saved state and boot.' },
      autodestroy: { kind: 'bool', optional: true, doc: 'End the guest when the caller leaves.' },
      resetNvram: { kind: 'bool', optional: true, doc: 'Begin with fresh firmware variables.' },
    },
    result: 'void',
    doc: 'Start the guest.',
  },
  shutdown: {
    access: 'operate',
    permission: 'init_control',
    params: {
      mode: {
        kind: { enum: ['default', 'acpi', 'agent', 'initctl', 'signal', 'paravirt'] },
        optional: true,
        doc: 'How to ask.',
      },
    },
    result: 'void',
    doc: 'Ask the guest to power off.',
  },
  reboot: {
    access: 'operate',
    permission: 'init_control',
    params: {
      mode: {
        kind: { enum: ['default', 'acpi', 'agent', 'initctl', 'signal', 'paravirt'] },
        optional: true,
        doc: 'How to ask.',
      },
    },
    result: 'void',
    doc: 'Ask the guest to restart.',
  },
  reset: {
    access: 'operate',
    permission: 'reset',
    params: {},
    result: 'void',
    doc: 'Push the reset button.',
  },
  destroy: {
    access: 'operate',
    permission: 'stop',
    lock: 'destroy',
    params: {
      graceful: { kind: 'bool', optional: true, doc: 'Only if the guest process ends without being killed.' },
    },
    result: 'void',
    doc: 'End the guest at once, as if the power were cut.',
  },
  suspend: {
    access: 'operate',
    permission: 'suspend',
    params: {},
    result: 'void',
    doc: 'Pause the guest; its memory stays.',
  },
  resume: {
    access: 'operate',
    permission: 'suspend',
    params: {},
    result: 'void',
    doc: 'Let a paused guest run on.',
  },
  pmSuspend: {
    access: 'operate',
    permission: 'pm_control',
    params: {
      target: { kind: { enum: ['mem', 'disk', 'hybrid'] }, doc: 'Where the guest keeps its state.' },
      duration: { kind: 'u64', unit: 's', optional: true, doc: 'Wake up after this time; 0 means never.' },
    },
    result: 'void',
    doc: 'Ask the guest to go to sleep.',
  },
  pmWakeup: {
    access: 'operate',
    permission: 'pm_control',
    params: {},
    result: 'void',
    doc: 'Wake a sleeping guest.',
  },
  save: {
    access: 'operate',
    permission: 'hibernate',
    lock: 'async',
    job: true,
    params: {
      path: { kind: 'string', doc: 'File to write.' },
      xml: { ...domainXml, optional: true },
      bypassCache: { kind: 'bool', optional: true, doc: 'Write past the cache of the host.' },
      running: { kind: 'bool', optional: true, doc: 'Let the guest run after a restore.' },
      paused: { kind: 'bool', optional: true, doc: 'Leave the guest paused after a restore.' },
    },
    result: 'void',
    doc: 'Write the state of the guest to a file and end it.',
  },
  managedSave: {
    access: 'operate',
    permission: 'hibernate',
    lock: 'async',
    job: true,
    params: {
      bypassCache: { kind: 'bool', optional: true, doc: 'Write past the cache of the host.' },
      running: { kind: 'bool', optional: true, doc: 'Let the guest run after the start.' },
      paused: { kind: 'bool', optional: true, doc: 'Leave the guest paused after the start.' },
    },
    result: 'void',
    doc: 'Save the guest; the next start resumes it.',
  },
  getManagedSaveXml: {
    access: 'read',
    permission: 'read',
    params: {
      secure: { kind: 'bool', optional: true, needs: secretsNeed, doc: 'With passwords; needs read_secure.' },
    },
    result: 'xml',
    doc: 'Domain document of the saved state.',
  },
  setManagedSaveXml: {
    access: 'configure',
    permission: 'hibernate',
    params: {
      xml: domainXml,
      running: { kind: 'bool', optional: true, doc: 'Let the guest run after the start.' },
      paused: { kind: 'bool', optional: true, doc: 'Leave the guest paused after the start.' },
    },
    result: 'void',
    doc: 'Replace the domain document of the saved state.',
  },
  managedSaveRemove: {
    access: 'operate',
    permission: 'hibernate',
    params: {},
    result: 'void',
    doc: 'Drop the saved state.',
  },
  coreDump: {
    access: 'operate',
    permission: 'core_dump',
    lock: 'async',
    job: true,
    params: {
      path: { kind: 'string', doc: 'File to write.' },
      format: {
        kind: { enum: ['raw', 'kdump-zlib', 'kdump-lzo', 'kdump-snappy', 'win-dmp'] },
        optional: true,
        doc: 'Format of the dump.',
      },
      crash: { kind: 'bool', optional: true, doc: 'End the guest afterwards as crashed.' },
      reset: { kind: 'bool', optional: true, doc: 'Reset the guest afterwards.' },
      live: { kind: 'bool', optional: true, doc: 'Let the guest run meanwhile.' },
      memoryOnly: { kind: 'bool', optional: true, doc: 'Dump only memory.' },
      bypassCache,
    },
    result: 'void',
    doc: 'Write the memory of the guest to a file.',
  },
  getXml: {
    access: 'read',
    permission: 'read',
    params: {
      inactive: { kind: 'bool', optional: true, doc: 'The kept definition instead of the running one.' },
      secure: {
        kind: 'bool',
        optional: true,
        needs: secretsNeed,
        doc: 'With passwords; needs read_secure.',
      },
      migratable: {
        kind: 'bool',
        optional: true,
        needs: secretsNeed,
        doc: 'In a form that another host can take, which holds passwords; needs read_secure.',
      },
      updateCpu: { kind: 'bool', optional: true, doc: 'With the processor of the host filled in.' },
    },
    result: 'xml',
    doc: 'Domain document of the guest.',
  },
  getState: {
    access: 'read',
    permission: 'read',
    params: {},
    result: {
      record: {
        state: { kind: { enum: domainStates }, doc: 'State.' },
        reason: { kind: 'string', doc: `Reason, one of ${Object.keys(domainReasons).length} sets.` },
      },
    },
    doc: 'State and reason, asked of the hypervisor.',
  },
  setAutostart: {
    access: 'configure',
    permission: 'write',
    params: { autostart: { kind: 'bool', doc: 'Whether the guest starts with its host.' } },
    result: 'void',
    doc: 'Set whether the guest starts with its host.',
  },
  setMemory: {
    access: 'operate',
    permission: 'write',
    params: {
      memory: { kind: 'u64', unit: 'KiB', doc: 'Amount.' },
      maximum: { kind: 'bool', optional: true, doc: 'Set the maximum instead.' },
      live,
      config,
    },
    result: 'void',
    doc: 'Set the memory of the guest.',
  },
  setVcpus: {
    access: 'operate',
    permission: 'write',
    params: {
      count: { kind: 'u32', doc: 'Number of virtual processors.' },
      maximum: { kind: 'bool', optional: true, doc: 'Set the maximum instead.' },
      guest: { kind: 'bool', optional: true, doc: 'Let the guest agent do it.' },
      live,
      config,
    },
    result: 'void',
    doc: 'Set the number of virtual processors.',
  },
  setVcpu: {
    access: 'operate',
    permission: 'write',
    params: {
      vcpus: { kind: { list: 'u32' }, doc: 'Numbers of the virtual processors.' },
      online: { kind: 'bool', doc: 'Whether the guest has them.' },
      live,
      config,
    },
    result: 'void',
    doc: 'Add or take away single virtual processors.',
  },
  getVcpuCount: {
    access: 'read',
    permission: 'read',
    params: {
      maximum: { kind: 'bool', optional: true, doc: 'Most processors instead of those online.' },
      guest: { kind: 'bool', optional: true, doc: 'As the guest agent tells.' },
      live: ofLive,
      config: ofConfig,
    },
    result: 'u32',
    doc: 'Number of virtual processors.',
  },
  getGuestVcpus: {
    access: 'read',
    permission: 'write',
    params: {},
    result: {
      list: {
        record: {
          number: { kind: 'u32', doc: 'Number of the processor in the guest.' },
          online: { kind: 'bool', doc: 'Whether the guest uses it.' },
          canOffline: { kind: 'bool', doc: 'Whether the guest can do without it.' },
        },
      },
    },
    doc: 'Processors as the guest agent sees them.',
  },
  setGuestVcpus: {
    access: 'operate',
    permission: 'write',
    params: {
      vcpus: { kind: { list: 'u32' }, doc: 'Numbers of the processors in the guest.' },
      online: { kind: 'bool', doc: 'Whether the guest uses them.' },
    },
    result: 'void',
    doc: 'Let the guest agent take single processors into use or out of it.',
  },
  getPins: {
    access: 'read',
    permission: 'read',
    params: { live: ofLive, config: ofConfig },
    result: {
      record: {
        vcpus: {
          kind: { list: { list: 'u32' } },
          doc: 'For each virtual processor the physical ones that it may run on.',
        },
        emulator: {
          kind: { list: 'u32' },
          doc: 'Physical processors that the emulator threads may run on.',
        },
      },
    },
    doc: 'Physical processors that the guest may run on.',
  },
  getCpuStats: {
    access: 'read',
    permission: 'read',
    params: {},
    result: {
      record: {
        cpuTime: { kind: 'u64', unit: 'ns', doc: 'Processor time of the guest.' },
        userTime: { kind: 'u64', unit: 'ns', optional: true, doc: 'In user mode of the host.' },
        systemTime: { kind: 'u64', unit: 'ns', optional: true, doc: 'In the kernel of the host.' },
        cpus: {
          kind: {
            list: {
              record: {
                cpuTime: { kind: 'u64', unit: 'ns', doc: 'Time of the guest on it.' },
                vcpuTime: {
                  kind: 'u64',
                  unit: 'ns',
                  optional: true,
                  doc: 'That of its virtual processors alone.',
                },
              },
            },
          },
          doc: 'For each physical processor; empty where the host does not tell them apart.',
        },
      },
    },
    doc: 'Processor time that the guest used, in all and on each physical processor.',
  },
  getVcpus: {
    access: 'read',
    permission: 'read',
    params: {},
    result: {
      list: {
        record: {
          number: { kind: 'u32', doc: 'Number of the virtual processor.' },
          state: { kind: { enum: ['offline', 'running', 'blocked'] }, doc: 'State.' },
          cpuTime: { kind: 'u64', unit: 'ns', doc: 'Processor time used.' },
          cpu: { kind: 'i32', doc: 'Physical processor that it runs on; -1 when not known.' },
          affinity: { kind: { list: 'bool' }, doc: 'For each physical processor whether it may run there.' },
        },
      },
    },
    doc: 'Virtual processors of a running guest.',
  },
  pinVcpu: {
    access: 'operate',
    permission: 'write',
    params: {
      vcpu: { kind: 'u32', doc: 'Number of the virtual processor.' },
      cpus: { kind: { list: 'u32' }, doc: 'Physical processors that it may run on.' },
      live,
      config,
    },
    result: 'void',
    doc: 'Bind a virtual processor to physical ones.',
  },
  pinEmulator: {
    access: 'operate',
    permission: 'write',
    params: { cpus: { kind: { list: 'u32' }, doc: 'Physical processors.' }, live, config },
    result: 'void',
    doc: 'Bind the emulator threads to physical processors.',
  },
  setMemoryStatsPeriod: {
    access: 'operate',
    permission: 'write',
    params: {
      period: { kind: 'u32', unit: 's', doc: 'How often the balloon asks the guest; 0 means never.' },
      live,
      config,
    },
    result: 'void',
    doc: 'Set how often the guest tells of its memory.',
  },
  setLifecycleAction: {
    access: 'configure',
    permission: 'write',
    params: {
      event: { kind: { enum: ['poweroff', 'reboot', 'crash'] }, doc: 'What happens to the guest.' },
      action: {
        kind: {
          enum: ['destroy', 'restart', 'rename-restart', 'preserve', 'coredump-destroy', 'coredump-restart'],
        },
        doc: 'What is done then.',
      },
      live,
      config,
    },
    result: 'void',
    doc: 'Set what is done when the guest powers off, restarts or crashes.',
  },
  attachDevice: {
    access: 'configure',
    permission: 'write',
    params: { xml: deviceXml, live, config },
    result: 'void',
    doc: 'Attach a device.',
  },
  detachDevice: {
    access: 'configure',
    permission: 'write',
    params: { xml: deviceXml, live, config },
    result: 'void',
    doc: 'Detach a device.',
  },
  detachDeviceAlias: {
    access: 'configure',
    permission: 'write',
    params: { alias: { kind: 'string', doc: 'Alias of the device.' }, live, config },
    result: 'void',
    doc: 'Detach a device by its alias.',
  },
  updateDevice: {
    access: 'configure',
    permission: 'write',
    params: { xml: deviceXml, live, config },
    result: 'void',
    doc: 'Change an attached device.',
  },
  getBlockInfo: {
    access: 'read',
    permission: 'read',
    params: { disk: { kind: 'string', doc: 'Target name or path.' } },
    result: {
      record: {
        capacity: { kind: 'u64', unit: 'bytes', doc: 'Size that the guest sees.' },
        allocation: { kind: 'u64', unit: 'bytes', doc: 'Space that it takes.' },
        physical: { kind: 'u64', unit: 'bytes', doc: 'Size of the container.' },
      },
    },
    doc: 'Sizes of a disk.',
  },
  blockPeek: {
    access: 'operate',
    permission: 'block_read',
    params: {
      disk,
      offset: { kind: 'u64', unit: 'bytes', doc: 'From where.' },
      size: { kind: 'u32', unit: 'bytes', doc: 'Length.' },
    },
    result: 'bytes',
    doc: 'Read the container of a disk.',
  },
  blockPull: {
    access: 'operate',
    permission: 'block_write',
    params: {
      disk,
      base: { kind: 'string', optional: true, doc: 'Image of the chain to keep below; none unless given.' },
      bandwidth,
    },
    result: 'void',
    doc: 'Begin to bring the contents of backing images into the image of a disk.',
  },
  blockCommit: {
    access: 'operate',
    permission: 'block_write',
    params: {
      disk,
      base: { kind: 'string', optional: true, doc: 'Image to write into; the lowest unless given.' },
      top: {
        kind: 'string',
        optional: true,
        doc: 'Highest image to write from; the active one unless given.',
      },
      shallow: { kind: 'bool', optional: true, doc: 'Write into the image just below.' },
      active: {
        kind: 'bool',
        optional: true,
        doc: 'Allow the active image; the job then waits for a pivot.',
      },
      delete: { kind: 'bool', optional: true, doc: 'Remove the images that are no longer needed.' },
      bandwidth,
    },
    result: 'void',
    doc: 'Begin to write the contents of images down into one that they build on.',
  },
  blockCopy: {
    access: 'operate',
    permission: 'block_write',
    params: {
      disk,
      path: { kind: 'string', doc: 'File or block device to copy to.' },
      format: { kind: 'string', optional: true, doc: 'Format of the copy; that of the disk unless given.' },
      block: { kind: 'bool', optional: true, doc: 'Whether the path is a block device.' },
      shallow: { kind: 'bool', optional: true, doc: 'Copy only the active image.' },
      reuse: { kind: 'bool', optional: true, doc: 'Use a file that exists.' },
      granularity: { kind: 'u32', unit: 'bytes', optional: true, doc: 'Size of the pieces.' },
      bufferSize: { kind: 'u64', unit: 'bytes', optional: true, doc: 'Most bytes under way.' },
      bandwidth,
    },
    result: 'void',
    doc: 'Begin to copy a disk; writes go to both until the job is ended, or pivots to the copy.',
  },
  getBlockJob: {
    access: 'read',
    permission: 'read',
    params: { disk },
    result: {
      list: {
        record: {
          type: {
            kind: { enum: ['unknown', 'pull', 'copy', 'commit', 'active-commit', 'backup'] },
            doc: 'Kind of job.',
          },
          bandwidth: { kind: 'u64', unit: 'bytes', doc: 'Most bytes a second; 0 means no limit.' },
          done: { kind: 'u64', unit: 'bytes', doc: 'Bytes done.' },
          total: { kind: 'u64', unit: 'bytes', doc: 'Bytes to do.' },
          ready: { kind: 'bool', doc: 'Whether it waits for a pivot.' },
        },
      },
    },
    doc: 'The block job of a disk; empty if none runs.',
  },
  setBlockJobSpeed: {
    access: 'operate',
    permission: 'block_write',
    params: {
      disk,
      bandwidth: { kind: 'u64', unit: 'bytes', doc: 'Most bytes a second; 0 means no limit.' },
    },
    result: 'void',
    doc: 'Set how fast a block job may be.',
  },
  abortBlockJob: {
    access: 'operate',
    permission: 'block_write',
    params: {
      disk,
      pivot: { kind: 'bool', optional: true, doc: 'Go on with the copy, or with the image committed into.' },
      async: { kind: 'bool', optional: true, doc: 'Do not wait for its end.' },
    },
    result: 'void',
    doc: 'End the block job of a disk.',
  },
  blockResize: {
    access: 'operate',
    permission: 'block_write',
    params: {
      disk: { kind: 'string', doc: 'Target name or path.' },
      size: { kind: 'u64', unit: 'bytes', doc: 'New size.' },
    },
    result: 'void',
    doc: 'Change the size of a disk.',
  },
  getBlockIoTune: {
    access: 'read',
    permission: 'read',
    params: { disk, live: ofLive, config: ofConfig },
    result: typedParams,
    doc: 'Throttling of a disk.',
  },
  setBlockIoTune: {
    access: 'operate',
    permission: 'write',
    params: {
      disk: { kind: 'string', doc: 'Target name or path.' },
      values: { kind: typedParams, doc: 'Limits.' },
      live,
      config,
    },
    result: 'void',
    doc: 'Throttle a disk.',
  },
  getDiskErrors: {
    access: 'read',
    permission: 'read',
    params: {},
    result: {
      list: {
        record: {
          disk: { kind: 'string', doc: 'Target name.' },
          error: { kind: { enum: ['none', 'unspec', 'no-space'] }, doc: 'Error.' },
        },
      },
    },
    doc: 'Disks with errors.',
  },
  getParameters: {
    access: 'read',
    permission: 'read',
    params: {
      group: {
        kind: { enum: ['memory', 'blkio', 'numa', 'scheduler', 'interface', 'perf'] },
        doc: 'Which tunables.',
      },
      device: { kind: 'string', optional: true, doc: 'Interface, for the group interface.' },
      live: ofLive,
      config: ofConfig,
    },
    result: typedParams,
    doc: 'Tunables of the guest.',
  },
  setParameters: {
    access: 'operate',
    permission: 'write',
    params: {
      group: {
        kind: { enum: ['memory', 'blkio', 'numa', 'scheduler', 'interface', 'perf'] },
        doc: 'Which tunables.',
      },
      device: { kind: 'string', optional: true, doc: 'Interface, for the group interface.' },
      values: { kind: typedParams, doc: 'New values.' },
      live,
      config,
    },
    result: 'void',
    doc: 'Set tunables of the guest.',
  },
  getSchedulerType: {
    access: 'read',
    permission: 'read',
    params: {},
    result: 'string',
    doc: 'Scheduler of the hypervisor.',
  },
  getIoThreads: {
    access: 'read',
    permission: 'read',
    params: { live: ofLive, config: ofConfig },
    result: {
      list: {
        record: {
          id: { kind: 'u32', doc: 'Number.' },
          affinity: { kind: { list: 'u32' }, doc: 'Physical processors.' },
        },
      },
    },
    doc: 'Input and output threads.',
  },
  addIoThread: {
    access: 'operate',
    permission: 'write',
    params: { id: { kind: 'u32', doc: 'Number.' }, live, config },
    result: 'void',
    doc: 'Add an input and output thread.',
  },
  pinIoThread: {
    access: 'operate',
    permission: 'write',
    params: {
      id: { kind: 'u32', doc: 'Number.' },
      cpus: { kind: { list: 'u32' }, doc: 'Physical processors that it may run on.' },
      live,
      config,
    },
    result: 'void',
    doc: 'Bind an input and output thread to physical processors.',
  },
  setIoThread: {
    access: 'operate',
    permission: 'write',
    params: {
      id: { kind: 'u32', doc: 'Number.' },
      values: { kind: typedParams, doc: 'How it polls: poll_max_ns, poll_grow, poll_shrink and the like.' },
      live,
      config,
    },
    result: 'void',
    doc: 'Set how an input and output thread works.',
  },
  delIoThread: {
    access: 'operate',
    permission: 'write',
    params: { id: { kind: 'u32', doc: 'Number.' }, live, config },
    result: 'void',
    doc: 'Remove an input and output thread.',
  },
  getInterfaceAddresses: {
    access: 'read',
    permission: 'read',
    params: { source: { kind: { enum: ['lease', 'agent', 'arp'] }, optional: true, doc: 'Where to ask.' } },
    result: {
      list: {
        record: {
          name: { kind: 'string', doc: 'Name of the interface.' },
          mac: { kind: 'mac', optional: true, doc: 'MAC address.' },
          addresses: {
            kind: {
              list: {
                record: {
                  type: { kind: { enum: ['ipv4', 'ipv6'] }, doc: 'Family.' },
                  address: { kind: 'string', doc: 'Address.' },
                  prefix: { kind: 'u32', doc: 'Prefix length.' },
                },
              },
            },
            doc: 'Addresses.',
          },
        },
      },
    },
    doc: 'Addresses of the guest.',
  },
  getFsInfo: {
    access: 'read',
    permission: 'fs_freeze',
    params: {},
    result: {
      list: {
        record: {
          mountpoint: { kind: 'string', doc: 'Where it is mounted.' },
          name: { kind: 'string', doc: 'Device name in the guest.' },
          type: { kind: 'string', doc: 'Type of file system.' },
          devices: { kind: { list: 'string' }, doc: 'Target names of its disks.' },
        },
      },
    },
    doc: 'File systems of the guest.',
  },
  fsFreeze: {
    access: 'operate',
    permission: 'fs_freeze',
    params: { mountpoints: { kind: { list: 'string' }, optional: true, doc: 'Which; all unless given.' } },
    result: 'u32',
    doc: 'Freeze file systems; answers how many.',
  },
  fsThaw: {
    access: 'operate',
    permission: 'fs_freeze',
    params: { mountpoints: { kind: { list: 'string' }, optional: true, doc: 'Which; all unless given.' } },
    result: 'u32',
    doc: 'Thaw file systems; answers how many.',
  },
  fsTrim: {
    access: 'operate',
    permission: 'fs_trim',
    params: {
      mountpoint: { kind: 'string', optional: true, doc: 'Where.' },
      minimum: { kind: 'u64', unit: 'bytes', optional: true, doc: 'Shortest free range.' },
    },
    result: 'void',
    doc: 'Give unused blocks back.',
  },
  getGuestHostname: {
    access: 'read',
    permission: 'read',
    params: { source: { kind: { enum: ['lease', 'agent'] }, optional: true, doc: 'Where to ask.' } },
    result: 'string',
    doc: 'Host name of the guest.',
  },
  getGuestInfo: {
    access: 'read',
    permission: 'write',
    params: {
      types: {
        kind: {
          list: {
            enum: ['users', 'os', 'timezone', 'hostname', 'filesystem', 'disks', 'interfaces', 'load'],
          },
        },
        optional: true,
        doc: 'What to ask for, all of it being needed; all that the agent knows unless given.',
      },
    },
    result: typedParams,
    doc: 'What the guest agent tells of users, system, time zone, file systems.',
  },
  getTime: {
    access: 'read',
    permission: 'write',
    params: {},
    result: {
      record: {
        seconds: { kind: 'i64', unit: 'seconds-since-1970', doc: 'Seconds.' },
        nseconds: { kind: 'u32', unit: 'ns', doc: 'Rest.' },
      },
    },
    doc: 'Clock of the guest.',
  },
  setTime: {
    access: 'operate',
    permission: 'set_time',
    params: {
      seconds: { kind: 'i64', unit: 'seconds-since-1970', doc: 'Seconds.' },
      nseconds: { kind: 'u32', unit: 'ns', doc: 'Rest.' },
      sync: { kind: 'bool', optional: true, doc: 'From the hardware clock of the guest.' },
    },
    result: 'void',
    doc: 'Set the clock of the guest.',
  },
  setUserPassword: {
    access: 'configure',
    permission: 'set_password',
    params: {
      user: { kind: 'string', doc: 'User.' },
      password: { kind: 'string', doc: 'Password.' },
      encrypted: { kind: 'bool', optional: true, doc: 'Whether it is encrypted already.' },
    },
    result: 'void',
    doc: 'Set a password in the guest.',
  },
  getSshKeys: {
    access: 'read',
    permission: 'write',
    params: { user: { kind: 'string', doc: 'User in the guest.' } },
    result: { list: 'string' },
    doc: 'Keys that let somebody in as a user of the guest.',
  },
  setSshKeys: {
    access: 'configure',
    permission: 'write',
    params: {
      user: { kind: 'string', doc: 'User in the guest.' },
      keys: { kind: { list: 'string' }, doc: 'Keys.' },
      mode: {
        kind: { enum: ['replace', 'append', 'remove'] },
        optional: true,
        doc: 'What to do with them; replace unless given.',
      },
    },
    result: 'void',
    doc: 'Set the keys that let somebody in as a user of the guest.',
  },
  setAgentTimeout: {
    access: 'operate',
    permission: 'write',
    params: {
      timeout: { kind: 'i32', unit: 's', doc: '-2 wait for ever, -1 default, 0 do not wait.' },
    },
    result: 'void',
    doc: 'Set how long to wait for the guest agent.',
  },
  agentCommand: {
    access: 'configure',
    permission: 'write',
    params: {
      command: { kind: 'string', doc: 'Command as JSON.' },
      timeout: {
        kind: 'i32',
        unit: 's',
        optional: true,
        doc: '-2 wait for ever, -1 default, 0 do not wait.',
      },
    },
    result: 'string',
    doc: 'Send a command to the guest agent.',
  },
  monitorCommand: {
    access: 'configure',
    permission: 'write',
    params: {
      command: { kind: 'string', doc: 'Command, JSON unless hmp.' },
      hmp: { kind: 'bool', optional: true, doc: 'A command of the human monitor.' },
    },
    result: 'string',
    doc: 'Send a command to the monitor; taints the guest.',
  },
  injectNmi: {
    access: 'operate',
    permission: 'inject_nmi',
    params: {},
    result: 'void',
    doc: 'Send a non-maskable interrupt.',
  },
  sendKey: {
    access: 'operate',
    permission: 'send_input',
    params: {
      codeset: { kind: 'string', doc: 'Code set of the keys.' },
      holdtime: { kind: 'u32', unit: 'ms', doc: 'How long keys are held.' },
      keys: { kind: { list: 'u32' }, doc: 'Key codes, pressed together.' },
    },
    result: 'void',
    doc: 'Press keys.',
  },
  screenshot: {
    access: 'operate',
    permission: 'screenshot',
    params: { screen: { kind: 'u32', optional: true, doc: 'Number of the screen.' } },
    result: {
      record: { mime: { kind: 'string', doc: 'Media type.' }, data: { kind: 'bytes', doc: 'Picture.' } },
    },
    doc: 'Take a picture of the screen.',
  },
  openConsole: {
    access: 'operate',
    permission: 'open_device',
    lock: 'none',
    params: {
      device: { kind: 'string', optional: true, doc: 'Alias of the device; the first console unless given.' },
      force: { kind: 'bool', optional: true, doc: 'Take it from another who holds it.' },
      safe: { kind: 'bool', optional: true, doc: 'Only if nobody else can write to it.' },
    },
    result: 'stream',
    doc: 'Open a console: what the guest writes comes, what is written goes to the guest.',
  },
  openChannel: {
    access: 'operate',
    permission: 'open_device',
    lock: 'none',
    params: {
      channel: { kind: 'string', optional: true, doc: 'Name or alias; the first channel unless given.' },
      force: { kind: 'bool', optional: true, doc: 'Take it from another who holds it.' },
    },
    result: 'stream',
    doc: 'Open a channel to a program in the guest.',
  },
  openGraphics: {
    access: 'operate',
    permission: 'open_graphics',
    lock: 'none',
    params: {
      index: { kind: 'u32', unit: 'index', optional: true, doc: 'Which display; 0 unless given.' },
    },
    result: {
      record: {
        type: { kind: 'string', doc: 'Protocol (vnc).' },
        path: { kind: 'string', optional: true, doc: 'Unix socket on the host that it listens on.' },
        host: { kind: 'string', optional: true, doc: 'Address that it listens on, without a path.' },
        port: { kind: 'u32', optional: true, doc: 'Port at the address.' },
      },
    },
    doc: 'Where a display of a running guest can be reached on its host.',
  },
  getConsoleLog: {
    access: 'read',
    permission: 'open_device',
    params: {
      offset: {
        kind: 'u64',
        unit: 'bytes',
        optional: true,
        doc: 'From where; the end less the limit unless given.',
      },
      limit: { kind: 'u32', unit: 'bytes', optional: true, doc: 'Most bytes, 65536 unless given.' },
    },
    result: 'bytes',
    doc: 'What the serial console wrote.',
  },
  memoryPeek: {
    access: 'operate',
    permission: 'mem_read',
    params: {
      start: { kind: 'u64', doc: 'Address.' },
      size: { kind: 'u32', unit: 'bytes', doc: 'Length.' },
      physical: { kind: 'bool', optional: true, doc: 'Whether the address is physical.' },
    },
    result: 'bytes',
    doc: 'Read memory of the guest.',
  },
  getSecurityLabel: {
    access: 'read',
    permission: 'read',
    params: {},
    result: {
      record: {
        label: { kind: 'string', doc: 'Label.' },
        enforcing: { kind: 'bool', doc: 'Whether it is enforced.' },
      },
    },
    doc: 'Security label of the running guest.',
  },
  getMetadata: {
    access: 'read',
    permission: 'read',
    params: {
      type: { kind: { enum: ['description', 'title', 'element'] }, doc: 'Which part.' },
      uri: { kind: 'string', optional: true, doc: 'Namespace of the element.' },
      live: ofLive,
      config: ofConfig,
    },
    result: 'string',
    doc: 'Metadata of the definition.',
  },
  setMetadata: {
    access: 'configure',
    permission: 'write',
    params: {
      type: { kind: { enum: ['description', 'title', 'element'] }, doc: 'Which part.' },
      value: { kind: 'string', optional: true, doc: 'New value; removes it when absent.' },
      key: { kind: 'string', optional: true, doc: 'Prefix of the namespace.' },
      uri: { kind: 'string', optional: true, doc: 'Namespace of the element.' },
      live,
      config,
    },
    result: 'void',
    doc: 'Set metadata of the definition.',
  },
  abortJob: {
    access: 'operate',
    permission: 'write',
    lock: 'abort',
    params: {},
    result: 'void',
    doc: 'Cancel the long work that runs on the guest.',
  },
  migrate: {
    access: 'operate',
    permission: 'migrate',
    lock: 'async',
    job: true,
    params: {
      to: { kind: 'string', doc: 'Name or URI of the connection to migrate to.' },
      live: { kind: 'bool', optional: true, doc: 'Let the guest run meanwhile.' },
      persistDest: { kind: 'bool', optional: true, doc: 'Keep the definition there.' },
      undefineSource: { kind: 'bool', optional: true, doc: 'Forget the definition here.' },
      paused: { ...paused },
      name: { kind: 'string', optional: true, doc: 'New name there.' },
      bandwidth: { kind: 'u64', unit: 'bytes', optional: true, doc: 'Most bytes a second.' },
    },
    result: { ref: 'domain' },
    doc: 'Move the guest to another host.',
  },
} as const satisfies Record<string, OpDef>
