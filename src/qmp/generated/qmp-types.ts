// Made from QEMU's schema by `npm run gen`; do not edit.
import type { QmpInt, QmpValue } from '../value.ts'

/** An object without members. */
export type QmpNothing = Record<string, never>

export type QueryStatusReturn = {
  readonly running: boolean
  readonly singlestep: boolean
  readonly status: QueryStatusStatus
}

export type ShutdownEvent = {
  readonly guest: boolean
  readonly reason: ShutdownReason
}

export type ResetEvent = {
  readonly guest: boolean
  readonly reason: ShutdownReason
}

export type WatchdogEvent = {
  readonly action: WatchdogAction
}

export type WatchdogSetActionArgs = {
  readonly action: WatchdogAction
}

export type SetActionArgs = {
  readonly reboot?: SetActionReboot | undefined
  readonly shutdown?: SetActionShutdown | undefined
  readonly panic?: SetActionPanic | undefined
  readonly watchdog?: WatchdogAction | undefined
}

export type GuestPanickedEvent = {
  readonly action: GuestPanickedAction
  readonly info?: GuestPanickedInfo | undefined
}

export type GuestCrashloadedEvent = {
  readonly action: GuestPanickedAction
  readonly info?: GuestPanickedInfo | undefined
}

export type MemoryFailureEvent = {
  readonly recipient: MemoryFailureRecipient
  readonly action: MemoryFailureAction
  readonly flags: MemoryFailureFlags
}

export type EjectArgs = {
  /** @deprecated QEMU will drop it. */
  readonly device?: string | undefined
  readonly id?: string | undefined
  readonly force?: boolean | undefined
}

export type BlockdevOpenTrayArgs = {
  /** @deprecated QEMU will drop it. */
  readonly device?: string | undefined
  readonly id?: string | undefined
  readonly force?: boolean | undefined
}

export type BlockdevCloseTrayArgs = {
  /** @deprecated QEMU will drop it. */
  readonly device?: string | undefined
  readonly id?: string | undefined
}

export type BlockdevRemoveMediumArgs = {
  readonly id: string
}

export type BlockdevInsertMediumArgs = {
  readonly id: string
  readonly 'node-name': string
}

export type BlockdevChangeMediumArgs = {
  /** @deprecated QEMU will drop it. */
  readonly device?: string | undefined
  readonly id?: string | undefined
  readonly filename: string
  readonly format?: string | undefined
  readonly force?: boolean | undefined
  readonly 'read-only-mode'?: BlockdevChangeMediumReadOnlyMode | undefined
}

export type DeviceTrayMovedEvent = {
  readonly device: string
  readonly id: string
  readonly 'tray-open': boolean
}

export type PrManagerStatusChangedEvent = {
  readonly id: string
  readonly connected: boolean
}

export type BlockSetIoThrottleArgs = {
  /** @deprecated QEMU will drop it. */
  readonly device?: string | undefined
  readonly id?: string | undefined
  readonly bps: QmpInt
  readonly bps_rd: QmpInt
  readonly bps_wr: QmpInt
  readonly iops: QmpInt
  readonly iops_rd: QmpInt
  readonly iops_wr: QmpInt
  readonly bps_max?: QmpInt | undefined
  readonly bps_rd_max?: QmpInt | undefined
  readonly bps_wr_max?: QmpInt | undefined
  readonly iops_max?: QmpInt | undefined
  readonly iops_rd_max?: QmpInt | undefined
  readonly iops_wr_max?: QmpInt | undefined
  readonly bps_max_length?: QmpInt | undefined
  readonly bps_rd_max_length?: QmpInt | undefined
  readonly bps_wr_max_length?: QmpInt | undefined
  readonly iops_max_length?: QmpInt | undefined
  readonly iops_rd_max_length?: QmpInt | undefined
  readonly iops_wr_max_length?: QmpInt | undefined
  readonly iops_size?: QmpInt | undefined
  readonly group?: string | undefined
}

export type BlockLatencyHistogramSetArgs = {
  readonly id: string
  readonly boundaries?: readonly QmpInt[] | undefined
  readonly 'boundaries-read'?: readonly QmpInt[] | undefined
  readonly 'boundaries-write'?: readonly QmpInt[] | undefined
  readonly 'boundaries-flush'?: readonly QmpInt[] | undefined
}

export type QueryBlockstatsArgs = {
  readonly 'query-nodes'?: boolean | undefined
}

export type BlockResizeArgs = {
  readonly device?: string | undefined
  readonly 'node-name'?: string | undefined
  readonly size: QmpInt
}

export type BlockdevSnapshotSyncArgs = {
  readonly device?: string | undefined
  readonly 'node-name'?: string | undefined
  readonly 'snapshot-file': string
  readonly 'snapshot-node-name'?: string | undefined
  readonly format?: string | undefined
  readonly mode?: BlockdevSnapshotSyncMode | undefined
}

export type BlockdevSnapshotArgs = {
  readonly node: string
  readonly overlay: string
}

export type ChangeBackingFileArgs = {
  readonly device: string
  readonly 'image-node-name': string
  readonly 'backing-file': string
}

export type BlockCommitArgs = {
  readonly 'job-id'?: string | undefined
  readonly device: string
  readonly 'base-node'?: string | undefined
  /** @deprecated QEMU will drop it. */
  readonly base?: string | undefined
  readonly 'top-node'?: string | undefined
  /** @deprecated QEMU will drop it. */
  readonly top?: string | undefined
  readonly 'backing-file'?: string | undefined
  readonly speed?: QmpInt | undefined
  readonly 'on-error'?: BlockCommitOnError | undefined
  readonly 'filter-node-name'?: string | undefined
  readonly 'auto-finalize'?: boolean | undefined
  readonly 'auto-dismiss'?: boolean | undefined
}

export type DriveBackupArgs = {
  readonly 'job-id'?: string | undefined
  readonly device: string
  readonly sync: DriveBackupSync
  readonly speed?: QmpInt | undefined
  readonly bitmap?: string | undefined
  readonly 'bitmap-mode'?: DriveBackupBitmapMode | undefined
  readonly compress?: boolean | undefined
  readonly 'on-source-error'?: BlockCommitOnError | undefined
  readonly 'on-target-error'?: BlockCommitOnError | undefined
  readonly 'auto-finalize'?: boolean | undefined
  readonly 'auto-dismiss'?: boolean | undefined
  readonly 'filter-node-name'?: string | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-perf'?: DriveBackupXPerf | undefined
  readonly target: string
  readonly format?: string | undefined
  readonly mode?: BlockdevSnapshotSyncMode | undefined
}

export type BlockdevBackupArgs = {
  readonly 'job-id'?: string | undefined
  readonly device: string
  readonly sync: DriveBackupSync
  readonly speed?: QmpInt | undefined
  readonly bitmap?: string | undefined
  readonly 'bitmap-mode'?: DriveBackupBitmapMode | undefined
  readonly compress?: boolean | undefined
  readonly 'on-source-error'?: BlockCommitOnError | undefined
  readonly 'on-target-error'?: BlockCommitOnError | undefined
  readonly 'auto-finalize'?: boolean | undefined
  readonly 'auto-dismiss'?: boolean | undefined
  readonly 'filter-node-name'?: string | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-perf'?: DriveBackupXPerf | undefined
  readonly target: string
}

export type QueryNamedBlockNodesArgs = {
  readonly flat?: boolean | undefined
}

export type XDebugQueryBlockGraphReturn = {
  readonly nodes: readonly XDebugQueryBlockGraphNodes[]
  readonly edges: readonly XDebugQueryBlockGraphEdges[]
}

export type DriveMirrorArgs = {
  readonly 'job-id'?: string | undefined
  readonly device: string
  readonly target: string
  readonly format?: string | undefined
  readonly 'node-name'?: string | undefined
  readonly replaces?: string | undefined
  readonly sync: DriveBackupSync
  readonly mode?: BlockdevSnapshotSyncMode | undefined
  readonly speed?: QmpInt | undefined
  readonly granularity?: QmpInt | undefined
  readonly 'buf-size'?: QmpInt | undefined
  readonly 'on-source-error'?: BlockCommitOnError | undefined
  readonly 'on-target-error'?: BlockCommitOnError | undefined
  readonly unmap?: boolean | undefined
  readonly 'copy-mode'?: DriveMirrorCopyMode | undefined
  readonly 'auto-finalize'?: boolean | undefined
  readonly 'auto-dismiss'?: boolean | undefined
}

export type BlockDirtyBitmapAddArgs = {
  readonly node: string
  readonly name: string
  readonly granularity?: QmpInt | undefined
  readonly persistent?: boolean | undefined
  readonly disabled?: boolean | undefined
}

export type BlockDirtyBitmapRemoveArgs = {
  readonly node: string
  readonly name: string
}

export type BlockDirtyBitmapMergeArgs = {
  readonly node: string
  readonly target: string
  readonly bitmaps: readonly BlockDirtyBitmapMergeBitmaps[]
}

export type XDebugBlockDirtyBitmapSha256Return = {
  readonly sha256: string
}

export type BlockdevMirrorArgs = {
  readonly 'job-id'?: string | undefined
  readonly device: string
  readonly target: string
  readonly replaces?: string | undefined
  readonly sync: DriveBackupSync
  readonly speed?: QmpInt | undefined
  readonly granularity?: QmpInt | undefined
  readonly 'buf-size'?: QmpInt | undefined
  readonly 'on-source-error'?: BlockCommitOnError | undefined
  readonly 'on-target-error'?: BlockCommitOnError | undefined
  readonly 'filter-node-name'?: string | undefined
  readonly 'copy-mode'?: DriveMirrorCopyMode | undefined
  readonly 'auto-finalize'?: boolean | undefined
  readonly 'auto-dismiss'?: boolean | undefined
}

export type BlockStreamArgs = {
  readonly 'job-id'?: string | undefined
  readonly device: string
  readonly base?: string | undefined
  readonly 'base-node'?: string | undefined
  readonly 'backing-file'?: string | undefined
  readonly bottom?: string | undefined
  readonly speed?: QmpInt | undefined
  readonly 'on-error'?: BlockCommitOnError | undefined
  readonly 'filter-node-name'?: string | undefined
  readonly 'auto-finalize'?: boolean | undefined
  readonly 'auto-dismiss'?: boolean | undefined
}

export type BlockJobSetSpeedArgs = {
  readonly device: string
  readonly speed: QmpInt
}

export type BlockJobCancelArgs = {
  readonly device: string
  readonly force?: boolean | undefined
}

export type BlockJobPauseArgs = {
  readonly device: string
}

export type BlockJobResumeArgs = {
  readonly device: string
}

export type BlockJobCompleteArgs = {
  readonly device: string
}

export type BlockJobDismissArgs = {
  readonly id: string
}

export type BlockJobFinalizeArgs = {
  readonly id: string
}

export type BlockdevAddArgs = {
  readonly 'node-name'?: string | undefined
  readonly discard?: BlockdevAddDiscard | undefined
  readonly cache?: BlockdevAddCache | undefined
  readonly 'read-only'?: boolean | undefined
  readonly 'auto-read-only'?: boolean | undefined
  readonly 'force-share'?: boolean | undefined
  readonly 'detect-zeroes'?: BlockdevAddDetectZeroes | undefined
} & (
  | ({ readonly driver: 'blkdebug' } & BlockdevAddBlkdebug)
  | ({ readonly driver: 'blklogwrites' } & BlockdevAddBlklogwrites)
  | ({ readonly driver: 'blkreplay' } & BlockdevAddBlkreplay)
  | ({ readonly driver: 'blkverify' } & BlockdevAddBlkverify)
  | ({ readonly driver: 'bochs' | 'cloop' | 'compress' | 'dmg' | 'snapshot-access' | 'parallels' | 'vdi' | 'vhdx' | 'vpc' } & BlockdevAddBochs)
  | ({ readonly driver: 'copy-before-write' } & BlockdevAddCopyBeforeWrite)
  | ({ readonly driver: 'copy-on-read' } & BlockdevAddCopyOnRead)
  | ({ readonly driver: 'file' | 'host_cdrom' | 'host_device' } & BlockdevAddFile)
  | ({ readonly driver: 'ftp' } & BlockdevAddFtp)
  | ({ readonly driver: 'ftps' } & BlockdevAddFtps)
  | ({ readonly driver: 'gluster' } & BlockdevAddGluster)
  | ({ readonly driver: 'http' } & BlockdevAddHttp)
  | ({ readonly driver: 'https' } & BlockdevAddHttps)
  | ({ readonly driver: 'iscsi' } & BlockdevAddIscsi)
  | ({ readonly driver: 'luks' } & BlockdevAddLuks)
  | ({ readonly driver: 'nbd' } & BlockdevAddNbd)
  | ({ readonly driver: 'nfs' } & BlockdevAddNfs)
  | ({ readonly driver: 'null-aio' | 'null-co' } & BlockdevAddNullAio)
  | ({ readonly driver: 'nvme' } & BlockdevAddNvme)
  | ({ readonly driver: 'preallocate' } & BlockdevAddPreallocate)
  | ({ readonly driver: 'qcow' } & BlockdevAddQcow)
  | ({ readonly driver: 'qcow2' } & BlockdevAddQcow2)
  | ({ readonly driver: 'qed' | 'vmdk' } & BlockdevAddQed)
  | ({ readonly driver: 'quorum' } & BlockdevAddQuorum)
  | ({ readonly driver: 'raw' } & BlockdevAddRaw)
  | ({ readonly driver: 'rbd' } & BlockdevAddRbd)
  | ({ readonly driver: 'replication' } & BlockdevAddReplication)
  | ({ readonly driver: 'ssh' } & BlockdevAddSsh)
  | ({ readonly driver: 'throttle' } & BlockdevAddThrottle)
  | ({ readonly driver: 'vvfat' } & BlockdevAddVvfat)
)

export type BlockdevReopenArgs = {
  readonly options: readonly BlockdevAddArgs[]
}

export type BlockdevDelArgs = {
  readonly 'node-name': string
}

export type BlockdevCreateArgs = {
  readonly 'job-id': string
  readonly options: BlockdevCreateOptions
}

export type XBlockdevAmendArgs = {
  readonly 'job-id': string
  readonly 'node-name': string
  readonly options: XBlockdevAmendOptions
  readonly force?: boolean | undefined
}

export type BlockImageCorruptedEvent = {
  readonly device: string
  readonly 'node-name'?: string | undefined
  readonly msg: string
  readonly offset?: QmpInt | undefined
  readonly size?: QmpInt | undefined
  readonly fatal: boolean
}

export type BlockIoErrorEvent = {
  readonly device: string
  readonly 'node-name'?: string | undefined
  readonly operation: BlockIoErrorOperation
  readonly action: BlockIoErrorAction
  readonly nospace?: boolean | undefined
  readonly reason: string
}

export type BlockJobCompletedEvent = {
  readonly type: BlockJobCompletedType
  readonly device: string
  readonly len: QmpInt
  readonly offset: QmpInt
  readonly speed: QmpInt
  readonly error?: string | undefined
}

export type BlockJobCancelledEvent = {
  readonly type: BlockJobCompletedType
  readonly device: string
  readonly len: QmpInt
  readonly offset: QmpInt
  readonly speed: QmpInt
}

export type BlockJobErrorEvent = {
  readonly device: string
  readonly operation: BlockIoErrorOperation
  readonly action: BlockIoErrorAction
}

export type BlockJobReadyEvent = {
  readonly type: BlockJobCompletedType
  readonly device: string
  readonly len: QmpInt
  readonly offset: QmpInt
  readonly speed: QmpInt
}

export type BlockJobPendingEvent = {
  readonly type: BlockJobCompletedType
  readonly id: string
}

export type BlockWriteThresholdEvent = {
  readonly 'node-name': string
  readonly 'amount-exceeded': QmpInt
  readonly 'write-threshold': QmpInt
}

export type BlockSetWriteThresholdArgs = {
  readonly 'node-name': string
  readonly 'write-threshold': QmpInt
}

export type XBlockdevChangeArgs = {
  readonly parent: string
  readonly child?: string | undefined
  readonly node?: string | undefined
}

export type XBlockdevSetIothreadArgs = {
  readonly 'node-name': string
  readonly iothread: XBlockdevSetIothreadIothread
  readonly force?: boolean | undefined
}

export type QuorumFailureEvent = {
  readonly reference: string
  readonly 'sector-num': QmpInt
  readonly 'sectors-count': QmpInt
}

export type QuorumReportBadEvent = {
  readonly type: QuorumReportBadType
  readonly error?: string | undefined
  readonly 'node-name': string
  readonly 'sector-num': QmpInt
  readonly 'sectors-count': QmpInt
}

export type BlockdevSnapshotInternalSyncArgs = {
  readonly device: string
  readonly name: string
}

export type BlockdevSnapshotDeleteInternalSyncArgs = {
  readonly device: string
  readonly id?: string | undefined
  readonly name?: string | undefined
}

export type BlockdevSnapshotDeleteInternalSyncReturn = {
  readonly id: string
  readonly name: string
  readonly 'vm-state-size': QmpInt
  readonly 'date-sec': QmpInt
  readonly 'date-nsec': QmpInt
  readonly 'vm-clock-sec': QmpInt
  readonly 'vm-clock-nsec': QmpInt
  readonly icount?: QmpInt | undefined
}

export type JobStatusChangeEvent = {
  readonly id: string
  readonly status: JobStatusChangeStatus
}

export type JobPauseArgs = {
  readonly id: string
}

export type JobResumeArgs = {
  readonly id: string
}

export type JobCancelArgs = {
  readonly id: string
}

export type JobCompleteArgs = {
  readonly id: string
}

export type JobDismissArgs = {
  readonly id: string
}

export type JobFinalizeArgs = {
  readonly id: string
}

export type NbdServerStartArgs = {
  readonly addr: NbdServerStartAddr
  readonly 'tls-creds'?: string | undefined
  readonly 'tls-authz'?: string | undefined
  readonly 'max-connections'?: QmpInt | undefined
}

export type NbdServerAddArgs = {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly device: string
  readonly writable?: boolean | undefined
  readonly bitmap?: string | undefined
}

export type NbdServerRemoveArgs = {
  readonly name: string
  readonly mode?: NbdServerRemoveMode | undefined
}

export type BlockExportAddArgs = {
  readonly id: string
  readonly 'fixed-iothread'?: boolean | undefined
  readonly iothread?: string | undefined
  readonly 'node-name': string
  readonly writable?: boolean | undefined
  readonly writethrough?: boolean | undefined
} & (
  | ({ readonly type: 'nbd' } & BlockExportAddNbd)
  | ({ readonly type: 'vhost-user-blk' } & BlockExportAddVhostUserBlk)
  | ({ readonly type: 'fuse' } & BlockExportAddFuse)
  | ({ readonly type: 'vduse-blk' } & BlockExportAddVduseBlk)
)

export type BlockExportDelArgs = {
  readonly id: string
  readonly mode?: NbdServerRemoveMode | undefined
}

export type BlockExportDeletedEvent = {
  readonly id: string
}

export type RingbufWriteArgs = {
  readonly device: string
  readonly data: string
  readonly format?: RingbufWriteFormat | undefined
}

export type RingbufReadArgs = {
  readonly device: string
  readonly size: QmpInt
  readonly format?: RingbufWriteFormat | undefined
}

export type ChardevAddArgs = {
  readonly id: string
  readonly backend: ChardevAddBackend
}

export type ChardevAddReturn = {
  readonly pty?: string | undefined
}

export type ChardevChangeArgs = {
  readonly id: string
  readonly backend: ChardevAddBackend
}

export type ChardevRemoveArgs = {
  readonly id: string
}

export type ChardevSendBreakArgs = {
  readonly id: string
}

export type VserportChangeEvent = {
  readonly id: string
  readonly open: boolean
}

export type DumpGuestMemoryArgs = {
  readonly paging: boolean
  readonly protocol: string
  readonly detach?: boolean | undefined
  readonly begin?: QmpInt | undefined
  readonly length?: QmpInt | undefined
  readonly format?: DumpGuestMemoryFormat | undefined
}

export type QueryDumpReturn = {
  readonly status: QueryDumpStatus
  readonly completed: QmpInt
  readonly total: QmpInt
}

export type DumpCompletedEvent = {
  readonly result: QueryDumpReturn
  readonly error?: string | undefined
}

export type QueryDumpGuestMemoryCapabilityReturn = {
  readonly formats: readonly DumpGuestMemoryFormat[]
}

export type SetLinkArgs = {
  readonly name: string
  readonly up: boolean
}

export type NetdevAddArgs = {
  readonly id: string
} & (
  | { readonly type: 'none' }
  | ({ readonly type: 'nic' } & NetdevAddNic)
  | ({ readonly type: 'user' } & NetdevAddUser)
  | ({ readonly type: 'tap' } & NetdevAddTap)
  | ({ readonly type: 'l2tpv3' } & NetdevAddL2tpv3)
  | ({ readonly type: 'socket' } & NetdevAddSocket)
  | ({ readonly type: 'stream' } & NetdevAddStream)
  | ({ readonly type: 'dgram' } & NetdevAddDgram)
  | ({ readonly type: 'vde' } & NetdevAddVde)
  | ({ readonly type: 'bridge' } & NetdevAddBridge)
  | ({ readonly type: 'hubport' } & NetdevAddHubport)
  | ({ readonly type: 'netmap' } & NetdevAddNetmap)
  | ({ readonly type: 'vhost-user' } & NetdevAddVhostUser)
  | ({ readonly type: 'vhost-vdpa' } & NetdevAddVhostVdpa)
)

export type NetdevDelArgs = {
  readonly id: string
}

export type QueryRxFilterArgs = {
  readonly name?: string | undefined
}

export type NicRxFilterChangedEvent = {
  readonly name?: string | undefined
  readonly path: string
}

export type AnnounceSelfArgs = {
  readonly initial: QmpInt
  readonly max: QmpInt
  readonly rounds: QmpInt
  readonly step: QmpInt
  readonly interfaces?: readonly string[] | undefined
  readonly id?: string | undefined
}

export type FailoverNegotiatedEvent = {
  readonly 'device-id': string
}

export type NetdevStreamConnectedEvent = {
  readonly 'netdev-id': string
  readonly addr: NetdevStreamConnectedAddr
}

export type NetdevStreamDisconnectedEvent = {
  readonly 'netdev-id': string
}

export type RdmaGidStatusChangedEvent = {
  readonly netdev: string
  readonly 'gid-status': boolean
  readonly 'subnet-prefix': QmpInt
  readonly 'interface-id': QmpInt
}

export type QueryRockerArgs = {
  readonly name: string
}

export type QueryRockerReturn = {
  readonly name: string
  readonly id: QmpInt
  readonly ports: QmpInt
}

export type QueryRockerPortsArgs = {
  readonly name: string
}

export type QueryRockerOfDpaFlowsArgs = {
  readonly name: string
  readonly 'tbl-id'?: QmpInt | undefined
}

export type QueryRockerOfDpaGroupsArgs = {
  readonly name: string
  readonly type?: QmpInt | undefined
}

export type SetPasswordArgs = {
  readonly password: string
  readonly connected?: SetPasswordConnected | undefined
} & (
  | ({ readonly protocol: 'vnc' } & SetPasswordVnc)
  | { readonly protocol: 'spice' }
)

export type ExpirePasswordArgs = {
  readonly time: string
} & (
  | ({ readonly protocol: 'vnc' } & ExpirePasswordVnc)
  | { readonly protocol: 'spice' }
)

export type ScreendumpArgs = {
  readonly filename: string
  readonly device?: string | undefined
  readonly head?: QmpInt | undefined
  readonly format?: ScreendumpFormat | undefined
}

export type QuerySpiceReturn = {
  readonly enabled: boolean
  readonly migrated: boolean
  readonly host?: string | undefined
  readonly port?: QmpInt | undefined
  readonly 'tls-port'?: QmpInt | undefined
  readonly auth?: string | undefined
  readonly 'compiled-version'?: string | undefined
  readonly 'mouse-mode': QuerySpiceMouseMode
  readonly channels?: readonly SpiceInitializedClient[] | undefined
}

export type SpiceConnectedEvent = {
  readonly server: SpiceConnectedServer
  readonly client: SpiceConnectedServer
}

export type SpiceInitializedEvent = {
  readonly server: SpiceInitializedServer
  readonly client: SpiceInitializedClient
}

export type SpiceDisconnectedEvent = {
  readonly server: SpiceConnectedServer
  readonly client: SpiceConnectedServer
}

export type QueryVncReturn = {
  readonly enabled: boolean
  readonly host?: string | undefined
  readonly family?: QueryVncFamily | undefined
  readonly service?: string | undefined
  readonly auth?: string | undefined
  readonly clients?: readonly VncInitializedClient[] | undefined
}

export type ChangeVncPasswordArgs = {
  readonly password: string
}

export type VncConnectedEvent = {
  readonly server: VncConnectedServer
  readonly client: VncConnectedClient
}

export type VncInitializedEvent = {
  readonly server: VncConnectedServer
  readonly client: VncInitializedClient
}

export type VncDisconnectedEvent = {
  readonly server: VncConnectedServer
  readonly client: VncInitializedClient
}

export type SendKeyArgs = {
  readonly keys: readonly SendKeyKeys[]
  readonly 'hold-time'?: QmpInt | undefined
}

export type InputSendEventArgs = {
  readonly device?: string | undefined
  readonly head?: QmpInt | undefined
  readonly events: readonly InputSendEventEvents[]
}

export type QueryDisplayOptionsReturn = {
  readonly 'full-screen'?: boolean | undefined
  readonly 'window-close'?: boolean | undefined
  readonly 'show-cursor'?: boolean | undefined
  readonly gl?: QueryDisplayOptionsGl | undefined
} & (
  | { readonly type: 'default' | 'none' | 'spice-app' }
  | ({ readonly type: 'gtk' } & QueryDisplayOptionsGtk)
  | ({ readonly type: 'sdl' } & QueryDisplayOptionsSdl)
  | ({ readonly type: 'egl-headless' } & QueryDisplayOptionsEglHeadless)
  | ({ readonly type: 'curses' } & QueryDisplayOptionsCurses)
  | ({ readonly type: 'dbus' } & QueryDisplayOptionsDbus)
)

export type DisplayReloadArgs =
  | ({ readonly type: 'vnc' } & DisplayReloadVnc)

export type DisplayUpdateArgs =
  | ({ readonly type: 'vnc' } & DisplayUpdateVnc)

export type QueryMigrateReturn = {
  readonly status?: QueryMigrateStatus | undefined
  readonly ram?: QueryMigrateRam | undefined
  readonly disk?: QueryMigrateRam | undefined
  readonly vfio?: QueryMigrateVfio | undefined
  readonly 'xbzrle-cache'?: QueryMigrateXbzrleCache | undefined
  readonly 'total-time'?: QmpInt | undefined
  readonly 'expected-downtime'?: QmpInt | undefined
  readonly downtime?: QmpInt | undefined
  readonly 'setup-time'?: QmpInt | undefined
  readonly 'cpu-throttle-percentage'?: QmpInt | undefined
  readonly 'error-desc'?: string | undefined
  readonly 'blocked-reasons'?: readonly string[] | undefined
  readonly 'postcopy-blocktime'?: QmpInt | undefined
  readonly 'postcopy-vcpu-blocktime'?: readonly QmpInt[] | undefined
  readonly compression?: QueryMigrateCompression | undefined
  readonly 'socket-address'?: readonly NetdevStreamConnectedAddr[] | undefined
}

export type MigrateSetCapabilitiesArgs = {
  readonly capabilities: readonly QueryMigrateCapabilities[]
}

export type MigrateSetParametersArgs = {
  readonly 'announce-initial'?: QmpInt | undefined
  readonly 'announce-max'?: QmpInt | undefined
  readonly 'announce-rounds'?: QmpInt | undefined
  readonly 'announce-step'?: QmpInt | undefined
  readonly 'compress-level'?: QmpInt | undefined
  readonly 'compress-threads'?: QmpInt | undefined
  readonly 'compress-wait-thread'?: boolean | undefined
  readonly 'decompress-threads'?: QmpInt | undefined
  readonly 'throttle-trigger-threshold'?: QmpInt | undefined
  readonly 'cpu-throttle-initial'?: QmpInt | undefined
  readonly 'cpu-throttle-increment'?: QmpInt | undefined
  readonly 'cpu-throttle-tailslow'?: boolean | undefined
  readonly 'tls-creds'?: XBlockdevSetIothreadIothread | undefined
  readonly 'tls-hostname'?: XBlockdevSetIothreadIothread | undefined
  readonly 'tls-authz'?: XBlockdevSetIothreadIothread | undefined
  readonly 'max-bandwidth'?: QmpInt | undefined
  readonly 'downtime-limit'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-checkpoint-delay'?: QmpInt | undefined
  readonly 'block-incremental'?: boolean | undefined
  readonly 'multifd-channels'?: QmpInt | undefined
  readonly 'xbzrle-cache-size'?: QmpInt | undefined
  readonly 'max-postcopy-bandwidth'?: QmpInt | undefined
  readonly 'max-cpu-throttle'?: QmpInt | undefined
  readonly 'multifd-compression'?: MigrateSetParametersMultifdCompression | undefined
  readonly 'multifd-zlib-level'?: QmpInt | undefined
  readonly 'multifd-zstd-level'?: QmpInt | undefined
  readonly 'block-bitmap-mapping'?: readonly MigrateSetParametersBlockBitmapMapping[] | undefined
}

export type QueryMigrateParametersReturn = {
  readonly 'announce-initial'?: QmpInt | undefined
  readonly 'announce-max'?: QmpInt | undefined
  readonly 'announce-rounds'?: QmpInt | undefined
  readonly 'announce-step'?: QmpInt | undefined
  readonly 'compress-level'?: QmpInt | undefined
  readonly 'compress-threads'?: QmpInt | undefined
  readonly 'compress-wait-thread'?: boolean | undefined
  readonly 'decompress-threads'?: QmpInt | undefined
  readonly 'throttle-trigger-threshold'?: QmpInt | undefined
  readonly 'cpu-throttle-initial'?: QmpInt | undefined
  readonly 'cpu-throttle-increment'?: QmpInt | undefined
  readonly 'cpu-throttle-tailslow'?: boolean | undefined
  readonly 'tls-creds'?: string | undefined
  readonly 'tls-hostname'?: string | undefined
  readonly 'tls-authz'?: string | undefined
  readonly 'max-bandwidth'?: QmpInt | undefined
  readonly 'downtime-limit'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-checkpoint-delay'?: QmpInt | undefined
  readonly 'block-incremental'?: boolean | undefined
  readonly 'multifd-channels'?: QmpInt | undefined
  readonly 'xbzrle-cache-size'?: QmpInt | undefined
  readonly 'max-postcopy-bandwidth'?: QmpInt | undefined
  readonly 'max-cpu-throttle'?: QmpInt | undefined
  readonly 'multifd-compression'?: MigrateSetParametersMultifdCompression | undefined
  readonly 'multifd-zlib-level'?: QmpInt | undefined
  readonly 'multifd-zstd-level'?: QmpInt | undefined
  readonly 'block-bitmap-mapping'?: readonly MigrateSetParametersBlockBitmapMapping[] | undefined
}

export type ClientMigrateInfoArgs = {
  readonly protocol: string
  readonly hostname: string
  readonly port?: QmpInt | undefined
  readonly 'tls-port'?: QmpInt | undefined
  readonly 'cert-subject'?: string | undefined
}

export type MigrationEvent = {
  readonly status: QueryMigrateStatus
}

export type MigrationPassEvent = {
  readonly pass: QmpInt
}

export type ColoExitEvent = {
  readonly mode: ColoExitMode
  readonly reason: ColoExitReason
}

export type MigrateContinueArgs = {
  readonly state: QueryMigrateStatus
}

export type MigrateArgs = {
  readonly uri: string
  readonly blk?: boolean | undefined
  readonly inc?: boolean | undefined
  readonly detach?: boolean | undefined
  readonly resume?: boolean | undefined
}

export type MigrateIncomingArgs = {
  readonly uri: string
}

export type XenSaveDevicesStateArgs = {
  readonly filename: string
  readonly live?: boolean | undefined
}

export type XenSetGlobalDirtyLogArgs = {
  readonly enable: boolean
}

export type XenLoadDevicesStateArgs = {
  readonly filename: string
}

export type XenSetReplicationArgs = {
  readonly enable: boolean
  readonly primary: boolean
  readonly failover?: boolean | undefined
}

export type QueryXenReplicationStatusReturn = {
  readonly error: boolean
  readonly desc?: string | undefined
}

export type QueryColoStatusReturn = {
  readonly mode: ColoExitMode
  readonly 'last-mode': ColoExitMode
  readonly reason: ColoExitReason
}

export type MigrateRecoverArgs = {
  readonly uri: string
}

export type UnplugPrimaryEvent = {
  readonly 'device-id': string
}

export type CalcDirtyRateArgs = {
  readonly 'calc-time': QmpInt
  readonly 'sample-pages'?: QmpInt | undefined
  readonly mode?: CalcDirtyRateMode | undefined
}

export type QueryDirtyRateReturn = {
  readonly 'dirty-rate'?: QmpInt | undefined
  readonly status: QueryDirtyRateStatus
  readonly 'start-time': QmpInt
  readonly 'calc-time': QmpInt
  readonly 'sample-pages': QmpInt
  readonly mode: CalcDirtyRateMode
  readonly 'vcpu-dirty-rate'?: readonly QueryDirtyRateVcpuDirtyRate[] | undefined
}

export type SetVcpuDirtyLimitArgs = {
  readonly 'cpu-index'?: QmpInt | undefined
  readonly 'dirty-rate': QmpInt
}

export type CancelVcpuDirtyLimitArgs = {
  readonly 'cpu-index'?: QmpInt | undefined
}

export type SnapshotSaveArgs = {
  readonly 'job-id': string
  readonly tag: string
  readonly vmstate: string
  readonly devices: readonly string[]
}

export type SnapshotLoadArgs = {
  readonly 'job-id': string
  readonly tag: string
  readonly vmstate: string
  readonly devices: readonly string[]
}

export type SnapshotDeleteArgs = {
  readonly 'job-id': string
  readonly tag: string
  readonly devices: readonly string[]
}

export type TransactionArgs = {
  readonly actions: readonly TransactionActions[]
  readonly properties?: TransactionProperties | undefined
}

export type TraceEventGetStateArgs = {
  readonly name: string
  readonly vcpu?: QmpInt | undefined
}

export type TraceEventSetStateArgs = {
  readonly name: string
  readonly enable: boolean
  readonly 'ignore-unavailable'?: boolean | undefined
  readonly vcpu?: QmpInt | undefined
}

export type QmpCapabilitiesArgs = {
  readonly enable?: readonly QmpCapabilitiesEnable[] | undefined
}

export type QueryVersionReturn = {
  readonly qemu: QueryVersionQemu
  readonly package: string
}

export type QomListArgs = {
  readonly path: string
}

export type QomGetArgs = {
  readonly path: string
  readonly property: string
}

export type QomSetArgs = {
  readonly path: string
  readonly property: string
  readonly value: QmpValue
}

export type QomListTypesArgs = {
  readonly implements?: string | undefined
  readonly abstract?: boolean | undefined
}

export type QomListPropertiesArgs = {
  readonly typename: string
}

export type ObjectAddArgs = {
  readonly id: string
} & (
  | ({ readonly 'qom-type': 'authz-list' } & ObjectAddAuthzList)
  | ({ readonly 'qom-type': 'authz-listfile' } & ObjectAddAuthzListfile)
  | ({ readonly 'qom-type': 'authz-pam' } & ObjectAddAuthzPam)
  | ({ readonly 'qom-type': 'authz-simple' } & ObjectAddAuthzSimple)
  | { readonly 'qom-type': 'can-bus' | 'pef-guest' | 's390-pv-guest' }
  | ({ readonly 'qom-type': 'can-host-socketcan' } & ObjectAddCanHostSocketcan)
  | ({ readonly 'qom-type': 'colo-compare' } & ObjectAddColoCompare)
  | ({ readonly 'qom-type': 'cryptodev-backend' | 'cryptodev-backend-builtin' | 'cryptodev-backend-lkcf' } & ObjectAddCryptodevBackend)
  | ({ readonly 'qom-type': 'cryptodev-vhost-user' } & ObjectAddCryptodevVhostUser)
  | ({ readonly 'qom-type': 'dbus-vmstate' } & ObjectAddDbusVmstate)
  | ({ readonly 'qom-type': 'filter-buffer' } & ObjectAddFilterBuffer)
  | ({ readonly 'qom-type': 'filter-dump' } & ObjectAddFilterDump)
  | ({ readonly 'qom-type': 'filter-mirror' } & ObjectAddFilterMirror)
  | ({ readonly 'qom-type': 'filter-redirector' } & ObjectAddFilterRedirector)
  | ({ readonly 'qom-type': 'filter-replay' } & ObjectAddFilterReplay)
  | ({ readonly 'qom-type': 'filter-rewriter' } & ObjectAddFilterRewriter)
  | ({ readonly 'qom-type': 'input-barrier' } & ObjectAddInputBarrier)
  | ({ readonly 'qom-type': 'input-linux' } & ObjectAddInputLinux)
  | ({ readonly 'qom-type': 'iothread' } & ObjectAddIothread)
  | ({ readonly 'qom-type': 'main-loop' } & ObjectAddMainLoop)
  | ({ readonly 'qom-type': 'memory-backend-epc' } & ObjectAddMemoryBackendEpc)
  | ({ readonly 'qom-type': 'memory-backend-file' } & ObjectAddMemoryBackendFile)
  | ({ readonly 'qom-type': 'memory-backend-memfd' } & ObjectAddMemoryBackendMemfd)
  | ({ readonly 'qom-type': 'memory-backend-ram' } & ObjectAddMemoryBackendRam)
  | ({ readonly 'qom-type': 'pr-manager-helper' } & ObjectAddPrManagerHelper)
  | ({ readonly 'qom-type': 'qtest' } & ObjectAddQtest)
  | ({ readonly 'qom-type': 'rng-builtin' } & ObjectAddRngBuiltin)
  | ({ readonly 'qom-type': 'rng-egd' } & ObjectAddRngEgd)
  | ({ readonly 'qom-type': 'rng-random' } & ObjectAddRngRandom)
  | ({ readonly 'qom-type': 'secret' } & ObjectAddSecret)
  | ({ readonly 'qom-type': 'secret_keyring' } & ObjectAddSecretKeyring)
  | ({ readonly 'qom-type': 'sev-guest' } & ObjectAddSevGuest)
  | ({ readonly 'qom-type': 'thread-context' } & ObjectAddThreadContext)
  | ({ readonly 'qom-type': 'throttle-group' } & ObjectAddThrottleGroup)
  | ({ readonly 'qom-type': 'tls-creds-anon' } & ObjectAddTlsCredsAnon)
  | ({ readonly 'qom-type': 'tls-creds-psk' } & ObjectAddTlsCredsPsk)
  | ({ readonly 'qom-type': 'tls-creds-x509' } & ObjectAddTlsCredsX509)
  | ({ readonly 'qom-type': 'tls-cipher-suites' } & ObjectAddTlsCipherSuites)
  | ({ readonly 'qom-type': 'x-remote-object' } & ObjectAddXRemoteObject)
  | ({ readonly 'qom-type': 'x-vfio-user-server' } & ObjectAddXVfioUserServer)
)

export type ObjectDelArgs = {
  readonly id: string
}

export type DeviceListPropertiesArgs = {
  readonly typename: string
}

export type DeviceAddArgs = {
  readonly driver: string
  readonly bus?: string | undefined
  readonly id?: string | undefined
}

export type DeviceDelArgs = {
  readonly id: string
}

export type DeviceDeletedEvent = {
  readonly device?: string | undefined
  readonly path: string
}

export type DeviceUnplugGuestErrorEvent = {
  readonly device?: string | undefined
  readonly path: string
}

export type QueryCurrentMachineReturn = {
  readonly 'wakeup-suspend-support': boolean
}

export type QueryTargetReturn = {
  readonly arch: QueryTargetArch
}

export type QueryUuidReturn = {
  readonly UUID: string
}

export type QueryVmGenerationIdReturn = {
  readonly guid: string
}

export type QueryKvmReturn = {
  readonly enabled: boolean
  readonly present: boolean
}

export type MemsaveArgs = {
  readonly val: QmpInt
  readonly size: QmpInt
  readonly filename: string
  readonly 'cpu-index'?: QmpInt | undefined
}

export type PmemsaveArgs = {
  readonly val: QmpInt
  readonly size: QmpInt
  readonly filename: string
}

export type SetNumaNodeArgs =
  | ({ readonly type: 'node' } & SetNumaNodeNode)
  | ({ readonly type: 'dist' } & SetNumaNodeDist)
  | ({ readonly type: 'cpu' } & SetNumaNodeCpu)
  | ({ readonly type: 'hmat-lb' } & SetNumaNodeHmatLb)
  | ({ readonly type: 'hmat-cache' } & SetNumaNodeHmatCache)

export type BalloonArgs = {
  readonly value: QmpInt
}

export type QueryBalloonReturn = {
  readonly actual: QmpInt
}

export type BalloonChangeEvent = {
  readonly actual: QmpInt
}

export type QueryMemorySizeSummaryReturn = {
  readonly 'base-memory': QmpInt
  readonly 'plugged-memory'?: QmpInt | undefined
}

export type MemoryDeviceSizeChangeEvent = {
  readonly id?: string | undefined
  readonly size: QmpInt
  readonly 'qom-path': string
}

export type MemUnplugErrorEvent = {
  readonly device: string
  readonly msg: string
}

export type XQueryIrqReturn = {
  readonly 'human-readable-text': string
}

export type DumpdtbArgs = {
  readonly filename: string
}

export type QueryCpuModelExpansionArgs = {
  readonly type: QueryCpuModelExpansionType
  readonly model: QueryCpuModelExpansionModel
}

export type QueryCpuModelExpansionReturn = {
  readonly model: QueryCpuModelExpansionModel
}

export type QueryReplayReturn = {
  readonly mode: QueryReplayMode
  readonly filename?: string | undefined
  readonly icount: QmpInt
}

export type ReplayBreakArgs = {
  readonly icount: QmpInt
}

export type ReplaySeekArgs = {
  readonly icount: QmpInt
}

export type YankArgs = {
  readonly instances: readonly QueryYank[]
}

export type AddClientArgs = {
  readonly protocol: string
  readonly fdname: string
  readonly skipauth?: boolean | undefined
  readonly tls?: boolean | undefined
}

export type QueryNameReturn = {
  readonly name?: string | undefined
}

export type HumanMonitorCommandArgs = {
  readonly 'command-line': string
  readonly 'cpu-index'?: QmpInt | undefined
}

export type GetfdArgs = {
  readonly fdname: string
}

export type ClosefdArgs = {
  readonly fdname: string
}

export type AddFdArgs = {
  readonly 'fdset-id'?: QmpInt | undefined
  readonly opaque?: string | undefined
}

export type AddFdReturn = {
  readonly 'fdset-id': QmpInt
  readonly fd: QmpInt
}

export type RemoveFdArgs = {
  readonly 'fdset-id': QmpInt
  readonly fd?: QmpInt | undefined
}

export type QueryCommandLineOptionsArgs = {
  readonly option?: string | undefined
}

export type RtcChangeEvent = {
  readonly offset: QmpInt
  readonly 'qom-path': string
}

export type VfuClientHangupEvent = {
  readonly 'vfu-id': string
  readonly 'vfu-qom-path': string
  readonly 'dev-id': string
  readonly 'dev-qom-path': string
}

export type QuerySevReturn = {
  readonly enabled: boolean
  readonly 'api-major': QmpInt
  readonly 'api-minor': QmpInt
  readonly 'build-id': QmpInt
  readonly policy: QmpInt
  readonly state: QuerySevState
  readonly handle: QmpInt
}

export type QuerySevLaunchMeasureReturn = {
  readonly data: string
}

export type QuerySevCapabilitiesReturn = {
  readonly pdh: string
  readonly 'cert-chain': string
  readonly 'cpu0-id': string
  readonly cbitpos: QmpInt
  readonly 'reduced-phys-bits': QmpInt
}

export type SevInjectLaunchSecretArgs = {
  readonly 'packet-header': string
  readonly secret: string
  readonly gpa?: QmpInt | undefined
}

export type QuerySevAttestationReportArgs = {
  readonly mnonce: string
}

export type QuerySevAttestationReportReturn = {
  readonly data: string
}

export type QuerySgxReturn = {
  readonly sgx: boolean
  readonly sgx1: boolean
  readonly sgx2: boolean
  readonly flc: boolean
  /** @deprecated QEMU will drop it. */
  readonly 'section-size': QmpInt
  readonly sections: readonly QuerySgxSections[]
}

export type AcpiDeviceOstEvent = {
  readonly info: QueryAcpiOspmStatus
}

export type QueryStatsArgs = {
  readonly providers?: readonly QueryStatsProviders[] | undefined
} & (
  | { readonly target: 'vm' }
  | ({ readonly target: 'vcpu' } & QueryStatsVcpu)
)

export type QueryStatsSchemasArgs = {
  readonly provider?: QueryStatsSchemasProvider | undefined
}

export type XQueryVirtioStatusArgs = {
  readonly path: string
}

export type XQueryVirtioStatusReturn = {
  readonly name: string
  readonly 'device-id': QmpInt
  readonly 'vhost-started': boolean
  readonly 'device-endian': string
  readonly 'guest-features': XQueryVirtioStatusGuestFeatures
  readonly 'host-features': XQueryVirtioStatusGuestFeatures
  readonly 'backend-features': XQueryVirtioStatusGuestFeatures
  readonly 'num-vqs': QmpInt
  readonly status: XQueryVirtioStatusStatus
  readonly isr: QmpInt
  readonly 'queue-sel': QmpInt
  readonly 'vm-running': boolean
  readonly broken: boolean
  readonly disabled: boolean
  readonly 'use-started': boolean
  readonly started: boolean
  readonly 'start-on-kick': boolean
  readonly 'disable-legacy-check': boolean
  readonly 'bus-name': string
  readonly 'use-guest-notifier-mask': boolean
  readonly 'vhost-dev'?: XQueryVirtioStatusVhostDev | undefined
}

export type XQueryVirtioQueueStatusArgs = {
  readonly path: string
  readonly queue: QmpInt
}

export type XQueryVirtioQueueStatusReturn = {
  readonly name: string
  readonly 'queue-index': QmpInt
  readonly inuse: QmpInt
  readonly 'vring-num': QmpInt
  readonly 'vring-num-default': QmpInt
  readonly 'vring-align': QmpInt
  readonly 'vring-desc': QmpInt
  readonly 'vring-avail': QmpInt
  readonly 'vring-used': QmpInt
  readonly 'last-avail-idx'?: QmpInt | undefined
  readonly 'shadow-avail-idx'?: QmpInt | undefined
  readonly 'used-idx': QmpInt
  readonly 'signalled-used': QmpInt
  readonly 'signalled-used-valid': boolean
}

export type XQueryVirtioVhostQueueStatusArgs = {
  readonly path: string
  readonly queue: QmpInt
}

export type XQueryVirtioVhostQueueStatusReturn = {
  readonly name: string
  readonly kick: QmpInt
  readonly call: QmpInt
  readonly desc: QmpInt
  readonly avail: QmpInt
  readonly used: QmpInt
  readonly num: QmpInt
  readonly 'desc-phys': QmpInt
  readonly 'desc-size': QmpInt
  readonly 'avail-phys': QmpInt
  readonly 'avail-size': QmpInt
  readonly 'used-phys': QmpInt
  readonly 'used-size': QmpInt
}

export type XQueryVirtioQueueElementArgs = {
  readonly path: string
  readonly queue: QmpInt
  readonly index?: QmpInt | undefined
}

export type XQueryVirtioQueueElementReturn = {
  readonly name: string
  readonly index: QmpInt
  readonly descs: readonly XQueryVirtioQueueElementDescs[]
  readonly avail: XQueryVirtioQueueElementAvail
  readonly used: XQueryVirtioQueueElementUsed
}

export type QueryStatusStatus =
  | 'debug' | 'inmigrate' | 'internal-error' | 'io-error' | 'paused' | 'postmigrate' | 'prelaunch'
  | 'finish-migrate' | 'restore-vm' | 'running' | 'save-vm' | 'shutdown' | 'suspended' | 'watchdog'
  | 'guest-panicked' | 'colo'

export type ShutdownReason =
  | 'none' | 'host-error' | 'host-qmp-quit' | 'host-qmp-system-reset' | 'host-signal' | 'host-ui'
  | 'guest-shutdown' | 'guest-reset' | 'guest-panic' | 'subsystem-reset' | 'snapshot-load'

export type WatchdogAction = 'reset' | 'shutdown' | 'poweroff' | 'pause' | 'debug' | 'none' | 'inject-nmi'

export type SetActionReboot = 'reset' | 'shutdown'

export type SetActionShutdown = 'poweroff' | 'pause'

export type SetActionPanic = 'pause' | 'shutdown' | 'exit-failure' | 'none'

export type GuestPanickedAction = 'pause' | 'poweroff' | 'run'

export type GuestPanickedInfo =
  | ({ readonly type: 'hyper-v' } & GuestPanickedInfoHyperV)
  | ({ readonly type: 's390' } & GuestPanickedInfoS390)

export type MemoryFailureRecipient = 'hypervisor' | 'guest'

export type MemoryFailureAction = 'ignore' | 'inject' | 'fatal' | 'reset'

export type MemoryFailureFlags = {
  readonly 'action-required': boolean
  readonly recursive: boolean
}

export type QueryPrManagers = {
  readonly id: string
  readonly connected: boolean
}

export type BlockdevChangeMediumReadOnlyMode = 'retain' | 'read-only' | 'read-write'

export type QueryBlock = {
  readonly device: string
  readonly qdev?: string | undefined
  readonly type: string
  readonly removable: boolean
  readonly locked: boolean
  readonly inserted?: QueryNamedBlockNodes | undefined
  readonly tray_open?: boolean | undefined
  readonly 'io-status'?: QueryBlockIoStatus | undefined
}

export type QueryBlockstats = {
  readonly device?: string | undefined
  readonly qdev?: string | undefined
  readonly 'node-name'?: string | undefined
  readonly stats: QueryBlockstatsStats
  readonly 'driver-specific'?: QueryBlockstatsDriverSpecific | undefined
  readonly parent?: QueryBlockstats | undefined
  readonly backing?: QueryBlockstats | undefined
}

export type QueryBlockJobs = {
  readonly type: string
  readonly device: string
  readonly len: QmpInt
  readonly offset: QmpInt
  readonly busy: boolean
  readonly paused: boolean
  readonly speed: QmpInt
  readonly 'io-status': QueryBlockIoStatus
  readonly ready: boolean
  readonly status: JobStatusChangeStatus
  readonly 'auto-finalize': boolean
  readonly 'auto-dismiss': boolean
  readonly error?: string | undefined
}

export type BlockdevSnapshotSyncMode = 'existing' | 'absolute-paths'

export type BlockCommitOnError = 'report' | 'ignore' | 'enospc' | 'stop' | 'auto'

export type DriveBackupSync = 'top' | 'full' | 'none' | 'incremental' | 'bitmap'

export type DriveBackupBitmapMode = 'on-success' | 'never' | 'always'

export type DriveBackupXPerf = {
  readonly 'use-copy-range'?: boolean | undefined
  readonly 'max-workers'?: QmpInt | undefined
  readonly 'max-chunk'?: QmpInt | undefined
}

export type QueryNamedBlockNodes = {
  readonly file: string
  readonly 'node-name'?: string | undefined
  readonly ro: boolean
  readonly drv: string
  readonly backing_file?: string | undefined
  readonly backing_file_depth: QmpInt
  readonly encrypted: boolean
  readonly detect_zeroes: BlockdevAddDetectZeroes
  readonly bps: QmpInt
  readonly bps_rd: QmpInt
  readonly bps_wr: QmpInt
  readonly iops: QmpInt
  readonly iops_rd: QmpInt
  readonly iops_wr: QmpInt
  readonly image: QueryNamedBlockNodesImage
  readonly bps_max?: QmpInt | undefined
  readonly bps_rd_max?: QmpInt | undefined
  readonly bps_wr_max?: QmpInt | undefined
  readonly iops_max?: QmpInt | undefined
  readonly iops_rd_max?: QmpInt | undefined
  readonly iops_wr_max?: QmpInt | undefined
  readonly bps_max_length?: QmpInt | undefined
  readonly bps_rd_max_length?: QmpInt | undefined
  readonly bps_wr_max_length?: QmpInt | undefined
  readonly iops_max_length?: QmpInt | undefined
  readonly iops_rd_max_length?: QmpInt | undefined
  readonly iops_wr_max_length?: QmpInt | undefined
  readonly iops_size?: QmpInt | undefined
  readonly group?: string | undefined
  readonly cache: QueryNamedBlockNodesCache
  readonly write_threshold: QmpInt
  readonly 'dirty-bitmaps'?: readonly QueryNamedBlockNodesDirtyBitmaps[] | undefined
}

export type DriveMirrorCopyMode = 'background' | 'write-blocking'

export type BlockdevAddDriver =
  | 'blkdebug' | 'blklogwrites' | 'blkreplay' | 'blkverify' | 'bochs' | 'cloop' | 'compress'
  | 'copy-before-write' | 'copy-on-read' | 'dmg' | 'file' | 'snapshot-access' | 'ftp' | 'ftps' | 'gluster'
  | 'host_cdrom' | 'host_device' | 'http' | 'https' | 'iscsi' | 'luks' | 'nbd' | 'nfs' | 'null-aio'
  | 'null-co' | 'nvme' | 'parallels' | 'preallocate' | 'qcow' | 'qcow2' | 'qed' | 'quorum' | 'raw' | 'rbd'
  | 'replication' | 'ssh' | 'throttle' | 'vdi' | 'vhdx' | 'vmdk' | 'vpc' | 'vvfat'

export type BlockdevAddDiscard = 'ignore' | 'unmap'

export type BlockdevAddCache = {
  readonly direct?: boolean | undefined
  readonly 'no-flush'?: boolean | undefined
}

export type BlockdevAddDetectZeroes = 'off' | 'on' | 'unmap'

export type BlockdevAddBlkdebug = {
  readonly image: BlockdevAddBlkdebugImage
  readonly config?: string | undefined
  readonly align?: QmpInt | undefined
  readonly 'max-transfer'?: QmpInt | undefined
  readonly 'opt-write-zero'?: QmpInt | undefined
  readonly 'max-write-zero'?: QmpInt | undefined
  readonly 'opt-discard'?: QmpInt | undefined
  readonly 'max-discard'?: QmpInt | undefined
  readonly 'inject-error'?: readonly BlockdevAddBlkdebugInjectError[] | undefined
  readonly 'set-state'?: readonly BlockdevAddBlkdebugSetState[] | undefined
  readonly 'take-child-perms'?: readonly BlockdevAddBlkdebugTakeChildPerms[] | undefined
  readonly 'unshare-child-perms'?: readonly BlockdevAddBlkdebugTakeChildPerms[] | undefined
}

export type BlockdevAddBlklogwrites = {
  readonly file: BlockdevAddBlkdebugImage
  readonly log: BlockdevAddBlkdebugImage
  readonly 'log-sector-size'?: QmpInt | undefined
  readonly 'log-append'?: boolean | undefined
  readonly 'log-super-update-interval'?: QmpInt | undefined
}

export type BlockdevAddBlkverify = {
  readonly test: BlockdevAddBlkdebugImage
  readonly raw: BlockdevAddBlkdebugImage
}

export type BlockdevAddBlkreplay = {
  readonly image: BlockdevAddBlkdebugImage
}

export type BlockdevAddBochs = {
  readonly file: BlockdevAddBlkdebugImage
}

export type BlockdevAddCopyBeforeWrite = {
  readonly file: BlockdevAddBlkdebugImage
  readonly target: BlockdevAddBlkdebugImage
  readonly bitmap?: BlockDirtyBitmapRemoveArgs | undefined
  readonly 'on-cbw-error'?: BlockdevAddCopyBeforeWriteOnCbwError | undefined
  readonly 'cbw-timeout'?: QmpInt | undefined
}

export type BlockdevAddCopyOnRead = {
  readonly file: BlockdevAddBlkdebugImage
  readonly bottom?: string | undefined
}

export type BlockdevAddFile = {
  readonly filename: string
  readonly 'pr-manager'?: string | undefined
  readonly locking?: BlockdevAddFileLocking | undefined
  readonly aio?: BlockdevAddFileAio | undefined
  readonly 'aio-max-batch'?: QmpInt | undefined
  readonly 'drop-cache'?: boolean | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-check-cache-dropped'?: boolean | undefined
}

export type BlockdevAddFtp = {
  readonly url: string
  readonly readahead?: QmpInt | undefined
  readonly timeout?: QmpInt | undefined
  readonly username?: string | undefined
  readonly 'password-secret'?: string | undefined
  readonly 'proxy-username'?: string | undefined
  readonly 'proxy-password-secret'?: string | undefined
}

export type BlockdevAddFtps = {
  readonly url: string
  readonly readahead?: QmpInt | undefined
  readonly timeout?: QmpInt | undefined
  readonly username?: string | undefined
  readonly 'password-secret'?: string | undefined
  readonly 'proxy-username'?: string | undefined
  readonly 'proxy-password-secret'?: string | undefined
  readonly sslverify?: boolean | undefined
}

export type BlockdevAddGluster = {
  readonly volume: string
  readonly path: string
  readonly server: readonly NetdevStreamConnectedAddr[]
  readonly debug?: QmpInt | undefined
  readonly logfile?: string | undefined
}

export type BlockdevAddHttp = {
  readonly url: string
  readonly readahead?: QmpInt | undefined
  readonly timeout?: QmpInt | undefined
  readonly username?: string | undefined
  readonly 'password-secret'?: string | undefined
  readonly 'proxy-username'?: string | undefined
  readonly 'proxy-password-secret'?: string | undefined
  readonly cookie?: string | undefined
  readonly 'cookie-secret'?: string | undefined
}

export type BlockdevAddHttps = {
  readonly url: string
  readonly readahead?: QmpInt | undefined
  readonly timeout?: QmpInt | undefined
  readonly username?: string | undefined
  readonly 'password-secret'?: string | undefined
  readonly 'proxy-username'?: string | undefined
  readonly 'proxy-password-secret'?: string | undefined
  readonly cookie?: string | undefined
  readonly sslverify?: boolean | undefined
  readonly 'cookie-secret'?: string | undefined
}

export type BlockdevAddIscsi = {
  readonly transport: BlockdevAddIscsiTransport
  readonly portal: string
  readonly target: string
  readonly lun?: QmpInt | undefined
  readonly user?: string | undefined
  readonly 'password-secret'?: string | undefined
  readonly 'initiator-name'?: string | undefined
  readonly 'header-digest'?: BlockdevAddIscsiHeaderDigest | undefined
  readonly timeout?: QmpInt | undefined
}

export type BlockdevAddLuks = {
  readonly file: BlockdevAddBlkdebugImage
  readonly 'key-secret'?: string | undefined
}

export type BlockdevAddNbd = {
  readonly server: NetdevStreamConnectedAddr
  readonly export?: string | undefined
  readonly 'tls-creds'?: string | undefined
  readonly 'tls-hostname'?: string | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-dirty-bitmap'?: string | undefined
  readonly 'reconnect-delay'?: QmpInt | undefined
  readonly 'open-timeout'?: QmpInt | undefined
}

export type BlockdevAddNfs = {
  readonly server: BlockdevAddNfsServer
  readonly path: string
  readonly user?: QmpInt | undefined
  readonly group?: QmpInt | undefined
  readonly 'tcp-syn-count'?: QmpInt | undefined
  readonly 'readahead-size'?: QmpInt | undefined
  readonly 'page-cache-size'?: QmpInt | undefined
  readonly debug?: QmpInt | undefined
}

export type BlockdevAddNullAio = {
  readonly size?: QmpInt | undefined
  readonly 'latency-ns'?: QmpInt | undefined
  readonly 'read-zeroes'?: boolean | undefined
}

export type BlockdevAddNvme = {
  readonly device: string
  readonly namespace: QmpInt
}

export type BlockdevAddPreallocate = {
  readonly file: BlockdevAddBlkdebugImage
  readonly 'prealloc-align'?: QmpInt | undefined
  readonly 'prealloc-size'?: QmpInt | undefined
}

export type BlockdevAddQcow2 = {
  readonly file: BlockdevAddBlkdebugImage
  readonly backing?: BlockdevAddQcow2Backing | undefined
  readonly 'lazy-refcounts'?: boolean | undefined
  readonly 'pass-discard-request'?: boolean | undefined
  readonly 'pass-discard-snapshot'?: boolean | undefined
  readonly 'pass-discard-other'?: boolean | undefined
  readonly 'overlap-check'?: BlockdevAddQcow2OverlapCheck | undefined
  readonly 'cache-size'?: QmpInt | undefined
  readonly 'l2-cache-size'?: QmpInt | undefined
  readonly 'l2-cache-entry-size'?: QmpInt | undefined
  readonly 'refcount-cache-size'?: QmpInt | undefined
  readonly 'cache-clean-interval'?: QmpInt | undefined
  readonly encrypt?: BlockdevAddQcow2Encrypt | undefined
  readonly 'data-file'?: BlockdevAddBlkdebugImage | undefined
}

export type BlockdevAddQcow = {
  readonly file: BlockdevAddBlkdebugImage
  readonly backing?: BlockdevAddQcow2Backing | undefined
  readonly encrypt?: BlockdevAddQcowEncrypt | undefined
}

export type BlockdevAddQed = {
  readonly file: BlockdevAddBlkdebugImage
  readonly backing?: BlockdevAddQcow2Backing | undefined
}

export type BlockdevAddQuorum = {
  readonly blkverify?: boolean | undefined
  readonly children: readonly BlockdevAddBlkdebugImage[]
  readonly 'vote-threshold': QmpInt
  readonly 'rewrite-corrupted'?: boolean | undefined
  readonly 'read-pattern'?: BlockdevAddQuorumReadPattern | undefined
}

export type BlockdevAddRaw = {
  readonly file: BlockdevAddBlkdebugImage
  readonly offset?: QmpInt | undefined
  readonly size?: QmpInt | undefined
}

export type BlockdevAddRbd = {
  readonly pool: string
  readonly namespace?: string | undefined
  readonly image: string
  readonly conf?: string | undefined
  readonly snapshot?: string | undefined
  readonly encrypt?: BlockdevAddRbdEncrypt | undefined
  readonly user?: string | undefined
  readonly 'auth-client-required'?: readonly BlockdevAddRbdAuthClientRequired[] | undefined
  readonly 'key-secret'?: string | undefined
  readonly server?: readonly BlockdevAddRbdServer[] | undefined
}

export type BlockdevAddReplication = {
  readonly file: BlockdevAddBlkdebugImage
  readonly mode: BlockdevAddReplicationMode
  readonly 'top-id'?: string | undefined
}

export type BlockdevAddSsh = {
  readonly server: BlockdevAddSshServer
  readonly path: string
  readonly user?: string | undefined
  readonly 'host-key-check'?: BlockdevAddSshHostKeyCheck | undefined
}

export type BlockdevAddThrottle = {
  readonly 'throttle-group': string
  readonly file: BlockdevAddBlkdebugImage
}

export type BlockdevAddVvfat = {
  readonly dir: string
  readonly 'fat-type'?: QmpInt | undefined
  readonly floppy?: boolean | undefined
  readonly label?: string | undefined
  readonly rw?: boolean | undefined
}

export type BlockdevCreateOptions =
  | { readonly driver: 'blkdebug' | 'blklogwrites' | 'blkreplay' | 'blkverify' | 'bochs' | 'cloop' | 'compress' | 'copy-before-write' | 'copy-on-read' | 'dmg' | 'snapshot-access' | 'ftp' | 'ftps' | 'host_cdrom' | 'host_device' | 'http' | 'https' | 'iscsi' | 'nbd' | 'null-aio' | 'null-co' | 'nvme' | 'preallocate' | 'quorum' | 'raw' | 'replication' | 'throttle' | 'vvfat' }
  | ({ readonly driver: 'file' } & BlockdevCreateOptionsFile)
  | ({ readonly driver: 'gluster' } & BlockdevCreateOptionsGluster)
  | ({ readonly driver: 'luks' } & BlockdevCreateOptionsLuks)
  | ({ readonly driver: 'nfs' } & BlockdevCreateOptionsNfs)
  | ({ readonly driver: 'parallels' } & BlockdevCreateOptionsParallels)
  | ({ readonly driver: 'qcow' } & BlockdevCreateOptionsQcow)
  | ({ readonly driver: 'qcow2' } & BlockdevCreateOptionsQcow2)
  | ({ readonly driver: 'qed' } & BlockdevCreateOptionsQed)
  | ({ readonly driver: 'rbd' } & BlockdevCreateOptionsRbd)
  | ({ readonly driver: 'ssh' } & BlockdevCreateOptionsSsh)
  | ({ readonly driver: 'vdi' } & BlockdevCreateOptionsVdi)
  | ({ readonly driver: 'vhdx' } & BlockdevCreateOptionsVhdx)
  | ({ readonly driver: 'vmdk' } & BlockdevCreateOptionsVmdk)
  | ({ readonly driver: 'vpc' } & BlockdevCreateOptionsVpc)

export type XBlockdevAmendOptions =
  | { readonly driver: 'blkdebug' | 'blklogwrites' | 'blkreplay' | 'blkverify' | 'bochs' | 'cloop' | 'compress' | 'copy-before-write' | 'copy-on-read' | 'dmg' | 'file' | 'snapshot-access' | 'ftp' | 'ftps' | 'gluster' | 'host_cdrom' | 'host_device' | 'http' | 'https' | 'iscsi' | 'nbd' | 'nfs' | 'null-aio' | 'null-co' | 'nvme' | 'parallels' | 'preallocate' | 'qcow' | 'qed' | 'quorum' | 'raw' | 'rbd' | 'replication' | 'ssh' | 'throttle' | 'vdi' | 'vhdx' | 'vmdk' | 'vpc' | 'vvfat' }
  | ({ readonly driver: 'luks' } & XBlockdevAmendOptionsLuks)
  | ({ readonly driver: 'qcow2' } & XBlockdevAmendOptionsQcow2)

export type BlockIoErrorOperation = 'read' | 'write'

export type BlockIoErrorAction = 'ignore' | 'report' | 'stop'

export type BlockJobCompletedType =
  | 'commit' | 'stream' | 'mirror' | 'backup' | 'create' | 'amend' | 'snapshot-load' | 'snapshot-save'
  | 'snapshot-delete'

export type XBlockdevSetIothreadIothread = string | null

export type QuorumReportBadType = 'read' | 'write' | 'flush'

export type JobStatusChangeStatus =
  | 'undefined' | 'created' | 'running' | 'paused' | 'ready' | 'standby' | 'waiting' | 'pending' | 'aborting'
  | 'concluded' | 'null'

export type QueryJobs = {
  readonly id: string
  readonly type: BlockJobCompletedType
  readonly status: JobStatusChangeStatus
  readonly 'current-progress': QmpInt
  readonly 'total-progress': QmpInt
  readonly error?: string | undefined
}

export type NbdServerStartAddr =
  | ({ readonly type: 'inet' } & NbdServerStartAddrInet)
  | ({ readonly type: 'unix' } & NbdServerStartAddrUnix)
  | ({ readonly type: 'vsock' } & NbdServerStartAddrVsock)
  | ({ readonly type: 'fd' } & NbdServerStartAddrFd)

export type NbdServerRemoveMode = 'safe' | 'hard'

export type BlockExportAddType = 'nbd' | 'vhost-user-blk' | 'fuse' | 'vduse-blk'

export type BlockExportAddNbd = {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly bitmaps?: readonly BlockDirtyBitmapMergeBitmaps[] | undefined
  readonly 'allocation-depth'?: boolean | undefined
}

export type BlockExportAddVhostUserBlk = {
  readonly addr: NetdevStreamConnectedAddr
  readonly 'logical-block-size'?: QmpInt | undefined
  readonly 'num-queues'?: QmpInt | undefined
}

export type BlockExportAddFuse = {
  readonly mountpoint: string
  readonly growable?: boolean | undefined
  readonly 'allow-other'?: BlockExportAddFuseAllowOther | undefined
}

export type BlockExportAddVduseBlk = {
  readonly name: string
  readonly 'num-queues'?: QmpInt | undefined
  readonly 'queue-size'?: QmpInt | undefined
  readonly 'logical-block-size'?: QmpInt | undefined
  readonly serial?: string | undefined
}

export type QueryBlockExports = {
  readonly id: string
  readonly type: BlockExportAddType
  readonly 'node-name': string
  readonly 'shutting-down': boolean
}

export type QueryChardev = {
  readonly label: string
  readonly filename: string
  readonly 'frontend-open': boolean
}

export type QueryChardevBackends = {
  readonly name: string
}

export type RingbufWriteFormat = 'utf8' | 'base64'

export type ChardevAddBackend =
  | ({ readonly type: 'file' } & ChardevAddBackendFile)
  | ({ readonly type: 'serial' | 'parallel' | 'pipe' } & ChardevAddBackendSerial)
  | ({ readonly type: 'socket' } & ChardevAddBackendSocket)
  | ({ readonly type: 'udp' } & ChardevAddBackendUdp)
  | ({ readonly type: 'pty' | 'null' | 'msmouse' | 'wctablet' | 'braille' | 'testdev' | 'console' } & ChardevAddBackendPty)
  | ({ readonly type: 'mux' } & ChardevAddBackendMux)
  | ({ readonly type: 'stdio' } & ChardevAddBackendStdio)
  | ({ readonly type: 'spicevmc' } & ChardevAddBackendSpicevmc)
  | ({ readonly type: 'spiceport' } & ChardevAddBackendSpiceport)
  | ({ readonly type: 'qemu-vdagent' } & ChardevAddBackendQemuVdagent)
  | ({ readonly type: 'dbus' } & ChardevAddBackendDbus)
  | ({ readonly type: 'vc' } & ChardevAddBackendVc)
  | ({ readonly type: 'ringbuf' | 'memory' } & ChardevAddBackendRingbuf)

export type DumpGuestMemoryFormat = 'elf' | 'kdump-zlib' | 'kdump-lzo' | 'kdump-snappy' | 'win-dmp'

export type QueryDumpStatus = 'none' | 'active' | 'completed' | 'failed'

export type NetdevAddType =
  | 'none' | 'nic' | 'user' | 'tap' | 'l2tpv3' | 'socket' | 'stream' | 'dgram' | 'vde' | 'bridge' | 'hubport'
  | 'netmap' | 'vhost-user' | 'vhost-vdpa'

export type NetdevAddNic = {
  readonly netdev?: string | undefined
  readonly macaddr?: string | undefined
  readonly model?: string | undefined
  readonly addr?: string | undefined
  readonly vectors?: QmpInt | undefined
}

export type NetdevAddUser = {
  readonly hostname?: string | undefined
  readonly restrict?: boolean | undefined
  readonly ipv4?: boolean | undefined
  readonly ipv6?: boolean | undefined
  readonly ip?: string | undefined
  readonly net?: string | undefined
  readonly host?: string | undefined
  readonly tftp?: string | undefined
  readonly bootfile?: string | undefined
  readonly dhcpstart?: string | undefined
  readonly dns?: string | undefined
  readonly dnssearch?: readonly NetdevStreamConnectedAddrFd[] | undefined
  readonly domainname?: string | undefined
  readonly 'ipv6-prefix'?: string | undefined
  readonly 'ipv6-prefixlen'?: QmpInt | undefined
  readonly 'ipv6-host'?: string | undefined
  readonly 'ipv6-dns'?: string | undefined
  readonly smb?: string | undefined
  readonly smbserver?: string | undefined
  readonly hostfwd?: readonly NetdevStreamConnectedAddrFd[] | undefined
  readonly guestfwd?: readonly NetdevStreamConnectedAddrFd[] | undefined
  readonly 'tftp-server-name'?: string | undefined
}

export type NetdevAddTap = {
  readonly ifname?: string | undefined
  readonly fd?: string | undefined
  readonly fds?: string | undefined
  readonly script?: string | undefined
  readonly downscript?: string | undefined
  readonly br?: string | undefined
  readonly helper?: string | undefined
  readonly sndbuf?: QmpInt | undefined
  readonly vnet_hdr?: boolean | undefined
  readonly vhost?: boolean | undefined
  readonly vhostfd?: string | undefined
  readonly vhostfds?: string | undefined
  readonly vhostforce?: boolean | undefined
  readonly queues?: QmpInt | undefined
  readonly 'poll-us'?: QmpInt | undefined
}

export type NetdevAddL2tpv3 = {
  readonly src: string
  readonly dst: string
  readonly srcport?: string | undefined
  readonly dstport?: string | undefined
  readonly ipv6?: boolean | undefined
  readonly udp?: boolean | undefined
  readonly cookie64?: boolean | undefined
  readonly counter?: boolean | undefined
  readonly pincounter?: boolean | undefined
  readonly txcookie?: QmpInt | undefined
  readonly rxcookie?: QmpInt | undefined
  readonly txsession: QmpInt
  readonly rxsession?: QmpInt | undefined
  readonly offset?: QmpInt | undefined
}

export type NetdevAddSocket = {
  readonly fd?: string | undefined
  readonly listen?: string | undefined
  readonly connect?: string | undefined
  readonly mcast?: string | undefined
  readonly localaddr?: string | undefined
  readonly udp?: string | undefined
}

export type NetdevAddStream = {
  readonly addr: NetdevStreamConnectedAddr
  readonly server?: boolean | undefined
}

export type NetdevAddDgram = {
  readonly local?: NetdevStreamConnectedAddr | undefined
  readonly remote?: NetdevStreamConnectedAddr | undefined
}

export type NetdevAddVde = {
  readonly sock?: string | undefined
  readonly port?: QmpInt | undefined
  readonly group?: string | undefined
  readonly mode?: QmpInt | undefined
}

export type NetdevAddBridge = {
  readonly br?: string | undefined
  readonly helper?: string | undefined
}

export type NetdevAddHubport = {
  readonly hubid: QmpInt
  readonly netdev?: string | undefined
}

export type NetdevAddNetmap = {
  readonly ifname: string
  readonly devname?: string | undefined
}

export type NetdevAddVhostUser = {
  readonly chardev: string
  readonly vhostforce?: boolean | undefined
  readonly queues?: QmpInt | undefined
}

export type NetdevAddVhostVdpa = {
  readonly vhostdev?: string | undefined
  readonly vhostfd?: string | undefined
  readonly queues?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-svq'?: boolean | undefined
}

export type QueryRxFilter = {
  readonly name: string
  readonly promiscuous: boolean
  readonly multicast: QueryRxFilterMulticast
  readonly unicast: QueryRxFilterMulticast
  readonly vlan: QueryRxFilterMulticast
  readonly 'broadcast-allowed': boolean
  readonly 'multicast-overflow': boolean
  readonly 'unicast-overflow': boolean
  readonly 'main-mac': string
  readonly 'vlan-table': readonly QmpInt[]
  readonly 'unicast-table': readonly string[]
  readonly 'multicast-table': readonly string[]
}

export type NetdevStreamConnectedAddr =
  | ({ readonly type: 'inet' } & BlockdevAddSshServer)
  | ({ readonly type: 'unix' } & NetdevStreamConnectedAddrUnix)
  | ({ readonly type: 'vsock' } & NetdevStreamConnectedAddrVsock)
  | ({ readonly type: 'fd' } & NetdevStreamConnectedAddrFd)

export type QueryRockerPorts = {
  readonly name: string
  readonly enabled: boolean
  readonly 'link-up': boolean
  readonly speed: QmpInt
  readonly duplex: QueryRockerPortsDuplex
  readonly autoneg: QueryRockerPortsAutoneg
}

export type QueryRockerOfDpaFlows = {
  readonly cookie: QmpInt
  readonly hits: QmpInt
  readonly key: QueryRockerOfDpaFlowsKey
  readonly mask: QueryRockerOfDpaFlowsMask
  readonly action: QueryRockerOfDpaFlowsAction
}

export type QueryRockerOfDpaGroups = {
  readonly id: QmpInt
  readonly type: QmpInt
  readonly 'vlan-id'?: QmpInt | undefined
  readonly pport?: QmpInt | undefined
  readonly index?: QmpInt | undefined
  readonly 'out-pport'?: QmpInt | undefined
  readonly 'group-id'?: QmpInt | undefined
  readonly 'set-vlan-id'?: QmpInt | undefined
  readonly 'pop-vlan'?: QmpInt | undefined
  readonly 'group-ids'?: readonly QmpInt[] | undefined
  readonly 'set-eth-src'?: string | undefined
  readonly 'set-eth-dst'?: string | undefined
  readonly 'ttl-check'?: QmpInt | undefined
}

export type QueryTpmModels = 'tpm-tis' | 'tpm-crb' | 'tpm-spapr'

export type QueryTpmTypes = 'passthrough' | 'emulator'

export type QueryTpm = {
  readonly id: string
  readonly model: QueryTpmModels
  readonly options: QueryTpmOptions
}

export type SetPasswordProtocol = 'vnc' | 'spice'

export type SetPasswordConnected = 'keep' | 'fail' | 'disconnect'

export type SetPasswordVnc = {
  readonly display?: string | undefined
}

export type ExpirePasswordVnc = {
  readonly display?: string | undefined
}

export type ScreendumpFormat = 'ppm' | 'png'

export type QuerySpiceMouseMode = 'client' | 'server' | 'unknown'

export type SpiceConnectedServer = {
  readonly host: string
  readonly port: string
  readonly family: QueryVncFamily
}

export type SpiceInitializedServer = {
  readonly host: string
  readonly port: string
  readonly family: QueryVncFamily
  readonly auth?: string | undefined
}

export type SpiceInitializedClient = {
  readonly host: string
  readonly port: string
  readonly family: QueryVncFamily
  readonly 'connection-id': QmpInt
  readonly 'channel-type': QmpInt
  readonly 'channel-id': QmpInt
  readonly tls: boolean
}

export type QueryVncFamily = 'ipv4' | 'ipv6' | 'unix' | 'vsock' | 'unknown'

export type QueryVncServers = {
  readonly id: string
  readonly server: readonly QueryVncServersServer[]
  readonly clients: readonly VncInitializedClient[]
  readonly auth: QueryVncServersAuth
  readonly vencrypt?: QueryVncServersVencrypt | undefined
  readonly display?: string | undefined
}

export type VncConnectedServer = {
  readonly host: string
  readonly service: string
  readonly family: QueryVncFamily
  readonly websocket: boolean
  readonly auth?: string | undefined
}

export type VncConnectedClient = {
  readonly host: string
  readonly service: string
  readonly family: QueryVncFamily
  readonly websocket: boolean
}

export type VncInitializedClient = {
  readonly host: string
  readonly service: string
  readonly family: QueryVncFamily
  readonly websocket: boolean
  readonly x509_dname?: string | undefined
  readonly sasl_username?: string | undefined
}

export type QueryMice = {
  readonly name: string
  readonly index: QmpInt
  readonly current: boolean
  readonly absolute: boolean
}

export type QueryDisplayOptionsType =
  | 'default' | 'none' | 'gtk' | 'sdl' | 'egl-headless' | 'curses' | 'spice-app' | 'dbus'

export type QueryDisplayOptionsGl = 'off' | 'on' | 'core' | 'es'

export type QueryDisplayOptionsGtk = {
  readonly 'grab-on-hover'?: boolean | undefined
  readonly 'zoom-to-fit'?: boolean | undefined
  readonly 'show-tabs'?: boolean | undefined
  readonly 'show-menubar'?: boolean | undefined
}

export type QueryDisplayOptionsCurses = {
  readonly charset?: string | undefined
}

export type QueryDisplayOptionsEglHeadless = {
  readonly rendernode?: string | undefined
}

export type QueryDisplayOptionsDbus = {
  readonly rendernode?: string | undefined
  readonly addr?: string | undefined
  readonly p2p?: boolean | undefined
  readonly audiodev?: string | undefined
}

export type QueryDisplayOptionsSdl = {
  readonly 'grab-mod'?: QueryDisplayOptionsSdlGrabMod | undefined
}

export type DisplayReloadType = 'vnc'

export type DisplayReloadVnc = {
  readonly 'tls-certs'?: boolean | undefined
}

export type DisplayUpdateType = 'vnc'

export type DisplayUpdateVnc = {
  readonly addresses?: readonly NetdevStreamConnectedAddr[] | undefined
}

export type QueryMigrateStatus =
  | 'none' | 'setup' | 'cancelling' | 'cancelled' | 'active' | 'postcopy-active' | 'postcopy-paused'
  | 'postcopy-recover' | 'completed' | 'failed' | 'colo' | 'pre-switchover' | 'device' | 'wait-unplug'

export type QueryMigrateRam = {
  readonly transferred: QmpInt
  readonly remaining: QmpInt
  readonly total: QmpInt
  readonly duplicate: QmpInt
  readonly skipped: QmpInt
  readonly normal: QmpInt
  readonly 'normal-bytes': QmpInt
  readonly 'dirty-pages-rate': QmpInt
  readonly mbps: QmpInt
  readonly 'dirty-sync-count': QmpInt
  readonly 'postcopy-requests': QmpInt
  readonly 'page-size': QmpInt
  readonly 'multifd-bytes': QmpInt
  readonly 'pages-per-second': QmpInt
  readonly 'precopy-bytes': QmpInt
  readonly 'downtime-bytes': QmpInt
  readonly 'postcopy-bytes': QmpInt
  readonly 'dirty-sync-missed-zero-copy': QmpInt
}

export type QueryMigrateVfio = {
  readonly transferred: QmpInt
}

export type QueryMigrateXbzrleCache = {
  readonly 'cache-size': QmpInt
  readonly bytes: QmpInt
  readonly pages: QmpInt
  readonly 'cache-miss': QmpInt
  readonly 'cache-miss-rate': QmpInt
  readonly 'encoding-rate': QmpInt
  readonly overflow: QmpInt
}

export type QueryMigrateCompression = {
  readonly pages: QmpInt
  readonly busy: QmpInt
  readonly 'busy-rate': QmpInt
  readonly 'compressed-size': QmpInt
  readonly 'compression-rate': QmpInt
}

export type QueryMigrateCapabilities = {
  readonly capability: QueryMigrateCapabilitiesCapability
  readonly state: boolean
}

export type MigrateSetParametersMultifdCompression = 'none' | 'zlib' | 'zstd'

export type ColoExitMode = 'none' | 'primary' | 'secondary'

export type ColoExitReason = 'none' | 'request' | 'error' | 'processing'

export type CalcDirtyRateMode = 'page-sampling' | 'dirty-ring' | 'dirty-bitmap'

export type QueryDirtyRateStatus = 'unstarted' | 'measuring' | 'measured'

export type QueryVcpuDirtyLimit = {
  readonly 'cpu-index': QmpInt
  readonly 'limit-rate': QmpInt
  readonly 'current-rate': QmpInt
}

export type TransactionProperties = {
  readonly 'completion-mode'?: TransactionPropertiesCompletionMode | undefined
}

export type TraceEventGetState = {
  readonly name: string
  readonly state: TraceEventGetStateState
  readonly vcpu: boolean
}

export type QueryVersionQemu = {
  readonly major: QmpInt
  readonly minor: QmpInt
  readonly micro: QmpInt
}

export type QueryCommands = {
  readonly name: string
}

export type QueryQmpSchema = {
  readonly name: string
  readonly features?: readonly string[] | undefined
} & (
  | ({ readonly 'meta-type': 'builtin' } & QueryQmpSchemaBuiltin)
  | ({ readonly 'meta-type': 'enum' } & QueryQmpSchemaEnum)
  | ({ readonly 'meta-type': 'array' } & QueryQmpSchemaArray)
  | ({ readonly 'meta-type': 'object' } & QueryQmpSchemaObject)
  | ({ readonly 'meta-type': 'alternate' } & QueryQmpSchemaAlternate)
  | ({ readonly 'meta-type': 'command' } & QueryQmpSchemaCommand)
  | ({ readonly 'meta-type': 'event' } & QueryQmpSchemaEvent)
)

export type QomList = {
  readonly name: string
  readonly type: string
  readonly description?: string | undefined
  readonly 'default-value'?: QmpValue | undefined
}

export type QomListTypes = {
  readonly name: string
  readonly abstract?: boolean | undefined
  readonly parent?: string | undefined
}

export type ObjectAddQomType =
  | 'authz-list' | 'authz-listfile' | 'authz-pam' | 'authz-simple' | 'can-bus' | 'can-host-socketcan'
  | 'colo-compare' | 'cryptodev-backend' | 'cryptodev-backend-builtin' | 'cryptodev-backend-lkcf'
  | 'cryptodev-vhost-user' | 'dbus-vmstate' | 'filter-buffer' | 'filter-dump' | 'filter-mirror'
  | 'filter-redirector' | 'filter-replay' | 'filter-rewriter' | 'input-barrier' | 'input-linux' | 'iothread'
  | 'main-loop' | 'memory-backend-epc' | 'memory-backend-file' | 'memory-backend-memfd' | 'memory-backend-ram'
  | 'pef-guest' | 'pr-manager-helper' | 'qtest' | 'rng-builtin' | 'rng-egd' | 'rng-random' | 'secret'
  | 'secret_keyring' | 'sev-guest' | 'thread-context' | 's390-pv-guest' | 'throttle-group' | 'tls-creds-anon'
  | 'tls-creds-psk' | 'tls-creds-x509' | 'tls-cipher-suites' | 'x-remote-object' | 'x-vfio-user-server'

export type ObjectAddAuthzList = {
  readonly policy?: ObjectAddAuthzListPolicy | undefined
  readonly rules?: readonly ObjectAddAuthzListRules[] | undefined
}

export type ObjectAddAuthzListfile = {
  readonly filename: string
  readonly refresh?: boolean | undefined
}

export type ObjectAddAuthzPam = {
  readonly service: string
}

export type ObjectAddAuthzSimple = {
  readonly identity: string
}

export type ObjectAddCanHostSocketcan = {
  readonly if: string
  readonly canbus: string
}

export type ObjectAddColoCompare = {
  readonly primary_in: string
  readonly secondary_in: string
  readonly outdev: string
  readonly iothread: string
  readonly notify_dev?: string | undefined
  readonly compare_timeout?: QmpInt | undefined
  readonly expired_scan_cycle?: QmpInt | undefined
  readonly max_queue_size?: QmpInt | undefined
  readonly vnet_hdr_support?: boolean | undefined
}

export type ObjectAddCryptodevBackend = {
  readonly queues?: QmpInt | undefined
}

export type ObjectAddCryptodevVhostUser = {
  readonly queues?: QmpInt | undefined
  readonly chardev: string
}

export type ObjectAddDbusVmstate = {
  readonly addr: string
  readonly 'id-list'?: string | undefined
}

export type ObjectAddFilterBuffer = {
  readonly netdev: string
  readonly queue?: ObjectAddFilterBufferQueue | undefined
  readonly status?: string | undefined
  readonly position?: string | undefined
  readonly insert?: ObjectAddFilterBufferInsert | undefined
  readonly interval: QmpInt
}

export type ObjectAddFilterDump = {
  readonly netdev: string
  readonly queue?: ObjectAddFilterBufferQueue | undefined
  readonly status?: string | undefined
  readonly position?: string | undefined
  readonly insert?: ObjectAddFilterBufferInsert | undefined
  readonly file: string
  readonly maxlen?: QmpInt | undefined
}

export type ObjectAddFilterMirror = {
  readonly netdev: string
  readonly queue?: ObjectAddFilterBufferQueue | undefined
  readonly status?: string | undefined
  readonly position?: string | undefined
  readonly insert?: ObjectAddFilterBufferInsert | undefined
  readonly outdev: string
  readonly vnet_hdr_support?: boolean | undefined
}

export type ObjectAddFilterRedirector = {
  readonly netdev: string
  readonly queue?: ObjectAddFilterBufferQueue | undefined
  readonly status?: string | undefined
  readonly position?: string | undefined
  readonly insert?: ObjectAddFilterBufferInsert | undefined
  readonly indev?: string | undefined
  readonly outdev?: string | undefined
  readonly vnet_hdr_support?: boolean | undefined
}

export type ObjectAddFilterReplay = {
  readonly netdev: string
  readonly queue?: ObjectAddFilterBufferQueue | undefined
  readonly status?: string | undefined
  readonly position?: string | undefined
  readonly insert?: ObjectAddFilterBufferInsert | undefined
}

export type ObjectAddFilterRewriter = {
  readonly netdev: string
  readonly queue?: ObjectAddFilterBufferQueue | undefined
  readonly status?: string | undefined
  readonly position?: string | undefined
  readonly insert?: ObjectAddFilterBufferInsert | undefined
  readonly vnet_hdr_support?: boolean | undefined
}

export type ObjectAddInputBarrier = {
  readonly name: string
  readonly server?: string | undefined
  readonly port?: string | undefined
  readonly 'x-origin'?: string | undefined
  readonly 'y-origin'?: string | undefined
  readonly width?: string | undefined
  readonly height?: string | undefined
}

export type ObjectAddInputLinux = {
  readonly evdev: string
  readonly grab_all?: boolean | undefined
  readonly repeat?: boolean | undefined
  readonly 'grab-toggle'?: ObjectAddInputLinuxGrabToggle | undefined
}

export type ObjectAddIothread = {
  readonly 'aio-max-batch'?: QmpInt | undefined
  readonly 'thread-pool-min'?: QmpInt | undefined
  readonly 'thread-pool-max'?: QmpInt | undefined
  readonly 'poll-max-ns'?: QmpInt | undefined
  readonly 'poll-grow'?: QmpInt | undefined
  readonly 'poll-shrink'?: QmpInt | undefined
}

export type ObjectAddMainLoop = {
  readonly 'aio-max-batch'?: QmpInt | undefined
  readonly 'thread-pool-min'?: QmpInt | undefined
  readonly 'thread-pool-max'?: QmpInt | undefined
}

export type ObjectAddMemoryBackendEpc = {
  readonly dump?: boolean | undefined
  readonly 'host-nodes'?: readonly QmpInt[] | undefined
  readonly merge?: boolean | undefined
  readonly policy?: ObjectAddMemoryBackendEpcPolicy | undefined
  readonly prealloc?: boolean | undefined
  readonly 'prealloc-threads'?: QmpInt | undefined
  readonly 'prealloc-context'?: string | undefined
  readonly share?: boolean | undefined
  readonly reserve?: boolean | undefined
  readonly size: QmpInt
  readonly 'x-use-canonical-path-for-ramblock-id'?: boolean | undefined
}

export type ObjectAddMemoryBackendFile = {
  readonly dump?: boolean | undefined
  readonly 'host-nodes'?: readonly QmpInt[] | undefined
  readonly merge?: boolean | undefined
  readonly policy?: ObjectAddMemoryBackendEpcPolicy | undefined
  readonly prealloc?: boolean | undefined
  readonly 'prealloc-threads'?: QmpInt | undefined
  readonly 'prealloc-context'?: string | undefined
  readonly share?: boolean | undefined
  readonly reserve?: boolean | undefined
  readonly size: QmpInt
  readonly 'x-use-canonical-path-for-ramblock-id'?: boolean | undefined
  readonly align?: QmpInt | undefined
  readonly 'discard-data'?: boolean | undefined
  readonly 'mem-path': string
  readonly pmem?: boolean | undefined
  readonly readonly?: boolean | undefined
}

export type ObjectAddMemoryBackendMemfd = {
  readonly dump?: boolean | undefined
  readonly 'host-nodes'?: readonly QmpInt[] | undefined
  readonly merge?: boolean | undefined
  readonly policy?: ObjectAddMemoryBackendEpcPolicy | undefined
  readonly prealloc?: boolean | undefined
  readonly 'prealloc-threads'?: QmpInt | undefined
  readonly 'prealloc-context'?: string | undefined
  readonly share?: boolean | undefined
  readonly reserve?: boolean | undefined
  readonly size: QmpInt
  readonly 'x-use-canonical-path-for-ramblock-id'?: boolean | undefined
  readonly hugetlb?: boolean | undefined
  readonly hugetlbsize?: QmpInt | undefined
  readonly seal?: boolean | undefined
}

export type ObjectAddMemoryBackendRam = {
  readonly dump?: boolean | undefined
  readonly 'host-nodes'?: readonly QmpInt[] | undefined
  readonly merge?: boolean | undefined
  readonly policy?: ObjectAddMemoryBackendEpcPolicy | undefined
  readonly prealloc?: boolean | undefined
  readonly 'prealloc-threads'?: QmpInt | undefined
  readonly 'prealloc-context'?: string | undefined
  readonly share?: boolean | undefined
  readonly reserve?: boolean | undefined
  readonly size: QmpInt
  readonly 'x-use-canonical-path-for-ramblock-id'?: boolean | undefined
}

export type ObjectAddPrManagerHelper = {
  readonly path: string
}

export type ObjectAddQtest = {
  readonly chardev: string
  readonly log?: string | undefined
}

export type ObjectAddRngBuiltin = {
  /** @deprecated QEMU will drop it. */
  readonly opened?: boolean | undefined
}

export type ObjectAddRngEgd = {
  /** @deprecated QEMU will drop it. */
  readonly opened?: boolean | undefined
  readonly chardev: string
}

export type ObjectAddRngRandom = {
  /** @deprecated QEMU will drop it. */
  readonly opened?: boolean | undefined
  readonly filename?: string | undefined
}

export type ObjectAddSecret = {
  /** @deprecated QEMU will drop it. */
  readonly loaded?: boolean | undefined
  readonly format?: ObjectAddSecretFormat | undefined
  readonly keyid?: string | undefined
  readonly iv?: string | undefined
  readonly data?: string | undefined
  readonly file?: string | undefined
}

export type ObjectAddSecretKeyring = {
  /** @deprecated QEMU will drop it. */
  readonly loaded?: boolean | undefined
  readonly format?: ObjectAddSecretFormat | undefined
  readonly keyid?: string | undefined
  readonly iv?: string | undefined
  readonly serial: QmpInt
}

export type ObjectAddSevGuest = {
  readonly 'sev-device'?: string | undefined
  readonly 'dh-cert-file'?: string | undefined
  readonly 'session-file'?: string | undefined
  readonly policy?: QmpInt | undefined
  readonly handle?: QmpInt | undefined
  readonly cbitpos?: QmpInt | undefined
  readonly 'reduced-phys-bits': QmpInt
  readonly 'kernel-hashes'?: boolean | undefined
}

export type ObjectAddThreadContext = {
  readonly 'cpu-affinity'?: readonly QmpInt[] | undefined
  readonly 'node-affinity'?: readonly QmpInt[] | undefined
}

export type ObjectAddThrottleGroup = {
  readonly limits?: ObjectAddThrottleGroupLimits | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-iops-total'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-iops-total-max'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-iops-total-max-length'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-iops-read'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-iops-read-max'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-iops-read-max-length'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-iops-write'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-iops-write-max'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-iops-write-max-length'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-bps-total'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-bps-total-max'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-bps-total-max-length'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-bps-read'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-bps-read-max'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-bps-read-max-length'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-bps-write'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-bps-write-max'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-bps-write-max-length'?: QmpInt | undefined
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-iops-size'?: QmpInt | undefined
}

export type ObjectAddTlsCredsAnon = {
  readonly 'verify-peer'?: boolean | undefined
  readonly dir?: string | undefined
  readonly endpoint?: ObjectAddTlsCredsAnonEndpoint | undefined
  readonly priority?: string | undefined
  /** @deprecated QEMU will drop it. */
  readonly loaded?: boolean | undefined
}

export type ObjectAddTlsCredsPsk = {
  readonly 'verify-peer'?: boolean | undefined
  readonly dir?: string | undefined
  readonly endpoint?: ObjectAddTlsCredsAnonEndpoint | undefined
  readonly priority?: string | undefined
  /** @deprecated QEMU will drop it. */
  readonly loaded?: boolean | undefined
  readonly username?: string | undefined
}

export type ObjectAddTlsCredsX509 = {
  readonly 'verify-peer'?: boolean | undefined
  readonly dir?: string | undefined
  readonly endpoint?: ObjectAddTlsCredsAnonEndpoint | undefined
  readonly priority?: string | undefined
  /** @deprecated QEMU will drop it. */
  readonly loaded?: boolean | undefined
  readonly 'sanity-check'?: boolean | undefined
  readonly passwordid?: string | undefined
}

export type ObjectAddTlsCipherSuites = {
  readonly 'verify-peer'?: boolean | undefined
  readonly dir?: string | undefined
  readonly endpoint?: ObjectAddTlsCredsAnonEndpoint | undefined
  readonly priority?: string | undefined
}

export type ObjectAddXRemoteObject = {
  readonly fd: string
  readonly devid: string
}

export type ObjectAddXVfioUserServer = {
  readonly socket: NetdevStreamConnectedAddr
  readonly device: string
}

export type QueryCpusFast = {
  readonly 'cpu-index': QmpInt
  readonly 'qom-path': string
  readonly 'thread-id': QmpInt
  readonly props?: QueryCpusFastProps | undefined
} & (
  | { readonly target: 'aarch64' | 'alpha' | 'arm' | 'avr' | 'cris' | 'hppa' | 'i386' | 'loongarch64' | 'm68k' | 'microblaze' | 'microblazeel' | 'mips' | 'mips64' | 'mips64el' | 'mipsel' | 'nios2' | 'or1k' | 'ppc' | 'ppc64' | 'riscv32' | 'riscv64' | 'rx' | 'sh4' | 'sh4eb' | 'sparc' | 'sparc64' | 'tricore' | 'x86_64' | 'xtensa' | 'xtensaeb' }
  | ({ readonly target: 's390x' } & QueryCpusFastS390x)
)

export type QueryMachines = {
  readonly name: string
  readonly alias?: string | undefined
  readonly 'is-default'?: boolean | undefined
  readonly 'cpu-max': QmpInt
  readonly 'hotpluggable-cpus': boolean
  readonly 'numa-mem-supported': boolean
  readonly deprecated: boolean
  readonly 'default-cpu-type'?: string | undefined
  readonly 'default-ram-id'?: string | undefined
}

export type QueryTargetArch =
  | 'aarch64' | 'alpha' | 'arm' | 'avr' | 'cris' | 'hppa' | 'i386' | 'loongarch64' | 'm68k' | 'microblaze'
  | 'microblazeel' | 'mips' | 'mips64' | 'mips64el' | 'mipsel' | 'nios2' | 'or1k' | 'ppc' | 'ppc64'
  | 'riscv32' | 'riscv64' | 'rx' | 's390x' | 'sh4' | 'sh4eb' | 'sparc' | 'sparc64' | 'tricore' | 'x86_64'
  | 'xtensa' | 'xtensaeb'

export type QueryMemdev = {
  readonly id?: string | undefined
  readonly size: QmpInt
  readonly merge: boolean
  readonly dump: boolean
  readonly prealloc: boolean
  readonly share: boolean
  readonly reserve?: boolean | undefined
  readonly 'host-nodes': readonly QmpInt[]
  readonly policy: ObjectAddMemoryBackendEpcPolicy
}

export type QueryHotpluggableCpus = {
  readonly type: string
  readonly 'vcpus-count': QmpInt
  readonly props: QueryCpusFastProps
  readonly 'qom-path'?: string | undefined
}

export type SetNumaNodeType = 'node' | 'dist' | 'cpu' | 'hmat-lb' | 'hmat-cache'

export type SetNumaNodeNode = {
  readonly nodeid?: QmpInt | undefined
  readonly cpus?: readonly QmpInt[] | undefined
  readonly mem?: QmpInt | undefined
  readonly memdev?: string | undefined
  readonly initiator?: QmpInt | undefined
}

export type SetNumaNodeDist = {
  readonly src: QmpInt
  readonly dst: QmpInt
  readonly val: QmpInt
}

export type SetNumaNodeCpu = {
  readonly 'node-id'?: QmpInt | undefined
  readonly 'socket-id'?: QmpInt | undefined
  readonly 'die-id'?: QmpInt | undefined
  readonly 'cluster-id'?: QmpInt | undefined
  readonly 'core-id'?: QmpInt | undefined
  readonly 'thread-id'?: QmpInt | undefined
}

export type SetNumaNodeHmatLb = {
  readonly initiator: QmpInt
  readonly target: QmpInt
  readonly hierarchy: SetNumaNodeHmatLbHierarchy
  readonly 'data-type': SetNumaNodeHmatLbDataType
  readonly latency?: QmpInt | undefined
  readonly bandwidth?: QmpInt | undefined
}

export type SetNumaNodeHmatCache = {
  readonly 'node-id': QmpInt
  readonly size: QmpInt
  readonly level: QmpInt
  readonly associativity: SetNumaNodeHmatCacheAssociativity
  readonly policy: SetNumaNodeHmatCachePolicy
  readonly line: QmpInt
}

export type QueryMemoryDevices =
  | ({ readonly type: 'dimm' | 'nvdimm' } & QueryMemoryDevicesDimm)
  | ({ readonly type: 'virtio-pmem' } & QueryMemoryDevicesVirtioPmem)
  | ({ readonly type: 'virtio-mem' } & QueryMemoryDevicesVirtioMem)
  | ({ readonly type: 'sgx-epc' } & QueryMemoryDevicesSgxEpc)

export type QueryCpuModelExpansionType = 'static' | 'full'

export type QueryCpuModelExpansionModel = {
  readonly name: string
  readonly props?: QmpValue | undefined
}

export type QueryCpuDefinitions = {
  readonly name: string
  readonly 'migration-safe'?: boolean | undefined
  readonly static: boolean
  readonly 'unavailable-features'?: readonly string[] | undefined
  readonly typename: string
  readonly 'alias-of'?: string | undefined
  readonly deprecated: boolean
}

export type QueryReplayMode = 'none' | 'record' | 'play'

export type QueryYank =
  | ({ readonly type: 'block-node' } & QueryYankBlockNode)
  | ({ readonly type: 'chardev' } & QueryYankChardev)
  | { readonly type: 'migration' }

export type QueryIothreads = {
  readonly id: string
  readonly 'thread-id': QmpInt
  readonly 'poll-max-ns': QmpInt
  readonly 'poll-grow': QmpInt
  readonly 'poll-shrink': QmpInt
  readonly 'aio-max-batch': QmpInt
}

export type QueryFdsets = {
  readonly 'fdset-id': QmpInt
  readonly fds: readonly QueryFdsetsFds[]
}

export type QueryCommandLineOptions = {
  readonly option: string
  readonly parameters: readonly QueryCommandLineOptionsParameters[]
}

export type QuerySevState =
  | 'uninit' | 'launch-update' | 'launch-secret' | 'running' | 'send-update' | 'receive-update'

export type QueryAcpiOspmStatus = {
  readonly device?: string | undefined
  readonly slot: string
  readonly 'slot-type': QueryAcpiOspmStatusSlotType
  readonly source: QmpInt
  readonly status: QmpInt
}

export type QueryPci = {
  readonly bus: QmpInt
  readonly devices: readonly QueryPciDevices[]
}

export type QueryStatsTarget = 'vm' | 'vcpu'

export type QueryStatsVcpu = {
  readonly vcpus?: readonly string[] | undefined
}

export type QueryStats = {
  readonly provider: QueryStatsSchemasProvider
  readonly 'qom-path'?: string | undefined
  readonly stats: readonly QueryStatsStats[]
}

export type QueryStatsSchemasProvider = 'kvm'

export type QueryStatsSchemas = {
  readonly provider: QueryStatsSchemasProvider
  readonly target: QueryStatsTarget
  readonly stats: readonly QueryStatsSchemasStats[]
}

export type XQueryVirtio = {
  readonly path: string
  readonly name: string
}

export type XQueryVirtioStatusGuestFeatures = {
  readonly transports: readonly string[]
  readonly 'dev-features'?: readonly string[] | undefined
  readonly 'unknown-dev-features'?: QmpInt | undefined
}

export type XQueryVirtioStatusStatus = {
  readonly statuses: readonly string[]
  readonly 'unknown-statuses'?: QmpInt | undefined
}

export type XQueryVirtioStatusVhostDev = {
  readonly 'n-mem-sections': QmpInt
  readonly 'n-tmp-sections': QmpInt
  readonly nvqs: QmpInt
  readonly 'vq-index': QmpInt
  readonly features: XQueryVirtioStatusGuestFeatures
  readonly 'acked-features': XQueryVirtioStatusGuestFeatures
  readonly 'backend-features': XQueryVirtioStatusGuestFeatures
  readonly 'protocol-features': XQueryVirtioStatusVhostDevProtocolFeatures
  readonly 'max-queues': QmpInt
  readonly 'backend-cap': QmpInt
  readonly 'log-enabled': boolean
  readonly 'log-size': QmpInt
}

export type XQueryVirtioQueueElementAvail = {
  readonly flags: QmpInt
  readonly idx: QmpInt
  readonly ring: QmpInt
}

export type XQueryVirtioQueueElementUsed = {
  readonly flags: QmpInt
  readonly idx: QmpInt
}

export type GuestPanickedInfoType = 'hyper-v' | 's390'

export type GuestPanickedInfoHyperV = {
  readonly arg1: QmpInt
  readonly arg2: QmpInt
  readonly arg3: QmpInt
  readonly arg4: QmpInt
  readonly arg5: QmpInt
}

export type GuestPanickedInfoS390 = {
  readonly core: QmpInt
  readonly 'psw-mask': QmpInt
  readonly 'psw-addr': QmpInt
  readonly reason: GuestPanickedInfoS390Reason
}

export type QueryBlockIoStatus = 'ok' | 'failed' | 'nospace'

export type QueryBlockstatsStats = {
  readonly rd_bytes: QmpInt
  readonly wr_bytes: QmpInt
  readonly unmap_bytes: QmpInt
  readonly rd_operations: QmpInt
  readonly wr_operations: QmpInt
  readonly flush_operations: QmpInt
  readonly unmap_operations: QmpInt
  readonly rd_total_time_ns: QmpInt
  readonly wr_total_time_ns: QmpInt
  readonly flush_total_time_ns: QmpInt
  readonly unmap_total_time_ns: QmpInt
  readonly wr_highest_offset: QmpInt
  readonly rd_merged: QmpInt
  readonly wr_merged: QmpInt
  readonly unmap_merged: QmpInt
  readonly idle_time_ns?: QmpInt | undefined
  readonly failed_rd_operations: QmpInt
  readonly failed_wr_operations: QmpInt
  readonly failed_flush_operations: QmpInt
  readonly failed_unmap_operations: QmpInt
  readonly invalid_rd_operations: QmpInt
  readonly invalid_wr_operations: QmpInt
  readonly invalid_flush_operations: QmpInt
  readonly invalid_unmap_operations: QmpInt
  readonly account_invalid: boolean
  readonly account_failed: boolean
  readonly timed_stats: readonly QueryBlockstatsStatsTimedStats[]
  readonly rd_latency_histogram?: QueryBlockstatsStatsRdLatencyHistogram | undefined
  readonly wr_latency_histogram?: QueryBlockstatsStatsRdLatencyHistogram | undefined
  readonly flush_latency_histogram?: QueryBlockstatsStatsRdLatencyHistogram | undefined
}

export type QueryBlockstatsDriverSpecific =
  | { readonly driver: 'blkdebug' | 'blklogwrites' | 'blkreplay' | 'blkverify' | 'bochs' | 'cloop' | 'compress' | 'copy-before-write' | 'copy-on-read' | 'dmg' | 'snapshot-access' | 'ftp' | 'ftps' | 'gluster' | 'host_cdrom' | 'http' | 'https' | 'iscsi' | 'luks' | 'nbd' | 'nfs' | 'null-aio' | 'null-co' | 'parallels' | 'preallocate' | 'qcow' | 'qcow2' | 'qed' | 'quorum' | 'raw' | 'rbd' | 'replication' | 'ssh' | 'throttle' | 'vdi' | 'vhdx' | 'vmdk' | 'vpc' | 'vvfat' }
  | ({ readonly driver: 'file' | 'host_device' } & QueryBlockstatsDriverSpecificFile)
  | ({ readonly driver: 'nvme' } & QueryBlockstatsDriverSpecificNvme)

export type QueryNamedBlockNodesImage = {
  readonly filename: string
  readonly format: string
  readonly 'dirty-flag'?: boolean | undefined
  readonly 'actual-size'?: QmpInt | undefined
  readonly 'virtual-size': QmpInt
  readonly 'cluster-size'?: QmpInt | undefined
  readonly encrypted?: boolean | undefined
  readonly compressed?: boolean | undefined
  readonly 'backing-filename'?: string | undefined
  readonly 'full-backing-filename'?: string | undefined
  readonly 'backing-filename-format'?: string | undefined
  readonly snapshots?: readonly BlockdevSnapshotDeleteInternalSyncReturn[] | undefined
  readonly 'backing-image'?: QueryNamedBlockNodesImage | undefined
  readonly 'format-specific'?: QueryNamedBlockNodesImageFormatSpecific | undefined
}

export type QueryNamedBlockNodesCache = {
  readonly writeback: boolean
  readonly direct: boolean
  readonly 'no-flush': boolean
}

export type XDebugQueryBlockGraphNodes = {
  readonly id: QmpInt
  readonly type: XDebugQueryBlockGraphNodesType
  readonly name: string
}

export type XDebugQueryBlockGraphEdges = {
  readonly parent: QmpInt
  readonly child: QmpInt
  readonly name: string
  readonly perm: readonly BlockdevAddBlkdebugTakeChildPerms[]
  readonly 'shared-perm': readonly BlockdevAddBlkdebugTakeChildPerms[]
}

export type BlockDirtyBitmapMergeBitmaps = string | BlockDirtyBitmapRemoveArgs

export type BlockdevAddBlkdebugImage = BlockdevAddArgs | string

export type BlockdevAddCopyBeforeWriteOnCbwError = 'break-guest-write' | 'break-snapshot'

export type BlockdevAddFileLocking = 'auto' | 'on' | 'off'

export type BlockdevAddFileAio = 'threads' | 'native' | 'io_uring'

export type BlockdevAddIscsiTransport = 'tcp' | 'iser'

export type BlockdevAddIscsiHeaderDigest = 'crc32c' | 'none' | 'crc32c-none' | 'none-crc32c'

export type BlockdevAddNfsServer = {
  readonly type: BlockdevAddNfsServerType
  readonly host: string
}

export type BlockdevAddQcow2Backing = BlockdevAddArgs | string | null

export type BlockdevAddQcow2OverlapCheck = BlockdevAddQcow2OverlapCheck2 | BlockdevAddQcow2OverlapCheck3

export type BlockdevAddQcow2Encrypt =
  | ({ readonly format: 'aes' } & BlockdevAddQcow2EncryptAes)
  | ({ readonly format: 'luks' } & BlockdevAddQcow2EncryptLuks)

export type BlockdevAddQcowEncrypt =
  | ({ readonly format: 'aes' } & BlockdevAddQcow2EncryptAes)

export type BlockdevAddQuorumReadPattern = 'quorum' | 'fifo'

export type BlockdevAddRbdEncrypt =
  | ({ readonly format: 'luks' } & BlockdevAddRbdEncryptLuks)
  | ({ readonly format: 'luks2' } & BlockdevAddRbdEncryptLuks2)

export type BlockdevAddReplicationMode = 'primary' | 'secondary'

export type BlockdevAddSshServer = {
  readonly host: string
  readonly port: string
  readonly numeric?: boolean | undefined
  readonly to?: QmpInt | undefined
  readonly ipv4?: boolean | undefined
  readonly ipv6?: boolean | undefined
  readonly 'keep-alive'?: boolean | undefined
  readonly mptcp?: boolean | undefined
}

export type BlockdevAddSshHostKeyCheck =
  | { readonly mode: 'none' | 'known_hosts' }
  | ({ readonly mode: 'hash' } & BlockdevAddSshHostKeyCheckHash)

export type BlockdevCreateOptionsFile = {
  readonly filename: string
  readonly size: QmpInt
  readonly preallocation?: BlockdevCreateOptionsFilePreallocation | undefined
  readonly nocow?: boolean | undefined
  readonly 'extent-size-hint'?: QmpInt | undefined
}

export type BlockdevCreateOptionsGluster = {
  readonly location: BlockdevAddGluster
  readonly size: QmpInt
  readonly preallocation?: BlockdevCreateOptionsFilePreallocation | undefined
}

export type BlockdevCreateOptionsLuks = {
  readonly 'key-secret'?: string | undefined
  readonly 'cipher-alg'?: BlockdevCreateOptionsLuksCipherAlg | undefined
  readonly 'cipher-mode'?: BlockdevCreateOptionsLuksCipherMode | undefined
  readonly 'ivgen-alg'?: BlockdevCreateOptionsLuksIvgenAlg | undefined
  readonly 'ivgen-hash-alg'?: BlockdevCreateOptionsLuksIvgenHashAlg | undefined
  readonly 'hash-alg'?: BlockdevCreateOptionsLuksIvgenHashAlg | undefined
  readonly 'iter-time'?: QmpInt | undefined
  readonly file: BlockdevAddBlkdebugImage
  readonly size: QmpInt
  readonly preallocation?: BlockdevCreateOptionsFilePreallocation | undefined
}

export type BlockdevCreateOptionsNfs = {
  readonly location: BlockdevAddNfs
  readonly size: QmpInt
}

export type BlockdevCreateOptionsParallels = {
  readonly file: BlockdevAddBlkdebugImage
  readonly size: QmpInt
  readonly 'cluster-size'?: QmpInt | undefined
}

export type BlockdevCreateOptionsQcow = {
  readonly file: BlockdevAddBlkdebugImage
  readonly size: QmpInt
  readonly 'backing-file'?: string | undefined
  readonly encrypt?: BlockdevCreateOptionsQcowEncrypt | undefined
}

export type BlockdevCreateOptionsQcow2 = {
  readonly file: BlockdevAddBlkdebugImage
  readonly 'data-file'?: BlockdevAddBlkdebugImage | undefined
  readonly 'data-file-raw'?: boolean | undefined
  readonly 'extended-l2'?: boolean | undefined
  readonly size: QmpInt
  readonly version?: BlockdevCreateOptionsQcow2Version | undefined
  readonly 'backing-file'?: string | undefined
  readonly 'backing-fmt'?: BlockdevAddDriver | undefined
  readonly encrypt?: BlockdevCreateOptionsQcowEncrypt | undefined
  readonly 'cluster-size'?: QmpInt | undefined
  readonly preallocation?: BlockdevCreateOptionsFilePreallocation | undefined
  readonly 'lazy-refcounts'?: boolean | undefined
  readonly 'refcount-bits'?: QmpInt | undefined
  readonly 'compression-type'?: BlockdevCreateOptionsQcow2CompressionType | undefined
}

export type BlockdevCreateOptionsQed = {
  readonly file: BlockdevAddBlkdebugImage
  readonly size: QmpInt
  readonly 'backing-file'?: string | undefined
  readonly 'backing-fmt'?: BlockdevAddDriver | undefined
  readonly 'cluster-size'?: QmpInt | undefined
  readonly 'table-size'?: QmpInt | undefined
}

export type BlockdevCreateOptionsRbd = {
  readonly location: BlockdevAddRbd
  readonly size: QmpInt
  readonly 'cluster-size'?: QmpInt | undefined
  readonly encrypt?: BlockdevCreateOptionsRbdEncrypt | undefined
}

export type BlockdevCreateOptionsSsh = {
  readonly location: BlockdevAddSsh
  readonly size: QmpInt
}

export type BlockdevCreateOptionsVdi = {
  readonly file: BlockdevAddBlkdebugImage
  readonly size: QmpInt
  readonly preallocation?: BlockdevCreateOptionsFilePreallocation | undefined
}

export type BlockdevCreateOptionsVhdx = {
  readonly file: BlockdevAddBlkdebugImage
  readonly size: QmpInt
  readonly 'log-size'?: QmpInt | undefined
  readonly 'block-size'?: QmpInt | undefined
  readonly subformat?: BlockdevCreateOptionsVhdxSubformat | undefined
  readonly 'block-state-zero'?: boolean | undefined
}

export type BlockdevCreateOptionsVmdk = {
  readonly file: BlockdevAddBlkdebugImage
  readonly size: QmpInt
  readonly extents?: readonly BlockdevAddBlkdebugImage[] | undefined
  readonly subformat?: BlockdevCreateOptionsVmdkSubformat | undefined
  readonly 'backing-file'?: string | undefined
  readonly 'adapter-type'?: BlockdevCreateOptionsVmdkAdapterType | undefined
  readonly hwversion?: string | undefined
  readonly toolsversion?: string | undefined
  readonly 'zeroed-grain'?: boolean | undefined
}

export type BlockdevCreateOptionsVpc = {
  readonly file: BlockdevAddBlkdebugImage
  readonly size: QmpInt
  readonly subformat?: BlockdevCreateOptionsVpcSubformat | undefined
  readonly 'force-size'?: boolean | undefined
}

export type XBlockdevAmendOptionsLuks = {
  readonly state: XBlockdevAmendOptionsLuksState
  readonly 'new-secret'?: string | undefined
  readonly 'old-secret'?: string | undefined
  readonly keyslot?: QmpInt | undefined
  readonly 'iter-time'?: QmpInt | undefined
  readonly secret?: string | undefined
}

export type XBlockdevAmendOptionsQcow2 = {
  readonly encrypt?: XBlockdevAmendOptionsQcow2Encrypt | undefined
}

export type NbdServerStartAddrType = 'inet' | 'unix' | 'vsock' | 'fd'

export type NbdServerStartAddrInet = {
  readonly data: BlockdevAddSshServer
}

export type NbdServerStartAddrUnix = {
  readonly data: NetdevStreamConnectedAddrUnix
}

export type NbdServerStartAddrVsock = {
  readonly data: NetdevStreamConnectedAddrVsock
}

export type NbdServerStartAddrFd = {
  readonly data: NetdevStreamConnectedAddrFd
}

export type BlockExportAddFuseAllowOther = 'off' | 'on' | 'auto'

export type ChardevAddBackendType =
  | 'file' | 'serial' | 'parallel' | 'pipe' | 'socket' | 'udp' | 'pty' | 'null' | 'mux' | 'msmouse'
  | 'wctablet' | 'braille' | 'testdev' | 'stdio' | 'console' | 'spicevmc' | 'spiceport' | 'qemu-vdagent'
  | 'dbus' | 'vc' | 'ringbuf' | 'memory'

export type ChardevAddBackendFile = {
  readonly data: ChardevAddBackendFileData
}

export type ChardevAddBackendSerial = {
  readonly data: ChardevAddBackendSerialData
}

export type ChardevAddBackendSocket = {
  readonly data: ChardevAddBackendSocketData
}

export type ChardevAddBackendUdp = {
  readonly data: ChardevAddBackendUdpData
}

export type ChardevAddBackendPty = {
  readonly data: ChardevAddBackendPtyData
}

export type ChardevAddBackendMux = {
  readonly data: ChardevAddBackendMuxData
}

export type ChardevAddBackendStdio = {
  readonly data: ChardevAddBackendStdioData
}

export type ChardevAddBackendSpicevmc = {
  readonly data: ChardevAddBackendSpicevmcData
}

export type ChardevAddBackendSpiceport = {
  readonly data: ChardevAddBackendSpiceportData
}

export type ChardevAddBackendQemuVdagent = {
  readonly data: ChardevAddBackendQemuVdagentData
}

export type ChardevAddBackendDbus = {
  readonly data: ChardevAddBackendDbusData
}

export type ChardevAddBackendVc = {
  readonly data: ChardevAddBackendVcData
}

export type ChardevAddBackendRingbuf = {
  readonly data: ChardevAddBackendRingbufData
}

export type QueryRxFilterMulticast = 'normal' | 'none' | 'all'

export type NetdevStreamConnectedAddrUnix = {
  readonly path: string
  readonly abstract?: boolean | undefined
  readonly tight?: boolean | undefined
}

export type NetdevStreamConnectedAddrVsock = {
  readonly cid: string
  readonly port: string
}

export type NetdevStreamConnectedAddrFd = {
  readonly str: string
}

export type QueryRockerPortsDuplex = 'half' | 'full'

export type QueryRockerPortsAutoneg = 'off' | 'on'

export type QueryRockerOfDpaFlowsKey = {
  readonly priority: QmpInt
  readonly 'tbl-id': QmpInt
  readonly 'in-pport'?: QmpInt | undefined
  readonly 'tunnel-id'?: QmpInt | undefined
  readonly 'vlan-id'?: QmpInt | undefined
  readonly 'eth-type'?: QmpInt | undefined
  readonly 'eth-src'?: string | undefined
  readonly 'eth-dst'?: string | undefined
  readonly 'ip-proto'?: QmpInt | undefined
  readonly 'ip-tos'?: QmpInt | undefined
  readonly 'ip-dst'?: string | undefined
}

export type QueryRockerOfDpaFlowsMask = {
  readonly 'in-pport'?: QmpInt | undefined
  readonly 'tunnel-id'?: QmpInt | undefined
  readonly 'vlan-id'?: QmpInt | undefined
  readonly 'eth-src'?: string | undefined
  readonly 'eth-dst'?: string | undefined
  readonly 'ip-proto'?: QmpInt | undefined
  readonly 'ip-tos'?: QmpInt | undefined
}

export type QueryRockerOfDpaFlowsAction = {
  readonly 'goto-tbl'?: QmpInt | undefined
  readonly 'group-id'?: QmpInt | undefined
  readonly 'tunnel-lport'?: QmpInt | undefined
  readonly 'vlan-id'?: QmpInt | undefined
  readonly 'new-vlan-id'?: QmpInt | undefined
  readonly 'out-pport'?: QmpInt | undefined
}

export type QueryTpmOptions =
  | ({ readonly type: 'passthrough' } & QueryTpmOptionsPassthrough)
  | ({ readonly type: 'emulator' } & QueryTpmOptionsEmulator)

export type QueryVncServersAuth =
  | 'none' | 'vnc' | 'ra2' | 'ra2ne' | 'tight' | 'ultra' | 'tls' | 'vencrypt' | 'sasl'

export type QueryVncServersVencrypt =
  | 'plain' | 'tls-none' | 'x509-none' | 'tls-vnc' | 'x509-vnc' | 'tls-plain' | 'x509-plain' | 'tls-sasl'
  | 'x509-sasl'

export type SendKeyKeys =
  | ({ readonly type: 'number' } & SendKeyKeysNumber)
  | ({ readonly type: 'qcode' } & SendKeyKeysQcode)

export type InputSendEventEvents =
  | ({ readonly type: 'key' } & InputSendEventEventsKey)
  | ({ readonly type: 'btn' } & InputSendEventEventsBtn)
  | ({ readonly type: 'rel' | 'abs' } & InputSendEventEventsRel)

export type QueryDisplayOptionsSdlGrabMod = 'lctrl-lalt' | 'lshift-lctrl-lalt' | 'rctrl'

export type QueryMigrateCapabilitiesCapability =
  | 'xbzrle' | 'rdma-pin-all' | 'auto-converge' | 'zero-blocks' | 'compress' | 'events' | 'postcopy-ram'
  | 'x-colo' | 'release-ram' | 'block' | 'return-path' | 'pause-before-switchover' | 'multifd'
  | 'dirty-bitmaps' | 'postcopy-blocktime' | 'late-block-activate' | 'x-ignore-shared' | 'validate-uuid'
  | 'background-snapshot' | 'zero-copy-send' | 'postcopy-preempt'

export type MigrateSetParametersBlockBitmapMapping = {
  readonly 'node-name': string
  readonly alias: string
  readonly bitmaps: readonly MigrateSetParametersBlockBitmapMappingBitmaps[]
}

export type QueryDirtyRateVcpuDirtyRate = {
  readonly id: QmpInt
  readonly 'dirty-rate': QmpInt
}

export type TransactionActions =
  | ({ readonly type: 'abort' } & TransactionActionsAbort)
  | ({ readonly type: 'block-dirty-bitmap-add' } & TransactionActionsBlockDirtyBitmapAdd)
  | ({ readonly type: 'block-dirty-bitmap-remove' | 'block-dirty-bitmap-clear' | 'block-dirty-bitmap-enable' | 'block-dirty-bitmap-disable' } & TransactionActionsBlockDirtyBitmapRemove)
  | ({ readonly type: 'block-dirty-bitmap-merge' } & TransactionActionsBlockDirtyBitmapMerge)
  | ({ readonly type: 'blockdev-backup' } & TransactionActionsBlockdevBackup)
  | ({ readonly type: 'blockdev-snapshot' } & TransactionActionsBlockdevSnapshot)
  | ({ readonly type: 'blockdev-snapshot-internal-sync' } & TransactionActionsBlockdevSnapshotInternalSync)
  | ({ readonly type: 'blockdev-snapshot-sync' } & TransactionActionsBlockdevSnapshotSync)
  | ({ readonly type: 'drive-backup' } & TransactionActionsDriveBackup)

export type TransactionPropertiesCompletionMode = 'individual' | 'grouped'

export type TraceEventGetStateState = 'unavailable' | 'disabled' | 'enabled'

export type QmpCapabilitiesEnable = 'oob'

export type QueryQmpSchemaMetaType =
  | 'builtin' | 'enum' | 'array' | 'object' | 'alternate' | 'command' | 'event'

export type QueryQmpSchemaBuiltin = {
  readonly 'json-type': QueryQmpSchemaBuiltinJsonType
}

export type QueryQmpSchemaEnum = {
  readonly members: readonly QueryQmpSchemaEnumMembers[]
  /** @deprecated QEMU will drop it. */
  readonly values: readonly string[]
}

export type QueryQmpSchemaArray = {
  readonly 'element-type': string
}

export type QueryQmpSchemaObject = {
  readonly members: readonly QueryQmpSchemaObjectMembers[]
  readonly tag?: string | undefined
  readonly variants?: readonly QueryQmpSchemaObjectVariants[] | undefined
}

export type QueryQmpSchemaAlternate = {
  readonly members: readonly QueryQmpSchemaAlternateMembers[]
}

export type QueryQmpSchemaCommand = {
  readonly 'arg-type': string
  readonly 'ret-type': string
  readonly 'allow-oob'?: boolean | undefined
}

export type QueryQmpSchemaEvent = {
  readonly 'arg-type': string
}

export type ObjectAddAuthzListPolicy = 'deny' | 'allow'

export type ObjectAddFilterBufferQueue = 'all' | 'rx' | 'tx'

export type ObjectAddFilterBufferInsert = 'before' | 'behind'

export type ObjectAddInputLinuxGrabToggle =
  | 'ctrl-ctrl' | 'alt-alt' | 'shift-shift' | 'meta-meta' | 'scrolllock' | 'ctrl-scrolllock'

export type ObjectAddMemoryBackendEpcPolicy = 'default' | 'preferred' | 'bind' | 'interleave'

export type ObjectAddSecretFormat = 'raw' | 'base64'

export type ObjectAddThrottleGroupLimits = {
  readonly 'iops-total'?: QmpInt | undefined
  readonly 'iops-total-max'?: QmpInt | undefined
  readonly 'iops-total-max-length'?: QmpInt | undefined
  readonly 'iops-read'?: QmpInt | undefined
  readonly 'iops-read-max'?: QmpInt | undefined
  readonly 'iops-read-max-length'?: QmpInt | undefined
  readonly 'iops-write'?: QmpInt | undefined
  readonly 'iops-write-max'?: QmpInt | undefined
  readonly 'iops-write-max-length'?: QmpInt | undefined
  readonly 'bps-total'?: QmpInt | undefined
  readonly 'bps-total-max'?: QmpInt | undefined
  readonly 'bps-total-max-length'?: QmpInt | undefined
  readonly 'bps-read'?: QmpInt | undefined
  readonly 'bps-read-max'?: QmpInt | undefined
  readonly 'bps-read-max-length'?: QmpInt | undefined
  readonly 'bps-write'?: QmpInt | undefined
  readonly 'bps-write-max'?: QmpInt | undefined
  readonly 'bps-write-max-length'?: QmpInt | undefined
  readonly 'iops-size'?: QmpInt | undefined
}

export type ObjectAddTlsCredsAnonEndpoint = 'client' | 'server'

export type QueryCpusFastProps = {
  readonly 'node-id'?: QmpInt | undefined
  readonly 'socket-id'?: QmpInt | undefined
  readonly 'die-id'?: QmpInt | undefined
  readonly 'cluster-id'?: QmpInt | undefined
  readonly 'core-id'?: QmpInt | undefined
  readonly 'thread-id'?: QmpInt | undefined
}

export type QueryCpusFastS390x = {
  readonly 'cpu-state': QueryCpusFastS390xCpuState
}

export type SetNumaNodeHmatLbHierarchy = 'memory' | 'first-level' | 'second-level' | 'third-level'

export type SetNumaNodeHmatLbDataType =
  | 'access-latency' | 'read-latency' | 'write-latency' | 'access-bandwidth' | 'read-bandwidth'
  | 'write-bandwidth'

export type SetNumaNodeHmatCacheAssociativity = 'none' | 'direct' | 'complex'

export type SetNumaNodeHmatCachePolicy = 'none' | 'write-back' | 'write-through'

export type QueryMemoryDevicesType = 'dimm' | 'nvdimm' | 'virtio-pmem' | 'virtio-mem' | 'sgx-epc'

export type QueryMemoryDevicesDimm = {
  readonly data: QueryMemoryDevicesDimmData
}

export type QueryMemoryDevicesVirtioPmem = {
  readonly data: QueryMemoryDevicesVirtioPmemData
}

export type QueryMemoryDevicesVirtioMem = {
  readonly data: QueryMemoryDevicesVirtioMemData
}

export type QueryMemoryDevicesSgxEpc = {
  readonly data: QueryMemoryDevicesSgxEpcData
}

export type QueryYankType = 'block-node' | 'chardev' | 'migration'

export type QueryYankBlockNode = {
  readonly 'node-name': string
}

export type QueryYankChardev = {
  readonly id: string
}

export type QuerySgxSections = {
  readonly node: QmpInt
  readonly size: QmpInt
}

export type QueryAcpiOspmStatusSlotType = 'DIMM' | 'CPU'

export type QueryStatsProviders = {
  readonly provider: QueryStatsSchemasProvider
  readonly names?: readonly string[] | undefined
}

export type XQueryVirtioStatusVhostDevProtocolFeatures = {
  readonly protocols: readonly string[]
  readonly 'unknown-protocols'?: QmpInt | undefined
}

export type XQueryVirtioQueueElementDescs = {
  readonly addr: QmpInt
  readonly len: QmpInt
  readonly flags: readonly string[]
}

export type GuestPanickedInfoS390Reason =
  | 'unknown' | 'disabled-wait' | 'extint-loop' | 'pgmint-loop' | 'opint-loop'

export type QueryBlockstatsStatsRdLatencyHistogram = {
  readonly boundaries: readonly QmpInt[]
  readonly bins: readonly QmpInt[]
}

export type QueryBlockstatsDriverSpecificFile = {
  readonly 'discard-nb-ok': QmpInt
  readonly 'discard-nb-failed': QmpInt
  readonly 'discard-bytes-ok': QmpInt
}

export type QueryBlockstatsDriverSpecificNvme = {
  readonly 'completion-errors': QmpInt
  readonly 'aligned-accesses': QmpInt
  readonly 'unaligned-accesses': QmpInt
}

export type QueryNamedBlockNodesImageFormatSpecific =
  | ({ readonly type: 'qcow2' } & QueryNamedBlockNodesImageFormatSpecificQcow2)
  | ({ readonly type: 'vmdk' } & QueryNamedBlockNodesImageFormatSpecificVmdk)
  | ({ readonly type: 'luks' } & QueryNamedBlockNodesImageFormatSpecificLuks)
  | ({ readonly type: 'rbd' } & QueryNamedBlockNodesImageFormatSpecificRbd)

export type QueryNamedBlockNodesDirtyBitmaps = {
  readonly name?: string | undefined
  readonly count: QmpInt
  readonly granularity: QmpInt
  readonly recording: boolean
  readonly busy: boolean
  readonly persistent: boolean
  readonly inconsistent?: boolean | undefined
}

export type XDebugQueryBlockGraphNodesType = 'block-backend' | 'block-job' | 'block-driver'

export type BlockdevAddBlkdebugInjectError = {
  readonly event: BlockdevAddBlkdebugInjectErrorEvent
  readonly state?: QmpInt | undefined
  readonly iotype?: BlockdevAddBlkdebugInjectErrorIotype | undefined
  readonly errno?: QmpInt | undefined
  readonly sector?: QmpInt | undefined
  readonly once?: boolean | undefined
  readonly immediately?: boolean | undefined
}

export type BlockdevAddBlkdebugSetState = {
  readonly event: BlockdevAddBlkdebugInjectErrorEvent
  readonly state?: QmpInt | undefined
  readonly new_state: QmpInt
}

export type BlockdevAddBlkdebugTakeChildPerms = 'consistent-read' | 'write' | 'write-unchanged' | 'resize'

export type BlockdevAddNfsServerType = 'inet'

export type BlockdevAddQcow2OverlapCheck2 = {
  readonly template?: BlockdevAddQcow2OverlapCheck3 | undefined
  readonly 'main-header'?: boolean | undefined
  readonly 'active-l1'?: boolean | undefined
  readonly 'active-l2'?: boolean | undefined
  readonly 'refcount-table'?: boolean | undefined
  readonly 'refcount-block'?: boolean | undefined
  readonly 'snapshot-table'?: boolean | undefined
  readonly 'inactive-l1'?: boolean | undefined
  readonly 'inactive-l2'?: boolean | undefined
  readonly 'bitmap-directory'?: boolean | undefined
}

export type BlockdevAddQcow2OverlapCheck3 = 'none' | 'constant' | 'cached' | 'all'

export type BlockdevAddQcow2EncryptFormat = 'aes' | 'luks'

export type BlockdevAddQcow2EncryptAes = {
  readonly 'key-secret'?: string | undefined
}

export type BlockdevAddQcow2EncryptLuks = {
  readonly 'key-secret'?: string | undefined
}

export type BlockdevAddQcowEncryptFormat = 'aes'

export type BlockdevAddRbdEncryptFormat = 'luks' | 'luks2'

export type BlockdevAddRbdEncryptLuks = {
  readonly 'key-secret': string
}

export type BlockdevAddRbdEncryptLuks2 = {
  readonly 'key-secret': string
}

export type BlockdevAddRbdAuthClientRequired = 'cephx' | 'none'

export type BlockdevAddRbdServer = {
  readonly host: string
  readonly port: string
}

export type BlockdevAddSshHostKeyCheckMode = 'none' | 'hash' | 'known_hosts'

export type BlockdevAddSshHostKeyCheckHash = {
  readonly type: BlockdevAddSshHostKeyCheckHashType
  readonly hash: string
}

export type BlockdevCreateOptionsFilePreallocation = 'off' | 'metadata' | 'falloc' | 'full'

export type BlockdevCreateOptionsLuksCipherAlg =
  | 'aes-128' | 'aes-192' | 'aes-256' | 'des' | '3des' | 'cast5-128' | 'serpent-128' | 'serpent-192'
  | 'serpent-256' | 'twofish-128' | 'twofish-192' | 'twofish-256'

export type BlockdevCreateOptionsLuksCipherMode = 'ecb' | 'cbc' | 'xts' | 'ctr'

export type BlockdevCreateOptionsLuksIvgenAlg = 'plain' | 'plain64' | 'essiv'

export type BlockdevCreateOptionsLuksIvgenHashAlg =
  | 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | 'ripemd160'

export type BlockdevCreateOptionsQcowEncrypt =
  | ({ readonly format: 'qcow' } & BlockdevAddQcow2EncryptAes)
  | ({ readonly format: 'luks' } & BlockdevCreateOptionsQcowEncryptLuks)

export type BlockdevCreateOptionsQcow2Version = 'v2' | 'v3'

export type BlockdevCreateOptionsQcow2CompressionType = 'zlib' | 'zstd'

export type BlockdevCreateOptionsRbdEncrypt =
  | ({ readonly format: 'luks' } & BlockdevCreateOptionsRbdEncryptLuks)
  | ({ readonly format: 'luks2' } & BlockdevCreateOptionsRbdEncryptLuks2)

export type BlockdevCreateOptionsVhdxSubformat = 'dynamic' | 'fixed'

export type BlockdevCreateOptionsVmdkSubformat =
  | 'monolithicSparse' | 'monolithicFlat' | 'twoGbMaxExtentSparse' | 'twoGbMaxExtentFlat' | 'streamOptimized'

export type BlockdevCreateOptionsVmdkAdapterType = 'ide' | 'buslogic' | 'lsilogic' | 'legacyESX'

export type BlockdevCreateOptionsVpcSubformat = 'dynamic' | 'fixed'

export type XBlockdevAmendOptionsLuksState = 'active' | 'inactive'

export type XBlockdevAmendOptionsQcow2Encrypt =
  | { readonly format: 'qcow' }
  | ({ readonly format: 'luks' } & XBlockdevAmendOptionsQcow2EncryptLuks)

export type ChardevAddBackendFileData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly in?: string | undefined
  readonly out: string
  readonly append?: boolean | undefined
}

export type ChardevAddBackendSerialData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly device: string
}

export type ChardevAddBackendSocketData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly addr: NbdServerStartAddr
  readonly 'tls-creds'?: string | undefined
  readonly 'tls-authz'?: string | undefined
  readonly server?: boolean | undefined
  readonly wait?: boolean | undefined
  readonly nodelay?: boolean | undefined
  readonly telnet?: boolean | undefined
  readonly tn3270?: boolean | undefined
  readonly websocket?: boolean | undefined
  readonly reconnect?: QmpInt | undefined
}

export type ChardevAddBackendUdpData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly remote: NbdServerStartAddr
  readonly local?: NbdServerStartAddr | undefined
}

export type ChardevAddBackendPtyData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
}

export type ChardevAddBackendMuxData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly chardev: string
}

export type ChardevAddBackendStdioData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly signal?: boolean | undefined
}

export type ChardevAddBackendSpicevmcData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly type: string
}

export type ChardevAddBackendSpiceportData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly fqdn: string
}

export type ChardevAddBackendQemuVdagentData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly mouse?: boolean | undefined
  readonly clipboard?: boolean | undefined
}

export type ChardevAddBackendDbusData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly name: string
}

export type ChardevAddBackendVcData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly width?: QmpInt | undefined
  readonly height?: QmpInt | undefined
  readonly cols?: QmpInt | undefined
  readonly rows?: QmpInt | undefined
}

export type ChardevAddBackendRingbufData = {
  readonly logfile?: string | undefined
  readonly logappend?: boolean | undefined
  readonly size?: QmpInt | undefined
}

export type QueryTpmOptionsPassthrough = {
  readonly data: QueryTpmOptionsPassthroughData
}

export type QueryTpmOptionsEmulator = {
  readonly data: QueryTpmOptionsEmulatorData
}

export type QueryVncServersServer = {
  readonly host: string
  readonly service: string
  readonly family: QueryVncFamily
  readonly websocket: boolean
  readonly auth: QueryVncServersAuth
  readonly vencrypt?: QueryVncServersVencrypt | undefined
}

export type SendKeyKeysType = 'number' | 'qcode'

export type SendKeyKeysNumber = {
  readonly data: QmpInt
}

export type SendKeyKeysQcode = {
  readonly data: SendKeyKeysQcodeData
}

export type InputSendEventEventsType = 'key' | 'btn' | 'rel' | 'abs'

export type InputSendEventEventsKey = {
  readonly data: InputSendEventEventsKeyData
}

export type InputSendEventEventsBtn = {
  readonly data: InputSendEventEventsBtnData
}

export type InputSendEventEventsRel = {
  readonly data: InputSendEventEventsRelData
}

export type TransactionActionsType =
  | 'abort' | 'block-dirty-bitmap-add' | 'block-dirty-bitmap-remove' | 'block-dirty-bitmap-clear'
  | 'block-dirty-bitmap-enable' | 'block-dirty-bitmap-disable' | 'block-dirty-bitmap-merge'
  | 'blockdev-backup' | 'blockdev-snapshot' | 'blockdev-snapshot-internal-sync' | 'blockdev-snapshot-sync'
  | 'drive-backup'

export type TransactionActionsAbort = {
  readonly data: QmpNothing
}

export type TransactionActionsBlockDirtyBitmapAdd = {
  readonly data: BlockDirtyBitmapAddArgs
}

export type TransactionActionsBlockDirtyBitmapRemove = {
  readonly data: BlockDirtyBitmapRemoveArgs
}

export type TransactionActionsBlockDirtyBitmapMerge = {
  readonly data: BlockDirtyBitmapMergeArgs
}

export type TransactionActionsBlockdevBackup = {
  readonly data: BlockdevBackupArgs
}

export type TransactionActionsBlockdevSnapshot = {
  readonly data: BlockdevSnapshotArgs
}

export type TransactionActionsBlockdevSnapshotInternalSync = {
  readonly data: BlockdevSnapshotInternalSyncArgs
}

export type TransactionActionsBlockdevSnapshotSync = {
  readonly data: BlockdevSnapshotSyncArgs
}

export type TransactionActionsDriveBackup = {
  readonly data: DriveBackupArgs
}

export type QueryQmpSchemaBuiltinJsonType =
  | 'string' | 'number' | 'int' | 'boolean' | 'null' | 'object' | 'array' | 'value'

export type ObjectAddAuthzListRules = {
  readonly match: string
  readonly policy: ObjectAddAuthzListPolicy
  readonly format?: ObjectAddAuthzListRulesFormat | undefined
}

export type QueryCpusFastS390xCpuState = 'uninitialized' | 'stopped' | 'check-stop' | 'operating' | 'load'

export type QueryMemoryDevicesDimmData = {
  readonly id?: string | undefined
  readonly addr: QmpInt
  readonly size: QmpInt
  readonly slot: QmpInt
  readonly node: QmpInt
  readonly memdev: string
  readonly hotplugged: boolean
  readonly hotpluggable: boolean
}

export type QueryMemoryDevicesVirtioPmemData = {
  readonly id?: string | undefined
  readonly memaddr: QmpInt
  readonly size: QmpInt
  readonly memdev: string
}

export type QueryMemoryDevicesVirtioMemData = {
  readonly id?: string | undefined
  readonly memaddr: QmpInt
  readonly 'requested-size': QmpInt
  readonly size: QmpInt
  readonly 'max-size': QmpInt
  readonly 'block-size': QmpInt
  readonly node: QmpInt
  readonly memdev: string
}

export type QueryMemoryDevicesSgxEpcData = {
  readonly id?: string | undefined
  readonly memaddr: QmpInt
  readonly size: QmpInt
  readonly node: QmpInt
  readonly memdev: string
}

export type QueryFdsetsFds = {
  readonly fd: QmpInt
  readonly opaque?: string | undefined
}

export type QueryCommandLineOptionsParameters = {
  readonly name: string
  readonly type: QueryCommandLineOptionsParametersType
  readonly help?: string | undefined
  readonly default?: string | undefined
}

export type QueryPciDevices = {
  readonly bus: QmpInt
  readonly slot: QmpInt
  readonly function: QmpInt
  readonly class_info: QueryPciDevicesClassInfo
  readonly id: QueryPciDevicesId
  readonly irq?: QmpInt | undefined
  readonly irq_pin: QmpInt
  readonly qdev_id: string
  readonly pci_bridge?: QueryPciDevicesPciBridge | undefined
  readonly regions: readonly QueryPciDevicesRegions[]
}

export type QueryStatsStats = {
  readonly name: string
  readonly value: QueryStatsStatsValue
}

export type QueryStatsSchemasStats = {
  readonly name: string
  readonly type: QueryStatsSchemasStatsType
  readonly unit?: QueryStatsSchemasStatsUnit | undefined
  readonly base?: QmpInt | undefined
  readonly exponent: QmpInt
  readonly 'bucket-size'?: QmpInt | undefined
}

export type QueryBlockstatsStatsTimedStats = {
  readonly interval_length: QmpInt
  readonly min_rd_latency_ns: QmpInt
  readonly max_rd_latency_ns: QmpInt
  readonly avg_rd_latency_ns: QmpInt
  readonly min_wr_latency_ns: QmpInt
  readonly max_wr_latency_ns: QmpInt
  readonly avg_wr_latency_ns: QmpInt
  readonly min_flush_latency_ns: QmpInt
  readonly max_flush_latency_ns: QmpInt
  readonly avg_flush_latency_ns: QmpInt
  readonly avg_rd_queue_depth: QmpInt
  readonly avg_wr_queue_depth: QmpInt
}

export type QueryNamedBlockNodesImageFormatSpecificType = 'qcow2' | 'vmdk' | 'luks' | 'rbd'

export type QueryNamedBlockNodesImageFormatSpecificQcow2 = {
  readonly data: QueryNamedBlockNodesImageFormatSpecificQcow2Data
}

export type QueryNamedBlockNodesImageFormatSpecificVmdk = {
  readonly data: QueryNamedBlockNodesImageFormatSpecificVmdkData
}

export type QueryNamedBlockNodesImageFormatSpecificLuks = {
  readonly data: QueryNamedBlockNodesImageFormatSpecificLuksData
}

export type QueryNamedBlockNodesImageFormatSpecificRbd = {
  readonly data: QueryNamedBlockNodesImageFormatSpecificRbdData
}

export type BlockdevAddBlkdebugInjectErrorEvent =
  | 'l1_update' | 'l1_grow_alloc_table' | 'l1_grow_write_table' | 'l1_grow_activate_table' | 'l2_load'
  | 'l2_update' | 'l2_update_compressed' | 'l2_alloc_cow_read' | 'l2_alloc_write' | 'read_aio'
  | 'read_backing_aio' | 'read_compressed' | 'write_aio' | 'write_compressed' | 'vmstate_load'
  | 'vmstate_save' | 'cow_read' | 'cow_write' | 'reftable_load' | 'reftable_grow' | 'reftable_update'
  | 'refblock_load' | 'refblock_update' | 'refblock_update_part' | 'refblock_alloc' | 'refblock_alloc_hookup'
  | 'refblock_alloc_write' | 'refblock_alloc_write_blocks' | 'refblock_alloc_write_table'
  | 'refblock_alloc_switch_table' | 'cluster_alloc' | 'cluster_alloc_bytes' | 'cluster_free' | 'flush_to_os'
  | 'flush_to_disk' | 'pwritev_rmw_head' | 'pwritev_rmw_after_head' | 'pwritev_rmw_tail'
  | 'pwritev_rmw_after_tail' | 'pwritev' | 'pwritev_zero' | 'pwritev_done' | 'empty_image_prepare'
  | 'l1_shrink_write_table' | 'l1_shrink_free_l2_clusters' | 'cor_write' | 'cluster_alloc_space' | 'none'

export type BlockdevAddBlkdebugInjectErrorIotype =
  | 'read' | 'write' | 'write-zeroes' | 'discard' | 'flush' | 'block-status'

export type BlockdevAddSshHostKeyCheckHashType = 'md5' | 'sha1' | 'sha256'

export type BlockdevCreateOptionsQcowEncryptFormat = 'qcow' | 'luks'

export type BlockdevCreateOptionsQcowEncryptLuks = {
  readonly 'key-secret'?: string | undefined
  readonly 'cipher-alg'?: BlockdevCreateOptionsLuksCipherAlg | undefined
  readonly 'cipher-mode'?: BlockdevCreateOptionsLuksCipherMode | undefined
  readonly 'ivgen-alg'?: BlockdevCreateOptionsLuksIvgenAlg | undefined
  readonly 'ivgen-hash-alg'?: BlockdevCreateOptionsLuksIvgenHashAlg | undefined
  readonly 'hash-alg'?: BlockdevCreateOptionsLuksIvgenHashAlg | undefined
  readonly 'iter-time'?: QmpInt | undefined
}

export type BlockdevCreateOptionsRbdEncryptLuks = {
  readonly 'key-secret': string
  readonly 'cipher-alg'?: BlockdevCreateOptionsLuksCipherAlg | undefined
}

export type BlockdevCreateOptionsRbdEncryptLuks2 = {
  readonly 'key-secret': string
  readonly 'cipher-alg'?: BlockdevCreateOptionsLuksCipherAlg | undefined
}

export type XBlockdevAmendOptionsQcow2EncryptLuks = {
  readonly state: XBlockdevAmendOptionsLuksState
  readonly 'new-secret'?: string | undefined
  readonly 'old-secret'?: string | undefined
  readonly keyslot?: QmpInt | undefined
  readonly 'iter-time'?: QmpInt | undefined
  readonly secret?: string | undefined
}

export type QueryTpmOptionsPassthroughData = {
  readonly path?: string | undefined
  readonly 'cancel-path'?: string | undefined
}

export type QueryTpmOptionsEmulatorData = {
  readonly chardev: string
}

export type SendKeyKeysQcodeData =
  | 'unmapped' | 'shift' | 'shift_r' | 'alt' | 'alt_r' | 'ctrl' | 'ctrl_r' | 'menu' | 'esc' | '1' | '2' | '3'
  | '4' | '5' | '6' | '7' | '8' | '9' | '0' | 'minus' | 'equal' | 'backspace' | 'tab' | 'q' | 'w' | 'e' | 'r'
  | 't' | 'y' | 'u' | 'i' | 'o' | 'p' | 'bracket_left' | 'bracket_right' | 'ret' | 'a' | 's' | 'd' | 'f' | 'g'
  | 'h' | 'j' | 'k' | 'l' | 'semicolon' | 'apostrophe' | 'grave_accent' | 'backslash' | 'z' | 'x' | 'c' | 'v'
  | 'b' | 'n' | 'm' | 'comma' | 'dot' | 'slash' | 'asterisk' | 'spc' | 'caps_lock' | 'f1' | 'f2' | 'f3' | 'f4'
  | 'f5' | 'f6' | 'f7' | 'f8' | 'f9' | 'f10' | 'num_lock' | 'scroll_lock' | 'kp_divide' | 'kp_multiply'
  | 'kp_subtract' | 'kp_add' | 'kp_enter' | 'kp_decimal' | 'sysrq' | 'kp_0' | 'kp_1' | 'kp_2' | 'kp_3'
  | 'kp_4' | 'kp_5' | 'kp_6' | 'kp_7' | 'kp_8' | 'kp_9' | 'less' | 'f11' | 'f12' | 'print' | 'home' | 'pgup'
  | 'pgdn' | 'end' | 'left' | 'up' | 'down' | 'right' | 'insert' | 'delete' | 'stop' | 'again' | 'props'
  | 'undo' | 'front' | 'copy' | 'open' | 'paste' | 'find' | 'cut' | 'lf' | 'help' | 'meta_l' | 'meta_r'
  | 'compose' | 'pause' | 'ro' | 'hiragana' | 'henkan' | 'yen' | 'muhenkan' | 'katakanahiragana' | 'kp_comma'
  | 'kp_equals' | 'power' | 'sleep' | 'wake' | 'audionext' | 'audioprev' | 'audiostop' | 'audioplay'
  | 'audiomute' | 'volumeup' | 'volumedown' | 'mediaselect' | 'mail' | 'calculator' | 'computer' | 'ac_home'
  | 'ac_back' | 'ac_forward' | 'ac_refresh' | 'ac_bookmarks' | 'lang1' | 'lang2'

export type InputSendEventEventsKeyData = {
  readonly key: SendKeyKeys
  readonly down: boolean
}

export type InputSendEventEventsBtnData = {
  readonly button: InputSendEventEventsBtnDataButton
  readonly down: boolean
}

export type InputSendEventEventsRelData = {
  readonly axis: InputSendEventEventsRelDataAxis
  readonly value: QmpInt
}

export type MigrateSetParametersBlockBitmapMappingBitmaps = {
  readonly name: string
  readonly alias: string
  readonly transform?: MigrateSetParametersBlockBitmapMappingBitmapsTransform | undefined
}

export type QueryQmpSchemaEnumMembers = {
  readonly name: string
  readonly features?: readonly string[] | undefined
}

export type QueryQmpSchemaObjectMembers = {
  readonly name: string
  readonly type: string
  readonly default?: QmpValue | undefined
  readonly features?: readonly string[] | undefined
}

export type QueryQmpSchemaObjectVariants = {
  readonly case: string
  readonly type: string
}

export type QueryQmpSchemaAlternateMembers = {
  readonly type: string
}

export type ObjectAddAuthzListRulesFormat = 'exact' | 'glob'

export type QueryCommandLineOptionsParametersType = 'string' | 'boolean' | 'number' | 'size'

export type QueryPciDevicesClassInfo = {
  readonly desc?: string | undefined
  readonly class: QmpInt
}

export type QueryPciDevicesId = {
  readonly device: QmpInt
  readonly vendor: QmpInt
  readonly subsystem?: QmpInt | undefined
  readonly 'subsystem-vendor'?: QmpInt | undefined
}

export type QueryPciDevicesPciBridge = {
  readonly bus: QueryPciDevicesPciBridgeBus
  readonly devices?: readonly QueryPciDevices[] | undefined
}

export type QueryStatsStatsValue = QmpInt | boolean | readonly QmpInt[]

export type QueryStatsSchemasStatsType =
  | 'cumulative' | 'instant' | 'peak' | 'linear-histogram' | 'log2-histogram'

export type QueryStatsSchemasStatsUnit = 'bytes' | 'seconds' | 'cycles' | 'boolean'

export type QueryNamedBlockNodesImageFormatSpecificQcow2Data = {
  readonly compat: string
  readonly 'data-file'?: string | undefined
  readonly 'data-file-raw'?: boolean | undefined
  readonly 'extended-l2'?: boolean | undefined
  readonly 'lazy-refcounts'?: boolean | undefined
  readonly corrupt?: boolean | undefined
  readonly 'refcount-bits': QmpInt
  readonly encrypt?: QueryNamedBlockNodesImageFormatSpecificQcow2DataEncrypt | undefined
  readonly bitmaps?: readonly QueryNamedBlockNodesImageFormatSpecificQcow2DataBitmaps[] | undefined
  readonly 'compression-type': BlockdevCreateOptionsQcow2CompressionType
}

export type QueryNamedBlockNodesImageFormatSpecificVmdkData = {
  readonly 'create-type': string
  readonly cid: QmpInt
  readonly 'parent-cid': QmpInt
  readonly extents: readonly QueryNamedBlockNodesImage[]
}

export type QueryNamedBlockNodesImageFormatSpecificLuksData = {
  readonly 'cipher-alg': BlockdevCreateOptionsLuksCipherAlg
  readonly 'cipher-mode': BlockdevCreateOptionsLuksCipherMode
  readonly 'ivgen-alg': BlockdevCreateOptionsLuksIvgenAlg
  readonly 'ivgen-hash-alg'?: BlockdevCreateOptionsLuksIvgenHashAlg | undefined
  readonly 'hash-alg': BlockdevCreateOptionsLuksIvgenHashAlg
  readonly 'payload-offset': QmpInt
  readonly 'master-key-iters': QmpInt
  readonly uuid: string
  readonly slots: readonly QueryNamedBlockNodesImageFormatSpecificLuksDataSlots[]
}

export type QueryNamedBlockNodesImageFormatSpecificRbdData = {
  readonly 'encryption-format'?: BlockdevAddRbdEncryptFormat | undefined
}

export type InputSendEventEventsBtnDataButton =
  | 'left' | 'middle' | 'right' | 'wheel-up' | 'wheel-down' | 'side' | 'extra' | 'wheel-left' | 'wheel-right'

export type InputSendEventEventsRelDataAxis = 'x' | 'y'

export type MigrateSetParametersBlockBitmapMappingBitmapsTransform = {
  readonly persistent?: boolean | undefined
}

export type QueryPciDevicesPciBridgeBus = {
  readonly number: QmpInt
  readonly secondary: QmpInt
  readonly subordinate: QmpInt
  readonly io_range: QueryPciDevicesPciBridgeBusIoRange
  readonly memory_range: QueryPciDevicesPciBridgeBusIoRange
  readonly prefetchable_range: QueryPciDevicesPciBridgeBusIoRange
}

export type QueryPciDevicesRegions = {
  readonly bar: QmpInt
  readonly type: string
  readonly address: QmpInt
  readonly size: QmpInt
  readonly prefetch?: boolean | undefined
  readonly mem_type_64?: boolean | undefined
}

export type QueryNamedBlockNodesImageFormatSpecificQcow2DataEncrypt =
  | { readonly format: 'aes' }
  | ({ readonly format: 'luks' } & QueryNamedBlockNodesImageFormatSpecificLuksData)

export type QueryPciDevicesPciBridgeBusIoRange = {
  readonly base: QmpInt
  readonly limit: QmpInt
}

export type QueryNamedBlockNodesImageFormatSpecificQcow2DataBitmaps = {
  readonly name: string
  readonly granularity: QmpInt
  readonly flags: readonly QueryNamedBlockNodesImageFormatSpecificQcow2DataBitmapsFlags[]
}

export type QueryNamedBlockNodesImageFormatSpecificLuksDataSlots = {
  readonly active: boolean
  readonly iters?: QmpInt | undefined
  readonly stripes?: QmpInt | undefined
  readonly 'key-offset': QmpInt
}

export type QueryNamedBlockNodesImageFormatSpecificQcow2DataBitmapsFlags = 'in-use' | 'auto'

/** What each command takes and returns. */
export interface Commands {
  readonly 'add-fd': { readonly args: AddFdArgs; readonly ret: AddFdReturn }
  readonly add_client: { readonly args: AddClientArgs; readonly ret: QmpNothing }
  readonly 'announce-self': { readonly args: AnnounceSelfArgs; readonly ret: QmpNothing }
  readonly balloon: { readonly args: BalloonArgs; readonly ret: QmpNothing }
  readonly 'block-commit': { readonly args: BlockCommitArgs; readonly ret: QmpNothing }
  readonly 'block-dirty-bitmap-add': { readonly args: BlockDirtyBitmapAddArgs; readonly ret: QmpNothing }
  readonly 'block-dirty-bitmap-clear': { readonly args: BlockDirtyBitmapRemoveArgs; readonly ret: QmpNothing }
  readonly 'block-dirty-bitmap-disable': { readonly args: BlockDirtyBitmapRemoveArgs; readonly ret: QmpNothing }
  readonly 'block-dirty-bitmap-enable': { readonly args: BlockDirtyBitmapRemoveArgs; readonly ret: QmpNothing }
  readonly 'block-dirty-bitmap-merge': { readonly args: BlockDirtyBitmapMergeArgs; readonly ret: QmpNothing }
  readonly 'block-dirty-bitmap-remove': { readonly args: BlockDirtyBitmapRemoveArgs; readonly ret: QmpNothing }
  readonly 'block-export-add': { readonly args: BlockExportAddArgs; readonly ret: QmpNothing }
  readonly 'block-export-del': { readonly args: BlockExportDelArgs; readonly ret: QmpNothing }
  readonly 'block-job-cancel': { readonly args: BlockJobCancelArgs; readonly ret: QmpNothing }
  readonly 'block-job-complete': { readonly args: BlockJobCompleteArgs; readonly ret: QmpNothing }
  readonly 'block-job-dismiss': { readonly args: BlockJobDismissArgs; readonly ret: QmpNothing }
  readonly 'block-job-finalize': { readonly args: BlockJobFinalizeArgs; readonly ret: QmpNothing }
  readonly 'block-job-pause': { readonly args: BlockJobPauseArgs; readonly ret: QmpNothing }
  readonly 'block-job-resume': { readonly args: BlockJobResumeArgs; readonly ret: QmpNothing }
  readonly 'block-job-set-speed': { readonly args: BlockJobSetSpeedArgs; readonly ret: QmpNothing }
  readonly 'block-latency-histogram-set': { readonly args: BlockLatencyHistogramSetArgs; readonly ret: QmpNothing }
  readonly 'block-set-write-threshold': { readonly args: BlockSetWriteThresholdArgs; readonly ret: QmpNothing }
  readonly 'block-stream': { readonly args: BlockStreamArgs; readonly ret: QmpNothing }
  readonly block_resize: { readonly args: BlockResizeArgs; readonly ret: QmpNothing }
  readonly block_set_io_throttle: { readonly args: BlockSetIoThrottleArgs; readonly ret: QmpNothing }
  readonly 'blockdev-add': { readonly args: BlockdevAddArgs; readonly ret: QmpNothing }
  readonly 'blockdev-backup': { readonly args: BlockdevBackupArgs; readonly ret: QmpNothing }
  readonly 'blockdev-change-medium': { readonly args: BlockdevChangeMediumArgs; readonly ret: QmpNothing }
  readonly 'blockdev-close-tray': { readonly args: BlockdevCloseTrayArgs; readonly ret: QmpNothing }
  readonly 'blockdev-create': { readonly args: BlockdevCreateArgs; readonly ret: QmpNothing }
  readonly 'blockdev-del': { readonly args: BlockdevDelArgs; readonly ret: QmpNothing }
  readonly 'blockdev-insert-medium': { readonly args: BlockdevInsertMediumArgs; readonly ret: QmpNothing }
  readonly 'blockdev-mirror': { readonly args: BlockdevMirrorArgs; readonly ret: QmpNothing }
  readonly 'blockdev-open-tray': { readonly args: BlockdevOpenTrayArgs; readonly ret: QmpNothing }
  readonly 'blockdev-remove-medium': { readonly args: BlockdevRemoveMediumArgs; readonly ret: QmpNothing }
  readonly 'blockdev-reopen': { readonly args: BlockdevReopenArgs; readonly ret: QmpNothing }
  readonly 'blockdev-snapshot': { readonly args: BlockdevSnapshotArgs; readonly ret: QmpNothing }
  readonly 'blockdev-snapshot-delete-internal-sync': { readonly args: BlockdevSnapshotDeleteInternalSyncArgs; readonly ret: BlockdevSnapshotDeleteInternalSyncReturn }
  readonly 'blockdev-snapshot-internal-sync': { readonly args: BlockdevSnapshotInternalSyncArgs; readonly ret: QmpNothing }
  readonly 'blockdev-snapshot-sync': { readonly args: BlockdevSnapshotSyncArgs; readonly ret: QmpNothing }
  readonly 'calc-dirty-rate': { readonly args: CalcDirtyRateArgs; readonly ret: QmpNothing }
  readonly 'cancel-vcpu-dirty-limit': { readonly args: CancelVcpuDirtyLimitArgs; readonly ret: QmpNothing }
  readonly 'change-backing-file': { readonly args: ChangeBackingFileArgs; readonly ret: QmpNothing }
  readonly 'change-vnc-password': { readonly args: ChangeVncPasswordArgs; readonly ret: QmpNothing }
  readonly 'chardev-add': { readonly args: ChardevAddArgs; readonly ret: ChardevAddReturn }
  readonly 'chardev-change': { readonly args: ChardevChangeArgs; readonly ret: ChardevAddReturn }
  readonly 'chardev-remove': { readonly args: ChardevRemoveArgs; readonly ret: QmpNothing }
  readonly 'chardev-send-break': { readonly args: ChardevSendBreakArgs; readonly ret: QmpNothing }
  readonly client_migrate_info: { readonly args: ClientMigrateInfoArgs; readonly ret: QmpNothing }
  readonly closefd: { readonly args: ClosefdArgs; readonly ret: QmpNothing }
  readonly cont: { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly 'device-list-properties': { readonly args: DeviceListPropertiesArgs; readonly ret: readonly QomList[] }
  readonly device_add: { readonly args: DeviceAddArgs; readonly ret: QmpNothing }
  readonly device_del: { readonly args: DeviceDelArgs; readonly ret: QmpNothing }
  readonly 'display-reload': { readonly args: DisplayReloadArgs; readonly ret: QmpNothing }
  readonly 'display-update': { readonly args: DisplayUpdateArgs; readonly ret: QmpNothing }
  /** @deprecated QEMU will drop it. */
  readonly 'drive-backup': { readonly args: DriveBackupArgs; readonly ret: QmpNothing }
  readonly 'drive-mirror': { readonly args: DriveMirrorArgs; readonly ret: QmpNothing }
  readonly 'dump-guest-memory': { readonly args: DumpGuestMemoryArgs; readonly ret: QmpNothing }
  readonly dumpdtb: { readonly args: DumpdtbArgs; readonly ret: QmpNothing }
  readonly eject: { readonly args: EjectArgs; readonly ret: QmpNothing }
  readonly expire_password: { readonly args: ExpirePasswordArgs; readonly ret: QmpNothing }
  readonly getfd: { readonly args: GetfdArgs; readonly ret: QmpNothing }
  readonly 'human-monitor-command': { readonly args: HumanMonitorCommandArgs; readonly ret: string }
  readonly 'inject-nmi': { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly 'input-send-event': { readonly args: InputSendEventArgs; readonly ret: QmpNothing }
  readonly 'job-cancel': { readonly args: JobCancelArgs; readonly ret: QmpNothing }
  readonly 'job-complete': { readonly args: JobCompleteArgs; readonly ret: QmpNothing }
  readonly 'job-dismiss': { readonly args: JobDismissArgs; readonly ret: QmpNothing }
  readonly 'job-finalize': { readonly args: JobFinalizeArgs; readonly ret: QmpNothing }
  readonly 'job-pause': { readonly args: JobPauseArgs; readonly ret: QmpNothing }
  readonly 'job-resume': { readonly args: JobResumeArgs; readonly ret: QmpNothing }
  readonly memsave: { readonly args: MemsaveArgs; readonly ret: QmpNothing }
  readonly migrate: { readonly args: MigrateArgs; readonly ret: QmpNothing }
  readonly 'migrate-continue': { readonly args: MigrateContinueArgs; readonly ret: QmpNothing }
  readonly 'migrate-incoming': { readonly args: MigrateIncomingArgs; readonly ret: QmpNothing }
  readonly 'migrate-pause': { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly 'migrate-recover': { readonly args: MigrateRecoverArgs; readonly ret: QmpNothing }
  readonly 'migrate-set-capabilities': { readonly args: MigrateSetCapabilitiesArgs; readonly ret: QmpNothing }
  readonly 'migrate-set-parameters': { readonly args: MigrateSetParametersArgs; readonly ret: QmpNothing }
  readonly 'migrate-start-postcopy': { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly migrate_cancel: { readonly args: QmpNothing; readonly ret: QmpNothing }
  /** @deprecated QEMU will drop it. */
  readonly 'nbd-server-add': { readonly args: NbdServerAddArgs; readonly ret: QmpNothing }
  /** @deprecated QEMU will drop it. */
  readonly 'nbd-server-remove': { readonly args: NbdServerRemoveArgs; readonly ret: QmpNothing }
  readonly 'nbd-server-start': { readonly args: NbdServerStartArgs; readonly ret: QmpNothing }
  readonly 'nbd-server-stop': { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly netdev_add: { readonly args: NetdevAddArgs; readonly ret: QmpNothing }
  readonly netdev_del: { readonly args: NetdevDelArgs; readonly ret: QmpNothing }
  readonly 'object-add': { readonly args: ObjectAddArgs; readonly ret: QmpNothing }
  readonly 'object-del': { readonly args: ObjectDelArgs; readonly ret: QmpNothing }
  readonly pmemsave: { readonly args: PmemsaveArgs; readonly ret: QmpNothing }
  readonly qmp_capabilities: { readonly args: QmpCapabilitiesArgs; readonly ret: QmpNothing }
  readonly 'qom-get': { readonly args: QomGetArgs; readonly ret: QmpValue }
  readonly 'qom-list': { readonly args: QomListArgs; readonly ret: readonly QomList[] }
  readonly 'qom-list-properties': { readonly args: QomListPropertiesArgs; readonly ret: readonly QomList[] }
  readonly 'qom-list-types': { readonly args: QomListTypesArgs; readonly ret: readonly QomListTypes[] }
  readonly 'qom-set': { readonly args: QomSetArgs; readonly ret: QmpNothing }
  readonly 'query-acpi-ospm-status': { readonly args: QmpNothing; readonly ret: readonly QueryAcpiOspmStatus[] }
  readonly 'query-balloon': { readonly args: QmpNothing; readonly ret: QueryBalloonReturn }
  readonly 'query-block': { readonly args: QmpNothing; readonly ret: readonly QueryBlock[] }
  readonly 'query-block-exports': { readonly args: QmpNothing; readonly ret: readonly QueryBlockExports[] }
  readonly 'query-block-jobs': { readonly args: QmpNothing; readonly ret: readonly QueryBlockJobs[] }
  readonly 'query-blockstats': { readonly args: QueryBlockstatsArgs; readonly ret: readonly QueryBlockstats[] }
  readonly 'query-chardev': { readonly args: QmpNothing; readonly ret: readonly QueryChardev[] }
  readonly 'query-chardev-backends': { readonly args: QmpNothing; readonly ret: readonly QueryChardevBackends[] }
  readonly 'query-colo-status': { readonly args: QmpNothing; readonly ret: QueryColoStatusReturn }
  readonly 'query-command-line-options': { readonly args: QueryCommandLineOptionsArgs; readonly ret: readonly QueryCommandLineOptions[] }
  readonly 'query-commands': { readonly args: QmpNothing; readonly ret: readonly QueryCommands[] }
  readonly 'query-cpu-definitions': { readonly args: QmpNothing; readonly ret: readonly QueryCpuDefinitions[] }
  readonly 'query-cpu-model-expansion': { readonly args: QueryCpuModelExpansionArgs; readonly ret: QueryCpuModelExpansionReturn }
  readonly 'query-cpus-fast': { readonly args: QmpNothing; readonly ret: readonly QueryCpusFast[] }
  readonly 'query-current-machine': { readonly args: QmpNothing; readonly ret: QueryCurrentMachineReturn }
  readonly 'query-dirty-rate': { readonly args: QmpNothing; readonly ret: QueryDirtyRateReturn }
  readonly 'query-display-options': { readonly args: QmpNothing; readonly ret: QueryDisplayOptionsReturn }
  readonly 'query-dump': { readonly args: QmpNothing; readonly ret: QueryDumpReturn }
  readonly 'query-dump-guest-memory-capability': { readonly args: QmpNothing; readonly ret: QueryDumpGuestMemoryCapabilityReturn }
  readonly 'query-fdsets': { readonly args: QmpNothing; readonly ret: readonly QueryFdsets[] }
  readonly 'query-hotpluggable-cpus': { readonly args: QmpNothing; readonly ret: readonly QueryHotpluggableCpus[] }
  readonly 'query-iothreads': { readonly args: QmpNothing; readonly ret: readonly QueryIothreads[] }
  readonly 'query-jobs': { readonly args: QmpNothing; readonly ret: readonly QueryJobs[] }
  readonly 'query-kvm': { readonly args: QmpNothing; readonly ret: QueryKvmReturn }
  readonly 'query-machines': { readonly args: QmpNothing; readonly ret: readonly QueryMachines[] }
  readonly 'query-memdev': { readonly args: QmpNothing; readonly ret: readonly QueryMemdev[] }
  readonly 'query-memory-devices': { readonly args: QmpNothing; readonly ret: readonly QueryMemoryDevices[] }
  readonly 'query-memory-size-summary': { readonly args: QmpNothing; readonly ret: QueryMemorySizeSummaryReturn }
  readonly 'query-mice': { readonly args: QmpNothing; readonly ret: readonly QueryMice[] }
  readonly 'query-migrate': { readonly args: QmpNothing; readonly ret: QueryMigrateReturn }
  readonly 'query-migrate-capabilities': { readonly args: QmpNothing; readonly ret: readonly QueryMigrateCapabilities[] }
  readonly 'query-migrate-parameters': { readonly args: QmpNothing; readonly ret: QueryMigrateParametersReturn }
  readonly 'query-name': { readonly args: QmpNothing; readonly ret: QueryNameReturn }
  readonly 'query-named-block-nodes': { readonly args: QueryNamedBlockNodesArgs; readonly ret: readonly QueryNamedBlockNodes[] }
  readonly 'query-pci': { readonly args: QmpNothing; readonly ret: readonly QueryPci[] }
  readonly 'query-pr-managers': { readonly args: QmpNothing; readonly ret: readonly QueryPrManagers[] }
  readonly 'query-qmp-schema': { readonly args: QmpNothing; readonly ret: readonly QueryQmpSchema[] }
  readonly 'query-replay': { readonly args: QmpNothing; readonly ret: QueryReplayReturn }
  readonly 'query-rocker': { readonly args: QueryRockerArgs; readonly ret: QueryRockerReturn }
  readonly 'query-rocker-of-dpa-flows': { readonly args: QueryRockerOfDpaFlowsArgs; readonly ret: readonly QueryRockerOfDpaFlows[] }
  readonly 'query-rocker-of-dpa-groups': { readonly args: QueryRockerOfDpaGroupsArgs; readonly ret: readonly QueryRockerOfDpaGroups[] }
  readonly 'query-rocker-ports': { readonly args: QueryRockerPortsArgs; readonly ret: readonly QueryRockerPorts[] }
  readonly 'query-rx-filter': { readonly args: QueryRxFilterArgs; readonly ret: readonly QueryRxFilter[] }
  readonly 'query-sev': { readonly args: QmpNothing; readonly ret: QuerySevReturn }
  readonly 'query-sev-attestation-report': { readonly args: QuerySevAttestationReportArgs; readonly ret: QuerySevAttestationReportReturn }
  readonly 'query-sev-capabilities': { readonly args: QmpNothing; readonly ret: QuerySevCapabilitiesReturn }
  readonly 'query-sev-launch-measure': { readonly args: QmpNothing; readonly ret: QuerySevLaunchMeasureReturn }
  readonly 'query-sgx': { readonly args: QmpNothing; readonly ret: QuerySgxReturn }
  readonly 'query-sgx-capabilities': { readonly args: QmpNothing; readonly ret: QuerySgxReturn }
  readonly 'query-spice': { readonly args: QmpNothing; readonly ret: QuerySpiceReturn }
  readonly 'query-stats': { readonly args: QueryStatsArgs; readonly ret: readonly QueryStats[] }
  readonly 'query-stats-schemas': { readonly args: QueryStatsSchemasArgs; readonly ret: readonly QueryStatsSchemas[] }
  readonly 'query-status': { readonly args: QmpNothing; readonly ret: QueryStatusReturn }
  readonly 'query-target': { readonly args: QmpNothing; readonly ret: QueryTargetReturn }
  readonly 'query-tpm': { readonly args: QmpNothing; readonly ret: readonly QueryTpm[] }
  readonly 'query-tpm-models': { readonly args: QmpNothing; readonly ret: readonly QueryTpmModels[] }
  readonly 'query-tpm-types': { readonly args: QmpNothing; readonly ret: readonly QueryTpmTypes[] }
  readonly 'query-uuid': { readonly args: QmpNothing; readonly ret: QueryUuidReturn }
  readonly 'query-vcpu-dirty-limit': { readonly args: QmpNothing; readonly ret: readonly QueryVcpuDirtyLimit[] }
  readonly 'query-version': { readonly args: QmpNothing; readonly ret: QueryVersionReturn }
  readonly 'query-vm-generation-id': { readonly args: QmpNothing; readonly ret: QueryVmGenerationIdReturn }
  readonly 'query-vnc': { readonly args: QmpNothing; readonly ret: QueryVncReturn }
  readonly 'query-vnc-servers': { readonly args: QmpNothing; readonly ret: readonly QueryVncServers[] }
  readonly 'query-xen-replication-status': { readonly args: QmpNothing; readonly ret: QueryXenReplicationStatusReturn }
  readonly 'query-yank': { readonly args: QmpNothing; readonly ret: readonly QueryYank[] }
  readonly quit: { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly 'remove-fd': { readonly args: RemoveFdArgs; readonly ret: QmpNothing }
  readonly 'replay-break': { readonly args: ReplayBreakArgs; readonly ret: QmpNothing }
  readonly 'replay-delete-break': { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly 'replay-seek': { readonly args: ReplaySeekArgs; readonly ret: QmpNothing }
  readonly 'ringbuf-read': { readonly args: RingbufReadArgs; readonly ret: string }
  readonly 'ringbuf-write': { readonly args: RingbufWriteArgs; readonly ret: QmpNothing }
  readonly 'rtc-reset-reinjection': { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly screendump: { readonly args: ScreendumpArgs; readonly ret: QmpNothing }
  readonly 'send-key': { readonly args: SendKeyArgs; readonly ret: QmpNothing }
  readonly 'set-action': { readonly args: SetActionArgs; readonly ret: QmpNothing }
  readonly 'set-numa-node': { readonly args: SetNumaNodeArgs; readonly ret: QmpNothing }
  readonly 'set-vcpu-dirty-limit': { readonly args: SetVcpuDirtyLimitArgs; readonly ret: QmpNothing }
  readonly set_link: { readonly args: SetLinkArgs; readonly ret: QmpNothing }
  readonly set_password: { readonly args: SetPasswordArgs; readonly ret: QmpNothing }
  readonly 'sev-inject-launch-secret': { readonly args: SevInjectLaunchSecretArgs; readonly ret: QmpNothing }
  readonly 'snapshot-delete': { readonly args: SnapshotDeleteArgs; readonly ret: QmpNothing }
  readonly 'snapshot-load': { readonly args: SnapshotLoadArgs; readonly ret: QmpNothing }
  readonly 'snapshot-save': { readonly args: SnapshotSaveArgs; readonly ret: QmpNothing }
  readonly stop: { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly system_powerdown: { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly system_reset: { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly system_wakeup: { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly 'trace-event-get-state': { readonly args: TraceEventGetStateArgs; readonly ret: readonly TraceEventGetState[] }
  readonly 'trace-event-set-state': { readonly args: TraceEventSetStateArgs; readonly ret: QmpNothing }
  readonly transaction: { readonly args: TransactionArgs; readonly ret: QmpNothing }
  readonly 'watchdog-set-action': { readonly args: WatchdogSetActionArgs; readonly ret: QmpNothing }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-blockdev-amend': { readonly args: XBlockdevAmendArgs; readonly ret: QmpNothing }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-blockdev-change': { readonly args: XBlockdevChangeArgs; readonly ret: QmpNothing }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-blockdev-set-iothread': { readonly args: XBlockdevSetIothreadArgs; readonly ret: QmpNothing }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-colo-lost-heartbeat': { readonly args: QmpNothing; readonly ret: QmpNothing }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-debug-block-dirty-bitmap-sha256': { readonly args: BlockDirtyBitmapRemoveArgs; readonly ret: XDebugBlockDirtyBitmapSha256Return }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-debug-query-block-graph': { readonly args: QmpNothing; readonly ret: XDebugQueryBlockGraphReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-exit-preconfig': { readonly args: QmpNothing; readonly ret: QmpNothing }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-irq': { readonly args: QmpNothing; readonly ret: XQueryIrqReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-jit': { readonly args: QmpNothing; readonly ret: XQueryIrqReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-numa': { readonly args: QmpNothing; readonly ret: XQueryIrqReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-opcount': { readonly args: QmpNothing; readonly ret: XQueryIrqReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-profile': { readonly args: QmpNothing; readonly ret: XQueryIrqReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-ramblock': { readonly args: QmpNothing; readonly ret: XQueryIrqReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-rdma': { readonly args: QmpNothing; readonly ret: XQueryIrqReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-roms': { readonly args: QmpNothing; readonly ret: XQueryIrqReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-usb': { readonly args: QmpNothing; readonly ret: XQueryIrqReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-virtio': { readonly args: QmpNothing; readonly ret: readonly XQueryVirtio[] }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-virtio-queue-element': { readonly args: XQueryVirtioQueueElementArgs; readonly ret: XQueryVirtioQueueElementReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-virtio-queue-status': { readonly args: XQueryVirtioQueueStatusArgs; readonly ret: XQueryVirtioQueueStatusReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-virtio-status': { readonly args: XQueryVirtioStatusArgs; readonly ret: XQueryVirtioStatusReturn }
  /** Unstable: QEMU may change it at any time. */
  readonly 'x-query-virtio-vhost-queue-status': { readonly args: XQueryVirtioVhostQueueStatusArgs; readonly ret: XQueryVirtioVhostQueueStatusReturn }
  readonly 'xen-colo-do-checkpoint': { readonly args: QmpNothing; readonly ret: QmpNothing }
  readonly 'xen-load-devices-state': { readonly args: XenLoadDevicesStateArgs; readonly ret: QmpNothing }
  readonly 'xen-save-devices-state': { readonly args: XenSaveDevicesStateArgs; readonly ret: QmpNothing }
  readonly 'xen-set-global-dirty-log': { readonly args: XenSetGlobalDirtyLogArgs; readonly ret: QmpNothing }
  readonly 'xen-set-replication': { readonly args: XenSetReplicationArgs; readonly ret: QmpNothing }
  readonly yank: { readonly args: YankArgs; readonly ret: QmpNothing }
}

/** What each event tells. */
export interface Events {
  readonly ACPI_DEVICE_OST: AcpiDeviceOstEvent
  readonly BALLOON_CHANGE: BalloonChangeEvent
  readonly BLOCK_EXPORT_DELETED: BlockExportDeletedEvent
  readonly BLOCK_IMAGE_CORRUPTED: BlockImageCorruptedEvent
  readonly BLOCK_IO_ERROR: BlockIoErrorEvent
  readonly BLOCK_JOB_CANCELLED: BlockJobCancelledEvent
  readonly BLOCK_JOB_COMPLETED: BlockJobCompletedEvent
  readonly BLOCK_JOB_ERROR: BlockJobErrorEvent
  readonly BLOCK_JOB_PENDING: BlockJobPendingEvent
  readonly BLOCK_JOB_READY: BlockJobReadyEvent
  readonly BLOCK_WRITE_THRESHOLD: BlockWriteThresholdEvent
  readonly COLO_EXIT: ColoExitEvent
  readonly DEVICE_DELETED: DeviceDeletedEvent
  readonly DEVICE_TRAY_MOVED: DeviceTrayMovedEvent
  readonly DEVICE_UNPLUG_GUEST_ERROR: DeviceUnplugGuestErrorEvent
  readonly DUMP_COMPLETED: DumpCompletedEvent
  readonly FAILOVER_NEGOTIATED: FailoverNegotiatedEvent
  readonly GUEST_CRASHLOADED: GuestCrashloadedEvent
  readonly GUEST_PANICKED: GuestPanickedEvent
  readonly JOB_STATUS_CHANGE: JobStatusChangeEvent
  readonly MEMORY_DEVICE_SIZE_CHANGE: MemoryDeviceSizeChangeEvent
  readonly MEMORY_FAILURE: MemoryFailureEvent
  /** @deprecated QEMU will drop it. */
  readonly MEM_UNPLUG_ERROR: MemUnplugErrorEvent
  readonly MIGRATION: MigrationEvent
  readonly MIGRATION_PASS: MigrationPassEvent
  readonly NETDEV_STREAM_CONNECTED: NetdevStreamConnectedEvent
  readonly NETDEV_STREAM_DISCONNECTED: NetdevStreamDisconnectedEvent
  readonly NIC_RX_FILTER_CHANGED: NicRxFilterChangedEvent
  readonly POWERDOWN: QmpNothing
  readonly PR_MANAGER_STATUS_CHANGED: PrManagerStatusChangedEvent
  readonly QUORUM_FAILURE: QuorumFailureEvent
  readonly QUORUM_REPORT_BAD: QuorumReportBadEvent
  readonly RDMA_GID_STATUS_CHANGED: RdmaGidStatusChangedEvent
  readonly RESET: ResetEvent
  readonly RESUME: QmpNothing
  readonly RTC_CHANGE: RtcChangeEvent
  readonly SHUTDOWN: ShutdownEvent
  readonly SPICE_CONNECTED: SpiceConnectedEvent
  readonly SPICE_DISCONNECTED: SpiceDisconnectedEvent
  readonly SPICE_INITIALIZED: SpiceInitializedEvent
  readonly SPICE_MIGRATE_COMPLETED: QmpNothing
  readonly STOP: QmpNothing
  readonly SUSPEND: QmpNothing
  readonly SUSPEND_DISK: QmpNothing
  readonly UNPLUG_PRIMARY: UnplugPrimaryEvent
  readonly VFU_CLIENT_HANGUP: VfuClientHangupEvent
  readonly VNC_CONNECTED: VncConnectedEvent
  readonly VNC_DISCONNECTED: VncDisconnectedEvent
  readonly VNC_INITIALIZED: VncInitializedEvent
  readonly VSERPORT_CHANGE: VserportChangeEvent
  readonly WAKEUP: QmpNothing
  readonly WATCHDOG: WatchdogEvent
}
