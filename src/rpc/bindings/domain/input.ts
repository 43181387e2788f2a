import type { RemoteHandlers } from '../../binding.ts'
import { checkFlags, has } from '../flags.ts'
import { domainError, onDomain, scopeOf, wordOf } from './on-domain.ts'

const codesets = [
  'linux',
  'xt',
  'atset1',
  'atset2',
  'atset3',
  'os_x',
  'xt_kbd',
  'usb',
  'win32',
  'qnum',
] as const

const lifecycleEvents = ['poweroff', 'reboot', 'crash'] as const
const lifecycleActions = [
  'destroy',
  'restart',
  'rename-restart',
  'preserve',
  'coredump-destroy',
  'coredump-restart',
] as const

const MEMORY_VIRTUAL = 1
const MEMORY_PHYSICAL = 2
const PEEK_MAX = 4_194_304

/** Input to guests, looks into their memory, and what is to follow on their end. */
export const inputHandlers: RemoteHandlers = {
  DOMAIN_SEND_KEY: (call, { dom, codeset, holdtime, keycodes, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    const args = {
      codeset: wordOf(call, codesets, codeset, 'the set of key codes'),
      holdtime,
      keys: keycodes,
    }
    return onDomain(call, dom, 'domain.sendKey', args)
  },
  DOMAIN_INJECT_NMI: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return onDomain(call, dom, 'domain.injectNmi', {})
  },
  DOMAIN_MEMORY_PEEK: async (call, { dom, offset, size, flags }) => {
    checkFlags(call, 'domain', flags, MEMORY_VIRTUAL | MEMORY_PHYSICAL)
    if (flags !== MEMORY_VIRTUAL && flags !== MEMORY_PHYSICAL) {
      throw domainError(call, 'invalidArg', 'memory is read by virtual or by physical address, one of both')
    }
    if (size > PEEK_MAX) throw domainError(call, 'invalidArg', `size too large (${size})`)
    const args = { start: offset, size, ...(has(flags, MEMORY_PHYSICAL) ? { physical: true } : {}) }
    return { buffer: await onDomain(call, dom, 'domain.memoryPeek', args) }
  },
  DOMAIN_SET_LIFECYCLE_ACTION: (call, { dom, type, action, flags }) =>
    onDomain(call, dom, 'domain.setLifecycleAction', {
      event: wordOf(call, lifecycleEvents, type, 'the event'),
      action: wordOf(call, lifecycleActions, action, 'the action'),
      ...scopeOf(call, flags),
    }),
}
