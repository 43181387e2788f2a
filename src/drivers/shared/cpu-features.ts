/** A processor model: what it has beyond another one. */
export interface CpuModelRow {
  readonly vendor?: string
  readonly base?: string
  /** Features separated by spaces. */
  readonly adds: string
  /** Guests can have it, but no machine is called so. */
  readonly guestOnly?: true
}

/** Features of x86 processors in the order in which documents list them. Source: libvirt's cpu_map of 9.0.0. */
export const x86Features: readonly string[] = (
  'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 pn clflush ds acpi mmx fxsr ' +
  'sse sse2 ss ht tm ia64 pbe pni pclmuldq dtes64 monitor ds_cpl vmx smx est tm2 ssse3 cid fma cx16 ' +
  'xtpr pdcm pcid dca sse4.1 sse4.2 x2apic movbe popcnt tsc-deadline aes xsave osxsave avx f16c rdrand ' +
  'hypervisor arat fsgsbase tsc_adjust sgx bmi1 hle avx2 smep bmi2 erms invpcid rtm cmt mpx avx512f ' +
  'avx512dq rdseed adx smap avx512ifma pcommit clflushopt clwb intel-pt avx512pf avx512er avx512cd ' +
  'sha-ni avx512bw avx512vl avx512vbmi umip pku ospke waitpkg avx512vbmi2 gfni vaes vpclmulqdq ' +
  'avx512vnni avx512bitalg avx512-vpopcntdq la57 rdpid bus-lock-detect cldemote movdiri movdir64b sgxlc ' +
  'pks avx512-4vnniw avx512-4fmaps fsrm avx512-vp2intersect md-clear serialize tsx-ldtrk pconfig ' +
  'arch-lbr amx-bf16 avx512-fp16 amx-tile amx-int8 spec-ctrl stibp arch-capabilities core-capability ' +
  'ssbd avx-vnni avx512-bf16 xsaveopt xsavec xgetbv1 xsaves xfd mbm_total mbm_local sgx1 sgx2 ' +
  'sgx-exinfo sgx-debug sgx-mode64 sgx-provisionkey sgx-tokenkey sgx-kss intel-pt-lip syscall nx mmxext ' +
  'fxsr_opt pdpe1gb rdtscp lm 3dnowext 3dnow lahf_lm cmp_legacy svm extapic cr8legacy abm sse4a ' +
  'misalignsse 3dnowprefetch osvw ibs xop skinit wdt lwp fma4 tce cvt16 nodeid_msr tbm topoext ' +
  'perfctr_core perfctr_nb invtsc clzero xsaveerptr wbnoinvd ibpb ibrs amd-stibp amd-ssbd virt-ssbd ' +
  'amd-no-ssb npt lbrv svm-lock nrip-save tsc-scale vmcb-clean flushbyasid decodeassists pause-filter ' +
  'pfthreshold avic v-vmsave-vmload vgif svme-addr-chk rdctl-no ibrs-all rsba skip-l1dfl-vmentry ssb-no ' +
  'mds-no pschange-mc-no tsx-ctrl taa-no split-lock-detect'
).split(' ')

/** Models of x86 processors with their features, older ones first. Source: libvirt's cpu_map of 9.0.0. */
export const x86Models: Readonly<Record<string, CpuModelRow>> = {
  '486': { adds: 'fpu vme pse' },
  pentium: { base: '486', adds: 'de tsc msr mce cx8 mmx' },
  pentium2: { base: 'pentium', adds: 'pae sep mtrr pge mca cmov pat pse36 fxsr' },
  pentium3: { base: 'pentium2', adds: 'sse' },
  pentiumpro: { adds: 'fpu de pse tsc msr pae mce cx8 apic sep pge cmov pat mmx fxsr sse sse2' },
  coreduo: { vendor: 'Intel', base: 'pentiumpro', adds: 'vme mtrr mca clflush pni monitor nx' },
  n270: { vendor: 'Intel', base: 'coreduo', adds: 'ssse3' },
  core2duo: { vendor: 'Intel', base: 'n270', adds: 'pse36 syscall lm' },
  qemu32: { base: 'pentiumpro', adds: 'pni' },
  kvm32: { base: 'qemu32', adds: 'mtrr mca pse36 clflush' },
  'cpu64-rhel5': { base: 'kvm32', adds: 'syscall nx lm', guestOnly: true },
  'cpu64-rhel6': { base: 'cpu64-rhel5', adds: 'cx16 lahf_lm', guestOnly: true },
  qemu64: { base: 'cpu64-rhel5', adds: 'cx16 svm' },
  kvm64: { base: 'cpu64-rhel5', adds: 'cx16' },
  Conroe: { vendor: 'Intel', base: 'cpu64-rhel5', adds: 'ssse3 lahf_lm' },
  Penryn: { vendor: 'Intel', base: 'Conroe', adds: 'cx16 sse4.1' },
  Nehalem: { vendor: 'Intel', base: 'Penryn', adds: 'sse4.2 popcnt' },
  'Nehalem-IBRS': { vendor: 'Intel', base: 'Nehalem', adds: 'spec-ctrl' },
  Westmere: { vendor: 'Intel', base: 'Nehalem', adds: 'aes' },
  'Westmere-IBRS': { vendor: 'Intel', base: 'Westmere', adds: 'spec-ctrl' },
  SandyBridge: { vendor: 'Intel', base: 'Westmere', adds: 'pclmuldq x2apic tsc-deadline xsave avx rdtscp' },
  'SandyBridge-IBRS': { vendor: 'Intel', base: 'SandyBridge', adds: 'spec-ctrl' },
  IvyBridge: { vendor: 'Intel', base: 'SandyBridge', adds: 'vme f16c rdrand fsgsbase smep erms' },
  'IvyBridge-IBRS': { vendor: 'Intel', base: 'IvyBridge', adds: 'spec-ctrl' },
  'Haswell-noTSX': {
    vendor: 'Intel',
    base: 'SandyBridge',
    adds: 'fma pcid movbe fsgsbase bmi1 avx2 smep bmi2 erms invpcid',
  },
  'Haswell-noTSX-IBRS': { vendor: 'Intel', base: 'Haswell-noTSX', adds: 'spec-ctrl' },
  Haswell: { vendor: 'Intel', base: 'Haswell-noTSX', adds: 'hle rtm' },
  'Haswell-IBRS': { vendor: 'Intel', base: 'Haswell', adds: 'spec-ctrl' },
  'Broadwell-noTSX': { vendor: 'Intel', base: 'Haswell-noTSX', adds: 'rdseed adx smap 3dnowprefetch' },
  'Broadwell-noTSX-IBRS': { vendor: 'Intel', base: 'Broadwell-noTSX', adds: 'spec-ctrl' },
  Broadwell: { vendor: 'Intel', base: 'Broadwell-noTSX', adds: 'hle rtm' },
  'Broadwell-IBRS': { vendor: 'Intel', base: 'Broadwell', adds: 'spec-ctrl' },
  'Skylake-Client': {
    vendor: 'Intel',
    base: 'Broadwell',
    adds: 'vme f16c rdrand arat mpx xsaveopt xsavec xgetbv1 abm',
  },
  'Skylake-Client-IBRS': { vendor: 'Intel', base: 'Skylake-Client', adds: 'spec-ctrl' },
  'Skylake-Client-noTSX-IBRS': {
    vendor: 'Intel',
    base: 'Broadwell-noTSX-IBRS',
    adds: 'vme f16c rdrand arat mpx xsaveopt xsavec xgetbv1 abm',
  },
  'Skylake-Server': {
    vendor: 'Intel',
    base: 'Skylake-Client',
    adds: 'avx512f avx512dq clwb avx512cd avx512bw avx512vl pdpe1gb',
  },
  'Skylake-Server-IBRS': { vendor: 'Intel', base: 'Skylake-Server', adds: 'spec-ctrl' },
  'Skylake-Server-noTSX-IBRS': {
    vendor: 'Intel',
    base: 'Skylake-Client-noTSX-IBRS',
    adds: 'avx512f avx512dq clwb avx512cd avx512bw avx512vl pdpe1gb',
  },
  'Cascadelake-Server': { vendor: 'Intel', base: 'Skylake-Server-IBRS', adds: 'clflushopt avx512vnni ssbd' },
  'Cascadelake-Server-noTSX': {
    vendor: 'Intel',
    base: 'Skylake-Server-noTSX-IBRS',
    adds: 'clflushopt avx512vnni ssbd',
  },
  'Icelake-Client': {
    vendor: 'Intel',
    base: 'Skylake-Client-IBRS',
    adds: 'avx512vbmi umip pku avx512vbmi2 gfni vaes vpclmulqdq avx512vnni avx512bitalg avx512-vpopcntdq ssbd wbnoinvd',
  },
  'Icelake-Client-noTSX': {
    vendor: 'Intel',
    base: 'Skylake-Client-noTSX-IBRS',
    adds: 'avx512vbmi umip pku avx512vbmi2 gfni vaes vpclmulqdq avx512vnni avx512bitalg avx512-vpopcntdq ssbd wbnoinvd',
  },
  'Icelake-Server': {
    vendor: 'Intel',
    base: 'Icelake-Client',
    adds: 'avx512f avx512dq clflushopt clwb avx512cd avx512bw avx512vl la57 pdpe1gb',
  },
  'Icelake-Server-noTSX': {
    vendor: 'Intel',
    base: 'Icelake-Client-noTSX',
    adds: 'avx512f avx512dq clflushopt clwb avx512cd avx512bw avx512vl la57 pdpe1gb',
  },
  Cooperlake: {
    vendor: 'Intel',
    base: 'Broadwell-IBRS',
    adds: 'vme f16c rdrand arat avx512f avx512dq clflushopt clwb avx512cd avx512bw avx512vl pku avx512vnni stibp arch-capabilities ssbd avx512-bf16 xsaveopt xsavec xgetbv1 pdpe1gb abm rdctl-no ibrs-all skip-l1dfl-vmentry mds-no pschange-mc-no taa-no',
  },
  Snowridge: {
    vendor: 'Intel',
    base: 'Westmere-IBRS',
    adds: 'vme pclmuldq x2apic movbe tsc-deadline xsave rdrand arat fsgsbase smep erms rdseed smap clflushopt clwb sha-ni umip gfni cldemote movdiri movdir64b arch-capabilities core-capability ssbd xsaveopt xsavec xgetbv1 pdpe1gb rdtscp 3dnowprefetch split-lock-detect',
  },
  athlon: { vendor: 'AMD', base: 'pentiumpro', adds: 'vme mtrr pse36 mmxext 3dnowext 3dnow' },
  phenom: { vendor: 'AMD', base: 'cpu64-rhel5', adds: 'monitor mmxext fxsr_opt 3dnowext 3dnow svm' },
  Opteron_G1: { vendor: 'AMD', base: 'cpu64-rhel5', adds: '' },
  Opteron_G2: { vendor: 'AMD', base: 'qemu64', adds: 'rdtscp lahf_lm' },
  Opteron_G3: { vendor: 'AMD', base: 'Opteron_G2', adds: 'popcnt abm sse4a misalignsse' },
  Opteron_G4: {
    vendor: 'AMD',
    base: 'Opteron_G3',
    adds: 'pclmuldq ssse3 sse4.1 sse4.2 aes xsave avx pdpe1gb 3dnowprefetch xop fma4',
  },
  Opteron_G5: { vendor: 'AMD', base: 'Opteron_G4', adds: 'fma f16c tbm' },
  EPYC: {
    vendor: 'AMD',
    base: 'Opteron_G3',
    adds: 'vme pclmuldq ssse3 fma sse4.1 sse4.2 movbe aes xsave avx f16c rdrand arat fsgsbase bmi1 avx2 smep bmi2 rdseed adx smap clflushopt sha-ni xsaveopt xsavec xgetbv1 mmxext fxsr_opt pdpe1gb cr8legacy 3dnowprefetch osvw',
  },
  'EPYC-IBPB': { vendor: 'AMD', base: 'EPYC', adds: 'ibpb' },
  'EPYC-Rome': {
    vendor: 'AMD',
    base: 'EPYC-IBPB',
    adds: 'clwb umip rdpid perfctr_core clzero xsaveerptr wbnoinvd amd-stibp npt nrip-save',
  },
  'EPYC-Milan': {
    vendor: 'AMD',
    base: 'EPYC-Rome',
    adds: 'pcid erms invpcid pku fsrm xsaves ibrs amd-ssbd svme-addr-chk',
  },
  Dhyana: {
    vendor: 'Hygon',
    base: 'Opteron_G3',
    adds: 'vme ssse3 fma sse4.1 sse4.2 movbe xsave avx f16c rdrand arat fsgsbase bmi1 avx2 smep bmi2 rdseed adx smap clflushopt xsaveopt xsavec xgetbv1 mmxext fxsr_opt pdpe1gb cr8legacy 3dnowprefetch osvw ibpb',
  },
}
