/** Life-cycle states of a domain, in the order of libvirt's virDomainState (index = number). */
export const domainStates = [
  'nostate',
  'running',
  'blocked',
  'paused',
  'shutdown',
  'shutoff',
  'crashed',
  'pmsuspended',
] as const

/** A life-cycle state. */
export type DomainState = (typeof domainStates)[number]

/** Why a domain is in its state; for each state in the order of libvirt's reason numbers (index = number). */
export const domainReasons = {
  nostate: ['unknown'],
  running: [
    'unknown',
    'booted',
    'migrated',
    'restored',
    'from-snapshot',
    'unpaused',
    'migration-canceled',
    'save-canceled',
    'wakeup',
    'crashed',
    'postcopy',
    'postcopy-failed',
  ],
  blocked: ['unknown'],
  paused: [
    'unknown',
    'user',
    'migration',
    'save',
    'dump',
    'ioerror',
    'watchdog',
    'from-snapshot',
    'shutting-down',
    'snapshot',
    'crashed',
    'starting-up',
    'postcopy',
    'postcopy-failed',
    'api-error',
  ],
  shutdown: ['unknown', 'user'],
  shutoff: [
    'unknown',
    'shutdown',
    'destroyed',
    'crashed',
    'migrated',
    'saved',
    'failed',
    'from-snapshot',
    'daemon',
  ],
  crashed: ['unknown', 'panicked'],
  pmsuspended: ['unknown'],
} as const satisfies Record<DomainState, readonly string[]>

/** All reasons of all states, each word once. */
export const allReasons = [
  'unknown',
  'booted',
  'migrated',
  'restored',
  'from-snapshot',
  'unpaused',
  'migration-canceled',
  'save-canceled',
  'wakeup',
  'crashed',
  'postcopy',
  'postcopy-failed',
  'user',
  'migration',
  'save',
  'dump',
  'ioerror',
  'watchdog',
  'shutting-down',
  'snapshot',
  'starting-up',
  'api-error',
  'shutdown',
  'destroyed',
  'saved',
  'failed',
  'daemon',
  'panicked',
] as const

/** A reason for a state. */
export type DomainReason = (typeof allReasons)[number]

/** Kinds of life-cycle events with their details, in libvirt's order (index = number of virDomainEventType). */
export const lifecycleDetails = {
  defined: ['added', 'updated', 'renamed', 'from-snapshot'],
  undefined: ['removed', 'renamed'],
  started: ['booted', 'migrated', 'restored', 'from-snapshot', 'wakeup', 'recreated'],
  suspended: [
    'paused',
    'migrated',
    'ioerror',
    'watchdog',
    'restored',
    'from-snapshot',
    'api-error',
    'postcopy',
    'postcopy-failed',
    'guest-shutdown',
  ],
  resumed: ['unpaused', 'migrated', 'from-snapshot', 'postcopy', 'postcopy-failed'],
  stopped: ['shutdown', 'destroyed', 'crashed', 'migrated', 'saved', 'failed', 'from-snapshot', 'recreated'],
  shutdown: ['finished', 'guest', 'host'],
  pmsuspended: ['memory', 'disk'],
  crashed: ['panicked', 'crashloaded'],
} as const

/** A kind of life-cycle event. */
export type LifecycleType = keyof typeof lifecycleDetails

/** All kinds of life-cycle events, index = libvirt's number. */
export const lifecycleTypes = [
  'defined',
  'undefined',
  'started',
  'suspended',
  'resumed',
  'stopped',
  'shutdown',
  'pmsuspended',
  'crashed',
] as const satisfies readonly LifecycleType[]

/** All details of all life-cycle events, each word once. */
export const allLifecycleDetails = [
  'added',
  'updated',
  'renamed',
  'from-snapshot',
  'removed',
  'booted',
  'migrated',
  'restored',
  'wakeup',
  'recreated',
  'paused',
  'ioerror',
  'watchdog',
  'api-error',
  'postcopy',
  'postcopy-failed',
  'unpaused',
  'shutdown',
  'destroyed',
  'crashed',
  'saved',
  'failed',
  'finished',
  'guest',
  'host',
  'memory',
  'disk',
  'panicked',
  'crashloaded',
  'guest-shutdown',
] as const

/** Kinds of long work on a domain, as a surface shows them. */
export const domainJobs = [
  'none',
  'start',
  'save',
  'managed-save',
  'restore',
  'dump',
  'migration-in',
  'migration-out',
  'snapshot',
  'backup',
] as const
