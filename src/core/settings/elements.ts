import { isIP } from 'node:net'
import { z } from 'zod'
import type { AccessRule } from '../access/rules.ts'
import { toVirtError } from '../errors/index.ts'
import { nearest } from '../lib/nearest.ts'
import { accessClasses, allOps, findOp, typeNames } from '../model/index.ts'
import { parseUri } from '../uri.ts'
import { listOf } from './kinds.ts'

/** The element of `connections` that stands for every hypervisor that is found. */
export const autoConnection = 'auto'

const connectionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected letters, digits, dots, dashes and underscores')

const uri = z.string().superRefine((text, context) => {
  if (text === autoConnection) return
  try {
    parseUri(text)
  } catch (thrown) {
    context.addIssue({ code: 'custom', message: toVirtError(thrown).message })
  }
})

/** A connection: the word auto, a URI, or a URI with a name. */
export const connectionType = z.preprocess(
  (value) => (typeof value === 'string' ? { uri: value } : value),
  z.strictObject({ name: connectionName.exactOptional(), uri }),
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
    context: z.string().max(255).exactOptional(),
    sources: listOf(network).exactOptional(),
    view: z.string().min(1).max(32).exactOptional(),
  }),
)

// An arc may be a star: any number at this place.
const subtree = z
  .string()
  .regex(/^[0-2](\.(\d{1,10}|\*)){0,127}$/, 'expected an object identifier; a star stands for any number')

/** A part of the MIB tree. */
export const viewType = z.strictObject({
  name: z.string().min(1).max(32),
  include: listOf(subtree),
  exclude: listOf(subtree).exactOptional(),
})

// What a rule can give: the access classes and the permissions that operations ask for.
function grants(): string[] {
  const permissions = allOps().map((path) => findOp(path)?.def.permission ?? '')
  return [...new Set<string>([...accessClasses, 'getattr', ...permissions])]
}

const grant = z.string().superRefine((word, context) => {
  const known = grants()
  if (known.includes(word)) return
  const near = nearest(word, known)
  const hint = near ? `did you mean '${near}'?` : `known are ${known.join(', ')}`
  context.addIssue({
    code: 'custom',
    message: `'${word}' is neither an access class nor a permission; ${hint}`,
  })
})

/** A rule of access control. */
export const accessRuleType = z.strictObject({
  callers: z.string().min(1),
  types: listOf(z.enum(typeNames)).exactOptional(),
  connections: listOf(z.string().min(1)).exactOptional(),
  names: z.string().min(1).exactOptional(),
  allow: listOf(grant),
}) satisfies z.ZodType<AccessRule>
