import type { Args, Result } from '../../../core/model/index.ts'
import type { RemoteTypedParam } from '../../wire/generated/types.ts'
import { type ParamType, paramOf } from './typed-params.ts'

type InfoType = NonNullable<Args<'domain.getGuestInfo'>['types']>[number]

/** What a guest can be asked for, index = bit of the number of clients. */
const types: readonly InfoType[] = [
  'users',
  'os',
  'timezone',
  'hostname',
  'filesystem',
  'disks',
  'interfaces',
  'load',
]

/** What a client asks for; undefined when it leaves that to the guest. Later clients may know more than we do. */
export function infoTypes(bits: number): InfoType[] | undefined {
  if (bits === 0) return undefined
  return types.filter((_, bit) => (bits & (1 << bit)) !== 0)
}

/** Types of what a guest tells, by the end of the name; all else is text. Source: libvirt's manual of the call. */
const valueTypes: ReadonlyArray<readonly [end: RegExp, type: ParamType]> = [
  [/\.count$/, 'uint'],
  [/\.login-time$/, 'ullong'],
  [/^timezone\.offset$/, 'int'],
  [/\.(total|used)-bytes$/, 'ullong'],
  [/^disk\.\d+\.(partition|ccw-addr)$/, 'boolean'],
  [/\.prefix$/, 'uint'],
  [/^load\.\d+m$/, 'double'],
]

/** What a guest told, as parameters; a number that is none is passed on as text. */
export function guestInfoParams(info: Result<'domain.getGuestInfo'>): RemoteTypedParam[] {
  return info.map(({ name, value }) => {
    const type = valueTypes.find(([end]) => end.test(name))?.[1] ?? 'string'
    const whole = type === 'string' || type === 'boolean' || type === 'double' || /^-?\d+$/.test(value)
    return paramOf(name, whole ? type : 'string', value)
  })
}
