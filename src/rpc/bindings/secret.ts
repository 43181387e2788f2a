import type { Entry } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { RemoteHandlers } from '../binding.ts'
import { virConnectListAllSecretsFlags as listFlags, virSecretDefineFlags } from '../wire/protocol/enums.ts'
import { checkFlags, has } from './flags.ts'
import { answer, either, type FilterGroup, filterOf, names, shown } from './listing.ts'
import { findByUuid, findSecret, findWhere, madeBy, secretRef } from './lookup.ts'
import { noMatching } from './missing.ts'

const filters: ReadonlyArray<FilterGroup<'secret'>> = [
  either(
    listFlags.VIR_CONNECT_LIST_SECRETS_EPHEMERAL,
    listFlags.VIR_CONNECT_LIST_SECRETS_NO_EPHEMERAL,
    ({ ephemeral }) => ephemeral,
  ),
  either(
    listFlags.VIR_CONNECT_LIST_SECRETS_PRIVATE,
    listFlags.VIR_CONNECT_LIST_SECRETS_NO_PRIVATE,
    (attrs) => attrs.private,
  ),
]

const { VIR_SECRET_DEFINE_VALIDATE: VALIDATE } = virSecretDefineFlags
const uuidOf = ({ attrs }: Entry<'secret'>): string => attrs.uuid

/** Secrets. Their values are in no log and in no error. */
export const secretHandlers: RemoteHandlers = {
  CONNECT_NUM_OF_SECRETS: (call) => ({ num: shown(call, 'secret').length }),
  CONNECT_LIST_SECRETS: (call, { maxuuids }) => ({
    uuids: names(shown(call, 'secret'), maxuuids, uuidOf).names,
  }),
  CONNECT_LIST_ALL_SECRETS: (call, { need_results, flags }) => {
    const fits = filterOf(call, 'secret', flags, filters)
    const { refs, ret } = answer(call, shown(call, 'secret', fits), need_results, secretRef)
    return { secrets: refs, ret }
  },
  SECRET_LOOKUP_BY_UUID: (call, { uuid }) => ({ secret: secretRef(findByUuid(call, 'secret', uuid)) }),
  SECRET_LOOKUP_BY_USAGE: (call, { usageType, usageID }) => {
    const fits = (entry: Entry<'secret'>): boolean => {
      const ref = secretRef(entry)
      return ref.usageType === usageType && ref.usageID === usageID
    }
    return { secret: secretRef(findWhere(call, 'secret', fits, noMatching('secret', 'usage', usageID))) }
  },
  SECRET_DEFINE_XML: async (call, { xml, flags }) => {
    checkFlags(call, 'secret', flags, VALIDATE)
    const validate = has(flags, VALIDATE)
    const key = await call.invoke('secret.define', call.host(), { xml, validate })
    return { secret: secretRef(madeBy(call, 'secret', key)) }
  },
  SECRET_GET_XML_DESC: async (call, { secret, flags }) => {
    checkFlags(call, 'secret', flags, 0)
    return { xml: await call.invoke('secret.getXml', findSecret(call, secret), {}) }
  },
  SECRET_SET_VALUE: (call, { secret, value, flags }) => {
    checkFlags(call, 'secret', flags, 0)
    return call.invoke('secret.setValue', findSecret(call, secret), { value })
  },
  SECRET_GET_VALUE: async (call, { secret, flags }) => {
    checkFlags(call, 'secret', flags, 0)
    const entry = findSecret(call, secret)
    if (entry.attrs.private) {
      throw new VirtError('invalidSecret', 'Invalid secret: secret is private', { domain: 'secret' })
    }
    return { value: await call.invoke('secret.getValue', entry, {}) }
  },
  SECRET_UNDEFINE: (call, { secret }) => call.invoke('secret.undefine', findSecret(call, secret), {}),
}
