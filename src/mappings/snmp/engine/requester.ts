import type { Principal } from './module.ts'

/** Who asks, without the address that the request came from. */
export type Requester = Omit<Principal, 'peer'>
