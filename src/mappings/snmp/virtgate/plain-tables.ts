import { shaped, shownBy } from './binding.ts'
import { counted, joined, percent } from './forms.ts'
import { plainTable } from './object-table.ts'
import { createSnapshot, snapshotControl, snapshotWrites } from './snapshot-control.ts'

/** Snapshots, below their guests. */
export const snapshots = plainTable('snapshot', {
  id: 10,
  host: 9,
  below: 'vmIndex',
  bindings: {
    domain: shownBy('vmIndex'),
    name: 2,
    description: 3,
    createdAt: 4,
    state: 5,
    parent: 6,
    current: 7,
    location: 8,
  },
  more: snapshotControl,
  writes: snapshotWrites,
  create: createSnapshot,
})

/** Checkpoints, below their guests. */
export const checkpoints = plainTable('checkpoint', {
  id: 11,
  host: 7,
  below: 'vmIndex',
  bindings: { domain: shownBy('vmIndex'), name: 2, description: 3, createdAt: 4, parent: 5, current: 6 },
})

/** Virtual networks. */
export const networks = plainTable('network', {
  id: 12,
  host: 12,
  bindings: {
    uuid: 2,
    name: 3,
    active: 4,
    persistent: 5,
    autostart: 6,
    bridge: 7,
    forward: 8,
    domainName: 9,
    addresses: shaped(10, counted),
    stateSince: 11,
  },
})

/** Ports of virtual networks, below them. */
export const ports = plainTable('port', {
  id: 14,
  host: 7,
  below: 'vgNetworkIndex',
  bindings: { uuid: 2, network: shownBy('vgNetworkIndex'), owner: 3, ownerName: 4, mac: 5, plug: 6 },
})

/** Interfaces of the host. */
export const interfaces = plainTable('interface', {
  id: 15,
  host: 6,
  bindings: { name: 2, mac: 3, type: 4, active: 5 },
})

/** Storage pools. */
export const pools = plainTable('pool', {
  id: 16,
  host: 12,
  bindings: {
    uuid: 2,
    name: 3,
    type: 4,
    state: 5,
    persistent: 6,
    autostart: 7,
    path: 8,
    capacity: 9,
    allocation: 10,
    available: 11,
  },
})

/** Storage volumes, below their pools. */
export const volumes = plainTable('volume', {
  id: 17,
  host: 9,
  below: 'vgPoolIndex',
  bindings: {
    name: 2,
    pool: shownBy('vgPoolIndex'),
    volumeKey: 3,
    path: 4,
    type: 5,
    format: 6,
    capacity: 7,
    allocation: 8,
  },
})

/** Devices of the host. */
export const nodedevs = plainTable('nodedev', {
  id: 18,
  host: 9,
  bindings: {
    name: 2,
    parent: 3,
    path: 4,
    capabilities: shaped(5, joined),
    active: 6,
    persistent: 7,
    autostart: 8,
  },
})

/** Secrets: what they are for, never their values. */
export const secrets = plainTable('secret', {
  id: 19,
  host: 8,
  bindings: { uuid: 2, usageType: 3, usageId: 4, description: 5, ephemeral: 6, private: 7 },
})

/** Network filters. */
export const nwfilters = plainTable('nwfilter', {
  id: 20,
  host: 7,
  bindings: { uuid: 2, name: 3, chain: 4, priority: 5, rules: 6 },
})

/** Long work. */
export const jobs = plainTable('job', {
  id: 21,
  host: 16,
  bindings: {
    id: shownBy('vgJobIndex'),
    operation: 2,
    target: 3,
    targetType: 4,
    targetName: 5,
    caller: 6,
    state: 7,
    createdAt: 8,
    endedAt: 9,
    progress: shaped(10, percent),
    processed: 11,
    total: 12,
    cancellable: 13,
    errorCode: 14,
    errorText: 15,
  },
})
