import type { Oid } from '../engine/oid.ts'

/**
 * Where VIRTGATE-MIB hangs. Provisional: 32473 is the enterprise number for documentation (RFC 5612) until the
 * product has one of its own; the setting `snmp.enterprise_oid` puts the module elsewhere.
 */
export const virtgateBase: Oid = [1, 3, 6, 1, 4, 1, 32473, 7666]

/** The module's name. */
export const virtgateModule = 'VIRTGATE-MIB'
