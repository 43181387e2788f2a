import { isIP } from 'node:net'
import { z } from 'zod'
import { listOf } from './kinds.ts'

const TRAP_PORT = 162

const target = z
  .strictObject({
    name: z.string().regex(/^[\x21-\x7e]{1,32}$/, 'expected 1 to 32 visible characters of ASCII'),
    address: z.string().refine((text) => isIP(text) !== 0, 'expected an IP address'),
    port: z.number().int().min(1).max(65535).default(TRAP_PORT),
    version: z.enum(['v1', 'v2c', 'v3']).default('v2c'),
    type: z.enum(['trap', 'inform']).default('trap'),
    community: z.string().min(1).max(255).exactOptional(),
    user: z.string().min(1).max(32).exactOptional(),
    level: z.enum(['noAuthNoPriv', 'authNoPriv', 'authPriv']).default('authPriv'),
    timeout: z.number().int().min(10).max(60_000).default(1500),
    retries: z.number().int().min(0).max(255).default(3),
    queue: z.number().int().min(1).max(100_000).default(10_000),
    context: z.string().max(255).default(''),
    filter: z.string().min(1).max(32).exactOptional(),
  })
  .superRefine((value, context) => {
    const { name, version, type, community, user } = value
    const fault = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message: `target '${name}' ${message}` })
    if (version === 'v3' && user === undefined) fault('user', 'has version v3 and needs a user')
    if (version !== 'v3' && community === undefined)
      fault('community', `has version ${version} and needs a community`)
    if (version === 'v1' && type === 'inform') fault('type', 'has version v1, which knows no informs')
  })

/** The receivers of notifications; each has a name of its own. */
export const targetsType = listOf(target).superRefine((targets, context) => {
  const seen = new Set<string>()
  for (const { name } of targets) {
    if (seen.has(name)) context.addIssue({ code: 'custom', message: `two targets are named '${name}'` })
    seen.add(name)
  }
})
