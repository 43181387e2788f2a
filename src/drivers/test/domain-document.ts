import { formatDomain } from '../../core/config/index.ts'
import type { TestDomain } from './domain.ts'

/** The document of a domain: the running one with its id if it runs, unless the kept one is asked for. */
export function domainDocument(
  domain: TestDomain,
  options: { readonly secure?: boolean; readonly inactive?: boolean } = {},
): string {
  const { secure = false, inactive = false } = options
  if (!domain.active) return formatDomain(domain.current.doc, { inactive: true, secure })
  if (inactive) return formatDomain((domain.config ?? domain.current).doc, { inactive: true, secure })
  return formatDomain({ ...domain.current.doc, id: domain.record.id }, { secure })
}
