import type { PortDoc } from '../../core/config/index.ts'
import type { Args, Result } from '../../core/model/index.ts'

type Bounds = Args<'port.setParameters'>
type Bandwidth = NonNullable<PortDoc['bandwidth']>

/** How much traffic may go through a port; what has no bound is 0. */
export function boundsOf({ bandwidth }: PortDoc): Result<'port.getParameters'> {
  const { inbound, outbound } = bandwidth ?? {}
  return {
    inboundAverage: Number(inbound?.average ?? 0),
    inboundPeak: Number(inbound?.peak ?? 0),
    inboundFloor: Number(inbound?.floor ?? 0),
    inboundBurst: Number(inbound?.burst ?? 0),
    outboundAverage: Number(outbound?.average ?? 0),
    outboundPeak: Number(outbound?.peak ?? 0),
    outboundBurst: Number(outbound?.burst ?? 0),
  }
}

/** The document of a port with other bounds; those that are not given stay, those of 0 go. */
export function withBounds(doc: PortDoc, given: Bounds): PortDoc {
  const next = { ...boundsOf(doc), ...given }
  const inbound = part({
    average: next.inboundAverage,
    peak: next.inboundPeak,
    floor: next.inboundFloor,
    burst: next.inboundBurst,
  })
  const outbound = part({
    average: next.outboundAverage,
    peak: next.outboundPeak,
    burst: next.outboundBurst,
  })
  const { bandwidth: _, ...rest } = doc
  if (inbound === undefined && outbound === undefined) return rest
  const bandwidth: Bandwidth = {
    ...(inbound === undefined ? {} : { inbound }),
    ...(outbound === undefined ? {} : { outbound }),
  }
  return { ...rest, bandwidth }
}

function part<K extends string>(values: Readonly<Record<K, number | undefined>>) {
  const set: { [F in K]?: bigint } = {}
  let any = false
  for (const field of Object.keys(values) as K[]) {
    const value = values[field]
    if (value === undefined || value === 0) continue
    set[field] = BigInt(value)
    any = true
  }
  return any ? set : undefined
}
