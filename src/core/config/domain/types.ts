import type { Doc } from '../descriptor/element.ts'
import type { audio, sound } from './audio.ts'
import type { crypto, rng, tpm } from './backend-devices.ts'
import type { hub, input, iommu, lease, memballoon, panic, pstore, vsock, watchdog } from './controller.ts'
import type { memoryDevice, nvramDevice, shmem } from './filesystem.ts'
import type { redirdev, redirfilter, smartcard } from './hostdev.ts'
import type { launchSecurity } from './security.ts'
import type { blkiotune, cputune, memoryBacking, memtune, numatune } from './tuning.ts'

export type { ChannelDoc, ConsoleDoc, ParallelDoc, SerialDoc } from './chardev.ts'
export type { ClockDoc } from './clock.ts'
export type { ControllerDoc } from './controller.ts'
export type { CpuDoc } from './cpu.ts'
export type { DevicesDoc } from './devices.ts'
export type { DiskDoc } from './disk.ts'
export type { FeaturesDoc } from './features.ts'
export type { FilesystemDoc } from './filesystem.ts'
export type { GraphicsDoc, ListenDoc } from './graphics.ts'
export type { HostdevDoc } from './hostdev.ts'
export type { NetDoc } from './net.ts'
export type { OsDoc } from './os.ts'
export type { SeclabelDoc } from './seclabel.ts'
export type { BackingStoreDoc, SourceDoc } from './source.ts'
export type { SysinfoDoc } from './sysinfo.ts'
export type { VcpuDoc } from './tuning.ts'
export type { VideoDoc } from './video.ts'

/** A lock that must be held while the guest runs. */
export type LeaseDoc = Doc<typeof lease>
/** Where the sound of the guest goes. */
export type AudioDoc = Doc<typeof audio>
/** A sound card. */
export type SoundDoc = Doc<typeof sound>
/** A source of random numbers. */
export type RngDoc = Doc<typeof rng>
/** A trusted platform module. */
export type TpmDoc = Doc<typeof tpm>
/** A device that encrypts for the guest. */
export type CryptoDoc = Doc<typeof crypto>
/** A hub. */
export type HubDoc = Doc<typeof hub>
/** A keyboard, mouse or tablet. */
export type InputDoc = Doc<typeof input>
/** A memory management unit for devices. */
export type IommuDoc = Doc<typeof iommu>
/** The balloon that takes memory back from the guest. */
export type MemballoonDoc = Doc<typeof memballoon>
/** How the guest tells that it crashed. */
export type PanicDoc = Doc<typeof panic>
/** Where the guest keeps its last words. */
export type PstoreDoc = Doc<typeof pstore>
/** Sockets between host and guest. */
export type VsockDoc = Doc<typeof vsock>
/** A watchdog. */
export type WatchdogDoc = Doc<typeof watchdog>
/** A module of memory. */
export type MemoryDeviceDoc = Doc<typeof memoryDevice>
/** The store of settings of a pseries machine. */
export type NvramDeviceDoc = Doc<typeof nvramDevice>
/** Memory shared between guests. */
export type ShmemDoc = Doc<typeof shmem>
/** A USB device of a viewer that the guest takes over. */
export type RedirdevDoc = Doc<typeof redirdev>
/** Which USB devices may be redirected. */
export type RedirfilterDoc = Doc<typeof redirfilter>
/** A smart card reader. */
export type SmartcardDoc = Doc<typeof smartcard>
/** Protection of the guest against its host. */
export type LaunchSecurityDoc = Doc<typeof launchSecurity>
/** Weights and limits of block devices of the host. */
export type BlkiotuneDoc = Doc<typeof blkiotune>
/** Shares, limits and placement of processors. */
export type CputuneDoc = Doc<typeof cputune>
/** Where the memory of the guest comes from. */
export type MemoryBackingDoc = Doc<typeof memoryBacking>
/** Limits of memory. */
export type MemtuneDoc = Doc<typeof memtune>
/** From which NUMA nodes memory is taken. */
export type NumatuneDoc = Doc<typeof numatune>
