import type { DomainDoc } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Args } from '../../core/model/index.ts'

type Wish = Pick<Args<'domain.setLifecycleAction'>, 'event' | 'action'>

/** The document with another action for an event; all words of crashes are those of the other events and two more. */
export function withLifecycleAction(doc: DomainDoc, { event, action }: Wish): DomainDoc {
  if (event === 'crash') return { ...doc, onCrash: action }
  if (action === 'coredump-destroy' || action === 'coredump-restart') {
    throw new VirtError('invalidArg', `the action '${action}' is for crashes, not for the event '${event}'`)
  }
  return event === 'poweroff' ? { ...doc, onPoweroff: action } : { ...doc, onReboot: action }
}
