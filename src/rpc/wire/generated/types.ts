// Written by `npm run gen` from the tables in ../protocol.

/** `remote_nonnull_string` of the wire. */
export type RemoteNonnullString = string

/** `remote_string` of the wire. */
export type RemoteString = RemoteNonnullString | null

/** `remote_uuid` of the wire. */
export type RemoteUuid = string

/** `remote_nonnull_domain` of the wire. */
export interface RemoteNonnullDomain {
  readonly name: RemoteNonnullString
  readonly uuid: RemoteUuid
  readonly id: number
}

/** `remote_nonnull_network` of the wire. */
export interface RemoteNonnullNetwork {
  readonly name: RemoteNonnullString
  readonly uuid: RemoteUuid
}

/** `remote_nonnull_network_port` of the wire. */
export interface RemoteNonnullNetworkPort {
  readonly net: RemoteNonnullNetwork
  readonly uuid: RemoteUuid
}

/** `remote_nonnull_nwfilter` of the wire. */
export interface RemoteNonnullNwfilter {
  readonly name: RemoteNonnullString
  readonly uuid: RemoteUuid
}

/** `remote_nonnull_nwfilter_binding` of the wire. */
export interface RemoteNonnullNwfilterBinding {
  readonly portdev: RemoteNonnullString
  readonly filtername: RemoteNonnullString
}

/** `remote_nonnull_interface` of the wire. */
export interface RemoteNonnullInterface {
  readonly name: RemoteNonnullString
  readonly mac: RemoteNonnullString
}

/** `remote_nonnull_storage_pool` of the wire. */
export interface RemoteNonnullStoragePool {
  readonly name: RemoteNonnullString
  readonly uuid: RemoteUuid
}

/** `remote_nonnull_storage_vol` of the wire. */
export interface RemoteNonnullStorageVol {
  readonly pool: RemoteNonnullString
  readonly name: RemoteNonnullString
  readonly key: RemoteNonnullString
}

/** `remote_nonnull_node_device` of the wire. */
export interface RemoteNonnullNodeDevice {
  readonly name: RemoteNonnullString
}

/** `remote_nonnull_secret` of the wire. */
export interface RemoteNonnullSecret {
  readonly uuid: RemoteUuid
  readonly usageType: number
  readonly usageID: RemoteNonnullString
}

/** `remote_nonnull_domain_checkpoint` of the wire. */
export interface RemoteNonnullDomainCheckpoint {
  readonly name: RemoteNonnullString
  readonly dom: RemoteNonnullDomain
}

/** `remote_nonnull_domain_snapshot` of the wire. */
export interface RemoteNonnullDomainSnapshot {
  readonly name: RemoteNonnullString
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain` of the wire. */
export type RemoteDomain = RemoteNonnullDomain | null

/** `remote_network` of the wire. */
export type RemoteNetwork = RemoteNonnullNetwork | null

/** `remote_network_port` of the wire. */
export type RemoteNetworkPort = RemoteNonnullNetworkPort | null

/** `remote_nwfilter` of the wire. */
export type RemoteNwfilter = RemoteNonnullNwfilter | null

/** `remote_nwfilter_binding` of the wire. */
export type RemoteNwfilterBinding = RemoteNonnullNwfilterBinding | null

/** `remote_storage_pool` of the wire. */
export type RemoteStoragePool = RemoteNonnullStoragePool | null

/** `remote_storage_vol` of the wire. */
export type RemoteStorageVol = RemoteNonnullStorageVol | null

/** `remote_node_device` of the wire. */
export type RemoteNodeDevice = RemoteNonnullNodeDevice | null

/** `remote_secret` of the wire. */
export type RemoteSecret = RemoteNonnullSecret | null

/** `remote_error` of the wire. */
export interface RemoteError {
  readonly code: number
  readonly domain: number
  readonly message: RemoteString
  readonly level: number
  readonly dom: RemoteDomain
  readonly str1: RemoteString
  readonly str2: RemoteString
  readonly str3: RemoteString
  readonly int1: number
  readonly int2: number
  readonly net: RemoteNetwork
}

/** `remote_auth_type` of the wire. */
export type RemoteAuthType = number

/** `remote_vcpu_info` of the wire. */
export interface RemoteVcpuInfo {
  readonly number: number
  readonly state: number
  readonly cpu_time: bigint
  readonly cpu: number
}

/** `remote_typed_param_value` of the wire. */
export type RemoteTypedParamValue =
  | { readonly type: 1; readonly value: number }
  | { readonly type: 2; readonly value: number }
  | { readonly type: 3; readonly value: bigint }
  | { readonly type: 4; readonly value: bigint }
  | { readonly type: 5; readonly value: number }
  | { readonly type: 6; readonly value: number }
  | { readonly type: 7; readonly value: RemoteNonnullString }

/** `remote_typed_param` of the wire. */
export interface RemoteTypedParam {
  readonly field: RemoteNonnullString
  readonly value: RemoteTypedParamValue
}

/** `remote_node_get_cpu_stats` of the wire. */
export interface RemoteNodeGetCpuStats {
  readonly field: RemoteNonnullString
  readonly value: bigint
}

/** `remote_node_get_memory_stats` of the wire. */
export interface RemoteNodeGetMemoryStats {
  readonly field: RemoteNonnullString
  readonly value: bigint
}

/** `remote_domain_disk_error` of the wire. */
export interface RemoteDomainDiskError {
  readonly disk: RemoteNonnullString
  readonly error: number
}

/** `remote_connect_open_args` of the wire. */
export interface RemoteConnectOpenArgs {
  readonly name: RemoteString
  readonly flags: number
}

/** `remote_connect_supports_feature_args` of the wire. */
export interface RemoteConnectSupportsFeatureArgs {
  readonly feature: number
}

/** `remote_connect_supports_feature_ret` of the wire. */
export interface RemoteConnectSupportsFeatureRet {
  readonly supported: number
}

/** `remote_connect_get_type_ret` of the wire. */
export interface RemoteConnectGetTypeRet {
  readonly type: RemoteNonnullString
}

/** `remote_connect_get_version_ret` of the wire. */
export interface RemoteConnectGetVersionRet {
  readonly hv_ver: bigint
}

/** `remote_connect_get_lib_version_ret` of the wire. */
export interface RemoteConnectGetLibVersionRet {
  readonly lib_ver: bigint
}

/** `remote_connect_get_hostname_ret` of the wire. */
export interface RemoteConnectGetHostnameRet {
  readonly hostname: RemoteNonnullString
}

/** `remote_connect_get_sysinfo_args` of the wire. */
export interface RemoteConnectGetSysinfoArgs {
  readonly flags: number
}

/** `remote_connect_get_sysinfo_ret` of the wire. */
export interface RemoteConnectGetSysinfoRet {
  readonly sysinfo: RemoteNonnullString
}

/** `remote_connect_get_uri_ret` of the wire. */
export interface RemoteConnectGetUriRet {
  readonly uri: RemoteNonnullString
}

/** `remote_connect_get_max_vcpus_args` of the wire. */
export interface RemoteConnectGetMaxVcpusArgs {
  readonly type: RemoteString
}

/** `remote_connect_get_max_vcpus_ret` of the wire. */
export interface RemoteConnectGetMaxVcpusRet {
  readonly max_vcpus: number
}

/** `remote_node_get_info_ret` of the wire. */
export interface RemoteNodeGetInfoRet {
  readonly model: Uint8Array
  readonly memory: bigint
  readonly cpus: number
  readonly mhz: number
  readonly nodes: number
  readonly sockets: number
  readonly cores: number
  readonly threads: number
}

/** `remote_connect_get_capabilities_ret` of the wire. */
export interface RemoteConnectGetCapabilitiesRet {
  readonly capabilities: RemoteNonnullString
}

/** `remote_connect_get_domain_capabilities_args` of the wire. */
export interface RemoteConnectGetDomainCapabilitiesArgs {
  readonly emulatorbin: RemoteString
  readonly arch: RemoteString
  readonly machine: RemoteString
  readonly virttype: RemoteString
  readonly flags: number
}

/** `remote_connect_get_domain_capabilities_ret` of the wire. */
export interface RemoteConnectGetDomainCapabilitiesRet {
  readonly capabilities: RemoteNonnullString
}

/** `remote_node_get_cpu_stats_args` of the wire. */
export interface RemoteNodeGetCpuStatsArgs {
  readonly cpuNum: number
  readonly nparams: number
  readonly flags: number
}

/** `remote_node_get_cpu_stats_ret` of the wire. */
export interface RemoteNodeGetCpuStatsRet {
  readonly params: ReadonlyArray<RemoteNodeGetCpuStats>
  readonly nparams: number
}

/** `remote_node_get_memory_stats_args` of the wire. */
export interface RemoteNodeGetMemoryStatsArgs {
  readonly nparams: number
  readonly cellNum: number
  readonly flags: number
}

/** `remote_node_get_memory_stats_ret` of the wire. */
export interface RemoteNodeGetMemoryStatsRet {
  readonly params: ReadonlyArray<RemoteNodeGetMemoryStats>
  readonly nparams: number
}

/** `remote_node_get_cells_free_memory_args` of the wire. */
export interface RemoteNodeGetCellsFreeMemoryArgs {
  readonly startCell: number
  readonly maxcells: number
}

/** `remote_node_get_cells_free_memory_ret` of the wire. */
export interface RemoteNodeGetCellsFreeMemoryRet {
  readonly cells: ReadonlyArray<bigint>
}

/** `remote_node_get_free_memory_ret` of the wire. */
export interface RemoteNodeGetFreeMemoryRet {
  readonly freeMem: bigint
}

/** `remote_domain_get_scheduler_type_args` of the wire. */
export interface RemoteDomainGetSchedulerTypeArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_get_scheduler_type_ret` of the wire. */
export interface RemoteDomainGetSchedulerTypeRet {
  readonly type: RemoteNonnullString
  readonly nparams: number
}

/** `remote_domain_get_scheduler_parameters_args` of the wire. */
export interface RemoteDomainGetSchedulerParametersArgs {
  readonly dom: RemoteNonnullDomain
  readonly nparams: number
}

/** `remote_domain_get_scheduler_parameters_ret` of the wire. */
export interface RemoteDomainGetSchedulerParametersRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_domain_get_scheduler_parameters_flags_args` of the wire. */
export interface RemoteDomainGetSchedulerParametersFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly nparams: number
  readonly flags: number
}

/** `remote_domain_get_scheduler_parameters_flags_ret` of the wire. */
export interface RemoteDomainGetSchedulerParametersFlagsRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_domain_set_scheduler_parameters_args` of the wire. */
export interface RemoteDomainSetSchedulerParametersArgs {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_domain_set_scheduler_parameters_flags_args` of the wire. */
export interface RemoteDomainSetSchedulerParametersFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_set_blkio_parameters_args` of the wire. */
export interface RemoteDomainSetBlkioParametersArgs {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_get_blkio_parameters_args` of the wire. */
export interface RemoteDomainGetBlkioParametersArgs {
  readonly dom: RemoteNonnullDomain
  readonly nparams: number
  readonly flags: number
}

/** `remote_domain_get_blkio_parameters_ret` of the wire. */
export interface RemoteDomainGetBlkioParametersRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly nparams: number
}

/** `remote_domain_set_memory_parameters_args` of the wire. */
export interface RemoteDomainSetMemoryParametersArgs {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_get_memory_parameters_args` of the wire. */
export interface RemoteDomainGetMemoryParametersArgs {
  readonly dom: RemoteNonnullDomain
  readonly nparams: number
  readonly flags: number
}

/** `remote_domain_get_memory_parameters_ret` of the wire. */
export interface RemoteDomainGetMemoryParametersRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly nparams: number
}

/** `remote_domain_block_resize_args` of the wire. */
export interface RemoteDomainBlockResizeArgs {
  readonly dom: RemoteNonnullDomain
  readonly disk: RemoteNonnullString
  readonly size: bigint
  readonly flags: number
}

/** `remote_domain_set_numa_parameters_args` of the wire. */
export interface RemoteDomainSetNumaParametersArgs {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_get_numa_parameters_args` of the wire. */
export interface RemoteDomainGetNumaParametersArgs {
  readonly dom: RemoteNonnullDomain
  readonly nparams: number
  readonly flags: number
}

/** `remote_domain_get_numa_parameters_ret` of the wire. */
export interface RemoteDomainGetNumaParametersRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly nparams: number
}

/** `remote_domain_set_perf_events_args` of the wire. */
export interface RemoteDomainSetPerfEventsArgs {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_get_perf_events_args` of the wire. */
export interface RemoteDomainGetPerfEventsArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_perf_events_ret` of the wire. */
export interface RemoteDomainGetPerfEventsRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_domain_block_stats_args` of the wire. */
export interface RemoteDomainBlockStatsArgs {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
}

/** `remote_domain_block_stats_ret` of the wire. */
export interface RemoteDomainBlockStatsRet {
  readonly rd_req: bigint
  readonly rd_bytes: bigint
  readonly wr_req: bigint
  readonly wr_bytes: bigint
  readonly errs: bigint
}

/** `remote_domain_block_stats_flags_args` of the wire. */
export interface RemoteDomainBlockStatsFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
  readonly nparams: number
  readonly flags: number
}

/** `remote_domain_block_stats_flags_ret` of the wire. */
export interface RemoteDomainBlockStatsFlagsRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly nparams: number
}

/** `remote_domain_interface_stats_args` of the wire. */
export interface RemoteDomainInterfaceStatsArgs {
  readonly dom: RemoteNonnullDomain
  readonly device: RemoteNonnullString
}

/** `remote_domain_interface_stats_ret` of the wire. */
export interface RemoteDomainInterfaceStatsRet {
  readonly rx_bytes: bigint
  readonly rx_packets: bigint
  readonly rx_errs: bigint
  readonly rx_drop: bigint
  readonly tx_bytes: bigint
  readonly tx_packets: bigint
  readonly tx_errs: bigint
  readonly tx_drop: bigint
}

/** `remote_domain_set_interface_parameters_args` of the wire. */
export interface RemoteDomainSetInterfaceParametersArgs {
  readonly dom: RemoteNonnullDomain
  readonly device: RemoteNonnullString
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_get_interface_parameters_args` of the wire. */
export interface RemoteDomainGetInterfaceParametersArgs {
  readonly dom: RemoteNonnullDomain
  readonly device: RemoteNonnullString
  readonly nparams: number
  readonly flags: number
}

/** `remote_domain_get_interface_parameters_ret` of the wire. */
export interface RemoteDomainGetInterfaceParametersRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly nparams: number
}

/** `remote_domain_memory_stats_args` of the wire. */
export interface RemoteDomainMemoryStatsArgs {
  readonly dom: RemoteNonnullDomain
  readonly maxStats: number
  readonly flags: number
}

/** `remote_domain_memory_stat` of the wire. */
export interface RemoteDomainMemoryStat {
  readonly tag: number
  readonly val: bigint
}

/** `remote_domain_memory_stats_ret` of the wire. */
export interface RemoteDomainMemoryStatsRet {
  readonly stats: ReadonlyArray<RemoteDomainMemoryStat>
}

/** `remote_domain_block_peek_args` of the wire. */
export interface RemoteDomainBlockPeekArgs {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
  readonly offset: bigint
  readonly size: number
  readonly flags: number
}

/** `remote_domain_block_peek_ret` of the wire. */
export interface RemoteDomainBlockPeekRet {
  readonly buffer: Uint8Array
}

/** `remote_domain_memory_peek_args` of the wire. */
export interface RemoteDomainMemoryPeekArgs {
  readonly dom: RemoteNonnullDomain
  readonly offset: bigint
  readonly size: number
  readonly flags: number
}

/** `remote_domain_memory_peek_ret` of the wire. */
export interface RemoteDomainMemoryPeekRet {
  readonly buffer: Uint8Array
}

/** `remote_domain_get_block_info_args` of the wire. */
export interface RemoteDomainGetBlockInfoArgs {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_get_block_info_ret` of the wire. */
export interface RemoteDomainGetBlockInfoRet {
  readonly allocation: bigint
  readonly capacity: bigint
  readonly physical: bigint
}

/** `remote_connect_list_domains_args` of the wire. */
export interface RemoteConnectListDomainsArgs {
  readonly maxids: number
}

/** `remote_connect_list_domains_ret` of the wire. */
export interface RemoteConnectListDomainsRet {
  readonly ids: ReadonlyArray<number>
}

/** `remote_connect_num_of_domains_ret` of the wire. */
export interface RemoteConnectNumOfDomainsRet {
  readonly num: number
}

/** `remote_domain_create_xml_args` of the wire. */
export interface RemoteDomainCreateXmlArgs {
  readonly xml_desc: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_create_xml_ret` of the wire. */
export interface RemoteDomainCreateXmlRet {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_create_xml_with_files_args` of the wire. */
export interface RemoteDomainCreateXmlWithFilesArgs {
  readonly xml_desc: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_create_xml_with_files_ret` of the wire. */
export interface RemoteDomainCreateXmlWithFilesRet {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_lookup_by_id_args` of the wire. */
export interface RemoteDomainLookupByIdArgs {
  readonly id: number
}

/** `remote_domain_lookup_by_id_ret` of the wire. */
export interface RemoteDomainLookupByIdRet {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_lookup_by_uuid_args` of the wire. */
export interface RemoteDomainLookupByUuidArgs {
  readonly uuid: RemoteUuid
}

/** `remote_domain_lookup_by_uuid_ret` of the wire. */
export interface RemoteDomainLookupByUuidRet {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_lookup_by_name_args` of the wire. */
export interface RemoteDomainLookupByNameArgs {
  readonly name: RemoteNonnullString
}

/** `remote_domain_lookup_by_name_ret` of the wire. */
export interface RemoteDomainLookupByNameRet {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_suspend_args` of the wire. */
export interface RemoteDomainSuspendArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_resume_args` of the wire. */
export interface RemoteDomainResumeArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_pm_suspend_for_duration_args` of the wire. */
export interface RemoteDomainPmSuspendForDurationArgs {
  readonly dom: RemoteNonnullDomain
  readonly target: number
  readonly duration: bigint
  readonly flags: number
}

/** `remote_domain_pm_wakeup_args` of the wire. */
export interface RemoteDomainPmWakeupArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_shutdown_args` of the wire. */
export interface RemoteDomainShutdownArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_reboot_args` of the wire. */
export interface RemoteDomainRebootArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_reset_args` of the wire. */
export interface RemoteDomainResetArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_destroy_args` of the wire. */
export interface RemoteDomainDestroyArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_destroy_flags_args` of the wire. */
export interface RemoteDomainDestroyFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_os_type_args` of the wire. */
export interface RemoteDomainGetOsTypeArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_get_os_type_ret` of the wire. */
export interface RemoteDomainGetOsTypeRet {
  readonly type: RemoteNonnullString
}

/** `remote_domain_get_max_memory_args` of the wire. */
export interface RemoteDomainGetMaxMemoryArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_get_max_memory_ret` of the wire. */
export interface RemoteDomainGetMaxMemoryRet {
  readonly memory: bigint
}

/** `remote_domain_set_max_memory_args` of the wire. */
export interface RemoteDomainSetMaxMemoryArgs {
  readonly dom: RemoteNonnullDomain
  readonly memory: bigint
}

/** `remote_domain_set_memory_args` of the wire. */
export interface RemoteDomainSetMemoryArgs {
  readonly dom: RemoteNonnullDomain
  readonly memory: bigint
}

/** `remote_domain_set_memory_flags_args` of the wire. */
export interface RemoteDomainSetMemoryFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly memory: bigint
  readonly flags: number
}

/** `remote_domain_set_memory_stats_period_args` of the wire. */
export interface RemoteDomainSetMemoryStatsPeriodArgs {
  readonly dom: RemoteNonnullDomain
  readonly period: number
  readonly flags: number
}

/** `remote_domain_get_info_args` of the wire. */
export interface RemoteDomainGetInfoArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_get_info_ret` of the wire. */
export interface RemoteDomainGetInfoRet {
  readonly state: number
  readonly maxMem: bigint
  readonly memory: bigint
  readonly nrVirtCpu: number
  readonly cpuTime: bigint
}

/** `remote_domain_save_args` of the wire. */
export interface RemoteDomainSaveArgs {
  readonly dom: RemoteNonnullDomain
  readonly to: RemoteNonnullString
}

/** `remote_domain_save_flags_args` of the wire. */
export interface RemoteDomainSaveFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly to: RemoteNonnullString
  readonly dxml: RemoteString
  readonly flags: number
}

/** `remote_domain_save_params_args` of the wire. */
export interface RemoteDomainSaveParamsArgs {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_restore_args` of the wire. */
export interface RemoteDomainRestoreArgs {
  readonly from: RemoteNonnullString
}

/** `remote_domain_restore_flags_args` of the wire. */
export interface RemoteDomainRestoreFlagsArgs {
  readonly from: RemoteNonnullString
  readonly dxml: RemoteString
  readonly flags: number
}

/** `remote_domain_restore_params_args` of the wire. */
export interface RemoteDomainRestoreParamsArgs {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_save_image_get_xml_desc_args` of the wire. */
export interface RemoteDomainSaveImageGetXmlDescArgs {
  readonly file: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_save_image_get_xml_desc_ret` of the wire. */
export interface RemoteDomainSaveImageGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_domain_save_image_define_xml_args` of the wire. */
export interface RemoteDomainSaveImageDefineXmlArgs {
  readonly file: RemoteNonnullString
  readonly dxml: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_core_dump_args` of the wire. */
export interface RemoteDomainCoreDumpArgs {
  readonly dom: RemoteNonnullDomain
  readonly to: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_core_dump_with_format_args` of the wire. */
export interface RemoteDomainCoreDumpWithFormatArgs {
  readonly dom: RemoteNonnullDomain
  readonly to: RemoteNonnullString
  readonly dumpformat: number
  readonly flags: number
}

/** `remote_domain_screenshot_args` of the wire. */
export interface RemoteDomainScreenshotArgs {
  readonly dom: RemoteNonnullDomain
  readonly screen: number
  readonly flags: number
}

/** `remote_domain_screenshot_ret` of the wire. */
export interface RemoteDomainScreenshotRet {
  readonly mime: RemoteString
}

/** `remote_domain_get_xml_desc_args` of the wire. */
export interface RemoteDomainGetXmlDescArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_xml_desc_ret` of the wire. */
export interface RemoteDomainGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_domain_migrate_prepare_args` of the wire. */
export interface RemoteDomainMigratePrepareArgs {
  readonly uri_in: RemoteString
  readonly flags: bigint
  readonly dname: RemoteString
  readonly bandwidth: bigint
}

/** `remote_domain_migrate_prepare_ret` of the wire. */
export interface RemoteDomainMigratePrepareRet {
  readonly cookie: Uint8Array
  readonly uri_out: RemoteString
}

/** `remote_domain_migrate_perform_args` of the wire. */
export interface RemoteDomainMigratePerformArgs {
  readonly dom: RemoteNonnullDomain
  readonly cookie: Uint8Array
  readonly uri: RemoteNonnullString
  readonly flags: bigint
  readonly dname: RemoteString
  readonly bandwidth: bigint
}

/** `remote_domain_migrate_finish_args` of the wire. */
export interface RemoteDomainMigrateFinishArgs {
  readonly dname: RemoteNonnullString
  readonly cookie: Uint8Array
  readonly uri: RemoteNonnullString
  readonly flags: bigint
}

/** `remote_domain_migrate_finish_ret` of the wire. */
export interface RemoteDomainMigrateFinishRet {
  readonly ddom: RemoteNonnullDomain
}

/** `remote_domain_migrate_prepare2_args` of the wire. */
export interface RemoteDomainMigratePrepare2Args {
  readonly uri_in: RemoteString
  readonly flags: bigint
  readonly dname: RemoteString
  readonly bandwidth: bigint
  readonly dom_xml: RemoteNonnullString
}

/** `remote_domain_migrate_prepare2_ret` of the wire. */
export interface RemoteDomainMigratePrepare2Ret {
  readonly cookie: Uint8Array
  readonly uri_out: RemoteString
}

/** `remote_domain_migrate_finish2_args` of the wire. */
export interface RemoteDomainMigrateFinish2Args {
  readonly dname: RemoteNonnullString
  readonly cookie: Uint8Array
  readonly uri: RemoteNonnullString
  readonly flags: bigint
  readonly retcode: number
}

/** `remote_domain_migrate_finish2_ret` of the wire. */
export interface RemoteDomainMigrateFinish2Ret {
  readonly ddom: RemoteNonnullDomain
}

/** `remote_connect_list_defined_domains_args` of the wire. */
export interface RemoteConnectListDefinedDomainsArgs {
  readonly maxnames: number
}

/** `remote_connect_list_defined_domains_ret` of the wire. */
export interface RemoteConnectListDefinedDomainsRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_connect_num_of_defined_domains_ret` of the wire. */
export interface RemoteConnectNumOfDefinedDomainsRet {
  readonly num: number
}

/** `remote_domain_create_args` of the wire. */
export interface RemoteDomainCreateArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_create_with_flags_args` of the wire. */
export interface RemoteDomainCreateWithFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_create_with_flags_ret` of the wire. */
export interface RemoteDomainCreateWithFlagsRet {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_create_with_files_args` of the wire. */
export interface RemoteDomainCreateWithFilesArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_create_with_files_ret` of the wire. */
export interface RemoteDomainCreateWithFilesRet {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_define_xml_args` of the wire. */
export interface RemoteDomainDefineXmlArgs {
  readonly xml: RemoteNonnullString
}

/** `remote_domain_define_xml_ret` of the wire. */
export interface RemoteDomainDefineXmlRet {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_define_xml_flags_args` of the wire. */
export interface RemoteDomainDefineXmlFlagsArgs {
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_define_xml_flags_ret` of the wire. */
export interface RemoteDomainDefineXmlFlagsRet {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_undefine_args` of the wire. */
export interface RemoteDomainUndefineArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_undefine_flags_args` of the wire. */
export interface RemoteDomainUndefineFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_inject_nmi_args` of the wire. */
export interface RemoteDomainInjectNmiArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_send_key_args` of the wire. */
export interface RemoteDomainSendKeyArgs {
  readonly dom: RemoteNonnullDomain
  readonly codeset: number
  readonly holdtime: number
  readonly keycodes: ReadonlyArray<number>
  readonly flags: number
}

/** `remote_domain_send_process_signal_args` of the wire. */
export interface RemoteDomainSendProcessSignalArgs {
  readonly dom: RemoteNonnullDomain
  readonly pid_value: bigint
  readonly signum: number
  readonly flags: number
}

/** `remote_domain_set_vcpus_args` of the wire. */
export interface RemoteDomainSetVcpusArgs {
  readonly dom: RemoteNonnullDomain
  readonly nvcpus: number
}

/** `remote_domain_set_vcpus_flags_args` of the wire. */
export interface RemoteDomainSetVcpusFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly nvcpus: number
  readonly flags: number
}

/** `remote_domain_get_vcpus_flags_args` of the wire. */
export interface RemoteDomainGetVcpusFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_vcpus_flags_ret` of the wire. */
export interface RemoteDomainGetVcpusFlagsRet {
  readonly num: number
}

/** `remote_domain_pin_vcpu_args` of the wire. */
export interface RemoteDomainPinVcpuArgs {
  readonly dom: RemoteNonnullDomain
  readonly vcpu: number
  readonly cpumap: Uint8Array
}

/** `remote_domain_pin_vcpu_flags_args` of the wire. */
export interface RemoteDomainPinVcpuFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly vcpu: number
  readonly cpumap: Uint8Array
  readonly flags: number
}

/** `remote_domain_get_vcpu_pin_info_args` of the wire. */
export interface RemoteDomainGetVcpuPinInfoArgs {
  readonly dom: RemoteNonnullDomain
  readonly ncpumaps: number
  readonly maplen: number
  readonly flags: number
}

/** `remote_domain_get_vcpu_pin_info_ret` of the wire. */
export interface RemoteDomainGetVcpuPinInfoRet {
  readonly cpumaps: Uint8Array
  readonly num: number
}

/** `remote_domain_pin_emulator_args` of the wire. */
export interface RemoteDomainPinEmulatorArgs {
  readonly dom: RemoteNonnullDomain
  readonly cpumap: Uint8Array
  readonly flags: number
}

/** `remote_domain_get_emulator_pin_info_args` of the wire. */
export interface RemoteDomainGetEmulatorPinInfoArgs {
  readonly dom: RemoteNonnullDomain
  readonly maplen: number
  readonly flags: number
}

/** `remote_domain_get_emulator_pin_info_ret` of the wire. */
export interface RemoteDomainGetEmulatorPinInfoRet {
  readonly cpumaps: Uint8Array
  readonly ret: number
}

/** `remote_domain_get_vcpus_args` of the wire. */
export interface RemoteDomainGetVcpusArgs {
  readonly dom: RemoteNonnullDomain
  readonly maxinfo: number
  readonly maplen: number
}

/** `remote_domain_get_vcpus_ret` of the wire. */
export interface RemoteDomainGetVcpusRet {
  readonly info: ReadonlyArray<RemoteVcpuInfo>
  readonly cpumaps: Uint8Array
}

/** `remote_domain_get_max_vcpus_args` of the wire. */
export interface RemoteDomainGetMaxVcpusArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_get_max_vcpus_ret` of the wire. */
export interface RemoteDomainGetMaxVcpusRet {
  readonly num: number
}

/** `remote_domain_iothread_info` of the wire. */
export interface RemoteDomainIothreadInfo {
  readonly iothread_id: number
  readonly cpumap: Uint8Array
}

/** `remote_domain_get_iothread_info_args` of the wire. */
export interface RemoteDomainGetIothreadInfoArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_iothread_info_ret` of the wire. */
export interface RemoteDomainGetIothreadInfoRet {
  readonly info: ReadonlyArray<RemoteDomainIothreadInfo>
  readonly ret: number
}

/** `remote_domain_pin_iothread_args` of the wire. */
export interface RemoteDomainPinIothreadArgs {
  readonly dom: RemoteNonnullDomain
  readonly iothreads_id: number
  readonly cpumap: Uint8Array
  readonly flags: number
}

/** `remote_domain_add_iothread_args` of the wire. */
export interface RemoteDomainAddIothreadArgs {
  readonly dom: RemoteNonnullDomain
  readonly iothread_id: number
  readonly flags: number
}

/** `remote_domain_del_iothread_args` of the wire. */
export interface RemoteDomainDelIothreadArgs {
  readonly dom: RemoteNonnullDomain
  readonly iothread_id: number
  readonly flags: number
}

/** `remote_domain_set_iothread_params_args` of the wire. */
export interface RemoteDomainSetIothreadParamsArgs {
  readonly dom: RemoteNonnullDomain
  readonly iothread_id: number
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_get_security_label_args` of the wire. */
export interface RemoteDomainGetSecurityLabelArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_get_security_label_ret` of the wire. */
export interface RemoteDomainGetSecurityLabelRet {
  readonly label: Uint8Array
  readonly enforcing: number
}

/** `remote_domain_get_security_label_list_args` of the wire. */
export interface RemoteDomainGetSecurityLabelListArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_get_security_label_list_ret` of the wire. */
export interface RemoteDomainGetSecurityLabelListRet {
  readonly labels: ReadonlyArray<RemoteDomainGetSecurityLabelRet>
  readonly ret: number
}

/** `remote_node_get_security_model_ret` of the wire. */
export interface RemoteNodeGetSecurityModelRet {
  readonly model: Uint8Array
  readonly doi: Uint8Array
}

/** `remote_domain_attach_device_args` of the wire. */
export interface RemoteDomainAttachDeviceArgs {
  readonly dom: RemoteNonnullDomain
  readonly xml: RemoteNonnullString
}

/** `remote_domain_attach_device_flags_args` of the wire. */
export interface RemoteDomainAttachDeviceFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_detach_device_args` of the wire. */
export interface RemoteDomainDetachDeviceArgs {
  readonly dom: RemoteNonnullDomain
  readonly xml: RemoteNonnullString
}

/** `remote_domain_detach_device_flags_args` of the wire. */
export interface RemoteDomainDetachDeviceFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_update_device_flags_args` of the wire. */
export interface RemoteDomainUpdateDeviceFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_detach_device_alias_args` of the wire. */
export interface RemoteDomainDetachDeviceAliasArgs {
  readonly dom: RemoteNonnullDomain
  readonly alias: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_get_autostart_args` of the wire. */
export interface RemoteDomainGetAutostartArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_get_autostart_ret` of the wire. */
export interface RemoteDomainGetAutostartRet {
  readonly autostart: number
}

/** `remote_domain_set_autostart_args` of the wire. */
export interface RemoteDomainSetAutostartArgs {
  readonly dom: RemoteNonnullDomain
  readonly autostart: number
}

/** `remote_domain_set_metadata_args` of the wire. */
export interface RemoteDomainSetMetadataArgs {
  readonly dom: RemoteNonnullDomain
  readonly type: number
  readonly metadata: RemoteString
  readonly key: RemoteString
  readonly uri: RemoteString
  readonly flags: number
}

/** `remote_domain_get_metadata_args` of the wire. */
export interface RemoteDomainGetMetadataArgs {
  readonly dom: RemoteNonnullDomain
  readonly type: number
  readonly uri: RemoteString
  readonly flags: number
}

/** `remote_domain_get_metadata_ret` of the wire. */
export interface RemoteDomainGetMetadataRet {
  readonly metadata: RemoteNonnullString
}

/** `remote_domain_block_job_abort_args` of the wire. */
export interface RemoteDomainBlockJobAbortArgs {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_get_block_job_info_args` of the wire. */
export interface RemoteDomainGetBlockJobInfoArgs {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_get_block_job_info_ret` of the wire. */
export interface RemoteDomainGetBlockJobInfoRet {
  readonly found: number
  readonly type: number
  readonly bandwidth: bigint
  readonly cur: bigint
  readonly end: bigint
}

/** `remote_domain_block_job_set_speed_args` of the wire. */
export interface RemoteDomainBlockJobSetSpeedArgs {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
  readonly bandwidth: bigint
  readonly flags: number
}

/** `remote_domain_block_pull_args` of the wire. */
export interface RemoteDomainBlockPullArgs {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
  readonly bandwidth: bigint
  readonly flags: number
}

/** `remote_domain_block_rebase_args` of the wire. */
export interface RemoteDomainBlockRebaseArgs {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
  readonly base: RemoteString
  readonly bandwidth: bigint
  readonly flags: number
}

/** `remote_domain_block_copy_args` of the wire. */
export interface RemoteDomainBlockCopyArgs {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
  readonly destxml: RemoteNonnullString
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_block_commit_args` of the wire. */
export interface RemoteDomainBlockCommitArgs {
  readonly dom: RemoteNonnullDomain
  readonly disk: RemoteNonnullString
  readonly base: RemoteString
  readonly top: RemoteString
  readonly bandwidth: bigint
  readonly flags: number
}

/** `remote_domain_set_block_io_tune_args` of the wire. */
export interface RemoteDomainSetBlockIoTuneArgs {
  readonly dom: RemoteNonnullDomain
  readonly disk: RemoteNonnullString
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_get_block_io_tune_args` of the wire. */
export interface RemoteDomainGetBlockIoTuneArgs {
  readonly dom: RemoteNonnullDomain
  readonly disk: RemoteString
  readonly nparams: number
  readonly flags: number
}

/** `remote_domain_get_block_io_tune_ret` of the wire. */
export interface RemoteDomainGetBlockIoTuneRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly nparams: number
}

/** `remote_domain_set_throttle_group_args` of the wire. */
export interface RemoteDomainSetThrottleGroupArgs {
  readonly dom: RemoteNonnullDomain
  readonly group: RemoteNonnullString
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_del_throttle_group_args` of the wire. */
export interface RemoteDomainDelThrottleGroupArgs {
  readonly dom: RemoteNonnullDomain
  readonly group: RemoteString
  readonly flags: number
}

/** `remote_domain_get_cpu_stats_args` of the wire. */
export interface RemoteDomainGetCpuStatsArgs {
  readonly dom: RemoteNonnullDomain
  readonly nparams: number
  readonly start_cpu: number
  readonly ncpus: number
  readonly flags: number
}

/** `remote_domain_get_cpu_stats_ret` of the wire. */
export interface RemoteDomainGetCpuStatsRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly nparams: number
}

/** `remote_domain_get_hostname_args` of the wire. */
export interface RemoteDomainGetHostnameArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_hostname_ret` of the wire. */
export interface RemoteDomainGetHostnameRet {
  readonly hostname: RemoteNonnullString
}

/** `remote_connect_num_of_networks_ret` of the wire. */
export interface RemoteConnectNumOfNetworksRet {
  readonly num: number
}

/** `remote_connect_list_networks_args` of the wire. */
export interface RemoteConnectListNetworksArgs {
  readonly maxnames: number
}

/** `remote_connect_list_networks_ret` of the wire. */
export interface RemoteConnectListNetworksRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_connect_num_of_defined_networks_ret` of the wire. */
export interface RemoteConnectNumOfDefinedNetworksRet {
  readonly num: number
}

/** `remote_connect_list_defined_networks_args` of the wire. */
export interface RemoteConnectListDefinedNetworksArgs {
  readonly maxnames: number
}

/** `remote_connect_list_defined_networks_ret` of the wire. */
export interface RemoteConnectListDefinedNetworksRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_network_lookup_by_uuid_args` of the wire. */
export interface RemoteNetworkLookupByUuidArgs {
  readonly uuid: RemoteUuid
}

/** `remote_network_lookup_by_uuid_ret` of the wire. */
export interface RemoteNetworkLookupByUuidRet {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_lookup_by_name_args` of the wire. */
export interface RemoteNetworkLookupByNameArgs {
  readonly name: RemoteNonnullString
}

/** `remote_network_lookup_by_name_ret` of the wire. */
export interface RemoteNetworkLookupByNameRet {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_create_xml_args` of the wire. */
export interface RemoteNetworkCreateXmlArgs {
  readonly xml: RemoteNonnullString
}

/** `remote_network_create_xml_ret` of the wire. */
export interface RemoteNetworkCreateXmlRet {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_create_xml_flags_args` of the wire. */
export interface RemoteNetworkCreateXmlFlagsArgs {
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_network_create_xml_flags_ret` of the wire. */
export interface RemoteNetworkCreateXmlFlagsRet {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_define_xml_args` of the wire. */
export interface RemoteNetworkDefineXmlArgs {
  readonly xml: RemoteNonnullString
}

/** `remote_network_define_xml_ret` of the wire. */
export interface RemoteNetworkDefineXmlRet {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_define_xml_flags_args` of the wire. */
export interface RemoteNetworkDefineXmlFlagsArgs {
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_network_define_xml_flags_ret` of the wire. */
export interface RemoteNetworkDefineXmlFlagsRet {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_undefine_args` of the wire. */
export interface RemoteNetworkUndefineArgs {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_update_args` of the wire. */
export interface RemoteNetworkUpdateArgs {
  readonly net: RemoteNonnullNetwork
  readonly command: number
  readonly section: number
  readonly parentIndex: number
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_network_create_args` of the wire. */
export interface RemoteNetworkCreateArgs {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_destroy_args` of the wire. */
export interface RemoteNetworkDestroyArgs {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_get_xml_desc_args` of the wire. */
export interface RemoteNetworkGetXmlDescArgs {
  readonly net: RemoteNonnullNetwork
  readonly flags: number
}

/** `remote_network_get_xml_desc_ret` of the wire. */
export interface RemoteNetworkGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_network_get_bridge_name_args` of the wire. */
export interface RemoteNetworkGetBridgeNameArgs {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_get_bridge_name_ret` of the wire. */
export interface RemoteNetworkGetBridgeNameRet {
  readonly name: RemoteNonnullString
}

/** `remote_network_get_autostart_args` of the wire. */
export interface RemoteNetworkGetAutostartArgs {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_get_autostart_ret` of the wire. */
export interface RemoteNetworkGetAutostartRet {
  readonly autostart: number
}

/** `remote_network_set_autostart_args` of the wire. */
export interface RemoteNetworkSetAutostartArgs {
  readonly net: RemoteNonnullNetwork
  readonly autostart: number
}

/** `remote_connect_num_of_nwfilters_ret` of the wire. */
export interface RemoteConnectNumOfNwfiltersRet {
  readonly num: number
}

/** `remote_connect_list_nwfilters_args` of the wire. */
export interface RemoteConnectListNwfiltersArgs {
  readonly maxnames: number
}

/** `remote_connect_list_nwfilters_ret` of the wire. */
export interface RemoteConnectListNwfiltersRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_nwfilter_lookup_by_uuid_args` of the wire. */
export interface RemoteNwfilterLookupByUuidArgs {
  readonly uuid: RemoteUuid
}

/** `remote_nwfilter_lookup_by_uuid_ret` of the wire. */
export interface RemoteNwfilterLookupByUuidRet {
  readonly nwfilter: RemoteNonnullNwfilter
}

/** `remote_nwfilter_lookup_by_name_args` of the wire. */
export interface RemoteNwfilterLookupByNameArgs {
  readonly name: RemoteNonnullString
}

/** `remote_nwfilter_lookup_by_name_ret` of the wire. */
export interface RemoteNwfilterLookupByNameRet {
  readonly nwfilter: RemoteNonnullNwfilter
}

/** `remote_nwfilter_define_xml_args` of the wire. */
export interface RemoteNwfilterDefineXmlArgs {
  readonly xml: RemoteNonnullString
}

/** `remote_nwfilter_define_xml_ret` of the wire. */
export interface RemoteNwfilterDefineXmlRet {
  readonly nwfilter: RemoteNonnullNwfilter
}

/** `remote_nwfilter_define_xml_flags_args` of the wire. */
export interface RemoteNwfilterDefineXmlFlagsArgs {
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_nwfilter_define_xml_flags_ret` of the wire. */
export interface RemoteNwfilterDefineXmlFlagsRet {
  readonly nwfilter: RemoteNonnullNwfilter
}

/** `remote_nwfilter_undefine_args` of the wire. */
export interface RemoteNwfilterUndefineArgs {
  readonly nwfilter: RemoteNonnullNwfilter
}

/** `remote_nwfilter_get_xml_desc_args` of the wire. */
export interface RemoteNwfilterGetXmlDescArgs {
  readonly nwfilter: RemoteNonnullNwfilter
  readonly flags: number
}

/** `remote_nwfilter_get_xml_desc_ret` of the wire. */
export interface RemoteNwfilterGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_connect_num_of_interfaces_ret` of the wire. */
export interface RemoteConnectNumOfInterfacesRet {
  readonly num: number
}

/** `remote_connect_list_interfaces_args` of the wire. */
export interface RemoteConnectListInterfacesArgs {
  readonly maxnames: number
}

/** `remote_connect_list_interfaces_ret` of the wire. */
export interface RemoteConnectListInterfacesRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_connect_num_of_defined_interfaces_ret` of the wire. */
export interface RemoteConnectNumOfDefinedInterfacesRet {
  readonly num: number
}

/** `remote_connect_list_defined_interfaces_args` of the wire. */
export interface RemoteConnectListDefinedInterfacesArgs {
  readonly maxnames: number
}

/** `remote_connect_list_defined_interfaces_ret` of the wire. */
export interface RemoteConnectListDefinedInterfacesRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_interface_lookup_by_name_args` of the wire. */
export interface RemoteInterfaceLookupByNameArgs {
  readonly name: RemoteNonnullString
}

/** `remote_interface_lookup_by_name_ret` of the wire. */
export interface RemoteInterfaceLookupByNameRet {
  readonly iface: RemoteNonnullInterface
}

/** `remote_interface_lookup_by_mac_string_args` of the wire. */
export interface RemoteInterfaceLookupByMacStringArgs {
  readonly mac: RemoteNonnullString
}

/** `remote_interface_lookup_by_mac_string_ret` of the wire. */
export interface RemoteInterfaceLookupByMacStringRet {
  readonly iface: RemoteNonnullInterface
}

/** `remote_interface_get_xml_desc_args` of the wire. */
export interface RemoteInterfaceGetXmlDescArgs {
  readonly iface: RemoteNonnullInterface
  readonly flags: number
}

/** `remote_interface_get_xml_desc_ret` of the wire. */
export interface RemoteInterfaceGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_interface_define_xml_args` of the wire. */
export interface RemoteInterfaceDefineXmlArgs {
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_interface_define_xml_ret` of the wire. */
export interface RemoteInterfaceDefineXmlRet {
  readonly iface: RemoteNonnullInterface
}

/** `remote_interface_undefine_args` of the wire. */
export interface RemoteInterfaceUndefineArgs {
  readonly iface: RemoteNonnullInterface
}

/** `remote_interface_create_args` of the wire. */
export interface RemoteInterfaceCreateArgs {
  readonly iface: RemoteNonnullInterface
  readonly flags: number
}

/** `remote_interface_destroy_args` of the wire. */
export interface RemoteInterfaceDestroyArgs {
  readonly iface: RemoteNonnullInterface
  readonly flags: number
}

/** `remote_interface_change_begin_args` of the wire. */
export interface RemoteInterfaceChangeBeginArgs {
  readonly flags: number
}

/** `remote_interface_change_commit_args` of the wire. */
export interface RemoteInterfaceChangeCommitArgs {
  readonly flags: number
}

/** `remote_interface_change_rollback_args` of the wire. */
export interface RemoteInterfaceChangeRollbackArgs {
  readonly flags: number
}

/** `remote_auth_list_ret` of the wire. */
export interface RemoteAuthListRet {
  readonly types: ReadonlyArray<RemoteAuthType>
}

/** `remote_auth_sasl_init_ret` of the wire. */
export interface RemoteAuthSaslInitRet {
  readonly mechlist: RemoteNonnullString
}

/** `remote_auth_sasl_start_args` of the wire. */
export interface RemoteAuthSaslStartArgs {
  readonly mech: RemoteNonnullString
  readonly nil: number
  readonly data: Uint8Array
}

/** `remote_auth_sasl_start_ret` of the wire. */
export interface RemoteAuthSaslStartRet {
  readonly complete: number
  readonly nil: number
  readonly data: Uint8Array
}

/** `remote_auth_sasl_step_args` of the wire. */
export interface RemoteAuthSaslStepArgs {
  readonly nil: number
  readonly data: Uint8Array
}

/** `remote_auth_sasl_step_ret` of the wire. */
export interface RemoteAuthSaslStepRet {
  readonly complete: number
  readonly nil: number
  readonly data: Uint8Array
}

/** `remote_auth_polkit_ret` of the wire. */
export interface RemoteAuthPolkitRet {
  readonly complete: number
}

/** `remote_connect_num_of_storage_pools_ret` of the wire. */
export interface RemoteConnectNumOfStoragePoolsRet {
  readonly num: number
}

/** `remote_connect_list_storage_pools_args` of the wire. */
export interface RemoteConnectListStoragePoolsArgs {
  readonly maxnames: number
}

/** `remote_connect_list_storage_pools_ret` of the wire. */
export interface RemoteConnectListStoragePoolsRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_connect_num_of_defined_storage_pools_ret` of the wire. */
export interface RemoteConnectNumOfDefinedStoragePoolsRet {
  readonly num: number
}

/** `remote_connect_list_defined_storage_pools_args` of the wire. */
export interface RemoteConnectListDefinedStoragePoolsArgs {
  readonly maxnames: number
}

/** `remote_connect_list_defined_storage_pools_ret` of the wire. */
export interface RemoteConnectListDefinedStoragePoolsRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_connect_find_storage_pool_sources_args` of the wire. */
export interface RemoteConnectFindStoragePoolSourcesArgs {
  readonly type: RemoteNonnullString
  readonly srcSpec: RemoteString
  readonly flags: number
}

/** `remote_connect_find_storage_pool_sources_ret` of the wire. */
export interface RemoteConnectFindStoragePoolSourcesRet {
  readonly xml: RemoteNonnullString
}

/** `remote_storage_pool_lookup_by_uuid_args` of the wire. */
export interface RemoteStoragePoolLookupByUuidArgs {
  readonly uuid: RemoteUuid
}

/** `remote_storage_pool_lookup_by_uuid_ret` of the wire. */
export interface RemoteStoragePoolLookupByUuidRet {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_lookup_by_name_args` of the wire. */
export interface RemoteStoragePoolLookupByNameArgs {
  readonly name: RemoteNonnullString
}

/** `remote_storage_pool_lookup_by_name_ret` of the wire. */
export interface RemoteStoragePoolLookupByNameRet {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_lookup_by_volume_args` of the wire. */
export interface RemoteStoragePoolLookupByVolumeArgs {
  readonly vol: RemoteNonnullStorageVol
}

/** `remote_storage_pool_lookup_by_volume_ret` of the wire. */
export interface RemoteStoragePoolLookupByVolumeRet {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_lookup_by_target_path_args` of the wire. */
export interface RemoteStoragePoolLookupByTargetPathArgs {
  readonly path: RemoteNonnullString
}

/** `remote_storage_pool_lookup_by_target_path_ret` of the wire. */
export interface RemoteStoragePoolLookupByTargetPathRet {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_create_xml_args` of the wire. */
export interface RemoteStoragePoolCreateXmlArgs {
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_storage_pool_create_xml_ret` of the wire. */
export interface RemoteStoragePoolCreateXmlRet {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_define_xml_args` of the wire. */
export interface RemoteStoragePoolDefineXmlArgs {
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_storage_pool_define_xml_ret` of the wire. */
export interface RemoteStoragePoolDefineXmlRet {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_build_args` of the wire. */
export interface RemoteStoragePoolBuildArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly flags: number
}

/** `remote_storage_pool_undefine_args` of the wire. */
export interface RemoteStoragePoolUndefineArgs {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_create_args` of the wire. */
export interface RemoteStoragePoolCreateArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly flags: number
}

/** `remote_storage_pool_destroy_args` of the wire. */
export interface RemoteStoragePoolDestroyArgs {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_delete_args` of the wire. */
export interface RemoteStoragePoolDeleteArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly flags: number
}

/** `remote_storage_pool_refresh_args` of the wire. */
export interface RemoteStoragePoolRefreshArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly flags: number
}

/** `remote_storage_pool_get_xml_desc_args` of the wire. */
export interface RemoteStoragePoolGetXmlDescArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly flags: number
}

/** `remote_storage_pool_get_xml_desc_ret` of the wire. */
export interface RemoteStoragePoolGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_storage_pool_get_info_args` of the wire. */
export interface RemoteStoragePoolGetInfoArgs {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_get_info_ret` of the wire. */
export interface RemoteStoragePoolGetInfoRet {
  readonly state: number
  readonly capacity: bigint
  readonly allocation: bigint
  readonly available: bigint
}

/** `remote_storage_pool_get_autostart_args` of the wire. */
export interface RemoteStoragePoolGetAutostartArgs {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_get_autostart_ret` of the wire. */
export interface RemoteStoragePoolGetAutostartRet {
  readonly autostart: number
}

/** `remote_storage_pool_set_autostart_args` of the wire. */
export interface RemoteStoragePoolSetAutostartArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly autostart: number
}

/** `remote_storage_pool_num_of_volumes_args` of the wire. */
export interface RemoteStoragePoolNumOfVolumesArgs {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_num_of_volumes_ret` of the wire. */
export interface RemoteStoragePoolNumOfVolumesRet {
  readonly num: number
}

/** `remote_storage_pool_list_volumes_args` of the wire. */
export interface RemoteStoragePoolListVolumesArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly maxnames: number
}

/** `remote_storage_pool_list_volumes_ret` of the wire. */
export interface RemoteStoragePoolListVolumesRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_storage_vol_lookup_by_name_args` of the wire. */
export interface RemoteStorageVolLookupByNameArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly name: RemoteNonnullString
}

/** `remote_storage_vol_lookup_by_name_ret` of the wire. */
export interface RemoteStorageVolLookupByNameRet {
  readonly vol: RemoteNonnullStorageVol
}

/** `remote_storage_vol_lookup_by_key_args` of the wire. */
export interface RemoteStorageVolLookupByKeyArgs {
  readonly key: RemoteNonnullString
}

/** `remote_storage_vol_lookup_by_key_ret` of the wire. */
export interface RemoteStorageVolLookupByKeyRet {
  readonly vol: RemoteNonnullStorageVol
}

/** `remote_storage_vol_lookup_by_path_args` of the wire. */
export interface RemoteStorageVolLookupByPathArgs {
  readonly path: RemoteNonnullString
}

/** `remote_storage_vol_lookup_by_path_ret` of the wire. */
export interface RemoteStorageVolLookupByPathRet {
  readonly vol: RemoteNonnullStorageVol
}

/** `remote_storage_vol_create_xml_args` of the wire. */
export interface RemoteStorageVolCreateXmlArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_storage_vol_create_xml_ret` of the wire. */
export interface RemoteStorageVolCreateXmlRet {
  readonly vol: RemoteNonnullStorageVol
}

/** `remote_storage_vol_create_xml_from_args` of the wire. */
export interface RemoteStorageVolCreateXmlFromArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly xml: RemoteNonnullString
  readonly clonevol: RemoteNonnullStorageVol
  readonly flags: number
}

/** `remote_storage_vol_create_xml_from_ret` of the wire. */
export interface RemoteStorageVolCreateXmlFromRet {
  readonly vol: RemoteNonnullStorageVol
}

/** `remote_storage_vol_delete_args` of the wire. */
export interface RemoteStorageVolDeleteArgs {
  readonly vol: RemoteNonnullStorageVol
  readonly flags: number
}

/** `remote_storage_vol_wipe_args` of the wire. */
export interface RemoteStorageVolWipeArgs {
  readonly vol: RemoteNonnullStorageVol
  readonly flags: number
}

/** `remote_storage_vol_wipe_pattern_args` of the wire. */
export interface RemoteStorageVolWipePatternArgs {
  readonly vol: RemoteNonnullStorageVol
  readonly algorithm: number
  readonly flags: number
}

/** `remote_storage_vol_get_xml_desc_args` of the wire. */
export interface RemoteStorageVolGetXmlDescArgs {
  readonly vol: RemoteNonnullStorageVol
  readonly flags: number
}

/** `remote_storage_vol_get_xml_desc_ret` of the wire. */
export interface RemoteStorageVolGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_storage_vol_get_info_args` of the wire. */
export interface RemoteStorageVolGetInfoArgs {
  readonly vol: RemoteNonnullStorageVol
}

/** `remote_storage_vol_get_info_ret` of the wire. */
export interface RemoteStorageVolGetInfoRet {
  readonly type: number
  readonly capacity: bigint
  readonly allocation: bigint
}

/** `remote_storage_vol_get_info_flags_args` of the wire. */
export interface RemoteStorageVolGetInfoFlagsArgs {
  readonly vol: RemoteNonnullStorageVol
  readonly flags: number
}

/** `remote_storage_vol_get_info_flags_ret` of the wire. */
export interface RemoteStorageVolGetInfoFlagsRet {
  readonly type: number
  readonly capacity: bigint
  readonly allocation: bigint
}

/** `remote_storage_vol_get_path_args` of the wire. */
export interface RemoteStorageVolGetPathArgs {
  readonly vol: RemoteNonnullStorageVol
}

/** `remote_storage_vol_get_path_ret` of the wire. */
export interface RemoteStorageVolGetPathRet {
  readonly name: RemoteNonnullString
}

/** `remote_storage_vol_resize_args` of the wire. */
export interface RemoteStorageVolResizeArgs {
  readonly vol: RemoteNonnullStorageVol
  readonly capacity: bigint
  readonly flags: number
}

/** `remote_node_num_of_devices_args` of the wire. */
export interface RemoteNodeNumOfDevicesArgs {
  readonly cap: RemoteString
  readonly flags: number
}

/** `remote_node_num_of_devices_ret` of the wire. */
export interface RemoteNodeNumOfDevicesRet {
  readonly num: number
}

/** `remote_node_list_devices_args` of the wire. */
export interface RemoteNodeListDevicesArgs {
  readonly cap: RemoteString
  readonly maxnames: number
  readonly flags: number
}

/** `remote_node_list_devices_ret` of the wire. */
export interface RemoteNodeListDevicesRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_node_device_lookup_by_name_args` of the wire. */
export interface RemoteNodeDeviceLookupByNameArgs {
  readonly name: RemoteNonnullString
}

/** `remote_node_device_lookup_by_name_ret` of the wire. */
export interface RemoteNodeDeviceLookupByNameRet {
  readonly dev: RemoteNonnullNodeDevice
}

/** `remote_node_device_lookup_scsi_host_by_wwn_args` of the wire. */
export interface RemoteNodeDeviceLookupScsiHostByWwnArgs {
  readonly wwnn: RemoteNonnullString
  readonly wwpn: RemoteNonnullString
  readonly flags: number
}

/** `remote_node_device_lookup_scsi_host_by_wwn_ret` of the wire. */
export interface RemoteNodeDeviceLookupScsiHostByWwnRet {
  readonly dev: RemoteNonnullNodeDevice
}

/** `remote_node_device_get_xml_desc_args` of the wire. */
export interface RemoteNodeDeviceGetXmlDescArgs {
  readonly name: RemoteNonnullString
  readonly flags: number
}

/** `remote_node_device_get_xml_desc_ret` of the wire. */
export interface RemoteNodeDeviceGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_node_device_get_parent_args` of the wire. */
export interface RemoteNodeDeviceGetParentArgs {
  readonly name: RemoteNonnullString
}

/** `remote_node_device_get_parent_ret` of the wire. */
export interface RemoteNodeDeviceGetParentRet {
  readonly parentName: RemoteString
}

/** `remote_node_device_num_of_caps_args` of the wire. */
export interface RemoteNodeDeviceNumOfCapsArgs {
  readonly name: RemoteNonnullString
}

/** `remote_node_device_num_of_caps_ret` of the wire. */
export interface RemoteNodeDeviceNumOfCapsRet {
  readonly num: number
}

/** `remote_node_device_list_caps_args` of the wire. */
export interface RemoteNodeDeviceListCapsArgs {
  readonly name: RemoteNonnullString
  readonly maxnames: number
}

/** `remote_node_device_list_caps_ret` of the wire. */
export interface RemoteNodeDeviceListCapsRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_node_device_dettach_args` of the wire. */
export interface RemoteNodeDeviceDettachArgs {
  readonly name: RemoteNonnullString
}

/** `remote_node_device_detach_flags_args` of the wire. */
export interface RemoteNodeDeviceDetachFlagsArgs {
  readonly name: RemoteNonnullString
  readonly driverName: RemoteString
  readonly flags: number
}

/** `remote_node_device_re_attach_args` of the wire. */
export interface RemoteNodeDeviceReAttachArgs {
  readonly name: RemoteNonnullString
}

/** `remote_node_device_reset_args` of the wire. */
export interface RemoteNodeDeviceResetArgs {
  readonly name: RemoteNonnullString
}

/** `remote_node_device_create_xml_args` of the wire. */
export interface RemoteNodeDeviceCreateXmlArgs {
  readonly xml_desc: RemoteNonnullString
  readonly flags: number
}

/** `remote_node_device_create_xml_ret` of the wire. */
export interface RemoteNodeDeviceCreateXmlRet {
  readonly dev: RemoteNonnullNodeDevice
}

/** `remote_node_device_destroy_args` of the wire. */
export interface RemoteNodeDeviceDestroyArgs {
  readonly name: RemoteNonnullString
}

/** `remote_node_device_define_xml_args` of the wire. */
export interface RemoteNodeDeviceDefineXmlArgs {
  readonly xml_desc: RemoteNonnullString
  readonly flags: number
}

/** `remote_node_device_define_xml_ret` of the wire. */
export interface RemoteNodeDeviceDefineXmlRet {
  readonly dev: RemoteNonnullNodeDevice
}

/** `remote_node_device_undefine_args` of the wire. */
export interface RemoteNodeDeviceUndefineArgs {
  readonly name: RemoteNonnullString
  readonly flags: number
}

/** `remote_node_device_create_args` of the wire. */
export interface RemoteNodeDeviceCreateArgs {
  readonly name: RemoteNonnullString
  readonly flags: number
}

/** `remote_node_device_get_autostart_args` of the wire. */
export interface RemoteNodeDeviceGetAutostartArgs {
  readonly name: RemoteNonnullString
}

/** `remote_node_device_get_autostart_ret` of the wire. */
export interface RemoteNodeDeviceGetAutostartRet {
  readonly autostart: number
}

/** `remote_node_device_set_autostart_args` of the wire. */
export interface RemoteNodeDeviceSetAutostartArgs {
  readonly name: RemoteNonnullString
  readonly autostart: number
}

/** `remote_node_device_is_persistent_args` of the wire. */
export interface RemoteNodeDeviceIsPersistentArgs {
  readonly name: RemoteNonnullString
}

/** `remote_node_device_is_persistent_ret` of the wire. */
export interface RemoteNodeDeviceIsPersistentRet {
  readonly persistent: number
}

/** `remote_node_device_is_active_args` of the wire. */
export interface RemoteNodeDeviceIsActiveArgs {
  readonly name: RemoteNonnullString
}

/** `remote_node_device_is_active_ret` of the wire. */
export interface RemoteNodeDeviceIsActiveRet {
  readonly active: number
}

/** `remote_node_device_update_args` of the wire. */
export interface RemoteNodeDeviceUpdateArgs {
  readonly name: RemoteNonnullString
  readonly xml_desc: RemoteNonnullString
  readonly flags: number
}

/** `remote_connect_domain_event_register_ret` of the wire. */
export interface RemoteConnectDomainEventRegisterRet {
  readonly cb_registered: number
}

/** `remote_connect_domain_event_deregister_ret` of the wire. */
export interface RemoteConnectDomainEventDeregisterRet {
  readonly cb_registered: number
}

/** `remote_domain_event_lifecycle_msg` of the wire. */
export interface RemoteDomainEventLifecycleMsg {
  readonly dom: RemoteNonnullDomain
  readonly event: number
  readonly detail: number
}

/** `remote_domain_event_callback_lifecycle_msg` of the wire. */
export interface RemoteDomainEventCallbackLifecycleMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventLifecycleMsg
}

/** `remote_connect_domain_xml_from_native_args` of the wire. */
export interface RemoteConnectDomainXmlFromNativeArgs {
  readonly nativeFormat: RemoteNonnullString
  readonly nativeConfig: RemoteNonnullString
  readonly flags: number
}

/** `remote_connect_domain_xml_from_native_ret` of the wire. */
export interface RemoteConnectDomainXmlFromNativeRet {
  readonly domainXml: RemoteNonnullString
}

/** `remote_connect_domain_xml_to_native_args` of the wire. */
export interface RemoteConnectDomainXmlToNativeArgs {
  readonly nativeFormat: RemoteNonnullString
  readonly domainXml: RemoteNonnullString
  readonly flags: number
}

/** `remote_connect_domain_xml_to_native_ret` of the wire. */
export interface RemoteConnectDomainXmlToNativeRet {
  readonly nativeConfig: RemoteNonnullString
}

/** `remote_connect_num_of_secrets_ret` of the wire. */
export interface RemoteConnectNumOfSecretsRet {
  readonly num: number
}

/** `remote_connect_list_secrets_args` of the wire. */
export interface RemoteConnectListSecretsArgs {
  readonly maxuuids: number
}

/** `remote_connect_list_secrets_ret` of the wire. */
export interface RemoteConnectListSecretsRet {
  readonly uuids: ReadonlyArray<RemoteNonnullString>
}

/** `remote_secret_lookup_by_uuid_args` of the wire. */
export interface RemoteSecretLookupByUuidArgs {
  readonly uuid: RemoteUuid
}

/** `remote_secret_lookup_by_uuid_ret` of the wire. */
export interface RemoteSecretLookupByUuidRet {
  readonly secret: RemoteNonnullSecret
}

/** `remote_secret_define_xml_args` of the wire. */
export interface RemoteSecretDefineXmlArgs {
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_secret_define_xml_ret` of the wire. */
export interface RemoteSecretDefineXmlRet {
  readonly secret: RemoteNonnullSecret
}

/** `remote_secret_get_xml_desc_args` of the wire. */
export interface RemoteSecretGetXmlDescArgs {
  readonly secret: RemoteNonnullSecret
  readonly flags: number
}

/** `remote_secret_get_xml_desc_ret` of the wire. */
export interface RemoteSecretGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_secret_set_value_args` of the wire. */
export interface RemoteSecretSetValueArgs {
  readonly secret: RemoteNonnullSecret
  readonly value: Uint8Array
  readonly flags: number
}

/** `remote_secret_get_value_args` of the wire. */
export interface RemoteSecretGetValueArgs {
  readonly secret: RemoteNonnullSecret
  readonly flags: number
}

/** `remote_secret_get_value_ret` of the wire. */
export interface RemoteSecretGetValueRet {
  readonly value: Uint8Array
}

/** `remote_secret_undefine_args` of the wire. */
export interface RemoteSecretUndefineArgs {
  readonly secret: RemoteNonnullSecret
}

/** `remote_secret_lookup_by_usage_args` of the wire. */
export interface RemoteSecretLookupByUsageArgs {
  readonly usageType: number
  readonly usageID: RemoteNonnullString
}

/** `remote_secret_lookup_by_usage_ret` of the wire. */
export interface RemoteSecretLookupByUsageRet {
  readonly secret: RemoteNonnullSecret
}

/** `remote_domain_migrate_prepare_tunnel_args` of the wire. */
export interface RemoteDomainMigratePrepareTunnelArgs {
  readonly flags: bigint
  readonly dname: RemoteString
  readonly bandwidth: bigint
  readonly dom_xml: RemoteNonnullString
}

/** `remote_connect_is_secure_ret` of the wire. */
export interface RemoteConnectIsSecureRet {
  readonly secure: number
}

/** `remote_domain_is_active_args` of the wire. */
export interface RemoteDomainIsActiveArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_is_active_ret` of the wire. */
export interface RemoteDomainIsActiveRet {
  readonly active: number
}

/** `remote_domain_is_persistent_args` of the wire. */
export interface RemoteDomainIsPersistentArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_is_persistent_ret` of the wire. */
export interface RemoteDomainIsPersistentRet {
  readonly persistent: number
}

/** `remote_domain_is_updated_args` of the wire. */
export interface RemoteDomainIsUpdatedArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_is_updated_ret` of the wire. */
export interface RemoteDomainIsUpdatedRet {
  readonly updated: number
}

/** `remote_network_is_active_args` of the wire. */
export interface RemoteNetworkIsActiveArgs {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_is_active_ret` of the wire. */
export interface RemoteNetworkIsActiveRet {
  readonly active: number
}

/** `remote_network_is_persistent_args` of the wire. */
export interface RemoteNetworkIsPersistentArgs {
  readonly net: RemoteNonnullNetwork
}

/** `remote_network_is_persistent_ret` of the wire. */
export interface RemoteNetworkIsPersistentRet {
  readonly persistent: number
}

/** `remote_storage_pool_is_active_args` of the wire. */
export interface RemoteStoragePoolIsActiveArgs {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_is_active_ret` of the wire. */
export interface RemoteStoragePoolIsActiveRet {
  readonly active: number
}

/** `remote_storage_pool_is_persistent_args` of the wire. */
export interface RemoteStoragePoolIsPersistentArgs {
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_storage_pool_is_persistent_ret` of the wire. */
export interface RemoteStoragePoolIsPersistentRet {
  readonly persistent: number
}

/** `remote_interface_is_active_args` of the wire. */
export interface RemoteInterfaceIsActiveArgs {
  readonly iface: RemoteNonnullInterface
}

/** `remote_interface_is_active_ret` of the wire. */
export interface RemoteInterfaceIsActiveRet {
  readonly active: number
}

/** `remote_connect_compare_cpu_args` of the wire. */
export interface RemoteConnectCompareCpuArgs {
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_connect_compare_cpu_ret` of the wire. */
export interface RemoteConnectCompareCpuRet {
  readonly result: number
}

/** `remote_connect_baseline_cpu_args` of the wire. */
export interface RemoteConnectBaselineCpuArgs {
  readonly xmlCPUs: ReadonlyArray<RemoteNonnullString>
  readonly flags: number
}

/** `remote_connect_baseline_cpu_ret` of the wire. */
export interface RemoteConnectBaselineCpuRet {
  readonly cpu: RemoteNonnullString
}

/** `remote_domain_get_job_info_args` of the wire. */
export interface RemoteDomainGetJobInfoArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_get_job_info_ret` of the wire. */
export interface RemoteDomainGetJobInfoRet {
  readonly type: number
  readonly timeElapsed: bigint
  readonly timeRemaining: bigint
  readonly dataTotal: bigint
  readonly dataProcessed: bigint
  readonly dataRemaining: bigint
  readonly memTotal: bigint
  readonly memProcessed: bigint
  readonly memRemaining: bigint
  readonly fileTotal: bigint
  readonly fileProcessed: bigint
  readonly fileRemaining: bigint
}

/** `remote_domain_get_job_stats_args` of the wire. */
export interface RemoteDomainGetJobStatsArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_job_stats_ret` of the wire. */
export interface RemoteDomainGetJobStatsRet {
  readonly type: number
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_domain_abort_job_args` of the wire. */
export interface RemoteDomainAbortJobArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_abort_job_flags_args` of the wire. */
export interface RemoteDomainAbortJobFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_migrate_get_max_downtime_args` of the wire. */
export interface RemoteDomainMigrateGetMaxDowntimeArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_migrate_get_max_downtime_ret` of the wire. */
export interface RemoteDomainMigrateGetMaxDowntimeRet {
  readonly downtime: bigint
}

/** `remote_domain_migrate_set_max_downtime_args` of the wire. */
export interface RemoteDomainMigrateSetMaxDowntimeArgs {
  readonly dom: RemoteNonnullDomain
  readonly downtime: bigint
  readonly flags: number
}

/** `remote_domain_migrate_get_compression_cache_args` of the wire. */
export interface RemoteDomainMigrateGetCompressionCacheArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_migrate_get_compression_cache_ret` of the wire. */
export interface RemoteDomainMigrateGetCompressionCacheRet {
  readonly cacheSize: bigint
}

/** `remote_domain_migrate_set_compression_cache_args` of the wire. */
export interface RemoteDomainMigrateSetCompressionCacheArgs {
  readonly dom: RemoteNonnullDomain
  readonly cacheSize: bigint
  readonly flags: number
}

/** `remote_domain_migrate_set_max_speed_args` of the wire. */
export interface RemoteDomainMigrateSetMaxSpeedArgs {
  readonly dom: RemoteNonnullDomain
  readonly bandwidth: bigint
  readonly flags: number
}

/** `remote_domain_migrate_get_max_speed_args` of the wire. */
export interface RemoteDomainMigrateGetMaxSpeedArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_migrate_get_max_speed_ret` of the wire. */
export interface RemoteDomainMigrateGetMaxSpeedRet {
  readonly bandwidth: bigint
}

/** `remote_connect_domain_event_register_any_args` of the wire. */
export interface RemoteConnectDomainEventRegisterAnyArgs {
  readonly eventID: number
}

/** `remote_connect_domain_event_deregister_any_args` of the wire. */
export interface RemoteConnectDomainEventDeregisterAnyArgs {
  readonly eventID: number
}

/** `remote_connect_domain_event_callback_register_any_args` of the wire. */
export interface RemoteConnectDomainEventCallbackRegisterAnyArgs {
  readonly eventID: number
  readonly dom: RemoteDomain
}

/** `remote_connect_domain_event_callback_register_any_ret` of the wire. */
export interface RemoteConnectDomainEventCallbackRegisterAnyRet {
  readonly callbackID: number
}

/** `remote_connect_domain_event_callback_deregister_any_args` of the wire. */
export interface RemoteConnectDomainEventCallbackDeregisterAnyArgs {
  readonly callbackID: number
}

/** `remote_domain_event_reboot_msg` of the wire. */
export interface RemoteDomainEventRebootMsg {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_event_callback_reboot_msg` of the wire. */
export interface RemoteDomainEventCallbackRebootMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventRebootMsg
}

/** `remote_domain_event_rtc_change_msg` of the wire. */
export interface RemoteDomainEventRtcChangeMsg {
  readonly dom: RemoteNonnullDomain
  readonly offset: bigint
}

/** `remote_domain_event_callback_rtc_change_msg` of the wire. */
export interface RemoteDomainEventCallbackRtcChangeMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventRtcChangeMsg
}

/** `remote_domain_event_watchdog_msg` of the wire. */
export interface RemoteDomainEventWatchdogMsg {
  readonly dom: RemoteNonnullDomain
  readonly action: number
}

/** `remote_domain_event_callback_watchdog_msg` of the wire. */
export interface RemoteDomainEventCallbackWatchdogMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventWatchdogMsg
}

/** `remote_domain_event_io_error_msg` of the wire. */
export interface RemoteDomainEventIoErrorMsg {
  readonly dom: RemoteNonnullDomain
  readonly srcPath: RemoteNonnullString
  readonly devAlias: RemoteNonnullString
  readonly action: number
}

/** `remote_domain_event_callback_io_error_msg` of the wire. */
export interface RemoteDomainEventCallbackIoErrorMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventIoErrorMsg
}

/** `remote_domain_event_io_error_reason_msg` of the wire. */
export interface RemoteDomainEventIoErrorReasonMsg {
  readonly dom: RemoteNonnullDomain
  readonly srcPath: RemoteNonnullString
  readonly devAlias: RemoteNonnullString
  readonly action: number
  readonly reason: RemoteNonnullString
}

/** `remote_domain_event_callback_io_error_reason_msg` of the wire. */
export interface RemoteDomainEventCallbackIoErrorReasonMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventIoErrorReasonMsg
}

/** `remote_domain_event_graphics_address` of the wire. */
export interface RemoteDomainEventGraphicsAddress {
  readonly family: number
  readonly node: RemoteNonnullString
  readonly service: RemoteNonnullString
}

/** `remote_domain_event_graphics_identity` of the wire. */
export interface RemoteDomainEventGraphicsIdentity {
  readonly type: RemoteNonnullString
  readonly name: RemoteNonnullString
}

/** `remote_domain_event_graphics_msg` of the wire. */
export interface RemoteDomainEventGraphicsMsg {
  readonly dom: RemoteNonnullDomain
  readonly phase: number
  readonly local: RemoteDomainEventGraphicsAddress
  readonly remote: RemoteDomainEventGraphicsAddress
  readonly authScheme: RemoteNonnullString
  readonly subject: ReadonlyArray<RemoteDomainEventGraphicsIdentity>
}

/** `remote_domain_event_callback_graphics_msg` of the wire. */
export interface RemoteDomainEventCallbackGraphicsMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventGraphicsMsg
}

/** `remote_domain_event_block_job_msg` of the wire. */
export interface RemoteDomainEventBlockJobMsg {
  readonly dom: RemoteNonnullDomain
  readonly path: RemoteNonnullString
  readonly type: number
  readonly status: number
}

/** `remote_domain_event_callback_block_job_msg` of the wire. */
export interface RemoteDomainEventCallbackBlockJobMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventBlockJobMsg
}

/** `remote_domain_event_disk_change_msg` of the wire. */
export interface RemoteDomainEventDiskChangeMsg {
  readonly dom: RemoteNonnullDomain
  readonly oldSrcPath: RemoteString
  readonly newSrcPath: RemoteString
  readonly devAlias: RemoteNonnullString
  readonly reason: number
}

/** `remote_domain_event_callback_disk_change_msg` of the wire. */
export interface RemoteDomainEventCallbackDiskChangeMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventDiskChangeMsg
}

/** `remote_domain_event_tray_change_msg` of the wire. */
export interface RemoteDomainEventTrayChangeMsg {
  readonly dom: RemoteNonnullDomain
  readonly devAlias: RemoteNonnullString
  readonly reason: number
}

/** `remote_domain_event_callback_tray_change_msg` of the wire. */
export interface RemoteDomainEventCallbackTrayChangeMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventTrayChangeMsg
}

/** `remote_domain_event_pmwakeup_msg` of the wire. */
export interface RemoteDomainEventPmwakeupMsg {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_event_callback_pmwakeup_msg` of the wire. */
export interface RemoteDomainEventCallbackPmwakeupMsg {
  readonly callbackID: number
  readonly reason: number
  readonly msg: RemoteDomainEventPmwakeupMsg
}

/** `remote_domain_event_pmsuspend_msg` of the wire. */
export interface RemoteDomainEventPmsuspendMsg {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_event_callback_pmsuspend_msg` of the wire. */
export interface RemoteDomainEventCallbackPmsuspendMsg {
  readonly callbackID: number
  readonly reason: number
  readonly msg: RemoteDomainEventPmsuspendMsg
}

/** `remote_domain_event_balloon_change_msg` of the wire. */
export interface RemoteDomainEventBalloonChangeMsg {
  readonly dom: RemoteNonnullDomain
  readonly actual: bigint
}

/** `remote_domain_event_callback_balloon_change_msg` of the wire. */
export interface RemoteDomainEventCallbackBalloonChangeMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventBalloonChangeMsg
}

/** `remote_domain_event_pmsuspend_disk_msg` of the wire. */
export interface RemoteDomainEventPmsuspendDiskMsg {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_event_callback_pmsuspend_disk_msg` of the wire. */
export interface RemoteDomainEventCallbackPmsuspendDiskMsg {
  readonly callbackID: number
  readonly reason: number
  readonly msg: RemoteDomainEventPmsuspendDiskMsg
}

/** `remote_domain_managed_save_args` of the wire. */
export interface RemoteDomainManagedSaveArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_has_managed_save_image_args` of the wire. */
export interface RemoteDomainHasManagedSaveImageArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_has_managed_save_image_ret` of the wire. */
export interface RemoteDomainHasManagedSaveImageRet {
  readonly result: number
}

/** `remote_domain_managed_save_remove_args` of the wire. */
export interface RemoteDomainManagedSaveRemoveArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_managed_save_get_xml_desc_args` of the wire. */
export interface RemoteDomainManagedSaveGetXmlDescArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_managed_save_get_xml_desc_ret` of the wire. */
export interface RemoteDomainManagedSaveGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_domain_managed_save_define_xml_args` of the wire. */
export interface RemoteDomainManagedSaveDefineXmlArgs {
  readonly dom: RemoteNonnullDomain
  readonly dxml: RemoteString
  readonly flags: number
}

/** `remote_domain_snapshot_create_xml_args` of the wire. */
export interface RemoteDomainSnapshotCreateXmlArgs {
  readonly dom: RemoteNonnullDomain
  readonly xml_desc: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_snapshot_create_xml_ret` of the wire. */
export interface RemoteDomainSnapshotCreateXmlRet {
  readonly snap: RemoteNonnullDomainSnapshot
}

/** `remote_domain_snapshot_get_xml_desc_args` of the wire. */
export interface RemoteDomainSnapshotGetXmlDescArgs {
  readonly snap: RemoteNonnullDomainSnapshot
  readonly flags: number
}

/** `remote_domain_snapshot_get_xml_desc_ret` of the wire. */
export interface RemoteDomainSnapshotGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_domain_snapshot_num_args` of the wire. */
export interface RemoteDomainSnapshotNumArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_snapshot_num_ret` of the wire. */
export interface RemoteDomainSnapshotNumRet {
  readonly num: number
}

/** `remote_domain_snapshot_list_names_args` of the wire. */
export interface RemoteDomainSnapshotListNamesArgs {
  readonly dom: RemoteNonnullDomain
  readonly maxnames: number
  readonly flags: number
}

/** `remote_domain_snapshot_list_names_ret` of the wire. */
export interface RemoteDomainSnapshotListNamesRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_domain_list_all_snapshots_args` of the wire. */
export interface RemoteDomainListAllSnapshotsArgs {
  readonly dom: RemoteNonnullDomain
  readonly need_results: number
  readonly flags: number
}

/** `remote_domain_list_all_snapshots_ret` of the wire. */
export interface RemoteDomainListAllSnapshotsRet {
  readonly snapshots: ReadonlyArray<RemoteNonnullDomainSnapshot>
  readonly ret: number
}

/** `remote_domain_snapshot_num_children_args` of the wire. */
export interface RemoteDomainSnapshotNumChildrenArgs {
  readonly snap: RemoteNonnullDomainSnapshot
  readonly flags: number
}

/** `remote_domain_snapshot_num_children_ret` of the wire. */
export interface RemoteDomainSnapshotNumChildrenRet {
  readonly num: number
}

/** `remote_domain_snapshot_list_children_names_args` of the wire. */
export interface RemoteDomainSnapshotListChildrenNamesArgs {
  readonly snap: RemoteNonnullDomainSnapshot
  readonly maxnames: number
  readonly flags: number
}

/** `remote_domain_snapshot_list_children_names_ret` of the wire. */
export interface RemoteDomainSnapshotListChildrenNamesRet {
  readonly names: ReadonlyArray<RemoteNonnullString>
}

/** `remote_domain_snapshot_list_all_children_args` of the wire. */
export interface RemoteDomainSnapshotListAllChildrenArgs {
  readonly snapshot: RemoteNonnullDomainSnapshot
  readonly need_results: number
  readonly flags: number
}

/** `remote_domain_snapshot_list_all_children_ret` of the wire. */
export interface RemoteDomainSnapshotListAllChildrenRet {
  readonly snapshots: ReadonlyArray<RemoteNonnullDomainSnapshot>
  readonly ret: number
}

/** `remote_domain_snapshot_lookup_by_name_args` of the wire. */
export interface RemoteDomainSnapshotLookupByNameArgs {
  readonly dom: RemoteNonnullDomain
  readonly name: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_snapshot_lookup_by_name_ret` of the wire. */
export interface RemoteDomainSnapshotLookupByNameRet {
  readonly snap: RemoteNonnullDomainSnapshot
}

/** `remote_domain_has_current_snapshot_args` of the wire. */
export interface RemoteDomainHasCurrentSnapshotArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_has_current_snapshot_ret` of the wire. */
export interface RemoteDomainHasCurrentSnapshotRet {
  readonly result: number
}

/** `remote_domain_snapshot_get_parent_args` of the wire. */
export interface RemoteDomainSnapshotGetParentArgs {
  readonly snap: RemoteNonnullDomainSnapshot
  readonly flags: number
}

/** `remote_domain_snapshot_get_parent_ret` of the wire. */
export interface RemoteDomainSnapshotGetParentRet {
  readonly snap: RemoteNonnullDomainSnapshot
}

/** `remote_domain_snapshot_current_args` of the wire. */
export interface RemoteDomainSnapshotCurrentArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_snapshot_current_ret` of the wire. */
export interface RemoteDomainSnapshotCurrentRet {
  readonly snap: RemoteNonnullDomainSnapshot
}

/** `remote_domain_snapshot_is_current_args` of the wire. */
export interface RemoteDomainSnapshotIsCurrentArgs {
  readonly snap: RemoteNonnullDomainSnapshot
  readonly flags: number
}

/** `remote_domain_snapshot_is_current_ret` of the wire. */
export interface RemoteDomainSnapshotIsCurrentRet {
  readonly current: number
}

/** `remote_domain_snapshot_has_metadata_args` of the wire. */
export interface RemoteDomainSnapshotHasMetadataArgs {
  readonly snap: RemoteNonnullDomainSnapshot
  readonly flags: number
}

/** `remote_domain_snapshot_has_metadata_ret` of the wire. */
export interface RemoteDomainSnapshotHasMetadataRet {
  readonly metadata: number
}

/** `remote_domain_revert_to_snapshot_args` of the wire. */
export interface RemoteDomainRevertToSnapshotArgs {
  readonly snap: RemoteNonnullDomainSnapshot
  readonly flags: number
}

/** `remote_domain_snapshot_delete_args` of the wire. */
export interface RemoteDomainSnapshotDeleteArgs {
  readonly snap: RemoteNonnullDomainSnapshot
  readonly flags: number
}

/** `remote_domain_open_console_args` of the wire. */
export interface RemoteDomainOpenConsoleArgs {
  readonly dom: RemoteNonnullDomain
  readonly dev_name: RemoteString
  readonly flags: number
}

/** `remote_domain_open_channel_args` of the wire. */
export interface RemoteDomainOpenChannelArgs {
  readonly dom: RemoteNonnullDomain
  readonly name: RemoteString
  readonly flags: number
}

/** `remote_storage_vol_upload_args` of the wire. */
export interface RemoteStorageVolUploadArgs {
  readonly vol: RemoteNonnullStorageVol
  readonly offset: bigint
  readonly length: bigint
  readonly flags: number
}

/** `remote_storage_vol_download_args` of the wire. */
export interface RemoteStorageVolDownloadArgs {
  readonly vol: RemoteNonnullStorageVol
  readonly offset: bigint
  readonly length: bigint
  readonly flags: number
}

/** `remote_domain_get_state_args` of the wire. */
export interface RemoteDomainGetStateArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_state_ret` of the wire. */
export interface RemoteDomainGetStateRet {
  readonly state: number
  readonly reason: number
}

/** `remote_domain_migrate_begin3_args` of the wire. */
export interface RemoteDomainMigrateBegin3Args {
  readonly dom: RemoteNonnullDomain
  readonly xmlin: RemoteString
  readonly flags: bigint
  readonly dname: RemoteString
  readonly bandwidth: bigint
}

/** `remote_domain_migrate_begin3_ret` of the wire. */
export interface RemoteDomainMigrateBegin3Ret {
  readonly cookie_out: Uint8Array
  readonly xml: RemoteNonnullString
}

/** `remote_domain_migrate_prepare3_args` of the wire. */
export interface RemoteDomainMigratePrepare3Args {
  readonly cookie_in: Uint8Array
  readonly uri_in: RemoteString
  readonly flags: bigint
  readonly dname: RemoteString
  readonly bandwidth: bigint
  readonly dom_xml: RemoteNonnullString
}

/** `remote_domain_migrate_prepare3_ret` of the wire. */
export interface RemoteDomainMigratePrepare3Ret {
  readonly cookie_out: Uint8Array
  readonly uri_out: RemoteString
}

/** `remote_domain_migrate_prepare_tunnel3_args` of the wire. */
export interface RemoteDomainMigratePrepareTunnel3Args {
  readonly cookie_in: Uint8Array
  readonly flags: bigint
  readonly dname: RemoteString
  readonly bandwidth: bigint
  readonly dom_xml: RemoteNonnullString
}

/** `remote_domain_migrate_prepare_tunnel3_ret` of the wire. */
export interface RemoteDomainMigratePrepareTunnel3Ret {
  readonly cookie_out: Uint8Array
}

/** `remote_domain_migrate_perform3_args` of the wire. */
export interface RemoteDomainMigratePerform3Args {
  readonly dom: RemoteNonnullDomain
  readonly xmlin: RemoteString
  readonly cookie_in: Uint8Array
  readonly dconnuri: RemoteString
  readonly uri: RemoteString
  readonly flags: bigint
  readonly dname: RemoteString
  readonly bandwidth: bigint
}

/** `remote_domain_migrate_perform3_ret` of the wire. */
export interface RemoteDomainMigratePerform3Ret {
  readonly cookie_out: Uint8Array
}

/** `remote_domain_migrate_finish3_args` of the wire. */
export interface RemoteDomainMigrateFinish3Args {
  readonly dname: RemoteNonnullString
  readonly cookie_in: Uint8Array
  readonly dconnuri: RemoteString
  readonly uri: RemoteString
  readonly flags: bigint
  readonly cancelled: number
}

/** `remote_domain_migrate_finish3_ret` of the wire. */
export interface RemoteDomainMigrateFinish3Ret {
  readonly dom: RemoteNonnullDomain
  readonly cookie_out: Uint8Array
}

/** `remote_domain_migrate_confirm3_args` of the wire. */
export interface RemoteDomainMigrateConfirm3Args {
  readonly dom: RemoteNonnullDomain
  readonly cookie_in: Uint8Array
  readonly flags: bigint
  readonly cancelled: number
}

/** `remote_domain_event_control_error_msg` of the wire. */
export interface RemoteDomainEventControlErrorMsg {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_event_callback_control_error_msg` of the wire. */
export interface RemoteDomainEventCallbackControlErrorMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventControlErrorMsg
}

/** `remote_domain_get_control_info_args` of the wire. */
export interface RemoteDomainGetControlInfoArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_control_info_ret` of the wire. */
export interface RemoteDomainGetControlInfoRet {
  readonly state: number
  readonly details: number
  readonly stateTime: bigint
}

/** `remote_domain_open_graphics_args` of the wire. */
export interface RemoteDomainOpenGraphicsArgs {
  readonly dom: RemoteNonnullDomain
  readonly idx: number
  readonly flags: number
}

/** `remote_domain_open_graphics_fd_args` of the wire. */
export interface RemoteDomainOpenGraphicsFdArgs {
  readonly dom: RemoteNonnullDomain
  readonly idx: number
  readonly flags: number
}

/** `remote_node_suspend_for_duration_args` of the wire. */
export interface RemoteNodeSuspendForDurationArgs {
  readonly target: number
  readonly duration: bigint
  readonly flags: number
}

/** `remote_domain_shutdown_flags_args` of the wire. */
export interface RemoteDomainShutdownFlagsArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_disk_errors_args` of the wire. */
export interface RemoteDomainGetDiskErrorsArgs {
  readonly dom: RemoteNonnullDomain
  readonly maxerrors: number
  readonly flags: number
}

/** `remote_domain_get_disk_errors_ret` of the wire. */
export interface RemoteDomainGetDiskErrorsRet {
  readonly errors: ReadonlyArray<RemoteDomainDiskError>
  readonly nerrors: number
}

/** `remote_connect_list_all_domains_args` of the wire. */
export interface RemoteConnectListAllDomainsArgs {
  readonly need_results: number
  readonly flags: number
}

/** `remote_connect_list_all_domains_ret` of the wire. */
export interface RemoteConnectListAllDomainsRet {
  readonly domains: ReadonlyArray<RemoteNonnullDomain>
  readonly ret: number
}

/** `remote_connect_list_all_storage_pools_args` of the wire. */
export interface RemoteConnectListAllStoragePoolsArgs {
  readonly need_results: number
  readonly flags: number
}

/** `remote_connect_list_all_storage_pools_ret` of the wire. */
export interface RemoteConnectListAllStoragePoolsRet {
  readonly pools: ReadonlyArray<RemoteNonnullStoragePool>
  readonly ret: number
}

/** `remote_storage_pool_list_all_volumes_args` of the wire. */
export interface RemoteStoragePoolListAllVolumesArgs {
  readonly pool: RemoteNonnullStoragePool
  readonly need_results: number
  readonly flags: number
}

/** `remote_storage_pool_list_all_volumes_ret` of the wire. */
export interface RemoteStoragePoolListAllVolumesRet {
  readonly vols: ReadonlyArray<RemoteNonnullStorageVol>
  readonly ret: number
}

/** `remote_connect_list_all_networks_args` of the wire. */
export interface RemoteConnectListAllNetworksArgs {
  readonly need_results: number
  readonly flags: number
}

/** `remote_connect_list_all_networks_ret` of the wire. */
export interface RemoteConnectListAllNetworksRet {
  readonly nets: ReadonlyArray<RemoteNonnullNetwork>
  readonly ret: number
}

/** `remote_connect_list_all_interfaces_args` of the wire. */
export interface RemoteConnectListAllInterfacesArgs {
  readonly need_results: number
  readonly flags: number
}

/** `remote_connect_list_all_interfaces_ret` of the wire. */
export interface RemoteConnectListAllInterfacesRet {
  readonly ifaces: ReadonlyArray<RemoteNonnullInterface>
  readonly ret: number
}

/** `remote_connect_list_all_node_devices_args` of the wire. */
export interface RemoteConnectListAllNodeDevicesArgs {
  readonly need_results: number
  readonly flags: number
}

/** `remote_connect_list_all_node_devices_ret` of the wire. */
export interface RemoteConnectListAllNodeDevicesRet {
  readonly devices: ReadonlyArray<RemoteNonnullNodeDevice>
  readonly ret: number
}

/** `remote_connect_list_all_nwfilters_args` of the wire. */
export interface RemoteConnectListAllNwfiltersArgs {
  readonly need_results: number
  readonly flags: number
}

/** `remote_connect_list_all_nwfilters_ret` of the wire. */
export interface RemoteConnectListAllNwfiltersRet {
  readonly filters: ReadonlyArray<RemoteNonnullNwfilter>
  readonly ret: number
}

/** `remote_connect_list_all_secrets_args` of the wire. */
export interface RemoteConnectListAllSecretsArgs {
  readonly need_results: number
  readonly flags: number
}

/** `remote_connect_list_all_secrets_ret` of the wire. */
export interface RemoteConnectListAllSecretsRet {
  readonly secrets: ReadonlyArray<RemoteNonnullSecret>
  readonly ret: number
}

/** `remote_node_set_memory_parameters_args` of the wire. */
export interface RemoteNodeSetMemoryParametersArgs {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_node_get_memory_parameters_args` of the wire. */
export interface RemoteNodeGetMemoryParametersArgs {
  readonly nparams: number
  readonly flags: number
}

/** `remote_node_get_memory_parameters_ret` of the wire. */
export interface RemoteNodeGetMemoryParametersRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly nparams: number
}

/** `remote_node_get_cpu_map_args` of the wire. */
export interface RemoteNodeGetCpuMapArgs {
  readonly need_map: number
  readonly need_online: number
  readonly flags: number
}

/** `remote_node_get_cpu_map_ret` of the wire. */
export interface RemoteNodeGetCpuMapRet {
  readonly cpumap: Uint8Array
  readonly online: number
  readonly ret: number
}

/** `remote_domain_fstrim_args` of the wire. */
export interface RemoteDomainFstrimArgs {
  readonly dom: RemoteNonnullDomain
  readonly mountPoint: RemoteString
  readonly minimum: bigint
  readonly flags: number
}

/** `remote_domain_get_time_args` of the wire. */
export interface RemoteDomainGetTimeArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_time_ret` of the wire. */
export interface RemoteDomainGetTimeRet {
  readonly seconds: bigint
  readonly nseconds: number
}

/** `remote_domain_set_time_args` of the wire. */
export interface RemoteDomainSetTimeArgs {
  readonly dom: RemoteNonnullDomain
  readonly seconds: bigint
  readonly nseconds: number
  readonly flags: number
}

/** `remote_domain_migrate_begin3_params_args` of the wire. */
export interface RemoteDomainMigrateBegin3ParamsArgs {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_migrate_begin3_params_ret` of the wire. */
export interface RemoteDomainMigrateBegin3ParamsRet {
  readonly cookie_out: Uint8Array
  readonly xml: RemoteNonnullString
}

/** `remote_domain_migrate_prepare3_params_args` of the wire. */
export interface RemoteDomainMigratePrepare3ParamsArgs {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly cookie_in: Uint8Array
  readonly flags: number
}

/** `remote_domain_migrate_prepare3_params_ret` of the wire. */
export interface RemoteDomainMigratePrepare3ParamsRet {
  readonly cookie_out: Uint8Array
  readonly uri_out: RemoteString
}

/** `remote_domain_migrate_prepare_tunnel3_params_args` of the wire. */
export interface RemoteDomainMigratePrepareTunnel3ParamsArgs {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly cookie_in: Uint8Array
  readonly flags: number
}

/** `remote_domain_migrate_prepare_tunnel3_params_ret` of the wire. */
export interface RemoteDomainMigratePrepareTunnel3ParamsRet {
  readonly cookie_out: Uint8Array
}

/** `remote_domain_migrate_perform3_params_args` of the wire. */
export interface RemoteDomainMigratePerform3ParamsArgs {
  readonly dom: RemoteNonnullDomain
  readonly dconnuri: RemoteString
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly cookie_in: Uint8Array
  readonly flags: number
}

/** `remote_domain_migrate_perform3_params_ret` of the wire. */
export interface RemoteDomainMigratePerform3ParamsRet {
  readonly cookie_out: Uint8Array
}

/** `remote_domain_migrate_finish3_params_args` of the wire. */
export interface RemoteDomainMigrateFinish3ParamsArgs {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly cookie_in: Uint8Array
  readonly flags: number
  readonly cancelled: number
}

/** `remote_domain_migrate_finish3_params_ret` of the wire. */
export interface RemoteDomainMigrateFinish3ParamsRet {
  readonly dom: RemoteNonnullDomain
  readonly cookie_out: Uint8Array
}

/** `remote_domain_migrate_confirm3_params_args` of the wire. */
export interface RemoteDomainMigrateConfirm3ParamsArgs {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly cookie_in: Uint8Array
  readonly flags: number
  readonly cancelled: number
}

/** `remote_domain_event_device_removed_msg` of the wire. */
export interface RemoteDomainEventDeviceRemovedMsg {
  readonly dom: RemoteNonnullDomain
  readonly devAlias: RemoteNonnullString
}

/** `remote_domain_event_callback_device_removed_msg` of the wire. */
export interface RemoteDomainEventCallbackDeviceRemovedMsg {
  readonly callbackID: number
  readonly msg: RemoteDomainEventDeviceRemovedMsg
}

/** `remote_domain_event_block_job_2_msg` of the wire. */
export interface RemoteDomainEventBlockJob2Msg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly dst: RemoteNonnullString
  readonly type: number
  readonly status: number
}

/** `remote_domain_event_block_threshold_msg` of the wire. */
export interface RemoteDomainEventBlockThresholdMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly dev: RemoteNonnullString
  readonly path: RemoteString
  readonly threshold: bigint
  readonly excess: bigint
}

/** `remote_domain_event_callback_tunable_msg` of the wire. */
export interface RemoteDomainEventCallbackTunableMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_domain_event_callback_device_added_msg` of the wire. */
export interface RemoteDomainEventCallbackDeviceAddedMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly devAlias: RemoteNonnullString
}

/** `remote_connect_event_connection_closed_msg` of the wire. */
export interface RemoteConnectEventConnectionClosedMsg {
  readonly reason: number
}

/** `remote_connect_get_cpu_model_names_args` of the wire. */
export interface RemoteConnectGetCpuModelNamesArgs {
  readonly arch: RemoteNonnullString
  readonly need_results: number
  readonly flags: number
}

/** `remote_connect_get_cpu_model_names_ret` of the wire. */
export interface RemoteConnectGetCpuModelNamesRet {
  readonly models: ReadonlyArray<RemoteNonnullString>
  readonly ret: number
}

/** `remote_connect_network_event_register_any_args` of the wire. */
export interface RemoteConnectNetworkEventRegisterAnyArgs {
  readonly eventID: number
  readonly net: RemoteNetwork
}

/** `remote_connect_network_event_register_any_ret` of the wire. */
export interface RemoteConnectNetworkEventRegisterAnyRet {
  readonly callbackID: number
}

/** `remote_connect_network_event_deregister_any_args` of the wire. */
export interface RemoteConnectNetworkEventDeregisterAnyArgs {
  readonly callbackID: number
}

/** `remote_network_event_lifecycle_msg` of the wire. */
export interface RemoteNetworkEventLifecycleMsg {
  readonly callbackID: number
  readonly net: RemoteNonnullNetwork
  readonly event: number
  readonly detail: number
}

/** `remote_network_event_callback_metadata_change_msg` of the wire. */
export interface RemoteNetworkEventCallbackMetadataChangeMsg {
  readonly callbackID: number
  readonly net: RemoteNonnullNetwork
  readonly type: number
  readonly nsuri: RemoteString
}

/** `remote_network_set_metadata_args` of the wire. */
export interface RemoteNetworkSetMetadataArgs {
  readonly network: RemoteNonnullNetwork
  readonly type: number
  readonly metadata: RemoteString
  readonly key: RemoteString
  readonly uri: RemoteString
  readonly flags: number
}

/** `remote_network_get_metadata_args` of the wire. */
export interface RemoteNetworkGetMetadataArgs {
  readonly network: RemoteNonnullNetwork
  readonly type: number
  readonly uri: RemoteString
  readonly flags: number
}

/** `remote_network_get_metadata_ret` of the wire. */
export interface RemoteNetworkGetMetadataRet {
  readonly metadata: RemoteNonnullString
}

/** `remote_connect_storage_pool_event_register_any_args` of the wire. */
export interface RemoteConnectStoragePoolEventRegisterAnyArgs {
  readonly eventID: number
  readonly pool: RemoteStoragePool
}

/** `remote_connect_storage_pool_event_register_any_ret` of the wire. */
export interface RemoteConnectStoragePoolEventRegisterAnyRet {
  readonly callbackID: number
}

/** `remote_connect_storage_pool_event_deregister_any_args` of the wire. */
export interface RemoteConnectStoragePoolEventDeregisterAnyArgs {
  readonly callbackID: number
}

/** `remote_storage_pool_event_lifecycle_msg` of the wire. */
export interface RemoteStoragePoolEventLifecycleMsg {
  readonly callbackID: number
  readonly pool: RemoteNonnullStoragePool
  readonly event: number
  readonly detail: number
}

/** `remote_storage_pool_event_refresh_msg` of the wire. */
export interface RemoteStoragePoolEventRefreshMsg {
  readonly callbackID: number
  readonly pool: RemoteNonnullStoragePool
}

/** `remote_connect_node_device_event_register_any_args` of the wire. */
export interface RemoteConnectNodeDeviceEventRegisterAnyArgs {
  readonly eventID: number
  readonly dev: RemoteNodeDevice
}

/** `remote_connect_node_device_event_register_any_ret` of the wire. */
export interface RemoteConnectNodeDeviceEventRegisterAnyRet {
  readonly callbackID: number
}

/** `remote_connect_node_device_event_deregister_any_args` of the wire. */
export interface RemoteConnectNodeDeviceEventDeregisterAnyArgs {
  readonly callbackID: number
}

/** `remote_node_device_event_lifecycle_msg` of the wire. */
export interface RemoteNodeDeviceEventLifecycleMsg {
  readonly callbackID: number
  readonly dev: RemoteNonnullNodeDevice
  readonly event: number
  readonly detail: number
}

/** `remote_node_device_event_update_msg` of the wire. */
export interface RemoteNodeDeviceEventUpdateMsg {
  readonly callbackID: number
  readonly dev: RemoteNonnullNodeDevice
}

/** `remote_domain_fsfreeze_args` of the wire. */
export interface RemoteDomainFsfreezeArgs {
  readonly dom: RemoteNonnullDomain
  readonly mountpoints: ReadonlyArray<RemoteNonnullString>
  readonly flags: number
}

/** `remote_domain_fsfreeze_ret` of the wire. */
export interface RemoteDomainFsfreezeRet {
  readonly filesystems: number
}

/** `remote_domain_fsthaw_args` of the wire. */
export interface RemoteDomainFsthawArgs {
  readonly dom: RemoteNonnullDomain
  readonly mountpoints: ReadonlyArray<RemoteNonnullString>
  readonly flags: number
}

/** `remote_domain_fsthaw_ret` of the wire. */
export interface RemoteDomainFsthawRet {
  readonly filesystems: number
}

/** `remote_node_get_free_pages_args` of the wire. */
export interface RemoteNodeGetFreePagesArgs {
  readonly pages: ReadonlyArray<number>
  readonly startCell: number
  readonly cellCount: number
  readonly flags: number
}

/** `remote_node_get_free_pages_ret` of the wire. */
export interface RemoteNodeGetFreePagesRet {
  readonly counts: ReadonlyArray<bigint>
}

/** `remote_node_alloc_pages_args` of the wire. */
export interface RemoteNodeAllocPagesArgs {
  readonly pageSizes: ReadonlyArray<number>
  readonly pageCounts: ReadonlyArray<bigint>
  readonly startCell: number
  readonly cellCount: number
  readonly flags: number
}

/** `remote_node_alloc_pages_ret` of the wire. */
export interface RemoteNodeAllocPagesRet {
  readonly ret: number
}

/** `remote_network_dhcp_lease` of the wire. */
export interface RemoteNetworkDhcpLease {
  readonly iface: RemoteNonnullString
  readonly expirytime: bigint
  readonly type: number
  readonly mac: RemoteString
  readonly iaid: RemoteString
  readonly ipaddr: RemoteNonnullString
  readonly prefix: number
  readonly hostname: RemoteString
  readonly clientid: RemoteString
}

/** `remote_network_get_dhcp_leases_args` of the wire. */
export interface RemoteNetworkGetDhcpLeasesArgs {
  readonly net: RemoteNonnullNetwork
  readonly mac: RemoteString
  readonly need_results: number
  readonly flags: number
}

/** `remote_network_get_dhcp_leases_ret` of the wire. */
export interface RemoteNetworkGetDhcpLeasesRet {
  readonly leases: ReadonlyArray<RemoteNetworkDhcpLease>
  readonly ret: number
}

/** `remote_domain_stats_record` of the wire. */
export interface RemoteDomainStatsRecord {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_connect_get_all_domain_stats_args` of the wire. */
export interface RemoteConnectGetAllDomainStatsArgs {
  readonly doms: ReadonlyArray<RemoteNonnullDomain>
  readonly stats: number
  readonly flags: number
}

/** `remote_domain_event_callback_agent_lifecycle_msg` of the wire. */
export interface RemoteDomainEventCallbackAgentLifecycleMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly state: number
  readonly reason: number
}

/** `remote_connect_get_all_domain_stats_ret` of the wire. */
export interface RemoteConnectGetAllDomainStatsRet {
  readonly retStats: ReadonlyArray<RemoteDomainStatsRecord>
}

/** `remote_domain_fsinfo` of the wire. */
export interface RemoteDomainFsinfo {
  readonly mountpoint: RemoteNonnullString
  readonly name: RemoteNonnullString
  readonly fstype: RemoteNonnullString
  readonly dev_aliases: ReadonlyArray<RemoteNonnullString>
}

/** `remote_domain_get_fsinfo_args` of the wire. */
export interface RemoteDomainGetFsinfoArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_fsinfo_ret` of the wire. */
export interface RemoteDomainGetFsinfoRet {
  readonly info: ReadonlyArray<RemoteDomainFsinfo>
  readonly ret: number
}

/** `remote_domain_ip_addr` of the wire. */
export interface RemoteDomainIpAddr {
  readonly type: number
  readonly addr: RemoteNonnullString
  readonly prefix: number
}

/** `remote_domain_interface` of the wire. */
export interface RemoteDomainInterface {
  readonly name: RemoteNonnullString
  readonly hwaddr: RemoteString
  readonly addrs: ReadonlyArray<RemoteDomainIpAddr>
}

/** `remote_domain_interface_addresses_args` of the wire. */
export interface RemoteDomainInterfaceAddressesArgs {
  readonly dom: RemoteNonnullDomain
  readonly source: number
  readonly flags: number
}

/** `remote_domain_interface_addresses_ret` of the wire. */
export interface RemoteDomainInterfaceAddressesRet {
  readonly ifaces: ReadonlyArray<RemoteDomainInterface>
}

/** `remote_domain_set_user_password_args` of the wire. */
export interface RemoteDomainSetUserPasswordArgs {
  readonly dom: RemoteNonnullDomain
  readonly user: RemoteString
  readonly password: RemoteString
  readonly flags: number
}

/** `remote_domain_rename_args` of the wire. */
export interface RemoteDomainRenameArgs {
  readonly dom: RemoteNonnullDomain
  readonly new_name: RemoteString
  readonly flags: number
}

/** `remote_domain_rename_ret` of the wire. */
export interface RemoteDomainRenameRet {
  readonly retcode: number
}

/** `remote_domain_event_callback_migration_iteration_msg` of the wire. */
export interface RemoteDomainEventCallbackMigrationIterationMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly iteration: number
}

/** `remote_domain_event_callback_job_completed_msg` of the wire. */
export interface RemoteDomainEventCallbackJobCompletedMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_domain_migrate_start_post_copy_args` of the wire. */
export interface RemoteDomainMigrateStartPostCopyArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_event_callback_device_removal_failed_msg` of the wire. */
export interface RemoteDomainEventCallbackDeviceRemovalFailedMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly devAlias: RemoteNonnullString
}

/** `remote_domain_get_guest_vcpus_args` of the wire. */
export interface RemoteDomainGetGuestVcpusArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_guest_vcpus_ret` of the wire. */
export interface RemoteDomainGetGuestVcpusRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_domain_set_guest_vcpus_args` of the wire. */
export interface RemoteDomainSetGuestVcpusArgs {
  readonly dom: RemoteNonnullDomain
  readonly cpumap: RemoteNonnullString
  readonly state: number
  readonly flags: number
}

/** `remote_domain_set_vcpu_args` of the wire. */
export interface RemoteDomainSetVcpuArgs {
  readonly dom: RemoteNonnullDomain
  readonly cpumap: RemoteNonnullString
  readonly state: number
  readonly flags: number
}

/** `remote_domain_event_callback_metadata_change_msg` of the wire. */
export interface RemoteDomainEventCallbackMetadataChangeMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly type: number
  readonly nsuri: RemoteString
}

/** `remote_domain_event_memory_failure_msg` of the wire. */
export interface RemoteDomainEventMemoryFailureMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly recipient: number
  readonly action: number
  readonly flags: number
}

/** `remote_connect_secret_event_register_any_args` of the wire. */
export interface RemoteConnectSecretEventRegisterAnyArgs {
  readonly eventID: number
  readonly secret: RemoteSecret
}

/** `remote_connect_secret_event_register_any_ret` of the wire. */
export interface RemoteConnectSecretEventRegisterAnyRet {
  readonly callbackID: number
}

/** `remote_connect_secret_event_deregister_any_args` of the wire. */
export interface RemoteConnectSecretEventDeregisterAnyArgs {
  readonly callbackID: number
}

/** `remote_secret_event_lifecycle_msg` of the wire. */
export interface RemoteSecretEventLifecycleMsg {
  readonly callbackID: number
  readonly secret: RemoteNonnullSecret
  readonly event: number
  readonly detail: number
}

/** `remote_secret_event_value_changed_msg` of the wire. */
export interface RemoteSecretEventValueChangedMsg {
  readonly callbackID: number
  readonly secret: RemoteNonnullSecret
}

/** `remote_domain_set_block_threshold_args` of the wire. */
export interface RemoteDomainSetBlockThresholdArgs {
  readonly dom: RemoteNonnullDomain
  readonly dev: RemoteNonnullString
  readonly threshold: bigint
  readonly flags: number
}

/** `remote_domain_set_lifecycle_action_args` of the wire. */
export interface RemoteDomainSetLifecycleActionArgs {
  readonly dom: RemoteNonnullDomain
  readonly type: number
  readonly action: number
  readonly flags: number
}

/** `remote_connect_compare_hypervisor_cpu_args` of the wire. */
export interface RemoteConnectCompareHypervisorCpuArgs {
  readonly emulator: RemoteString
  readonly arch: RemoteString
  readonly machine: RemoteString
  readonly virttype: RemoteString
  readonly xmlCPU: RemoteNonnullString
  readonly flags: number
}

/** `remote_connect_compare_hypervisor_cpu_ret` of the wire. */
export interface RemoteConnectCompareHypervisorCpuRet {
  readonly result: number
}

/** `remote_connect_baseline_hypervisor_cpu_args` of the wire. */
export interface RemoteConnectBaselineHypervisorCpuArgs {
  readonly emulator: RemoteString
  readonly arch: RemoteString
  readonly machine: RemoteString
  readonly virttype: RemoteString
  readonly xmlCPUs: ReadonlyArray<RemoteNonnullString>
  readonly flags: number
}

/** `remote_connect_baseline_hypervisor_cpu_ret` of the wire. */
export interface RemoteConnectBaselineHypervisorCpuRet {
  readonly cpu: RemoteNonnullString
}

/** `remote_node_get_sev_info_args` of the wire. */
export interface RemoteNodeGetSevInfoArgs {
  readonly nparams: number
  readonly flags: number
}

/** `remote_node_get_sev_info_ret` of the wire. */
export interface RemoteNodeGetSevInfoRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly nparams: number
}

/** `remote_domain_get_launch_security_info_args` of the wire. */
export interface RemoteDomainGetLaunchSecurityInfoArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_launch_security_info_ret` of the wire. */
export interface RemoteDomainGetLaunchSecurityInfoRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_domain_set_launch_security_state_args` of the wire. */
export interface RemoteDomainSetLaunchSecurityStateArgs {
  readonly dom: RemoteNonnullDomain
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_nwfilter_binding_lookup_by_port_dev_args` of the wire. */
export interface RemoteNwfilterBindingLookupByPortDevArgs {
  readonly name: RemoteNonnullString
}

/** `remote_nwfilter_binding_lookup_by_port_dev_ret` of the wire. */
export interface RemoteNwfilterBindingLookupByPortDevRet {
  readonly nwfilter: RemoteNonnullNwfilterBinding
}

/** `remote_nwfilter_binding_create_xml_args` of the wire. */
export interface RemoteNwfilterBindingCreateXmlArgs {
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_nwfilter_binding_create_xml_ret` of the wire. */
export interface RemoteNwfilterBindingCreateXmlRet {
  readonly nwfilter: RemoteNonnullNwfilterBinding
}

/** `remote_nwfilter_binding_delete_args` of the wire. */
export interface RemoteNwfilterBindingDeleteArgs {
  readonly nwfilter: RemoteNonnullNwfilterBinding
}

/** `remote_nwfilter_binding_get_xml_desc_args` of the wire. */
export interface RemoteNwfilterBindingGetXmlDescArgs {
  readonly nwfilter: RemoteNonnullNwfilterBinding
  readonly flags: number
}

/** `remote_nwfilter_binding_get_xml_desc_ret` of the wire. */
export interface RemoteNwfilterBindingGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_connect_list_all_nwfilter_bindings_args` of the wire. */
export interface RemoteConnectListAllNwfilterBindingsArgs {
  readonly need_results: number
  readonly flags: number
}

/** `remote_connect_list_all_nwfilter_bindings_ret` of the wire. */
export interface RemoteConnectListAllNwfilterBindingsRet {
  readonly bindings: ReadonlyArray<RemoteNonnullNwfilterBinding>
  readonly ret: number
}

/** `remote_connect_get_storage_pool_capabilities_args` of the wire. */
export interface RemoteConnectGetStoragePoolCapabilitiesArgs {
  readonly flags: number
}

/** `remote_connect_get_storage_pool_capabilities_ret` of the wire. */
export interface RemoteConnectGetStoragePoolCapabilitiesRet {
  readonly capabilities: RemoteNonnullString
}

/** `remote_network_list_all_ports_args` of the wire. */
export interface RemoteNetworkListAllPortsArgs {
  readonly network: RemoteNonnullNetwork
  readonly need_results: number
  readonly flags: number
}

/** `remote_network_list_all_ports_ret` of the wire. */
export interface RemoteNetworkListAllPortsRet {
  readonly ports: ReadonlyArray<RemoteNonnullNetworkPort>
  readonly ret: number
}

/** `remote_network_port_lookup_by_uuid_args` of the wire. */
export interface RemoteNetworkPortLookupByUuidArgs {
  readonly network: RemoteNonnullNetwork
  readonly uuid: RemoteUuid
}

/** `remote_network_port_lookup_by_uuid_ret` of the wire. */
export interface RemoteNetworkPortLookupByUuidRet {
  readonly port: RemoteNonnullNetworkPort
}

/** `remote_network_port_create_xml_args` of the wire. */
export interface RemoteNetworkPortCreateXmlArgs {
  readonly network: RemoteNonnullNetwork
  readonly xml: RemoteNonnullString
  readonly flags: number
}

/** `remote_network_port_create_xml_ret` of the wire. */
export interface RemoteNetworkPortCreateXmlRet {
  readonly port: RemoteNonnullNetworkPort
}

/** `remote_network_port_set_parameters_args` of the wire. */
export interface RemoteNetworkPortSetParametersArgs {
  readonly port: RemoteNonnullNetworkPort
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_network_port_get_parameters_args` of the wire. */
export interface RemoteNetworkPortGetParametersArgs {
  readonly port: RemoteNonnullNetworkPort
  readonly nparams: number
  readonly flags: number
}

/** `remote_network_port_get_parameters_ret` of the wire. */
export interface RemoteNetworkPortGetParametersRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly nparams: number
}

/** `remote_network_port_get_xml_desc_args` of the wire. */
export interface RemoteNetworkPortGetXmlDescArgs {
  readonly port: RemoteNonnullNetworkPort
  readonly flags: number
}

/** `remote_network_port_get_xml_desc_ret` of the wire. */
export interface RemoteNetworkPortGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_network_port_delete_args` of the wire. */
export interface RemoteNetworkPortDeleteArgs {
  readonly port: RemoteNonnullNetworkPort
  readonly flags: number
}

/** `remote_domain_checkpoint_create_xml_args` of the wire. */
export interface RemoteDomainCheckpointCreateXmlArgs {
  readonly dom: RemoteNonnullDomain
  readonly xml_desc: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_checkpoint_create_xml_ret` of the wire. */
export interface RemoteDomainCheckpointCreateXmlRet {
  readonly checkpoint: RemoteNonnullDomainCheckpoint
}

/** `remote_domain_checkpoint_get_xml_desc_args` of the wire. */
export interface RemoteDomainCheckpointGetXmlDescArgs {
  readonly checkpoint: RemoteNonnullDomainCheckpoint
  readonly flags: number
}

/** `remote_domain_checkpoint_get_xml_desc_ret` of the wire. */
export interface RemoteDomainCheckpointGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_domain_list_all_checkpoints_args` of the wire. */
export interface RemoteDomainListAllCheckpointsArgs {
  readonly dom: RemoteNonnullDomain
  readonly need_results: number
  readonly flags: number
}

/** `remote_domain_list_all_checkpoints_ret` of the wire. */
export interface RemoteDomainListAllCheckpointsRet {
  readonly checkpoints: ReadonlyArray<RemoteNonnullDomainCheckpoint>
  readonly ret: number
}

/** `remote_domain_checkpoint_list_all_children_args` of the wire. */
export interface RemoteDomainCheckpointListAllChildrenArgs {
  readonly checkpoint: RemoteNonnullDomainCheckpoint
  readonly need_results: number
  readonly flags: number
}

/** `remote_domain_checkpoint_list_all_children_ret` of the wire. */
export interface RemoteDomainCheckpointListAllChildrenRet {
  readonly checkpoints: ReadonlyArray<RemoteNonnullDomainCheckpoint>
  readonly ret: number
}

/** `remote_domain_checkpoint_lookup_by_name_args` of the wire. */
export interface RemoteDomainCheckpointLookupByNameArgs {
  readonly dom: RemoteNonnullDomain
  readonly name: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_checkpoint_lookup_by_name_ret` of the wire. */
export interface RemoteDomainCheckpointLookupByNameRet {
  readonly checkpoint: RemoteNonnullDomainCheckpoint
}

/** `remote_domain_checkpoint_get_parent_args` of the wire. */
export interface RemoteDomainCheckpointGetParentArgs {
  readonly checkpoint: RemoteNonnullDomainCheckpoint
  readonly flags: number
}

/** `remote_domain_checkpoint_get_parent_ret` of the wire. */
export interface RemoteDomainCheckpointGetParentRet {
  readonly parent: RemoteNonnullDomainCheckpoint
}

/** `remote_domain_checkpoint_delete_args` of the wire. */
export interface RemoteDomainCheckpointDeleteArgs {
  readonly checkpoint: RemoteNonnullDomainCheckpoint
  readonly flags: number
}

/** `remote_domain_get_guest_info_args` of the wire. */
export interface RemoteDomainGetGuestInfoArgs {
  readonly dom: RemoteNonnullDomain
  readonly types: number
  readonly flags: number
}

/** `remote_domain_get_guest_info_ret` of the wire. */
export interface RemoteDomainGetGuestInfoRet {
  readonly params: ReadonlyArray<RemoteTypedParam>
}

/** `remote_connect_set_identity_args` of the wire. */
export interface RemoteConnectSetIdentityArgs {
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** `remote_domain_agent_set_response_timeout_args` of the wire. */
export interface RemoteDomainAgentSetResponseTimeoutArgs {
  readonly dom: RemoteNonnullDomain
  readonly timeout: number
  readonly flags: number
}

/** `remote_domain_agent_set_response_timeout_ret` of the wire. */
export interface RemoteDomainAgentSetResponseTimeoutRet {
  readonly result: number
}

/** `remote_domain_backup_begin_args` of the wire. */
export interface RemoteDomainBackupBeginArgs {
  readonly dom: RemoteNonnullDomain
  readonly backup_xml: RemoteNonnullString
  readonly checkpoint_xml: RemoteString
  readonly flags: number
}

/** `remote_domain_backup_get_xml_desc_args` of the wire. */
export interface RemoteDomainBackupGetXmlDescArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_backup_get_xml_desc_ret` of the wire. */
export interface RemoteDomainBackupGetXmlDescRet {
  readonly xml: RemoteNonnullString
}

/** `remote_domain_authorized_ssh_keys_get_args` of the wire. */
export interface RemoteDomainAuthorizedSshKeysGetArgs {
  readonly dom: RemoteNonnullDomain
  readonly user: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_authorized_ssh_keys_get_ret` of the wire. */
export interface RemoteDomainAuthorizedSshKeysGetRet {
  readonly keys: ReadonlyArray<RemoteNonnullString>
}

/** `remote_domain_authorized_ssh_keys_set_args` of the wire. */
export interface RemoteDomainAuthorizedSshKeysSetArgs {
  readonly dom: RemoteNonnullDomain
  readonly user: RemoteNonnullString
  readonly keys: ReadonlyArray<RemoteNonnullString>
  readonly flags: number
}

/** `remote_domain_get_messages_args` of the wire. */
export interface RemoteDomainGetMessagesArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** `remote_domain_get_messages_ret` of the wire. */
export interface RemoteDomainGetMessagesRet {
  readonly msgs: ReadonlyArray<RemoteNonnullString>
}

/** `remote_domain_start_dirty_rate_calc_args` of the wire. */
export interface RemoteDomainStartDirtyRateCalcArgs {
  readonly dom: RemoteNonnullDomain
  readonly seconds: number
  readonly flags: number
}

/** `remote_domain_graphics_reload_args` of the wire. */
export interface RemoteDomainGraphicsReloadArgs {
  readonly dom: RemoteNonnullDomain
  readonly type: number
  readonly flags: number
}

/** `remote_domain_event_memory_device_size_change_msg` of the wire. */
export interface RemoteDomainEventMemoryDeviceSizeChangeMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly alias: RemoteNonnullString
  readonly size: bigint
}

/** `remote_domain_fd_associate_args` of the wire. */
export interface RemoteDomainFdAssociateArgs {
  readonly dom: RemoteNonnullDomain
  readonly name: RemoteNonnullString
  readonly flags: number
}

/** `remote_domain_get_autostart_once_args` of the wire. */
export interface RemoteDomainGetAutostartOnceArgs {
  readonly dom: RemoteNonnullDomain
}

/** `remote_domain_get_autostart_once_ret` of the wire. */
export interface RemoteDomainGetAutostartOnceRet {
  readonly autostart: number
}

/** `remote_domain_set_autostart_once_args` of the wire. */
export interface RemoteDomainSetAutostartOnceArgs {
  readonly dom: RemoteNonnullDomain
  readonly autostart: number
}

/** `remote_domain_event_nic_mac_change_msg` of the wire. */
export interface RemoteDomainEventNicMacChangeMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly alias: RemoteNonnullString
  readonly oldMAC: RemoteNonnullString
  readonly newMAC: RemoteNonnullString
}

/** `remote_domain_event_vcpu_removed_msg` of the wire. */
export interface RemoteDomainEventVcpuRemovedMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly vcpuid: number
}

/** `remote_domain_event_callback_channel_lifecycle_msg` of the wire. */
export interface RemoteDomainEventCallbackChannelLifecycleMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly channelName: RemoteNonnullString
  readonly state: number
  readonly reason: number
}

/** `remote_domain_announce_interface_args` of the wire. */
export interface RemoteDomainAnnounceInterfaceArgs {
  readonly dom: RemoteNonnullDomain
  readonly device: RemoteString
  readonly params: ReadonlyArray<RemoteTypedParam>
  readonly flags: number
}

/** Arguments of the calls, by procedure. */
export interface RemoteArgs {
  readonly CONNECT_OPEN: RemoteConnectOpenArgs
  readonly CONNECT_CLOSE: undefined
  readonly CONNECT_GET_TYPE: undefined
  readonly CONNECT_GET_VERSION: undefined
  readonly CONNECT_GET_MAX_VCPUS: RemoteConnectGetMaxVcpusArgs
  readonly NODE_GET_INFO: undefined
  readonly CONNECT_GET_CAPABILITIES: undefined
  readonly DOMAIN_ATTACH_DEVICE: RemoteDomainAttachDeviceArgs
  readonly DOMAIN_CREATE: RemoteDomainCreateArgs
  readonly DOMAIN_CREATE_XML: RemoteDomainCreateXmlArgs
  readonly DOMAIN_DEFINE_XML: RemoteDomainDefineXmlArgs
  readonly DOMAIN_DESTROY: RemoteDomainDestroyArgs
  readonly DOMAIN_DETACH_DEVICE: RemoteDomainDetachDeviceArgs
  readonly DOMAIN_GET_XML_DESC: RemoteDomainGetXmlDescArgs
  readonly DOMAIN_GET_AUTOSTART: RemoteDomainGetAutostartArgs
  readonly DOMAIN_GET_INFO: RemoteDomainGetInfoArgs
  readonly DOMAIN_GET_MAX_MEMORY: RemoteDomainGetMaxMemoryArgs
  readonly DOMAIN_GET_MAX_VCPUS: RemoteDomainGetMaxVcpusArgs
  readonly DOMAIN_GET_OS_TYPE: RemoteDomainGetOsTypeArgs
  readonly DOMAIN_GET_VCPUS: RemoteDomainGetVcpusArgs
  readonly CONNECT_LIST_DEFINED_DOMAINS: RemoteConnectListDefinedDomainsArgs
  readonly DOMAIN_LOOKUP_BY_ID: RemoteDomainLookupByIdArgs
  readonly DOMAIN_LOOKUP_BY_NAME: RemoteDomainLookupByNameArgs
  readonly DOMAIN_LOOKUP_BY_UUID: RemoteDomainLookupByUuidArgs
  readonly CONNECT_NUM_OF_DEFINED_DOMAINS: undefined
  readonly DOMAIN_PIN_VCPU: RemoteDomainPinVcpuArgs
  readonly DOMAIN_REBOOT: RemoteDomainRebootArgs
  readonly DOMAIN_RESUME: RemoteDomainResumeArgs
  readonly DOMAIN_SET_AUTOSTART: RemoteDomainSetAutostartArgs
  readonly DOMAIN_SET_MAX_MEMORY: RemoteDomainSetMaxMemoryArgs
  readonly DOMAIN_SET_MEMORY: RemoteDomainSetMemoryArgs
  readonly DOMAIN_SET_VCPUS: RemoteDomainSetVcpusArgs
  readonly DOMAIN_SHUTDOWN: RemoteDomainShutdownArgs
  readonly DOMAIN_SUSPEND: RemoteDomainSuspendArgs
  readonly DOMAIN_UNDEFINE: RemoteDomainUndefineArgs
  readonly CONNECT_LIST_DEFINED_NETWORKS: RemoteConnectListDefinedNetworksArgs
  readonly CONNECT_LIST_DOMAINS: RemoteConnectListDomainsArgs
  readonly CONNECT_LIST_NETWORKS: RemoteConnectListNetworksArgs
  readonly NETWORK_CREATE: RemoteNetworkCreateArgs
  readonly NETWORK_CREATE_XML: RemoteNetworkCreateXmlArgs
  readonly NETWORK_DEFINE_XML: RemoteNetworkDefineXmlArgs
  readonly NETWORK_DESTROY: RemoteNetworkDestroyArgs
  readonly NETWORK_GET_XML_DESC: RemoteNetworkGetXmlDescArgs
  readonly NETWORK_GET_AUTOSTART: RemoteNetworkGetAutostartArgs
  readonly NETWORK_GET_BRIDGE_NAME: RemoteNetworkGetBridgeNameArgs
  readonly NETWORK_LOOKUP_BY_NAME: RemoteNetworkLookupByNameArgs
  readonly NETWORK_LOOKUP_BY_UUID: RemoteNetworkLookupByUuidArgs
  readonly NETWORK_SET_AUTOSTART: RemoteNetworkSetAutostartArgs
  readonly NETWORK_UNDEFINE: RemoteNetworkUndefineArgs
  readonly CONNECT_NUM_OF_DEFINED_NETWORKS: undefined
  readonly CONNECT_NUM_OF_DOMAINS: undefined
  readonly CONNECT_NUM_OF_NETWORKS: undefined
  readonly DOMAIN_CORE_DUMP: RemoteDomainCoreDumpArgs
  readonly DOMAIN_RESTORE: RemoteDomainRestoreArgs
  readonly DOMAIN_SAVE: RemoteDomainSaveArgs
  readonly DOMAIN_GET_SCHEDULER_TYPE: RemoteDomainGetSchedulerTypeArgs
  readonly DOMAIN_GET_SCHEDULER_PARAMETERS: RemoteDomainGetSchedulerParametersArgs
  readonly DOMAIN_SET_SCHEDULER_PARAMETERS: RemoteDomainSetSchedulerParametersArgs
  readonly CONNECT_GET_HOSTNAME: undefined
  readonly CONNECT_SUPPORTS_FEATURE: RemoteConnectSupportsFeatureArgs
  readonly DOMAIN_MIGRATE_PREPARE: RemoteDomainMigratePrepareArgs
  readonly DOMAIN_MIGRATE_PERFORM: RemoteDomainMigratePerformArgs
  readonly DOMAIN_MIGRATE_FINISH: RemoteDomainMigrateFinishArgs
  readonly DOMAIN_BLOCK_STATS: RemoteDomainBlockStatsArgs
  readonly DOMAIN_INTERFACE_STATS: RemoteDomainInterfaceStatsArgs
  readonly AUTH_LIST: undefined
  readonly AUTH_SASL_INIT: undefined
  readonly AUTH_SASL_START: RemoteAuthSaslStartArgs
  readonly AUTH_SASL_STEP: RemoteAuthSaslStepArgs
  readonly AUTH_POLKIT: undefined
  readonly CONNECT_NUM_OF_STORAGE_POOLS: undefined
  readonly CONNECT_LIST_STORAGE_POOLS: RemoteConnectListStoragePoolsArgs
  readonly CONNECT_NUM_OF_DEFINED_STORAGE_POOLS: undefined
  readonly CONNECT_LIST_DEFINED_STORAGE_POOLS: RemoteConnectListDefinedStoragePoolsArgs
  readonly CONNECT_FIND_STORAGE_POOL_SOURCES: RemoteConnectFindStoragePoolSourcesArgs
  readonly STORAGE_POOL_CREATE_XML: RemoteStoragePoolCreateXmlArgs
  readonly STORAGE_POOL_DEFINE_XML: RemoteStoragePoolDefineXmlArgs
  readonly STORAGE_POOL_CREATE: RemoteStoragePoolCreateArgs
  readonly STORAGE_POOL_BUILD: RemoteStoragePoolBuildArgs
  readonly STORAGE_POOL_DESTROY: RemoteStoragePoolDestroyArgs
  readonly STORAGE_POOL_DELETE: RemoteStoragePoolDeleteArgs
  readonly STORAGE_POOL_UNDEFINE: RemoteStoragePoolUndefineArgs
  readonly STORAGE_POOL_REFRESH: RemoteStoragePoolRefreshArgs
  readonly STORAGE_POOL_LOOKUP_BY_NAME: RemoteStoragePoolLookupByNameArgs
  readonly STORAGE_POOL_LOOKUP_BY_UUID: RemoteStoragePoolLookupByUuidArgs
  readonly STORAGE_POOL_LOOKUP_BY_VOLUME: RemoteStoragePoolLookupByVolumeArgs
  readonly STORAGE_POOL_GET_INFO: RemoteStoragePoolGetInfoArgs
  readonly STORAGE_POOL_GET_XML_DESC: RemoteStoragePoolGetXmlDescArgs
  readonly STORAGE_POOL_GET_AUTOSTART: RemoteStoragePoolGetAutostartArgs
  readonly STORAGE_POOL_SET_AUTOSTART: RemoteStoragePoolSetAutostartArgs
  readonly STORAGE_POOL_NUM_OF_VOLUMES: RemoteStoragePoolNumOfVolumesArgs
  readonly STORAGE_POOL_LIST_VOLUMES: RemoteStoragePoolListVolumesArgs
  readonly STORAGE_VOL_CREATE_XML: RemoteStorageVolCreateXmlArgs
  readonly STORAGE_VOL_DELETE: RemoteStorageVolDeleteArgs
  readonly STORAGE_VOL_LOOKUP_BY_NAME: RemoteStorageVolLookupByNameArgs
  readonly STORAGE_VOL_LOOKUP_BY_KEY: RemoteStorageVolLookupByKeyArgs
  readonly STORAGE_VOL_LOOKUP_BY_PATH: RemoteStorageVolLookupByPathArgs
  readonly STORAGE_VOL_GET_INFO: RemoteStorageVolGetInfoArgs
  readonly STORAGE_VOL_GET_XML_DESC: RemoteStorageVolGetXmlDescArgs
  readonly STORAGE_VOL_GET_PATH: RemoteStorageVolGetPathArgs
  readonly NODE_GET_CELLS_FREE_MEMORY: RemoteNodeGetCellsFreeMemoryArgs
  readonly NODE_GET_FREE_MEMORY: undefined
  readonly DOMAIN_BLOCK_PEEK: RemoteDomainBlockPeekArgs
  readonly DOMAIN_MEMORY_PEEK: RemoteDomainMemoryPeekArgs
  readonly CONNECT_DOMAIN_EVENT_REGISTER: undefined
  readonly CONNECT_DOMAIN_EVENT_DEREGISTER: undefined
  readonly DOMAIN_MIGRATE_PREPARE2: RemoteDomainMigratePrepare2Args
  readonly DOMAIN_MIGRATE_FINISH2: RemoteDomainMigrateFinish2Args
  readonly CONNECT_GET_URI: undefined
  readonly NODE_NUM_OF_DEVICES: RemoteNodeNumOfDevicesArgs
  readonly NODE_LIST_DEVICES: RemoteNodeListDevicesArgs
  readonly NODE_DEVICE_LOOKUP_BY_NAME: RemoteNodeDeviceLookupByNameArgs
  readonly NODE_DEVICE_GET_XML_DESC: RemoteNodeDeviceGetXmlDescArgs
  readonly NODE_DEVICE_GET_PARENT: RemoteNodeDeviceGetParentArgs
  readonly NODE_DEVICE_NUM_OF_CAPS: RemoteNodeDeviceNumOfCapsArgs
  readonly NODE_DEVICE_LIST_CAPS: RemoteNodeDeviceListCapsArgs
  readonly NODE_DEVICE_DETTACH: RemoteNodeDeviceDettachArgs
  readonly NODE_DEVICE_RE_ATTACH: RemoteNodeDeviceReAttachArgs
  readonly NODE_DEVICE_RESET: RemoteNodeDeviceResetArgs
  readonly DOMAIN_GET_SECURITY_LABEL: RemoteDomainGetSecurityLabelArgs
  readonly NODE_GET_SECURITY_MODEL: undefined
  readonly NODE_DEVICE_CREATE_XML: RemoteNodeDeviceCreateXmlArgs
  readonly NODE_DEVICE_DESTROY: RemoteNodeDeviceDestroyArgs
  readonly STORAGE_VOL_CREATE_XML_FROM: RemoteStorageVolCreateXmlFromArgs
  readonly CONNECT_NUM_OF_INTERFACES: undefined
  readonly CONNECT_LIST_INTERFACES: RemoteConnectListInterfacesArgs
  readonly INTERFACE_LOOKUP_BY_NAME: RemoteInterfaceLookupByNameArgs
  readonly INTERFACE_LOOKUP_BY_MAC_STRING: RemoteInterfaceLookupByMacStringArgs
  readonly INTERFACE_GET_XML_DESC: RemoteInterfaceGetXmlDescArgs
  readonly INTERFACE_DEFINE_XML: RemoteInterfaceDefineXmlArgs
  readonly INTERFACE_UNDEFINE: RemoteInterfaceUndefineArgs
  readonly INTERFACE_CREATE: RemoteInterfaceCreateArgs
  readonly INTERFACE_DESTROY: RemoteInterfaceDestroyArgs
  readonly CONNECT_DOMAIN_XML_FROM_NATIVE: RemoteConnectDomainXmlFromNativeArgs
  readonly CONNECT_DOMAIN_XML_TO_NATIVE: RemoteConnectDomainXmlToNativeArgs
  readonly CONNECT_NUM_OF_DEFINED_INTERFACES: undefined
  readonly CONNECT_LIST_DEFINED_INTERFACES: RemoteConnectListDefinedInterfacesArgs
  readonly CONNECT_NUM_OF_SECRETS: undefined
  readonly CONNECT_LIST_SECRETS: RemoteConnectListSecretsArgs
  readonly SECRET_LOOKUP_BY_UUID: RemoteSecretLookupByUuidArgs
  readonly SECRET_DEFINE_XML: RemoteSecretDefineXmlArgs
  readonly SECRET_GET_XML_DESC: RemoteSecretGetXmlDescArgs
  readonly SECRET_SET_VALUE: RemoteSecretSetValueArgs
  readonly SECRET_GET_VALUE: RemoteSecretGetValueArgs
  readonly SECRET_UNDEFINE: RemoteSecretUndefineArgs
  readonly SECRET_LOOKUP_BY_USAGE: RemoteSecretLookupByUsageArgs
  readonly DOMAIN_MIGRATE_PREPARE_TUNNEL: RemoteDomainMigratePrepareTunnelArgs
  readonly CONNECT_IS_SECURE: undefined
  readonly DOMAIN_IS_ACTIVE: RemoteDomainIsActiveArgs
  readonly DOMAIN_IS_PERSISTENT: RemoteDomainIsPersistentArgs
  readonly NETWORK_IS_ACTIVE: RemoteNetworkIsActiveArgs
  readonly NETWORK_IS_PERSISTENT: RemoteNetworkIsPersistentArgs
  readonly STORAGE_POOL_IS_ACTIVE: RemoteStoragePoolIsActiveArgs
  readonly STORAGE_POOL_IS_PERSISTENT: RemoteStoragePoolIsPersistentArgs
  readonly INTERFACE_IS_ACTIVE: RemoteInterfaceIsActiveArgs
  readonly CONNECT_GET_LIB_VERSION: undefined
  readonly CONNECT_COMPARE_CPU: RemoteConnectCompareCpuArgs
  readonly DOMAIN_MEMORY_STATS: RemoteDomainMemoryStatsArgs
  readonly DOMAIN_ATTACH_DEVICE_FLAGS: RemoteDomainAttachDeviceFlagsArgs
  readonly DOMAIN_DETACH_DEVICE_FLAGS: RemoteDomainDetachDeviceFlagsArgs
  readonly CONNECT_BASELINE_CPU: RemoteConnectBaselineCpuArgs
  readonly DOMAIN_GET_JOB_INFO: RemoteDomainGetJobInfoArgs
  readonly DOMAIN_ABORT_JOB: RemoteDomainAbortJobArgs
  readonly STORAGE_VOL_WIPE: RemoteStorageVolWipeArgs
  readonly DOMAIN_MIGRATE_SET_MAX_DOWNTIME: RemoteDomainMigrateSetMaxDowntimeArgs
  readonly CONNECT_DOMAIN_EVENT_REGISTER_ANY: RemoteConnectDomainEventRegisterAnyArgs
  readonly CONNECT_DOMAIN_EVENT_DEREGISTER_ANY: RemoteConnectDomainEventDeregisterAnyArgs
  readonly DOMAIN_UPDATE_DEVICE_FLAGS: RemoteDomainUpdateDeviceFlagsArgs
  readonly NWFILTER_LOOKUP_BY_NAME: RemoteNwfilterLookupByNameArgs
  readonly NWFILTER_LOOKUP_BY_UUID: RemoteNwfilterLookupByUuidArgs
  readonly NWFILTER_GET_XML_DESC: RemoteNwfilterGetXmlDescArgs
  readonly CONNECT_NUM_OF_NWFILTERS: undefined
  readonly CONNECT_LIST_NWFILTERS: RemoteConnectListNwfiltersArgs
  readonly NWFILTER_DEFINE_XML: RemoteNwfilterDefineXmlArgs
  readonly NWFILTER_UNDEFINE: RemoteNwfilterUndefineArgs
  readonly DOMAIN_MANAGED_SAVE: RemoteDomainManagedSaveArgs
  readonly DOMAIN_HAS_MANAGED_SAVE_IMAGE: RemoteDomainHasManagedSaveImageArgs
  readonly DOMAIN_MANAGED_SAVE_REMOVE: RemoteDomainManagedSaveRemoveArgs
  readonly DOMAIN_SNAPSHOT_CREATE_XML: RemoteDomainSnapshotCreateXmlArgs
  readonly DOMAIN_SNAPSHOT_GET_XML_DESC: RemoteDomainSnapshotGetXmlDescArgs
  readonly DOMAIN_SNAPSHOT_NUM: RemoteDomainSnapshotNumArgs
  readonly DOMAIN_SNAPSHOT_LIST_NAMES: RemoteDomainSnapshotListNamesArgs
  readonly DOMAIN_SNAPSHOT_LOOKUP_BY_NAME: RemoteDomainSnapshotLookupByNameArgs
  readonly DOMAIN_HAS_CURRENT_SNAPSHOT: RemoteDomainHasCurrentSnapshotArgs
  readonly DOMAIN_SNAPSHOT_CURRENT: RemoteDomainSnapshotCurrentArgs
  readonly DOMAIN_REVERT_TO_SNAPSHOT: RemoteDomainRevertToSnapshotArgs
  readonly DOMAIN_SNAPSHOT_DELETE: RemoteDomainSnapshotDeleteArgs
  readonly DOMAIN_GET_BLOCK_INFO: RemoteDomainGetBlockInfoArgs
  readonly DOMAIN_CREATE_WITH_FLAGS: RemoteDomainCreateWithFlagsArgs
  readonly DOMAIN_SET_MEMORY_PARAMETERS: RemoteDomainSetMemoryParametersArgs
  readonly DOMAIN_GET_MEMORY_PARAMETERS: RemoteDomainGetMemoryParametersArgs
  readonly DOMAIN_SET_VCPUS_FLAGS: RemoteDomainSetVcpusFlagsArgs
  readonly DOMAIN_GET_VCPUS_FLAGS: RemoteDomainGetVcpusFlagsArgs
  readonly DOMAIN_OPEN_CONSOLE: RemoteDomainOpenConsoleArgs
  readonly DOMAIN_IS_UPDATED: RemoteDomainIsUpdatedArgs
  readonly CONNECT_GET_SYSINFO: RemoteConnectGetSysinfoArgs
  readonly DOMAIN_SET_MEMORY_FLAGS: RemoteDomainSetMemoryFlagsArgs
  readonly DOMAIN_SET_BLKIO_PARAMETERS: RemoteDomainSetBlkioParametersArgs
  readonly DOMAIN_GET_BLKIO_PARAMETERS: RemoteDomainGetBlkioParametersArgs
  readonly DOMAIN_MIGRATE_SET_MAX_SPEED: RemoteDomainMigrateSetMaxSpeedArgs
  readonly STORAGE_VOL_UPLOAD: RemoteStorageVolUploadArgs
  readonly STORAGE_VOL_DOWNLOAD: RemoteStorageVolDownloadArgs
  readonly DOMAIN_INJECT_NMI: RemoteDomainInjectNmiArgs
  readonly DOMAIN_SCREENSHOT: RemoteDomainScreenshotArgs
  readonly DOMAIN_GET_STATE: RemoteDomainGetStateArgs
  readonly DOMAIN_MIGRATE_BEGIN3: RemoteDomainMigrateBegin3Args
  readonly DOMAIN_MIGRATE_PREPARE3: RemoteDomainMigratePrepare3Args
  readonly DOMAIN_MIGRATE_PREPARE_TUNNEL3: RemoteDomainMigratePrepareTunnel3Args
  readonly DOMAIN_MIGRATE_PERFORM3: RemoteDomainMigratePerform3Args
  readonly DOMAIN_MIGRATE_FINISH3: RemoteDomainMigrateFinish3Args
  readonly DOMAIN_MIGRATE_CONFIRM3: RemoteDomainMigrateConfirm3Args
  readonly DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS: RemoteDomainSetSchedulerParametersFlagsArgs
  readonly INTERFACE_CHANGE_BEGIN: RemoteInterfaceChangeBeginArgs
  readonly INTERFACE_CHANGE_COMMIT: RemoteInterfaceChangeCommitArgs
  readonly INTERFACE_CHANGE_ROLLBACK: RemoteInterfaceChangeRollbackArgs
  readonly DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS: RemoteDomainGetSchedulerParametersFlagsArgs
  readonly DOMAIN_PIN_VCPU_FLAGS: RemoteDomainPinVcpuFlagsArgs
  readonly DOMAIN_SEND_KEY: RemoteDomainSendKeyArgs
  readonly NODE_GET_CPU_STATS: RemoteNodeGetCpuStatsArgs
  readonly NODE_GET_MEMORY_STATS: RemoteNodeGetMemoryStatsArgs
  readonly DOMAIN_GET_CONTROL_INFO: RemoteDomainGetControlInfoArgs
  readonly DOMAIN_GET_VCPU_PIN_INFO: RemoteDomainGetVcpuPinInfoArgs
  readonly DOMAIN_UNDEFINE_FLAGS: RemoteDomainUndefineFlagsArgs
  readonly DOMAIN_SAVE_FLAGS: RemoteDomainSaveFlagsArgs
  readonly DOMAIN_RESTORE_FLAGS: RemoteDomainRestoreFlagsArgs
  readonly DOMAIN_DESTROY_FLAGS: RemoteDomainDestroyFlagsArgs
  readonly DOMAIN_SAVE_IMAGE_GET_XML_DESC: RemoteDomainSaveImageGetXmlDescArgs
  readonly DOMAIN_SAVE_IMAGE_DEFINE_XML: RemoteDomainSaveImageDefineXmlArgs
  readonly DOMAIN_BLOCK_JOB_ABORT: RemoteDomainBlockJobAbortArgs
  readonly DOMAIN_GET_BLOCK_JOB_INFO: RemoteDomainGetBlockJobInfoArgs
  readonly DOMAIN_BLOCK_JOB_SET_SPEED: RemoteDomainBlockJobSetSpeedArgs
  readonly DOMAIN_BLOCK_PULL: RemoteDomainBlockPullArgs
  readonly DOMAIN_MIGRATE_GET_MAX_SPEED: RemoteDomainMigrateGetMaxSpeedArgs
  readonly DOMAIN_BLOCK_STATS_FLAGS: RemoteDomainBlockStatsFlagsArgs
  readonly DOMAIN_SNAPSHOT_GET_PARENT: RemoteDomainSnapshotGetParentArgs
  readonly DOMAIN_RESET: RemoteDomainResetArgs
  readonly DOMAIN_SNAPSHOT_NUM_CHILDREN: RemoteDomainSnapshotNumChildrenArgs
  readonly DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES: RemoteDomainSnapshotListChildrenNamesArgs
  readonly DOMAIN_OPEN_GRAPHICS: RemoteDomainOpenGraphicsArgs
  readonly NODE_SUSPEND_FOR_DURATION: RemoteNodeSuspendForDurationArgs
  readonly DOMAIN_BLOCK_RESIZE: RemoteDomainBlockResizeArgs
  readonly DOMAIN_SET_BLOCK_IO_TUNE: RemoteDomainSetBlockIoTuneArgs
  readonly DOMAIN_GET_BLOCK_IO_TUNE: RemoteDomainGetBlockIoTuneArgs
  readonly DOMAIN_SET_NUMA_PARAMETERS: RemoteDomainSetNumaParametersArgs
  readonly DOMAIN_GET_NUMA_PARAMETERS: RemoteDomainGetNumaParametersArgs
  readonly DOMAIN_SET_INTERFACE_PARAMETERS: RemoteDomainSetInterfaceParametersArgs
  readonly DOMAIN_GET_INTERFACE_PARAMETERS: RemoteDomainGetInterfaceParametersArgs
  readonly DOMAIN_SHUTDOWN_FLAGS: RemoteDomainShutdownFlagsArgs
  readonly STORAGE_VOL_WIPE_PATTERN: RemoteStorageVolWipePatternArgs
  readonly STORAGE_VOL_RESIZE: RemoteStorageVolResizeArgs
  readonly DOMAIN_PM_SUSPEND_FOR_DURATION: RemoteDomainPmSuspendForDurationArgs
  readonly DOMAIN_GET_CPU_STATS: RemoteDomainGetCpuStatsArgs
  readonly DOMAIN_GET_DISK_ERRORS: RemoteDomainGetDiskErrorsArgs
  readonly DOMAIN_SET_METADATA: RemoteDomainSetMetadataArgs
  readonly DOMAIN_GET_METADATA: RemoteDomainGetMetadataArgs
  readonly DOMAIN_BLOCK_REBASE: RemoteDomainBlockRebaseArgs
  readonly DOMAIN_PM_WAKEUP: RemoteDomainPmWakeupArgs
  readonly DOMAIN_SNAPSHOT_IS_CURRENT: RemoteDomainSnapshotIsCurrentArgs
  readonly DOMAIN_SNAPSHOT_HAS_METADATA: RemoteDomainSnapshotHasMetadataArgs
  readonly CONNECT_LIST_ALL_DOMAINS: RemoteConnectListAllDomainsArgs
  readonly DOMAIN_LIST_ALL_SNAPSHOTS: RemoteDomainListAllSnapshotsArgs
  readonly DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN: RemoteDomainSnapshotListAllChildrenArgs
  readonly DOMAIN_GET_HOSTNAME: RemoteDomainGetHostnameArgs
  readonly DOMAIN_GET_SECURITY_LABEL_LIST: RemoteDomainGetSecurityLabelListArgs
  readonly DOMAIN_PIN_EMULATOR: RemoteDomainPinEmulatorArgs
  readonly DOMAIN_GET_EMULATOR_PIN_INFO: RemoteDomainGetEmulatorPinInfoArgs
  readonly CONNECT_LIST_ALL_STORAGE_POOLS: RemoteConnectListAllStoragePoolsArgs
  readonly STORAGE_POOL_LIST_ALL_VOLUMES: RemoteStoragePoolListAllVolumesArgs
  readonly CONNECT_LIST_ALL_NETWORKS: RemoteConnectListAllNetworksArgs
  readonly CONNECT_LIST_ALL_INTERFACES: RemoteConnectListAllInterfacesArgs
  readonly CONNECT_LIST_ALL_NODE_DEVICES: RemoteConnectListAllNodeDevicesArgs
  readonly CONNECT_LIST_ALL_NWFILTERS: RemoteConnectListAllNwfiltersArgs
  readonly CONNECT_LIST_ALL_SECRETS: RemoteConnectListAllSecretsArgs
  readonly NODE_SET_MEMORY_PARAMETERS: RemoteNodeSetMemoryParametersArgs
  readonly NODE_GET_MEMORY_PARAMETERS: RemoteNodeGetMemoryParametersArgs
  readonly DOMAIN_BLOCK_COMMIT: RemoteDomainBlockCommitArgs
  readonly NETWORK_UPDATE: RemoteNetworkUpdateArgs
  readonly NODE_GET_CPU_MAP: RemoteNodeGetCpuMapArgs
  readonly DOMAIN_FSTRIM: RemoteDomainFstrimArgs
  readonly DOMAIN_SEND_PROCESS_SIGNAL: RemoteDomainSendProcessSignalArgs
  readonly DOMAIN_OPEN_CHANNEL: RemoteDomainOpenChannelArgs
  readonly NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN: RemoteNodeDeviceLookupScsiHostByWwnArgs
  readonly DOMAIN_GET_JOB_STATS: RemoteDomainGetJobStatsArgs
  readonly DOMAIN_MIGRATE_GET_COMPRESSION_CACHE: RemoteDomainMigrateGetCompressionCacheArgs
  readonly DOMAIN_MIGRATE_SET_COMPRESSION_CACHE: RemoteDomainMigrateSetCompressionCacheArgs
  readonly NODE_DEVICE_DETACH_FLAGS: RemoteNodeDeviceDetachFlagsArgs
  readonly DOMAIN_MIGRATE_BEGIN3_PARAMS: RemoteDomainMigrateBegin3ParamsArgs
  readonly DOMAIN_MIGRATE_PREPARE3_PARAMS: RemoteDomainMigratePrepare3ParamsArgs
  readonly DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS: RemoteDomainMigratePrepareTunnel3ParamsArgs
  readonly DOMAIN_MIGRATE_PERFORM3_PARAMS: RemoteDomainMigratePerform3ParamsArgs
  readonly DOMAIN_MIGRATE_FINISH3_PARAMS: RemoteDomainMigrateFinish3ParamsArgs
  readonly DOMAIN_MIGRATE_CONFIRM3_PARAMS: RemoteDomainMigrateConfirm3ParamsArgs
  readonly DOMAIN_SET_MEMORY_STATS_PERIOD: RemoteDomainSetMemoryStatsPeriodArgs
  readonly DOMAIN_CREATE_XML_WITH_FILES: RemoteDomainCreateXmlWithFilesArgs
  readonly DOMAIN_CREATE_WITH_FILES: RemoteDomainCreateWithFilesArgs
  readonly CONNECT_GET_CPU_MODEL_NAMES: RemoteConnectGetCpuModelNamesArgs
  readonly CONNECT_NETWORK_EVENT_REGISTER_ANY: RemoteConnectNetworkEventRegisterAnyArgs
  readonly CONNECT_NETWORK_EVENT_DEREGISTER_ANY: RemoteConnectNetworkEventDeregisterAnyArgs
  readonly CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: RemoteConnectDomainEventCallbackRegisterAnyArgs
  readonly CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY: RemoteConnectDomainEventCallbackDeregisterAnyArgs
  readonly DOMAIN_CORE_DUMP_WITH_FORMAT: RemoteDomainCoreDumpWithFormatArgs
  readonly DOMAIN_FSFREEZE: RemoteDomainFsfreezeArgs
  readonly DOMAIN_FSTHAW: RemoteDomainFsthawArgs
  readonly DOMAIN_GET_TIME: RemoteDomainGetTimeArgs
  readonly DOMAIN_SET_TIME: RemoteDomainSetTimeArgs
  readonly NODE_GET_FREE_PAGES: RemoteNodeGetFreePagesArgs
  readonly NETWORK_GET_DHCP_LEASES: RemoteNetworkGetDhcpLeasesArgs
  readonly CONNECT_GET_DOMAIN_CAPABILITIES: RemoteConnectGetDomainCapabilitiesArgs
  readonly DOMAIN_OPEN_GRAPHICS_FD: RemoteDomainOpenGraphicsFdArgs
  readonly CONNECT_GET_ALL_DOMAIN_STATS: RemoteConnectGetAllDomainStatsArgs
  readonly DOMAIN_BLOCK_COPY: RemoteDomainBlockCopyArgs
  readonly NODE_ALLOC_PAGES: RemoteNodeAllocPagesArgs
  readonly DOMAIN_GET_FSINFO: RemoteDomainGetFsinfoArgs
  readonly DOMAIN_DEFINE_XML_FLAGS: RemoteDomainDefineXmlFlagsArgs
  readonly DOMAIN_GET_IOTHREAD_INFO: RemoteDomainGetIothreadInfoArgs
  readonly DOMAIN_PIN_IOTHREAD: RemoteDomainPinIothreadArgs
  readonly DOMAIN_INTERFACE_ADDRESSES: RemoteDomainInterfaceAddressesArgs
  readonly DOMAIN_ADD_IOTHREAD: RemoteDomainAddIothreadArgs
  readonly DOMAIN_DEL_IOTHREAD: RemoteDomainDelIothreadArgs
  readonly DOMAIN_SET_USER_PASSWORD: RemoteDomainSetUserPasswordArgs
  readonly DOMAIN_RENAME: RemoteDomainRenameArgs
  readonly CONNECT_REGISTER_CLOSE_CALLBACK: undefined
  readonly CONNECT_UNREGISTER_CLOSE_CALLBACK: undefined
  readonly DOMAIN_MIGRATE_START_POST_COPY: RemoteDomainMigrateStartPostCopyArgs
  readonly DOMAIN_GET_PERF_EVENTS: RemoteDomainGetPerfEventsArgs
  readonly DOMAIN_SET_PERF_EVENTS: RemoteDomainSetPerfEventsArgs
  readonly CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY: RemoteConnectStoragePoolEventRegisterAnyArgs
  readonly CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY: RemoteConnectStoragePoolEventDeregisterAnyArgs
  readonly DOMAIN_GET_GUEST_VCPUS: RemoteDomainGetGuestVcpusArgs
  readonly DOMAIN_SET_GUEST_VCPUS: RemoteDomainSetGuestVcpusArgs
  readonly CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY: RemoteConnectNodeDeviceEventRegisterAnyArgs
  readonly CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY: RemoteConnectNodeDeviceEventDeregisterAnyArgs
  readonly STORAGE_VOL_GET_INFO_FLAGS: RemoteStorageVolGetInfoFlagsArgs
  readonly CONNECT_SECRET_EVENT_REGISTER_ANY: RemoteConnectSecretEventRegisterAnyArgs
  readonly CONNECT_SECRET_EVENT_DEREGISTER_ANY: RemoteConnectSecretEventDeregisterAnyArgs
  readonly DOMAIN_SET_VCPU: RemoteDomainSetVcpuArgs
  readonly DOMAIN_SET_BLOCK_THRESHOLD: RemoteDomainSetBlockThresholdArgs
  readonly DOMAIN_MIGRATE_GET_MAX_DOWNTIME: RemoteDomainMigrateGetMaxDowntimeArgs
  readonly DOMAIN_MANAGED_SAVE_GET_XML_DESC: RemoteDomainManagedSaveGetXmlDescArgs
  readonly DOMAIN_MANAGED_SAVE_DEFINE_XML: RemoteDomainManagedSaveDefineXmlArgs
  readonly DOMAIN_SET_LIFECYCLE_ACTION: RemoteDomainSetLifecycleActionArgs
  readonly STORAGE_POOL_LOOKUP_BY_TARGET_PATH: RemoteStoragePoolLookupByTargetPathArgs
  readonly DOMAIN_DETACH_DEVICE_ALIAS: RemoteDomainDetachDeviceAliasArgs
  readonly CONNECT_COMPARE_HYPERVISOR_CPU: RemoteConnectCompareHypervisorCpuArgs
  readonly CONNECT_BASELINE_HYPERVISOR_CPU: RemoteConnectBaselineHypervisorCpuArgs
  readonly NODE_GET_SEV_INFO: RemoteNodeGetSevInfoArgs
  readonly DOMAIN_GET_LAUNCH_SECURITY_INFO: RemoteDomainGetLaunchSecurityInfoArgs
  readonly NWFILTER_BINDING_LOOKUP_BY_PORT_DEV: RemoteNwfilterBindingLookupByPortDevArgs
  readonly NWFILTER_BINDING_GET_XML_DESC: RemoteNwfilterBindingGetXmlDescArgs
  readonly NWFILTER_BINDING_CREATE_XML: RemoteNwfilterBindingCreateXmlArgs
  readonly NWFILTER_BINDING_DELETE: RemoteNwfilterBindingDeleteArgs
  readonly CONNECT_LIST_ALL_NWFILTER_BINDINGS: RemoteConnectListAllNwfilterBindingsArgs
  readonly DOMAIN_SET_IOTHREAD_PARAMS: RemoteDomainSetIothreadParamsArgs
  readonly CONNECT_GET_STORAGE_POOL_CAPABILITIES: RemoteConnectGetStoragePoolCapabilitiesArgs
  readonly NETWORK_LIST_ALL_PORTS: RemoteNetworkListAllPortsArgs
  readonly NETWORK_PORT_LOOKUP_BY_UUID: RemoteNetworkPortLookupByUuidArgs
  readonly NETWORK_PORT_CREATE_XML: RemoteNetworkPortCreateXmlArgs
  readonly NETWORK_PORT_GET_PARAMETERS: RemoteNetworkPortGetParametersArgs
  readonly NETWORK_PORT_SET_PARAMETERS: RemoteNetworkPortSetParametersArgs
  readonly NETWORK_PORT_GET_XML_DESC: RemoteNetworkPortGetXmlDescArgs
  readonly NETWORK_PORT_DELETE: RemoteNetworkPortDeleteArgs
  readonly DOMAIN_CHECKPOINT_CREATE_XML: RemoteDomainCheckpointCreateXmlArgs
  readonly DOMAIN_CHECKPOINT_GET_XML_DESC: RemoteDomainCheckpointGetXmlDescArgs
  readonly DOMAIN_LIST_ALL_CHECKPOINTS: RemoteDomainListAllCheckpointsArgs
  readonly DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN: RemoteDomainCheckpointListAllChildrenArgs
  readonly DOMAIN_CHECKPOINT_LOOKUP_BY_NAME: RemoteDomainCheckpointLookupByNameArgs
  readonly DOMAIN_CHECKPOINT_GET_PARENT: RemoteDomainCheckpointGetParentArgs
  readonly DOMAIN_CHECKPOINT_DELETE: RemoteDomainCheckpointDeleteArgs
  readonly DOMAIN_GET_GUEST_INFO: RemoteDomainGetGuestInfoArgs
  readonly CONNECT_SET_IDENTITY: RemoteConnectSetIdentityArgs
  readonly DOMAIN_AGENT_SET_RESPONSE_TIMEOUT: RemoteDomainAgentSetResponseTimeoutArgs
  readonly DOMAIN_BACKUP_BEGIN: RemoteDomainBackupBeginArgs
  readonly DOMAIN_BACKUP_GET_XML_DESC: RemoteDomainBackupGetXmlDescArgs
  readonly DOMAIN_AUTHORIZED_SSH_KEYS_GET: RemoteDomainAuthorizedSshKeysGetArgs
  readonly DOMAIN_AUTHORIZED_SSH_KEYS_SET: RemoteDomainAuthorizedSshKeysSetArgs
  readonly DOMAIN_GET_MESSAGES: RemoteDomainGetMessagesArgs
  readonly DOMAIN_START_DIRTY_RATE_CALC: RemoteDomainStartDirtyRateCalcArgs
  readonly NODE_DEVICE_DEFINE_XML: RemoteNodeDeviceDefineXmlArgs
  readonly NODE_DEVICE_UNDEFINE: RemoteNodeDeviceUndefineArgs
  readonly NODE_DEVICE_CREATE: RemoteNodeDeviceCreateArgs
  readonly NWFILTER_DEFINE_XML_FLAGS: RemoteNwfilterDefineXmlFlagsArgs
  readonly NETWORK_DEFINE_XML_FLAGS: RemoteNetworkDefineXmlFlagsArgs
  readonly NODE_DEVICE_GET_AUTOSTART: RemoteNodeDeviceGetAutostartArgs
  readonly NODE_DEVICE_SET_AUTOSTART: RemoteNodeDeviceSetAutostartArgs
  readonly NODE_DEVICE_IS_PERSISTENT: RemoteNodeDeviceIsPersistentArgs
  readonly NODE_DEVICE_IS_ACTIVE: RemoteNodeDeviceIsActiveArgs
  readonly NETWORK_CREATE_XML_FLAGS: RemoteNetworkCreateXmlFlagsArgs
  readonly DOMAIN_SET_LAUNCH_SECURITY_STATE: RemoteDomainSetLaunchSecurityStateArgs
  readonly DOMAIN_SAVE_PARAMS: RemoteDomainSaveParamsArgs
  readonly DOMAIN_RESTORE_PARAMS: RemoteDomainRestoreParamsArgs
  readonly DOMAIN_ABORT_JOB_FLAGS: RemoteDomainAbortJobFlagsArgs
  readonly DOMAIN_FD_ASSOCIATE: RemoteDomainFdAssociateArgs
  readonly NETWORK_SET_METADATA: RemoteNetworkSetMetadataArgs
  readonly NETWORK_GET_METADATA: RemoteNetworkGetMetadataArgs
  readonly NODE_DEVICE_UPDATE: RemoteNodeDeviceUpdateArgs
  readonly DOMAIN_GRAPHICS_RELOAD: RemoteDomainGraphicsReloadArgs
  readonly DOMAIN_GET_AUTOSTART_ONCE: RemoteDomainGetAutostartOnceArgs
  readonly DOMAIN_SET_AUTOSTART_ONCE: RemoteDomainSetAutostartOnceArgs
  readonly DOMAIN_SET_THROTTLE_GROUP: RemoteDomainSetThrottleGroupArgs
  readonly DOMAIN_DEL_THROTTLE_GROUP: RemoteDomainDelThrottleGroupArgs
  readonly DOMAIN_ANNOUNCE_INTERFACE: RemoteDomainAnnounceInterfaceArgs
}

/** Replies to the calls, by procedure. */
export interface RemoteRets {
  readonly CONNECT_OPEN: undefined
  readonly CONNECT_CLOSE: undefined
  readonly CONNECT_GET_TYPE: RemoteConnectGetTypeRet
  readonly CONNECT_GET_VERSION: RemoteConnectGetVersionRet
  readonly CONNECT_GET_MAX_VCPUS: RemoteConnectGetMaxVcpusRet
  readonly NODE_GET_INFO: RemoteNodeGetInfoRet
  readonly CONNECT_GET_CAPABILITIES: RemoteConnectGetCapabilitiesRet
  readonly DOMAIN_ATTACH_DEVICE: undefined
  readonly DOMAIN_CREATE: undefined
  readonly DOMAIN_CREATE_XML: RemoteDomainCreateXmlRet
  readonly DOMAIN_DEFINE_XML: RemoteDomainDefineXmlRet
  readonly DOMAIN_DESTROY: undefined
  readonly DOMAIN_DETACH_DEVICE: undefined
  readonly DOMAIN_GET_XML_DESC: RemoteDomainGetXmlDescRet
  readonly DOMAIN_GET_AUTOSTART: RemoteDomainGetAutostartRet
  readonly DOMAIN_GET_INFO: RemoteDomainGetInfoRet
  readonly DOMAIN_GET_MAX_MEMORY: RemoteDomainGetMaxMemoryRet
  readonly DOMAIN_GET_MAX_VCPUS: RemoteDomainGetMaxVcpusRet
  readonly DOMAIN_GET_OS_TYPE: RemoteDomainGetOsTypeRet
  readonly DOMAIN_GET_VCPUS: RemoteDomainGetVcpusRet
  readonly CONNECT_LIST_DEFINED_DOMAINS: RemoteConnectListDefinedDomainsRet
  readonly DOMAIN_LOOKUP_BY_ID: RemoteDomainLookupByIdRet
  readonly DOMAIN_LOOKUP_BY_NAME: RemoteDomainLookupByNameRet
  readonly DOMAIN_LOOKUP_BY_UUID: RemoteDomainLookupByUuidRet
  readonly CONNECT_NUM_OF_DEFINED_DOMAINS: RemoteConnectNumOfDefinedDomainsRet
  readonly DOMAIN_PIN_VCPU: undefined
  readonly DOMAIN_REBOOT: undefined
  readonly DOMAIN_RESUME: undefined
  readonly DOMAIN_SET_AUTOSTART: undefined
  readonly DOMAIN_SET_MAX_MEMORY: undefined
  readonly DOMAIN_SET_MEMORY: undefined
  readonly DOMAIN_SET_VCPUS: undefined
  readonly DOMAIN_SHUTDOWN: undefined
  readonly DOMAIN_SUSPEND: undefined
  readonly DOMAIN_UNDEFINE: undefined
  readonly CONNECT_LIST_DEFINED_NETWORKS: RemoteConnectListDefinedNetworksRet
  readonly CONNECT_LIST_DOMAINS: RemoteConnectListDomainsRet
  readonly CONNECT_LIST_NETWORKS: RemoteConnectListNetworksRet
  readonly NETWORK_CREATE: undefined
  readonly NETWORK_CREATE_XML: RemoteNetworkCreateXmlRet
  readonly NETWORK_DEFINE_XML: RemoteNetworkDefineXmlRet
  readonly NETWORK_DESTROY: undefined
  readonly NETWORK_GET_XML_DESC: RemoteNetworkGetXmlDescRet
  readonly NETWORK_GET_AUTOSTART: RemoteNetworkGetAutostartRet
  readonly NETWORK_GET_BRIDGE_NAME: RemoteNetworkGetBridgeNameRet
  readonly NETWORK_LOOKUP_BY_NAME: RemoteNetworkLookupByNameRet
  readonly NETWORK_LOOKUP_BY_UUID: RemoteNetworkLookupByUuidRet
  readonly NETWORK_SET_AUTOSTART: undefined
  readonly NETWORK_UNDEFINE: undefined
  readonly CONNECT_NUM_OF_DEFINED_NETWORKS: RemoteConnectNumOfDefinedNetworksRet
  readonly CONNECT_NUM_OF_DOMAINS: RemoteConnectNumOfDomainsRet
  readonly CONNECT_NUM_OF_NETWORKS: RemoteConnectNumOfNetworksRet
  readonly DOMAIN_CORE_DUMP: undefined
  readonly DOMAIN_RESTORE: undefined
  readonly DOMAIN_SAVE: undefined
  readonly DOMAIN_GET_SCHEDULER_TYPE: RemoteDomainGetSchedulerTypeRet
  readonly DOMAIN_GET_SCHEDULER_PARAMETERS: RemoteDomainGetSchedulerParametersRet
  readonly DOMAIN_SET_SCHEDULER_PARAMETERS: undefined
  readonly CONNECT_GET_HOSTNAME: RemoteConnectGetHostnameRet
  readonly CONNECT_SUPPORTS_FEATURE: RemoteConnectSupportsFeatureRet
  readonly DOMAIN_MIGRATE_PREPARE: RemoteDomainMigratePrepareRet
  readonly DOMAIN_MIGRATE_PERFORM: undefined
  readonly DOMAIN_MIGRATE_FINISH: RemoteDomainMigrateFinishRet
  readonly DOMAIN_BLOCK_STATS: RemoteDomainBlockStatsRet
  readonly DOMAIN_INTERFACE_STATS: RemoteDomainInterfaceStatsRet
  readonly AUTH_LIST: RemoteAuthListRet
  readonly AUTH_SASL_INIT: RemoteAuthSaslInitRet
  readonly AUTH_SASL_START: RemoteAuthSaslStartRet
  readonly AUTH_SASL_STEP: RemoteAuthSaslStepRet
  readonly AUTH_POLKIT: RemoteAuthPolkitRet
  readonly CONNECT_NUM_OF_STORAGE_POOLS: RemoteConnectNumOfStoragePoolsRet
  readonly CONNECT_LIST_STORAGE_POOLS: RemoteConnectListStoragePoolsRet
  readonly CONNECT_NUM_OF_DEFINED_STORAGE_POOLS: RemoteConnectNumOfDefinedStoragePoolsRet
  readonly CONNECT_LIST_DEFINED_STORAGE_POOLS: RemoteConnectListDefinedStoragePoolsRet
  readonly CONNECT_FIND_STORAGE_POOL_SOURCES: RemoteConnectFindStoragePoolSourcesRet
  readonly STORAGE_POOL_CREATE_XML: RemoteStoragePoolCreateXmlRet
  readonly STORAGE_POOL_DEFINE_XML: RemoteStoragePoolDefineXmlRet
  readonly STORAGE_POOL_CREATE: undefined
  readonly STORAGE_POOL_BUILD: undefined
  readonly STORAGE_POOL_DESTROY: undefined
  readonly STORAGE_POOL_DELETE: undefined
  readonly STORAGE_POOL_UNDEFINE: undefined
  readonly STORAGE_POOL_REFRESH: undefined
  readonly STORAGE_POOL_LOOKUP_BY_NAME: RemoteStoragePoolLookupByNameRet
  readonly STORAGE_POOL_LOOKUP_BY_UUID: RemoteStoragePoolLookupByUuidRet
  readonly STORAGE_POOL_LOOKUP_BY_VOLUME: RemoteStoragePoolLookupByVolumeRet
  readonly STORAGE_POOL_GET_INFO: RemoteStoragePoolGetInfoRet
  readonly STORAGE_POOL_GET_XML_DESC: RemoteStoragePoolGetXmlDescRet
  readonly STORAGE_POOL_GET_AUTOSTART: RemoteStoragePoolGetAutostartRet
  readonly STORAGE_POOL_SET_AUTOSTART: undefined
  readonly STORAGE_POOL_NUM_OF_VOLUMES: RemoteStoragePoolNumOfVolumesRet
  readonly STORAGE_POOL_LIST_VOLUMES: RemoteStoragePoolListVolumesRet
  readonly STORAGE_VOL_CREATE_XML: RemoteStorageVolCreateXmlRet
  readonly STORAGE_VOL_DELETE: undefined
  readonly STORAGE_VOL_LOOKUP_BY_NAME: RemoteStorageVolLookupByNameRet
  readonly STORAGE_VOL_LOOKUP_BY_KEY: RemoteStorageVolLookupByKeyRet
  readonly STORAGE_VOL_LOOKUP_BY_PATH: RemoteStorageVolLookupByPathRet
  readonly STORAGE_VOL_GET_INFO: RemoteStorageVolGetInfoRet
  readonly STORAGE_VOL_GET_XML_DESC: RemoteStorageVolGetXmlDescRet
  readonly STORAGE_VOL_GET_PATH: RemoteStorageVolGetPathRet
  readonly NODE_GET_CELLS_FREE_MEMORY: RemoteNodeGetCellsFreeMemoryRet
  readonly NODE_GET_FREE_MEMORY: RemoteNodeGetFreeMemoryRet
  readonly DOMAIN_BLOCK_PEEK: RemoteDomainBlockPeekRet
  readonly DOMAIN_MEMORY_PEEK: RemoteDomainMemoryPeekRet
  readonly CONNECT_DOMAIN_EVENT_REGISTER: RemoteConnectDomainEventRegisterRet
  readonly CONNECT_DOMAIN_EVENT_DEREGISTER: RemoteConnectDomainEventDeregisterRet
  readonly DOMAIN_MIGRATE_PREPARE2: RemoteDomainMigratePrepare2Ret
  readonly DOMAIN_MIGRATE_FINISH2: RemoteDomainMigrateFinish2Ret
  readonly CONNECT_GET_URI: RemoteConnectGetUriRet
  readonly NODE_NUM_OF_DEVICES: RemoteNodeNumOfDevicesRet
  readonly NODE_LIST_DEVICES: RemoteNodeListDevicesRet
  readonly NODE_DEVICE_LOOKUP_BY_NAME: RemoteNodeDeviceLookupByNameRet
  readonly NODE_DEVICE_GET_XML_DESC: RemoteNodeDeviceGetXmlDescRet
  readonly NODE_DEVICE_GET_PARENT: RemoteNodeDeviceGetParentRet
  readonly NODE_DEVICE_NUM_OF_CAPS: RemoteNodeDeviceNumOfCapsRet
  readonly NODE_DEVICE_LIST_CAPS: RemoteNodeDeviceListCapsRet
  readonly NODE_DEVICE_DETTACH: undefined
  readonly NODE_DEVICE_RE_ATTACH: undefined
  readonly NODE_DEVICE_RESET: undefined
  readonly DOMAIN_GET_SECURITY_LABEL: RemoteDomainGetSecurityLabelRet
  readonly NODE_GET_SECURITY_MODEL: RemoteNodeGetSecurityModelRet
  readonly NODE_DEVICE_CREATE_XML: RemoteNodeDeviceCreateXmlRet
  readonly NODE_DEVICE_DESTROY: undefined
  readonly STORAGE_VOL_CREATE_XML_FROM: RemoteStorageVolCreateXmlFromRet
  readonly CONNECT_NUM_OF_INTERFACES: RemoteConnectNumOfInterfacesRet
  readonly CONNECT_LIST_INTERFACES: RemoteConnectListInterfacesRet
  readonly INTERFACE_LOOKUP_BY_NAME: RemoteInterfaceLookupByNameRet
  readonly INTERFACE_LOOKUP_BY_MAC_STRING: RemoteInterfaceLookupByMacStringRet
  readonly INTERFACE_GET_XML_DESC: RemoteInterfaceGetXmlDescRet
  readonly INTERFACE_DEFINE_XML: RemoteInterfaceDefineXmlRet
  readonly INTERFACE_UNDEFINE: undefined
  readonly INTERFACE_CREATE: undefined
  readonly INTERFACE_DESTROY: undefined
  readonly CONNECT_DOMAIN_XML_FROM_NATIVE: RemoteConnectDomainXmlFromNativeRet
  readonly CONNECT_DOMAIN_XML_TO_NATIVE: RemoteConnectDomainXmlToNativeRet
  readonly CONNECT_NUM_OF_DEFINED_INTERFACES: RemoteConnectNumOfDefinedInterfacesRet
  readonly CONNECT_LIST_DEFINED_INTERFACES: RemoteConnectListDefinedInterfacesRet
  readonly CONNECT_NUM_OF_SECRETS: RemoteConnectNumOfSecretsRet
  readonly CONNECT_LIST_SECRETS: RemoteConnectListSecretsRet
  readonly SECRET_LOOKUP_BY_UUID: RemoteSecretLookupByUuidRet
  readonly SECRET_DEFINE_XML: RemoteSecretDefineXmlRet
  readonly SECRET_GET_XML_DESC: RemoteSecretGetXmlDescRet
  readonly SECRET_SET_VALUE: undefined
  readonly SECRET_GET_VALUE: RemoteSecretGetValueRet
  readonly SECRET_UNDEFINE: undefined
  readonly SECRET_LOOKUP_BY_USAGE: RemoteSecretLookupByUsageRet
  readonly DOMAIN_MIGRATE_PREPARE_TUNNEL: undefined
  readonly CONNECT_IS_SECURE: RemoteConnectIsSecureRet
  readonly DOMAIN_IS_ACTIVE: RemoteDomainIsActiveRet
  readonly DOMAIN_IS_PERSISTENT: RemoteDomainIsPersistentRet
  readonly NETWORK_IS_ACTIVE: RemoteNetworkIsActiveRet
  readonly NETWORK_IS_PERSISTENT: RemoteNetworkIsPersistentRet
  readonly STORAGE_POOL_IS_ACTIVE: RemoteStoragePoolIsActiveRet
  readonly STORAGE_POOL_IS_PERSISTENT: RemoteStoragePoolIsPersistentRet
  readonly INTERFACE_IS_ACTIVE: RemoteInterfaceIsActiveRet
  readonly CONNECT_GET_LIB_VERSION: RemoteConnectGetLibVersionRet
  readonly CONNECT_COMPARE_CPU: RemoteConnectCompareCpuRet
  readonly DOMAIN_MEMORY_STATS: RemoteDomainMemoryStatsRet
  readonly DOMAIN_ATTACH_DEVICE_FLAGS: undefined
  readonly DOMAIN_DETACH_DEVICE_FLAGS: undefined
  readonly CONNECT_BASELINE_CPU: RemoteConnectBaselineCpuRet
  readonly DOMAIN_GET_JOB_INFO: RemoteDomainGetJobInfoRet
  readonly DOMAIN_ABORT_JOB: undefined
  readonly STORAGE_VOL_WIPE: undefined
  readonly DOMAIN_MIGRATE_SET_MAX_DOWNTIME: undefined
  readonly CONNECT_DOMAIN_EVENT_REGISTER_ANY: undefined
  readonly CONNECT_DOMAIN_EVENT_DEREGISTER_ANY: undefined
  readonly DOMAIN_UPDATE_DEVICE_FLAGS: undefined
  readonly NWFILTER_LOOKUP_BY_NAME: RemoteNwfilterLookupByNameRet
  readonly NWFILTER_LOOKUP_BY_UUID: RemoteNwfilterLookupByUuidRet
  readonly NWFILTER_GET_XML_DESC: RemoteNwfilterGetXmlDescRet
  readonly CONNECT_NUM_OF_NWFILTERS: RemoteConnectNumOfNwfiltersRet
  readonly CONNECT_LIST_NWFILTERS: RemoteConnectListNwfiltersRet
  readonly NWFILTER_DEFINE_XML: RemoteNwfilterDefineXmlRet
  readonly NWFILTER_UNDEFINE: undefined
  readonly DOMAIN_MANAGED_SAVE: undefined
  readonly DOMAIN_HAS_MANAGED_SAVE_IMAGE: RemoteDomainHasManagedSaveImageRet
  readonly DOMAIN_MANAGED_SAVE_REMOVE: undefined
  readonly DOMAIN_SNAPSHOT_CREATE_XML: RemoteDomainSnapshotCreateXmlRet
  readonly DOMAIN_SNAPSHOT_GET_XML_DESC: RemoteDomainSnapshotGetXmlDescRet
  readonly DOMAIN_SNAPSHOT_NUM: RemoteDomainSnapshotNumRet
  readonly DOMAIN_SNAPSHOT_LIST_NAMES: RemoteDomainSnapshotListNamesRet
  readonly DOMAIN_SNAPSHOT_LOOKUP_BY_NAME: RemoteDomainSnapshotLookupByNameRet
  readonly DOMAIN_HAS_CURRENT_SNAPSHOT: RemoteDomainHasCurrentSnapshotRet
  readonly DOMAIN_SNAPSHOT_CURRENT: RemoteDomainSnapshotCurrentRet
  readonly DOMAIN_REVERT_TO_SNAPSHOT: undefined
  readonly DOMAIN_SNAPSHOT_DELETE: undefined
  readonly DOMAIN_GET_BLOCK_INFO: RemoteDomainGetBlockInfoRet
  readonly DOMAIN_CREATE_WITH_FLAGS: RemoteDomainCreateWithFlagsRet
  readonly DOMAIN_SET_MEMORY_PARAMETERS: undefined
  readonly DOMAIN_GET_MEMORY_PARAMETERS: RemoteDomainGetMemoryParametersRet
  readonly DOMAIN_SET_VCPUS_FLAGS: undefined
  readonly DOMAIN_GET_VCPUS_FLAGS: RemoteDomainGetVcpusFlagsRet
  readonly DOMAIN_OPEN_CONSOLE: undefined
  readonly DOMAIN_IS_UPDATED: RemoteDomainIsUpdatedRet
  readonly CONNECT_GET_SYSINFO: RemoteConnectGetSysinfoRet
  readonly DOMAIN_SET_MEMORY_FLAGS: undefined
  readonly DOMAIN_SET_BLKIO_PARAMETERS: undefined
  readonly DOMAIN_GET_BLKIO_PARAMETERS: RemoteDomainGetBlkioParametersRet
  readonly DOMAIN_MIGRATE_SET_MAX_SPEED: undefined
  readonly STORAGE_VOL_UPLOAD: undefined
  readonly STORAGE_VOL_DOWNLOAD: undefined
  readonly DOMAIN_INJECT_NMI: undefined
  readonly DOMAIN_SCREENSHOT: RemoteDomainScreenshotRet
  readonly DOMAIN_GET_STATE: RemoteDomainGetStateRet
  readonly DOMAIN_MIGRATE_BEGIN3: RemoteDomainMigrateBegin3Ret
  readonly DOMAIN_MIGRATE_PREPARE3: RemoteDomainMigratePrepare3Ret
  readonly DOMAIN_MIGRATE_PREPARE_TUNNEL3: RemoteDomainMigratePrepareTunnel3Ret
  readonly DOMAIN_MIGRATE_PERFORM3: RemoteDomainMigratePerform3Ret
  readonly DOMAIN_MIGRATE_FINISH3: RemoteDomainMigrateFinish3Ret
  readonly DOMAIN_MIGRATE_CONFIRM3: undefined
  readonly DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS: undefined
  readonly INTERFACE_CHANGE_BEGIN: undefined
  readonly INTERFACE_CHANGE_COMMIT: undefined
  readonly INTERFACE_CHANGE_ROLLBACK: undefined
  readonly DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS: RemoteDomainGetSchedulerParametersFlagsRet
  readonly DOMAIN_PIN_VCPU_FLAGS: undefined
  readonly DOMAIN_SEND_KEY: undefined
  readonly NODE_GET_CPU_STATS: RemoteNodeGetCpuStatsRet
  readonly NODE_GET_MEMORY_STATS: RemoteNodeGetMemoryStatsRet
  readonly DOMAIN_GET_CONTROL_INFO: RemoteDomainGetControlInfoRet
  readonly DOMAIN_GET_VCPU_PIN_INFO: RemoteDomainGetVcpuPinInfoRet
  readonly DOMAIN_UNDEFINE_FLAGS: undefined
  readonly DOMAIN_SAVE_FLAGS: undefined
  readonly DOMAIN_RESTORE_FLAGS: undefined
  readonly DOMAIN_DESTROY_FLAGS: undefined
  readonly DOMAIN_SAVE_IMAGE_GET_XML_DESC: RemoteDomainSaveImageGetXmlDescRet
  readonly DOMAIN_SAVE_IMAGE_DEFINE_XML: undefined
  readonly DOMAIN_BLOCK_JOB_ABORT: undefined
  readonly DOMAIN_GET_BLOCK_JOB_INFO: RemoteDomainGetBlockJobInfoRet
  readonly DOMAIN_BLOCK_JOB_SET_SPEED: undefined
  readonly DOMAIN_BLOCK_PULL: undefined
  readonly DOMAIN_MIGRATE_GET_MAX_SPEED: RemoteDomainMigrateGetMaxSpeedRet
  readonly DOMAIN_BLOCK_STATS_FLAGS: RemoteDomainBlockStatsFlagsRet
  readonly DOMAIN_SNAPSHOT_GET_PARENT: RemoteDomainSnapshotGetParentRet
  readonly DOMAIN_RESET: undefined
  readonly DOMAIN_SNAPSHOT_NUM_CHILDREN: RemoteDomainSnapshotNumChildrenRet
  readonly DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES: RemoteDomainSnapshotListChildrenNamesRet
  readonly DOMAIN_OPEN_GRAPHICS: undefined
  readonly NODE_SUSPEND_FOR_DURATION: undefined
  readonly DOMAIN_BLOCK_RESIZE: undefined
  readonly DOMAIN_SET_BLOCK_IO_TUNE: undefined
  readonly DOMAIN_GET_BLOCK_IO_TUNE: RemoteDomainGetBlockIoTuneRet
  readonly DOMAIN_SET_NUMA_PARAMETERS: undefined
  readonly DOMAIN_GET_NUMA_PARAMETERS: RemoteDomainGetNumaParametersRet
  readonly DOMAIN_SET_INTERFACE_PARAMETERS: undefined
  readonly DOMAIN_GET_INTERFACE_PARAMETERS: RemoteDomainGetInterfaceParametersRet
  readonly DOMAIN_SHUTDOWN_FLAGS: undefined
  readonly STORAGE_VOL_WIPE_PATTERN: undefined
  readonly STORAGE_VOL_RESIZE: undefined
  readonly DOMAIN_PM_SUSPEND_FOR_DURATION: undefined
  readonly DOMAIN_GET_CPU_STATS: RemoteDomainGetCpuStatsRet
  readonly DOMAIN_GET_DISK_ERRORS: RemoteDomainGetDiskErrorsRet
  readonly DOMAIN_SET_METADATA: undefined
  readonly DOMAIN_GET_METADATA: RemoteDomainGetMetadataRet
  readonly DOMAIN_BLOCK_REBASE: undefined
  readonly DOMAIN_PM_WAKEUP: undefined
  readonly DOMAIN_SNAPSHOT_IS_CURRENT: RemoteDomainSnapshotIsCurrentRet
  readonly DOMAIN_SNAPSHOT_HAS_METADATA: RemoteDomainSnapshotHasMetadataRet
  readonly CONNECT_LIST_ALL_DOMAINS: RemoteConnectListAllDomainsRet
  readonly DOMAIN_LIST_ALL_SNAPSHOTS: RemoteDomainListAllSnapshotsRet
  readonly DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN: RemoteDomainSnapshotListAllChildrenRet
  readonly DOMAIN_GET_HOSTNAME: RemoteDomainGetHostnameRet
  readonly DOMAIN_GET_SECURITY_LABEL_LIST: RemoteDomainGetSecurityLabelListRet
  readonly DOMAIN_PIN_EMULATOR: undefined
  readonly DOMAIN_GET_EMULATOR_PIN_INFO: RemoteDomainGetEmulatorPinInfoRet
  readonly CONNECT_LIST_ALL_STORAGE_POOLS: RemoteConnectListAllStoragePoolsRet
  readonly STORAGE_POOL_LIST_ALL_VOLUMES: RemoteStoragePoolListAllVolumesRet
  readonly CONNECT_LIST_ALL_NETWORKS: RemoteConnectListAllNetworksRet
  readonly CONNECT_LIST_ALL_INTERFACES: RemoteConnectListAllInterfacesRet
  readonly CONNECT_LIST_ALL_NODE_DEVICES: RemoteConnectListAllNodeDevicesRet
  readonly CONNECT_LIST_ALL_NWFILTERS: RemoteConnectListAllNwfiltersRet
  readonly CONNECT_LIST_ALL_SECRETS: RemoteConnectListAllSecretsRet
  readonly NODE_SET_MEMORY_PARAMETERS: undefined
  readonly NODE_GET_MEMORY_PARAMETERS: RemoteNodeGetMemoryParametersRet
  readonly DOMAIN_BLOCK_COMMIT: undefined
  readonly NETWORK_UPDATE: undefined
  readonly NODE_GET_CPU_MAP: RemoteNodeGetCpuMapRet
  readonly DOMAIN_FSTRIM: undefined
  readonly DOMAIN_SEND_PROCESS_SIGNAL: undefined
  readonly DOMAIN_OPEN_CHANNEL: undefined
  readonly NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN: RemoteNodeDeviceLookupScsiHostByWwnRet
  readonly DOMAIN_GET_JOB_STATS: RemoteDomainGetJobStatsRet
  readonly DOMAIN_MIGRATE_GET_COMPRESSION_CACHE: RemoteDomainMigrateGetCompressionCacheRet
  readonly DOMAIN_MIGRATE_SET_COMPRESSION_CACHE: undefined
  readonly NODE_DEVICE_DETACH_FLAGS: undefined
  readonly DOMAIN_MIGRATE_BEGIN3_PARAMS: RemoteDomainMigrateBegin3ParamsRet
  readonly DOMAIN_MIGRATE_PREPARE3_PARAMS: RemoteDomainMigratePrepare3ParamsRet
  readonly DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS: RemoteDomainMigratePrepareTunnel3ParamsRet
  readonly DOMAIN_MIGRATE_PERFORM3_PARAMS: RemoteDomainMigratePerform3ParamsRet
  readonly DOMAIN_MIGRATE_FINISH3_PARAMS: RemoteDomainMigrateFinish3ParamsRet
  readonly DOMAIN_MIGRATE_CONFIRM3_PARAMS: undefined
  readonly DOMAIN_SET_MEMORY_STATS_PERIOD: undefined
  readonly DOMAIN_CREATE_XML_WITH_FILES: RemoteDomainCreateXmlWithFilesRet
  readonly DOMAIN_CREATE_WITH_FILES: RemoteDomainCreateWithFilesRet
  readonly CONNECT_GET_CPU_MODEL_NAMES: RemoteConnectGetCpuModelNamesRet
  readonly CONNECT_NETWORK_EVENT_REGISTER_ANY: RemoteConnectNetworkEventRegisterAnyRet
  readonly CONNECT_NETWORK_EVENT_DEREGISTER_ANY: undefined
  readonly CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: RemoteConnectDomainEventCallbackRegisterAnyRet
  readonly CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY: undefined
  readonly DOMAIN_CORE_DUMP_WITH_FORMAT: undefined
  readonly DOMAIN_FSFREEZE: RemoteDomainFsfreezeRet
  readonly DOMAIN_FSTHAW: RemoteDomainFsthawRet
  readonly DOMAIN_GET_TIME: RemoteDomainGetTimeRet
  readonly DOMAIN_SET_TIME: undefined
  readonly NODE_GET_FREE_PAGES: RemoteNodeGetFreePagesRet
  readonly NETWORK_GET_DHCP_LEASES: RemoteNetworkGetDhcpLeasesRet
  readonly CONNECT_GET_DOMAIN_CAPABILITIES: RemoteConnectGetDomainCapabilitiesRet
  readonly DOMAIN_OPEN_GRAPHICS_FD: undefined
  readonly CONNECT_GET_ALL_DOMAIN_STATS: RemoteConnectGetAllDomainStatsRet
  readonly DOMAIN_BLOCK_COPY: undefined
  readonly NODE_ALLOC_PAGES: RemoteNodeAllocPagesRet
  readonly DOMAIN_GET_FSINFO: RemoteDomainGetFsinfoRet
  readonly DOMAIN_DEFINE_XML_FLAGS: RemoteDomainDefineXmlFlagsRet
  readonly DOMAIN_GET_IOTHREAD_INFO: RemoteDomainGetIothreadInfoRet
  readonly DOMAIN_PIN_IOTHREAD: undefined
  readonly DOMAIN_INTERFACE_ADDRESSES: RemoteDomainInterfaceAddressesRet
  readonly DOMAIN_ADD_IOTHREAD: undefined
  readonly DOMAIN_DEL_IOTHREAD: undefined
  readonly DOMAIN_SET_USER_PASSWORD: undefined
  readonly DOMAIN_RENAME: RemoteDomainRenameRet
  readonly CONNECT_REGISTER_CLOSE_CALLBACK: undefined
  readonly CONNECT_UNREGISTER_CLOSE_CALLBACK: undefined
  readonly DOMAIN_MIGRATE_START_POST_COPY: undefined
  readonly DOMAIN_GET_PERF_EVENTS: RemoteDomainGetPerfEventsRet
  readonly DOMAIN_SET_PERF_EVENTS: undefined
  readonly CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY: RemoteConnectStoragePoolEventRegisterAnyRet
  readonly CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY: undefined
  readonly DOMAIN_GET_GUEST_VCPUS: RemoteDomainGetGuestVcpusRet
  readonly DOMAIN_SET_GUEST_VCPUS: undefined
  readonly CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY: RemoteConnectNodeDeviceEventRegisterAnyRet
  readonly CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY: undefined
  readonly STORAGE_VOL_GET_INFO_FLAGS: RemoteStorageVolGetInfoFlagsRet
  readonly CONNECT_SECRET_EVENT_REGISTER_ANY: RemoteConnectSecretEventRegisterAnyRet
  readonly CONNECT_SECRET_EVENT_DEREGISTER_ANY: undefined
  readonly DOMAIN_SET_VCPU: undefined
  readonly DOMAIN_SET_BLOCK_THRESHOLD: undefined
  readonly DOMAIN_MIGRATE_GET_MAX_DOWNTIME: RemoteDomainMigrateGetMaxDowntimeRet
  readonly DOMAIN_MANAGED_SAVE_GET_XML_DESC: RemoteDomainManagedSaveGetXmlDescRet
  readonly DOMAIN_MANAGED_SAVE_DEFINE_XML: undefined
  readonly DOMAIN_SET_LIFECYCLE_ACTION: undefined
  readonly STORAGE_POOL_LOOKUP_BY_TARGET_PATH: RemoteStoragePoolLookupByTargetPathRet
  readonly DOMAIN_DETACH_DEVICE_ALIAS: undefined
  readonly CONNECT_COMPARE_HYPERVISOR_CPU: RemoteConnectCompareHypervisorCpuRet
  readonly CONNECT_BASELINE_HYPERVISOR_CPU: RemoteConnectBaselineHypervisorCpuRet
  readonly NODE_GET_SEV_INFO: RemoteNodeGetSevInfoRet
  readonly DOMAIN_GET_LAUNCH_SECURITY_INFO: RemoteDomainGetLaunchSecurityInfoRet
  readonly NWFILTER_BINDING_LOOKUP_BY_PORT_DEV: RemoteNwfilterBindingLookupByPortDevRet
  readonly NWFILTER_BINDING_GET_XML_DESC: RemoteNwfilterBindingGetXmlDescRet
  readonly NWFILTER_BINDING_CREATE_XML: RemoteNwfilterBindingCreateXmlRet
  readonly NWFILTER_BINDING_DELETE: undefined
  readonly CONNECT_LIST_ALL_NWFILTER_BINDINGS: RemoteConnectListAllNwfilterBindingsRet
  readonly DOMAIN_SET_IOTHREAD_PARAMS: undefined
  readonly CONNECT_GET_STORAGE_POOL_CAPABILITIES: RemoteConnectGetStoragePoolCapabilitiesRet
  readonly NETWORK_LIST_ALL_PORTS: RemoteNetworkListAllPortsRet
  readonly NETWORK_PORT_LOOKUP_BY_UUID: RemoteNetworkPortLookupByUuidRet
  readonly NETWORK_PORT_CREATE_XML: RemoteNetworkPortCreateXmlRet
  readonly NETWORK_PORT_GET_PARAMETERS: RemoteNetworkPortGetParametersRet
  readonly NETWORK_PORT_SET_PARAMETERS: undefined
  readonly NETWORK_PORT_GET_XML_DESC: RemoteNetworkPortGetXmlDescRet
  readonly NETWORK_PORT_DELETE: undefined
  readonly DOMAIN_CHECKPOINT_CREATE_XML: RemoteDomainCheckpointCreateXmlRet
  readonly DOMAIN_CHECKPOINT_GET_XML_DESC: RemoteDomainCheckpointGetXmlDescRet
  readonly DOMAIN_LIST_ALL_CHECKPOINTS: RemoteDomainListAllCheckpointsRet
  readonly DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN: RemoteDomainCheckpointListAllChildrenRet
  readonly DOMAIN_CHECKPOINT_LOOKUP_BY_NAME: RemoteDomainCheckpointLookupByNameRet
  readonly DOMAIN_CHECKPOINT_GET_PARENT: RemoteDomainCheckpointGetParentRet
  readonly DOMAIN_CHECKPOINT_DELETE: undefined
  readonly DOMAIN_GET_GUEST_INFO: RemoteDomainGetGuestInfoRet
  readonly CONNECT_SET_IDENTITY: undefined
  readonly DOMAIN_AGENT_SET_RESPONSE_TIMEOUT: RemoteDomainAgentSetResponseTimeoutRet
  readonly DOMAIN_BACKUP_BEGIN: undefined
  readonly DOMAIN_BACKUP_GET_XML_DESC: RemoteDomainBackupGetXmlDescRet
  readonly DOMAIN_AUTHORIZED_SSH_KEYS_GET: RemoteDomainAuthorizedSshKeysGetRet
  readonly DOMAIN_AUTHORIZED_SSH_KEYS_SET: undefined
  readonly DOMAIN_GET_MESSAGES: RemoteDomainGetMessagesRet
  readonly DOMAIN_START_DIRTY_RATE_CALC: undefined
  readonly NODE_DEVICE_DEFINE_XML: RemoteNodeDeviceDefineXmlRet
  readonly NODE_DEVICE_UNDEFINE: undefined
  readonly NODE_DEVICE_CREATE: undefined
  readonly NWFILTER_DEFINE_XML_FLAGS: RemoteNwfilterDefineXmlFlagsRet
  readonly NETWORK_DEFINE_XML_FLAGS: RemoteNetworkDefineXmlFlagsRet
  readonly NODE_DEVICE_GET_AUTOSTART: RemoteNodeDeviceGetAutostartRet
  readonly NODE_DEVICE_SET_AUTOSTART: undefined
  readonly NODE_DEVICE_IS_PERSISTENT: RemoteNodeDeviceIsPersistentRet
  readonly NODE_DEVICE_IS_ACTIVE: RemoteNodeDeviceIsActiveRet
  readonly NETWORK_CREATE_XML_FLAGS: RemoteNetworkCreateXmlFlagsRet
  readonly DOMAIN_SET_LAUNCH_SECURITY_STATE: undefined
  readonly DOMAIN_SAVE_PARAMS: undefined
  readonly DOMAIN_RESTORE_PARAMS: undefined
  readonly DOMAIN_ABORT_JOB_FLAGS: undefined
  readonly DOMAIN_FD_ASSOCIATE: undefined
  readonly NETWORK_SET_METADATA: undefined
  readonly NETWORK_GET_METADATA: RemoteNetworkGetMetadataRet
  readonly NODE_DEVICE_UPDATE: undefined
  readonly DOMAIN_GRAPHICS_RELOAD: undefined
  readonly DOMAIN_GET_AUTOSTART_ONCE: RemoteDomainGetAutostartOnceRet
  readonly DOMAIN_SET_AUTOSTART_ONCE: undefined
  readonly DOMAIN_SET_THROTTLE_GROUP: undefined
  readonly DOMAIN_DEL_THROTTLE_GROUP: undefined
  readonly DOMAIN_ANNOUNCE_INTERFACE: undefined
}

/** Bodies of the events, by procedure. */
export interface RemoteEvents {
  readonly DOMAIN_EVENT_LIFECYCLE: RemoteDomainEventLifecycleMsg
  readonly DOMAIN_EVENT_REBOOT: RemoteDomainEventRebootMsg
  readonly DOMAIN_EVENT_RTC_CHANGE: RemoteDomainEventRtcChangeMsg
  readonly DOMAIN_EVENT_WATCHDOG: RemoteDomainEventWatchdogMsg
  readonly DOMAIN_EVENT_IO_ERROR: RemoteDomainEventIoErrorMsg
  readonly DOMAIN_EVENT_GRAPHICS: RemoteDomainEventGraphicsMsg
  readonly DOMAIN_EVENT_IO_ERROR_REASON: RemoteDomainEventIoErrorReasonMsg
  readonly DOMAIN_EVENT_CONTROL_ERROR: RemoteDomainEventControlErrorMsg
  readonly DOMAIN_EVENT_BLOCK_JOB: RemoteDomainEventBlockJobMsg
  readonly DOMAIN_EVENT_DISK_CHANGE: RemoteDomainEventDiskChangeMsg
  readonly DOMAIN_EVENT_TRAY_CHANGE: RemoteDomainEventTrayChangeMsg
  readonly DOMAIN_EVENT_PMWAKEUP: RemoteDomainEventPmwakeupMsg
  readonly DOMAIN_EVENT_PMSUSPEND: RemoteDomainEventPmsuspendMsg
  readonly DOMAIN_EVENT_BALLOON_CHANGE: RemoteDomainEventBalloonChangeMsg
  readonly DOMAIN_EVENT_PMSUSPEND_DISK: RemoteDomainEventPmsuspendDiskMsg
  readonly DOMAIN_EVENT_DEVICE_REMOVED: RemoteDomainEventDeviceRemovedMsg
  readonly NETWORK_EVENT_LIFECYCLE: RemoteNetworkEventLifecycleMsg
  readonly DOMAIN_EVENT_CALLBACK_LIFECYCLE: RemoteDomainEventCallbackLifecycleMsg
  readonly DOMAIN_EVENT_CALLBACK_REBOOT: RemoteDomainEventCallbackRebootMsg
  readonly DOMAIN_EVENT_CALLBACK_RTC_CHANGE: RemoteDomainEventCallbackRtcChangeMsg
  readonly DOMAIN_EVENT_CALLBACK_WATCHDOG: RemoteDomainEventCallbackWatchdogMsg
  readonly DOMAIN_EVENT_CALLBACK_IO_ERROR: RemoteDomainEventCallbackIoErrorMsg
  readonly DOMAIN_EVENT_CALLBACK_GRAPHICS: RemoteDomainEventCallbackGraphicsMsg
  readonly DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON: RemoteDomainEventCallbackIoErrorReasonMsg
  readonly DOMAIN_EVENT_CALLBACK_CONTROL_ERROR: RemoteDomainEventCallbackControlErrorMsg
  readonly DOMAIN_EVENT_CALLBACK_BLOCK_JOB: RemoteDomainEventCallbackBlockJobMsg
  readonly DOMAIN_EVENT_CALLBACK_DISK_CHANGE: RemoteDomainEventCallbackDiskChangeMsg
  readonly DOMAIN_EVENT_CALLBACK_TRAY_CHANGE: RemoteDomainEventCallbackTrayChangeMsg
  readonly DOMAIN_EVENT_CALLBACK_PMWAKEUP: RemoteDomainEventCallbackPmwakeupMsg
  readonly DOMAIN_EVENT_CALLBACK_PMSUSPEND: RemoteDomainEventCallbackPmsuspendMsg
  readonly DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE: RemoteDomainEventCallbackBalloonChangeMsg
  readonly DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK: RemoteDomainEventCallbackPmsuspendDiskMsg
  readonly DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED: RemoteDomainEventCallbackDeviceRemovedMsg
  readonly DOMAIN_EVENT_BLOCK_JOB_2: RemoteDomainEventBlockJob2Msg
  readonly DOMAIN_EVENT_CALLBACK_TUNABLE: RemoteDomainEventCallbackTunableMsg
  readonly DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE: RemoteDomainEventCallbackAgentLifecycleMsg
  readonly DOMAIN_EVENT_CALLBACK_DEVICE_ADDED: RemoteDomainEventCallbackDeviceAddedMsg
  readonly DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION: RemoteDomainEventCallbackMigrationIterationMsg
  readonly CONNECT_EVENT_CONNECTION_CLOSED: RemoteConnectEventConnectionClosedMsg
  readonly DOMAIN_EVENT_CALLBACK_JOB_COMPLETED: RemoteDomainEventCallbackJobCompletedMsg
  readonly DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED: RemoteDomainEventCallbackDeviceRemovalFailedMsg
  readonly STORAGE_POOL_EVENT_LIFECYCLE: RemoteStoragePoolEventLifecycleMsg
  readonly STORAGE_POOL_EVENT_REFRESH: RemoteStoragePoolEventRefreshMsg
  readonly NODE_DEVICE_EVENT_LIFECYCLE: RemoteNodeDeviceEventLifecycleMsg
  readonly NODE_DEVICE_EVENT_UPDATE: RemoteNodeDeviceEventUpdateMsg
  readonly DOMAIN_EVENT_CALLBACK_METADATA_CHANGE: RemoteDomainEventCallbackMetadataChangeMsg
  readonly SECRET_EVENT_LIFECYCLE: RemoteSecretEventLifecycleMsg
  readonly SECRET_EVENT_VALUE_CHANGED: RemoteSecretEventValueChangedMsg
  readonly DOMAIN_EVENT_BLOCK_THRESHOLD: RemoteDomainEventBlockThresholdMsg
  readonly DOMAIN_EVENT_MEMORY_FAILURE: RemoteDomainEventMemoryFailureMsg
  readonly DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE: RemoteDomainEventMemoryDeviceSizeChangeMsg
  readonly NETWORK_EVENT_CALLBACK_METADATA_CHANGE: RemoteNetworkEventCallbackMetadataChangeMsg
  readonly DOMAIN_EVENT_NIC_MAC_CHANGE: RemoteDomainEventNicMacChangeMsg
  readonly DOMAIN_EVENT_VCPU_REMOVED: RemoteDomainEventVcpuRemovedMsg
  readonly DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE: RemoteDomainEventCallbackChannelLifecycleMsg
}

/** `qemu_domain_monitor_command_args` of the wire. */
export interface QemuDomainMonitorCommandArgs {
  readonly dom: RemoteNonnullDomain
  readonly cmd: RemoteNonnullString
  readonly flags: number
}

/** `qemu_domain_monitor_command_ret` of the wire. */
export interface QemuDomainMonitorCommandRet {
  readonly result: RemoteNonnullString
}

/** `qemu_domain_attach_args` of the wire. */
export interface QemuDomainAttachArgs {
  readonly pid_value: number
  readonly flags: number
}

/** `qemu_domain_attach_ret` of the wire. */
export interface QemuDomainAttachRet {
  readonly dom: RemoteNonnullDomain
}

/** `qemu_domain_agent_command_args` of the wire. */
export interface QemuDomainAgentCommandArgs {
  readonly dom: RemoteNonnullDomain
  readonly cmd: RemoteNonnullString
  readonly timeout: number
  readonly flags: number
}

/** `qemu_domain_agent_command_ret` of the wire. */
export interface QemuDomainAgentCommandRet {
  readonly result: RemoteString
}

/** `qemu_connect_domain_monitor_event_register_args` of the wire. */
export interface QemuConnectDomainMonitorEventRegisterArgs {
  readonly dom: RemoteDomain
  readonly event: RemoteString
  readonly flags: number
}

/** `qemu_connect_domain_monitor_event_register_ret` of the wire. */
export interface QemuConnectDomainMonitorEventRegisterRet {
  readonly callbackID: number
}

/** `qemu_connect_domain_monitor_event_deregister_args` of the wire. */
export interface QemuConnectDomainMonitorEventDeregisterArgs {
  readonly callbackID: number
}

/** `qemu_domain_monitor_event_msg` of the wire. */
export interface QemuDomainMonitorEventMsg {
  readonly callbackID: number
  readonly dom: RemoteNonnullDomain
  readonly event: RemoteNonnullString
  readonly seconds: bigint
  readonly micros: number
  readonly details: RemoteString
}

/** `qemu_domain_monitor_command_with_files_args` of the wire. */
export interface QemuDomainMonitorCommandWithFilesArgs {
  readonly dom: RemoteNonnullDomain
  readonly cmd: RemoteNonnullString
  readonly flags: number
}

/** `qemu_domain_monitor_command_with_files_ret` of the wire. */
export interface QemuDomainMonitorCommandWithFilesRet {
  readonly result: RemoteNonnullString
}

/** Arguments of the calls, by procedure. */
export interface QemuArgs {
  readonly DOMAIN_MONITOR_COMMAND: QemuDomainMonitorCommandArgs
  readonly DOMAIN_ATTACH: QemuDomainAttachArgs
  readonly DOMAIN_AGENT_COMMAND: QemuDomainAgentCommandArgs
  readonly CONNECT_DOMAIN_MONITOR_EVENT_REGISTER: QemuConnectDomainMonitorEventRegisterArgs
  readonly CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER: QemuConnectDomainMonitorEventDeregisterArgs
  readonly DOMAIN_MONITOR_COMMAND_WITH_FILES: QemuDomainMonitorCommandWithFilesArgs
}

/** Replies to the calls, by procedure. */
export interface QemuRets {
  readonly DOMAIN_MONITOR_COMMAND: QemuDomainMonitorCommandRet
  readonly DOMAIN_ATTACH: QemuDomainAttachRet
  readonly DOMAIN_AGENT_COMMAND: QemuDomainAgentCommandRet
  readonly CONNECT_DOMAIN_MONITOR_EVENT_REGISTER: QemuConnectDomainMonitorEventRegisterRet
  readonly CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER: undefined
  readonly DOMAIN_MONITOR_COMMAND_WITH_FILES: QemuDomainMonitorCommandWithFilesRet
}

/** Bodies of the events, by procedure. */
export interface QemuEvents {
  readonly DOMAIN_MONITOR_EVENT: QemuDomainMonitorEventMsg
}

/** `lxc_domain_open_namespace_args` of the wire. */
export interface LxcDomainOpenNamespaceArgs {
  readonly dom: RemoteNonnullDomain
  readonly flags: number
}

/** Arguments of the calls, by procedure. */
export interface LxcArgs {
  readonly DOMAIN_OPEN_NAMESPACE: LxcDomainOpenNamespaceArgs
}

/** Replies to the calls, by procedure. */
export interface LxcRets {
  readonly DOMAIN_OPEN_NAMESPACE: undefined
}

/** `admin_nonnull_string` of the wire. */
export type AdminNonnullString = string

/** `admin_string` of the wire. */
export type AdminString = AdminNonnullString | null

/** `admin_typed_param_value` of the wire. */
export type AdminTypedParamValue =
  | { readonly type: 1; readonly value: number }
  | { readonly type: 2; readonly value: number }
  | { readonly type: 3; readonly value: bigint }
  | { readonly type: 4; readonly value: bigint }
  | { readonly type: 5; readonly value: number }
  | { readonly type: 6; readonly value: number }
  | { readonly type: 7; readonly value: AdminNonnullString }

/** `admin_typed_param` of the wire. */
export interface AdminTypedParam {
  readonly field: AdminNonnullString
  readonly value: AdminTypedParamValue
}

/** `admin_nonnull_server` of the wire. */
export interface AdminNonnullServer {
  readonly name: AdminNonnullString
}

/** `admin_nonnull_client` of the wire. */
export interface AdminNonnullClient {
  readonly srv: AdminNonnullServer
  readonly id: bigint
  readonly timestamp: bigint
  readonly transport: number
}

/** `admin_connect_open_args` of the wire. */
export interface AdminConnectOpenArgs {
  readonly flags: number
}

/** `admin_connect_get_lib_version_ret` of the wire. */
export interface AdminConnectGetLibVersionRet {
  readonly libVer: bigint
}

/** `admin_connect_list_servers_args` of the wire. */
export interface AdminConnectListServersArgs {
  readonly need_results: number
  readonly flags: number
}

/** `admin_connect_list_servers_ret` of the wire. */
export interface AdminConnectListServersRet {
  readonly servers: ReadonlyArray<AdminNonnullServer>
  readonly ret: number
}

/** `admin_connect_lookup_server_args` of the wire. */
export interface AdminConnectLookupServerArgs {
  readonly name: AdminNonnullString
  readonly flags: number
}

/** `admin_connect_lookup_server_ret` of the wire. */
export interface AdminConnectLookupServerRet {
  readonly srv: AdminNonnullServer
}

/** `admin_server_get_threadpool_parameters_args` of the wire. */
export interface AdminServerGetThreadpoolParametersArgs {
  readonly srv: AdminNonnullServer
  readonly flags: number
}

/** `admin_server_get_threadpool_parameters_ret` of the wire. */
export interface AdminServerGetThreadpoolParametersRet {
  readonly params: ReadonlyArray<AdminTypedParam>
}

/** `admin_server_set_threadpool_parameters_args` of the wire. */
export interface AdminServerSetThreadpoolParametersArgs {
  readonly srv: AdminNonnullServer
  readonly params: ReadonlyArray<AdminTypedParam>
  readonly flags: number
}

/** `admin_server_list_clients_args` of the wire. */
export interface AdminServerListClientsArgs {
  readonly srv: AdminNonnullServer
  readonly need_results: number
  readonly flags: number
}

/** `admin_server_list_clients_ret` of the wire. */
export interface AdminServerListClientsRet {
  readonly clients: ReadonlyArray<AdminNonnullClient>
  readonly ret: number
}

/** `admin_server_lookup_client_args` of the wire. */
export interface AdminServerLookupClientArgs {
  readonly srv: AdminNonnullServer
  readonly id: bigint
  readonly flags: number
}

/** `admin_server_lookup_client_ret` of the wire. */
export interface AdminServerLookupClientRet {
  readonly clnt: AdminNonnullClient
}

/** `admin_client_get_info_args` of the wire. */
export interface AdminClientGetInfoArgs {
  readonly clnt: AdminNonnullClient
  readonly flags: number
}

/** `admin_client_get_info_ret` of the wire. */
export interface AdminClientGetInfoRet {
  readonly params: ReadonlyArray<AdminTypedParam>
}

/** `admin_client_close_args` of the wire. */
export interface AdminClientCloseArgs {
  readonly clnt: AdminNonnullClient
  readonly flags: number
}

/** `admin_server_get_client_limits_args` of the wire. */
export interface AdminServerGetClientLimitsArgs {
  readonly srv: AdminNonnullServer
  readonly flags: number
}

/** `admin_server_get_client_limits_ret` of the wire. */
export interface AdminServerGetClientLimitsRet {
  readonly params: ReadonlyArray<AdminTypedParam>
}

/** `admin_server_set_client_limits_args` of the wire. */
export interface AdminServerSetClientLimitsArgs {
  readonly srv: AdminNonnullServer
  readonly params: ReadonlyArray<AdminTypedParam>
  readonly flags: number
}

/** `admin_server_update_tls_files_args` of the wire. */
export interface AdminServerUpdateTlsFilesArgs {
  readonly srv: AdminNonnullServer
  readonly flags: number
}

/** `admin_connect_get_logging_outputs_args` of the wire. */
export interface AdminConnectGetLoggingOutputsArgs {
  readonly flags: number
}

/** `admin_connect_get_logging_outputs_ret` of the wire. */
export interface AdminConnectGetLoggingOutputsRet {
  readonly outputs: AdminNonnullString
  readonly noutputs: number
}

/** `admin_connect_get_logging_filters_args` of the wire. */
export interface AdminConnectGetLoggingFiltersArgs {
  readonly flags: number
}

/** `admin_connect_get_logging_filters_ret` of the wire. */
export interface AdminConnectGetLoggingFiltersRet {
  readonly filters: AdminString
  readonly nfilters: number
}

/** `admin_connect_set_logging_outputs_args` of the wire. */
export interface AdminConnectSetLoggingOutputsArgs {
  readonly outputs: AdminString
  readonly flags: number
}

/** `admin_connect_set_logging_filters_args` of the wire. */
export interface AdminConnectSetLoggingFiltersArgs {
  readonly filters: AdminString
  readonly flags: number
}

/** `admin_connect_set_daemon_timeout_args` of the wire. */
export interface AdminConnectSetDaemonTimeoutArgs {
  readonly timeout: number
  readonly flags: number
}

/** `admin_connect_daemon_shutdown_args` of the wire. */
export interface AdminConnectDaemonShutdownArgs {
  readonly flags: number
}

/** Arguments of the calls, by procedure. */
export interface AdminArgs {
  readonly CONNECT_OPEN: AdminConnectOpenArgs
  readonly CONNECT_CLOSE: undefined
  readonly CONNECT_GET_LIB_VERSION: undefined
  readonly CONNECT_LIST_SERVERS: AdminConnectListServersArgs
  readonly CONNECT_LOOKUP_SERVER: AdminConnectLookupServerArgs
  readonly SERVER_GET_THREADPOOL_PARAMETERS: AdminServerGetThreadpoolParametersArgs
  readonly SERVER_SET_THREADPOOL_PARAMETERS: AdminServerSetThreadpoolParametersArgs
  readonly SERVER_LIST_CLIENTS: AdminServerListClientsArgs
  readonly SERVER_LOOKUP_CLIENT: AdminServerLookupClientArgs
  readonly CLIENT_GET_INFO: AdminClientGetInfoArgs
  readonly CLIENT_CLOSE: AdminClientCloseArgs
  readonly SERVER_GET_CLIENT_LIMITS: AdminServerGetClientLimitsArgs
  readonly SERVER_SET_CLIENT_LIMITS: AdminServerSetClientLimitsArgs
  readonly CONNECT_GET_LOGGING_OUTPUTS: AdminConnectGetLoggingOutputsArgs
  readonly CONNECT_GET_LOGGING_FILTERS: AdminConnectGetLoggingFiltersArgs
  readonly CONNECT_SET_LOGGING_OUTPUTS: AdminConnectSetLoggingOutputsArgs
  readonly CONNECT_SET_LOGGING_FILTERS: AdminConnectSetLoggingFiltersArgs
  readonly SERVER_UPDATE_TLS_FILES: AdminServerUpdateTlsFilesArgs
  readonly CONNECT_SET_DAEMON_TIMEOUT: AdminConnectSetDaemonTimeoutArgs
  readonly CONNECT_DAEMON_SHUTDOWN: AdminConnectDaemonShutdownArgs
}

/** Replies to the calls, by procedure. */
export interface AdminRets {
  readonly CONNECT_OPEN: undefined
  readonly CONNECT_CLOSE: undefined
  readonly CONNECT_GET_LIB_VERSION: AdminConnectGetLibVersionRet
  readonly CONNECT_LIST_SERVERS: AdminConnectListServersRet
  readonly CONNECT_LOOKUP_SERVER: AdminConnectLookupServerRet
  readonly SERVER_GET_THREADPOOL_PARAMETERS: AdminServerGetThreadpoolParametersRet
  readonly SERVER_SET_THREADPOOL_PARAMETERS: undefined
  readonly SERVER_LIST_CLIENTS: AdminServerListClientsRet
  readonly SERVER_LOOKUP_CLIENT: AdminServerLookupClientRet
  readonly CLIENT_GET_INFO: AdminClientGetInfoRet
  readonly CLIENT_CLOSE: undefined
  readonly SERVER_GET_CLIENT_LIMITS: AdminServerGetClientLimitsRet
  readonly SERVER_SET_CLIENT_LIMITS: undefined
  readonly CONNECT_GET_LOGGING_OUTPUTS: AdminConnectGetLoggingOutputsRet
  readonly CONNECT_GET_LOGGING_FILTERS: AdminConnectGetLoggingFiltersRet
  readonly CONNECT_SET_LOGGING_OUTPUTS: undefined
  readonly CONNECT_SET_LOGGING_FILTERS: undefined
  readonly SERVER_UPDATE_TLS_FILES: undefined
  readonly CONNECT_SET_DAEMON_TIMEOUT: undefined
  readonly CONNECT_DAEMON_SHUTDOWN: undefined
}
