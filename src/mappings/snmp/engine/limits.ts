import { MAX_MESSAGE } from './ber-writer.ts'

/** Bounds of the agent. */
export interface AgentLimits {
  /** The largest message taken and sent. */
  readonly maxMessage: number
  /** Where a response to GETBULK is cut off: by default it fits one Ethernet frame. */
  readonly bulkMessage: number
  /** Most variables of a request and of a response to GETBULK. */
  readonly maxVariables: number
  /** How long one request may work in one turn of the event loop, in milliseconds. */
  readonly sliceMs: number
  /** How long one request may work in all, in milliseconds; then the answer is genErr. */
  readonly requestMs: number
  /** How long a request waits for the `prepare` functions of modules, in milliseconds. */
  readonly prepareMs: number
  /** Most requests that wait at a time; further ones are dropped. */
  readonly maxWaiting: number
  /** How long a SET is remembered, so that its repetition does not run again, in milliseconds. */
  readonly setRetryMs: number
  /** Reports a second to one address that has not authenticated. */
  readonly reportsPerSecond: number
}

/** The bounds unless the settings say otherwise. */
export const defaultLimits: AgentLimits = {
  maxMessage: MAX_MESSAGE,
  bulkMessage: 1_472,
  maxVariables: 1_000,
  sliceMs: 5,
  requestMs: 2_000,
  prepareMs: 1_000,
  maxWaiting: 1_024,
  setRetryMs: 30_000,
  reportsPerSecond: 500,
}
