import { isIP } from 'node:net'
import { z } from 'zod'
import { accessClasses, typeNames } from '../model/index.ts'
import { listOf, oidType } from './kinds.ts'

/** The element of `connections` that stands for every hypervisor that is found. */
export const autoConnection = 'auto'

const connectionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected letters, digits, dots, dashes and underscores')

const uri = z.string().regex(/^[a-z][a-z0-9+.-]*:/, 'expected a URI such as qemu:///system')

/** A connection: the word auto, a URI, or a URI with a name. */
export const connectionType = z.preprocess(
  (value) => (typeof value === 'string' ? { uri: value } : value),
  z.strictObject({
    name: connectionName.optional(),
    uri: z.union([z.literal(autoConnection), uri], {
      error: 'expected a URI such as qemu:///system, or auto',
    }),
  }),
)

/** A connection as the settings name it; the URI is the word auto for all that are found. */
export type ConnectionSetting = z.output<typeof connectionType>

const network = z.string().refine(isNetwork, 'expected an address or a network such as 192.0.2.0/24')

function isNetwork(text: string): boolean {
  const [address = '', prefix, more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more !== undefined) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128)
}

/** A community of SNMP v1 and v2c. */
export const communityType = z.preprocess(
  (value) => (typeof value === 'string' ? { name: value } : value),
  z.strictObject({
    name: z.string().min(1).max(255),
    context: z.string().max(255).optional(),
    sources: listOf(network).optional(),
    view: z.string().min(1).max(32).optional(),
  }),
)

/** A part of the MIB tree. */
export const viewType = z.strictObject({
  name: z.string().min(1).max(32),
  include: listOf(oidType),
  exclude: listOf(oidType).optional(),
})

/** A rule of access control. */
export const accessRuleType = z.strictObject({
  effect: z.enum(['allow', 'deny']),
  callers: listOf(z.string()).optional(),
  connections: listOf(z.string()).optional(),
  types: listOf(z.enum(typeNames)).optional(),
  names: listOf(z.string()).optional(),
  access: listOf(z.enum(accessClasses)).optional(),
})
