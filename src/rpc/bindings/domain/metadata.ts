import type { RemoteHandlers } from '../../binding.ts'
import { onDomain, scopeOf, sideOf, wordOf } from './on-domain.ts'

const parts = ['description', 'title', 'element'] as const

/** Title, description and the elements of others in definitions. */
export const metadataHandlers: RemoteHandlers = {
  DOMAIN_GET_METADATA: async (call, { dom, type, uri, flags }) => {
    const args = {
      type: wordOf(call, parts, type, 'the kind of metadata'),
      ...(uri === null ? {} : { uri }),
      ...sideOf(call, flags),
    }
    return { metadata: await onDomain(call, dom, 'domain.getMetadata', args) }
  },
  DOMAIN_SET_METADATA: (call, { dom, type, metadata, key, uri, flags }) =>
    onDomain(call, dom, 'domain.setMetadata', {
      type: wordOf(call, parts, type, 'the kind of metadata'),
      ...(metadata === null ? {} : { value: metadata }),
      ...(key === null ? {} : { key }),
      ...(uri === null ? {} : { uri }),
      ...scopeOf(call, flags),
    }),
}
