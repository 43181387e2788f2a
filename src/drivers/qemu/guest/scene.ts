import type { Guest } from './guest.ts'
import type { LiveGuest } from './live-guest.ts'
import type { Services } from './services.ts'

/** One running guest and what is worked on it with. */
export interface Scene {
  readonly services: Services
  readonly guest: Guest
  readonly live: LiveGuest
}
