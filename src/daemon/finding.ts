/** One thing that was looked at. */
export interface Finding {
  /** `problem`: the daemon cannot run so. `missing`: something optional is not there. */
  readonly state: 'ok' | 'missing' | 'problem'
  readonly area: string
  readonly text: string
  /** Command or step that mends it. */
  readonly fix?: string
}

/** A finding that all is well. */
export function ok(area: string, text: string): Finding {
  return { state: 'ok', area, text }
}
