import type { Handlers } from '../../../core/driver.ts'
import { type MetadataRequest, readMetadata, withMetadata } from '../../shared/domain-metadata.ts'
import { emitEvent } from '../guest/publish.ts'
import type { Services } from '../guest/services.ts'
import { definitionOf, guestOf, keepConfig, liveChanged, targetOf } from './context.ts'

/** Metadata of definitions. */
export function metadataHandlers(services: Services): Handlers {
  return {
    'domain.getMetadata': async (_ctx, ref, args) =>
      readMetadata(definitionOf(guestOf(services, ref), args), args),
    'domain.setMetadata': async (_ctx, ref, { live: onLive, config: onConfig, ...request }) => {
      const guest = guestOf(services, ref)
      const { live, config } = targetOf(guest, { live: onLive, config: onConfig })
      const wanted: MetadataRequest = request
      const kept = config && withMetadata(config, wanted)
      if (live) {
        live.doc = withMetadata(live.doc, wanted)
        await liveChanged(services, guest)
      }
      if (kept) await keepConfig(services, guest, kept)
      const nsuri = request.type === 'element' ? request.uri : undefined
      emitEvent(services, guest, 'metadataChange', {
        type: request.type,
        ...(nsuri === undefined ? {} : { nsuri }),
      })
    },
  }
}
