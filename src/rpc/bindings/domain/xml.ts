import type { RemoteHandlers } from '../../binding.ts'
import { checkFlags, switches } from '../flags.ts'
import { onDomain } from './on-domain.ts'

const xmlBits = { secure: 1, inactive: 2, updateCpu: 4, migratable: 8 } as const
const savedBits = { secure: 1 } as const
const rewriteBits = { running: 2, paused: 4 } as const

/** Documents of domains, also those in saved states. */
export const xmlHandlers: RemoteHandlers = {
  DOMAIN_GET_XML_DESC: async (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 15)
    return { xml: await onDomain(call, dom, 'domain.getXml', switches(flags, xmlBits)) }
  },
  DOMAIN_SAVE_IMAGE_GET_XML_DESC: async (call, { file, flags }) => {
    checkFlags(call, 'domain', flags, 1)
    const args = { path: file, ...switches(flags, savedBits) }
    return { xml: await call.invoke('host.getSavedXml', call.host(), args) }
  },
  DOMAIN_SAVE_IMAGE_DEFINE_XML: (call, { file, dxml, flags }) => {
    checkFlags(call, 'domain', flags, 6)
    const args = { path: file, xml: dxml, ...switches(flags, rewriteBits) }
    return call.invoke('host.setSavedXml', call.host(), args)
  },
  DOMAIN_MANAGED_SAVE_GET_XML_DESC: async (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 1)
    return { xml: await onDomain(call, dom, 'domain.getManagedSaveXml', switches(flags, savedBits)) }
  },
  DOMAIN_MANAGED_SAVE_DEFINE_XML: (call, { dom, dxml, flags }) => {
    checkFlags(call, 'domain', flags, 6)
    const args = { xml: dxml ?? '', ...switches(flags, rewriteBits) }
    return onDomain(call, dom, 'domain.setManagedSaveXml', args)
  },
}
