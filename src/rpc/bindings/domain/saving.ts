import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteNonnullDomain, RemoteTypedParam } from '../../wire/generated/types.ts'
import { checkFlags, switches } from '../flags.ts'
import { domainError, onDomain, wordOf } from './on-domain.ts'
import { type ParamTable, readParams } from './typed-params.ts'

const saveBits = { bypassCache: 1, running: 2, paused: 4 } as const
const dumpBits = { crash: 1, live: 2, bypassCache: 4, reset: 8, memoryOnly: 16 } as const
const dumpFormats = ['raw', 'kdump-zlib', 'kdump-lzo', 'kdump-snappy', 'win-dmp'] as const

const saveParams = { file: 'string', dxml: 'string' } as const satisfies ParamTable

/** Saved states and core dumps. */
export const savingHandlers: RemoteHandlers = {
  DOMAIN_SAVE: (call, { dom, to }) => onDomain(call, dom, 'domain.save', { path: to }),
  DOMAIN_SAVE_FLAGS: (call, { dom, to, dxml, flags }) => save(call, dom, { path: to, xml: dxml, flags }),
  DOMAIN_SAVE_PARAMS: (call, { dom, params, flags }) => {
    const { file, dxml } = fileOf(call, params)
    // Without a file it is kept for the next start.
    if (file === undefined) return managedSave(call, dom, flags)
    return save(call, dom, { path: file, xml: dxml ?? null, flags })
  },
  DOMAIN_RESTORE: (call, { from }) => restore(call, { path: from, xml: null, flags: 0 }),
  DOMAIN_RESTORE_FLAGS: (call, { from, dxml, flags }) => restore(call, { path: from, xml: dxml, flags }),
  DOMAIN_RESTORE_PARAMS: (call, { params, flags }) => {
    const { file, dxml } = fileOf(call, params)
    if (file === undefined) throw domainError(call, 'invalidArg', 'missing path to restore from')
    return restore(call, { path: file, xml: dxml ?? null, flags })
  },
  DOMAIN_MANAGED_SAVE: (call, { dom, flags }) => managedSave(call, dom, flags),
  DOMAIN_MANAGED_SAVE_REMOVE: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return onDomain(call, dom, 'domain.managedSaveRemove', {})
  },
  DOMAIN_CORE_DUMP: (call, { dom, to, flags }) => {
    checkFlags(call, 'domain', flags, 31)
    return onDomain(call, dom, 'domain.coreDump', { path: to, ...switches(flags, dumpBits) })
  },
  DOMAIN_CORE_DUMP_WITH_FORMAT: (call, { dom, to, dumpformat, flags }) => {
    checkFlags(call, 'domain', flags, 31)
    const format = wordOf(call, dumpFormats, dumpformat, 'the format of a dump')
    return onDomain(call, dom, 'domain.coreDump', { path: to, format, ...switches(flags, dumpBits) })
  },
}

interface SavedFile {
  readonly path: string
  readonly xml: string | null
  readonly flags: number
}

function argsOf(call: Call, { path, xml, flags }: SavedFile) {
  checkFlags(call, 'domain', flags, 7)
  return { path, ...(xml === null ? {} : { xml }), ...switches(flags, saveBits) }
}

function save(call: Call, dom: RemoteNonnullDomain, file: SavedFile): Promise<void> {
  return onDomain(call, dom, 'domain.save', argsOf(call, file))
}

function restore(call: Call, file: SavedFile): Promise<void> {
  return call.invoke('domain.restore', call.host(), argsOf(call, file))
}

function managedSave(call: Call, dom: RemoteNonnullDomain, flags: number): Promise<void> {
  checkFlags(call, 'domain', flags, 7)
  return onDomain(call, dom, 'domain.managedSave', switches(flags, saveBits))
}

function fileOf(
  call: Call,
  params: readonly RemoteTypedParam[],
): { readonly file?: string; readonly dxml?: string } {
  return Object.fromEntries(readParams(call, saveParams, params).map(({ name, value }) => [name, value]))
}
