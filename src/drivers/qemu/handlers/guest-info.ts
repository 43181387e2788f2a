import { VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import { isQmpError, type QmpObject, type QmpValue } from '../../../qmp/index.ts'
import type { AgentLink } from '../guest/agent-link.ts'
import { object, objects } from './agent-answers.ts'

type Info = Array<Result<'domain.getGuestInfo'>[number]>

/** Members of the answer on the operating system, with libvirt's names for them. */
const osFields = [
  ['id', 'os.id'],
  ['name', 'os.name'],
  ['pretty-name', 'os.pretty-name'],
  ['version', 'os.version'],
  ['version-id', 'os.version-id'],
  ['kernel-release', 'os.kernel-release'],
  ['kernel-version', 'os.kernel-version'],
  ['machine', 'os.machine'],
  ['variant', 'os.variant'],
  ['variant-id', 'os.variant-id'],
] as const

type InfoType = NonNullable<Args<'domain.getGuestInfo'>['types']>[number]
type Reader = (answer: QmpValue) => Info

/** Each question with how its answer is told; a guest need not know all of them. */
const questions: ReadonlyArray<readonly [type: InfoType, command: string, read: Reader]> = [
  ['users', 'guest-get-users', (answer) => listed('user', objects(answer), [['user', 'name']])],
  ['os', 'guest-get-osinfo', (answer) => named(object(answer), osFields)],
  [
    'timezone',
    'guest-get-timezone',
    (answer) =>
      named(object(answer), [
        ['zone', 'timezone.name'],
        ['offset', 'timezone.offset'],
      ] as const),
  ],
  [
    'hostname',
    'guest-get-host-name',
    (answer) => named(object(answer), [['host-name', 'hostname']] as const),
  ],
  [
    'filesystem',
    'guest-get-fsinfo',
    (answer) =>
      listed('fs', objects(answer), [
        ['name', 'name'],
        ['mountpoint', 'mountpoint'],
        ['type', 'fstype'],
        ['total-bytes', 'total-bytes'],
        ['used-bytes', 'used-bytes'],
      ]),
  ],
]

function named(answer: QmpObject, fields: ReadonlyArray<readonly [string, string]>): Info {
  return fields.flatMap(([member, name]) => {
    const value = answer[member]
    return value === undefined ? [] : [{ name, value: String(value) }]
  })
}

function listed(
  prefix: string,
  items: readonly QmpObject[],
  fields: ReadonlyArray<readonly [string, string]>,
): Info {
  const rows = items.flatMap((item, i) =>
    named(
      item,
      fields.map(([member, name]) => [member, `${prefix}.${i}.${name}`] as const),
    ),
  )
  return [{ name: `${prefix}.count`, value: String(items.length) }, ...rows]
}

/** What the agent tells of its guest. What it does not know is left out, unless it was asked for by name. */
export async function guestInfo(
  agent: AgentLink,
  types: readonly InfoType[] | undefined,
  signal: AbortSignal,
): Promise<Info> {
  const unknown = types?.find((type) => !questions.some(([known]) => known === type))
  if (unknown !== undefined) {
    throw new VirtError('operationUnsupported', `the guest cannot be asked for its ${unknown}`, {
      domain: 'qemu',
    })
  }
  const info: Info = []
  for (const [type, command, read] of questions) {
    if (types && !types.includes(type)) continue
    try {
      info.push(...read(await agent.request(command, undefined, { signal })))
    } catch (error) {
      if (types || !isQmpError(error)) throw error
    }
  }
  return info
}
