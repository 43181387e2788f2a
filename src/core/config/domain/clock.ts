import { i64, oneOf, pattern, u64, uint, word, yesNo } from '../descriptor/codec.ts'
import { type Doc, element } from '../descriptor/element.ts'
import { attr, child, list, on } from '../descriptor/field.ts'

const timer = element(
  {
    name: attr(oneOf('platform', 'pit', 'rtc', 'hpet', 'tsc', 'kvmclock', 'hypervclock', 'armvtimer'), {
      required: true,
    }),
    present: attr(yesNo),
    tickpolicy: attr(oneOf('delay', 'catchup', 'merge', 'discard')),
    track: attr(oneOf('boot', 'guest', 'wall', 'realtime')),
    frequency: attr(u64),
    mode: attr(oneOf('auto', 'native', 'emulate', 'paravirt', 'smpsafe')),
    catchup: child(element({ threshold: attr(uint), slew: attr(uint), limit: attr(uint) })),
  },
  {
    check(doc, site) {
      if (doc.catchup !== undefined && doc.tickpolicy !== 'catchup') {
        site.fail("has 'catchup', which goes only with tickpolicy 'catchup'")
      }
    },
  },
)

/** `<clock>`: what time the guest sees. */
export const clock = element(
  {
    offset: attr(oneOf('utc', 'localtime', 'variable', 'timezone', 'absolute'), { default: 'utc' }),
    adjustment: attr(pattern(/^(reset|-?\d+)$/, "'reset' or a number of seconds"), {
      when: on('offset', 'utc', 'localtime', 'variable'),
    }),
    basis: attr(oneOf('utc', 'localtime'), { when: on('offset', 'variable') }),
    adjustment0: attr(i64, { live: true }),
    timezone: attr(word, { when: on('offset', 'timezone') }),
    start: attr(i64, { when: on('offset', 'absolute') }),
    timers: list(timer, { name: 'timer' }),
  },
  {
    after(draft, site) {
      if (draft.offset === 'variable') {
        draft.adjustment ??= '0'
        draft.basis ??= 'utc'
      } else if (draft.adjustment === 'reset') delete draft.adjustment
      if (draft.offset === 'timezone' && draft.timezone === undefined)
        site.fail("lacks the attribute 'timezone'")
      if (draft.offset === 'absolute' && draft.start === undefined) site.fail("lacks the attribute 'start'")
    },
  },
)

/** What time the guest sees. */
export type ClockDoc = Doc<typeof clock>

/** `<pm>`: whether the guest may put itself to sleep. */
export const pm = element({
  suspendToMem: child(element({ enabled: attr(yesNo) }), { name: 'suspend-to-mem' }),
  suspendToDisk: child(element({ enabled: attr(yesNo) }), { name: 'suspend-to-disk' }),
})

/** `<perf>`: events that are counted for the guest. */
export const perf = element({
  events: list(element({ name: attr(word, { required: true }), enabled: attr(yesNo, { required: true }) }), {
    name: 'event',
  }),
})
