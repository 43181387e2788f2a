import { type DomainDoc, formatDomain } from '../../core/config/index.ts'
import type { DocumentCache } from '../shared/document-cache.ts'
import type { TestDomain } from './domain.ts'

/** Which document of a domain is wanted. */
export interface DocumentWish {
  readonly secure?: boolean
  readonly inactive?: boolean
}

/** The document of a domain: the running one with its id if it runs, unless the kept one is asked for. */
export function domainDocument(domain: TestDomain, wish: DocumentWish = {}, cache?: DocumentCache): string {
  const { secure = false, inactive = false } = wish
  const { doc } = inactive && domain.active ? (domain.config ?? domain.current) : domain.current
  const id = domain.active && !inactive ? domain.record.id : undefined
  const make = () => (id === undefined ? printOff(doc, secure) : formatDomain({ ...doc, id }, { secure }))
  return cache === undefined ? make() : cache.text(doc, `${id}${secure ? ' secure' : ''}`, make)
}

function printOff(doc: DomainDoc, secure: boolean): string {
  return formatDomain(doc, { inactive: true, secure })
}
