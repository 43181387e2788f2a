import type { Settings } from '../../core/settings/index.ts'

/** Bounds of the server. The admin program and a reload change them while it runs. */
export interface ServerLimits {
  /** Most clients at the same time. */
  maxClients: number
  /** Most clients that have not yet said who they are. */
  maxAnonymousClients: number
  /** Most clients that wait to be let in. */
  maxQueuedClients: number
  /** Most calls that are worked on at the same time, and further ones of high priority. */
  maxWorkers: number
  prioWorkers: number
  /** Most calls of one client that are worked on at the same time. */
  maxClientRequests: number
  /** Octets of the longest packet that a client may send. */
  maxMessageSize: number
  /** Silence after which a client is asked whether it is there, ms, and how often in vain. */
  keepaliveInterval: number
  keepaliveCount: number
  /** Time to say who one is, ms. */
  authWait: number
  /** Time for a client to read what it is sent, and for the rest of a packet that has begun, ms. */
  stallWait: number
}

/** The bounds as the settings say. */
export function limitsOf(settings: Settings['rpc']): ServerLimits {
  return {
    maxClients: settings.max_clients,
    maxAnonymousClients: settings.max_anonymous_clients,
    maxQueuedClients: settings.max_queued_clients,
    maxWorkers: settings.max_workers,
    prioWorkers: settings.prio_workers,
    maxClientRequests: settings.max_client_requests,
    maxMessageSize: settings.max_message_size,
    keepaliveInterval: settings.keepalive_interval,
    keepaliveCount: settings.keepalive_count,
    authWait: settings.auth_wait,
    stallWait: settings.stall_wait,
  }
}
