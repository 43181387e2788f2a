import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import { withSingleVcpus } from '../../shared/domain-memory.ts'
import type { Guest } from '../guest/guest.ts'
import type { Services } from '../guest/services.ts'
import { agentOf, objects } from './agent-answers.ts'
import { definitionOf, guestOf, keepConfig, targetOf } from './context.ts'

/** Processors: how many there are, and single ones, as the definition and as the guest has them. */
export function processorHandlers(services: Services): Handlers {
  return {
    'domain.getVcpuCount': (ctx, ref, args) => vcpuCount(guestOf(services, ref), args, ctx.signal),
    'domain.setVcpu': async (_ctx, ref, args) => {
      const guest = guestOf(services, ref)
      const { live, config } = targetOf(guest, args)
      if (live) {
        throw new VirtError(
          'operationUnsupported',
          `domain '${guest.name}' is running; single processors can change only in its definition`,
          { domain: 'qemu' },
        )
      }
      if (config) await keepConfig(services, guest, withSingleVcpus(config, args.vcpus, args.online))
    },
    'domain.getGuestVcpus': (ctx, ref) => guestVcpus(guestOf(services, ref), ctx.signal),
    'domain.setGuestVcpus': async (ctx, ref, args) => {
      const guest = guestOf(services, ref)
      const known = await guestVcpus(guest, ctx.signal)
      const wrong = args.vcpus.find((number) => !known.some((vcpu) => vcpu.number === number))
      if (wrong !== undefined || args.vcpus.length === 0) {
        throw new VirtError('invalidArg', `the guest '${guest.name}' has no processor ${wrong}`, {
          domain: 'qemu',
        })
      }
      const vcpus = args.vcpus.map((number) => ({ 'logical-id': number, online: args.online }))
      await agentOf(guest).request('guest-set-vcpus', { vcpus }, { signal: ctx.signal })
    },
  }
}

async function vcpuCount(
  guest: Guest,
  args: Args<'domain.getVcpuCount'>,
  signal: AbortSignal,
): Promise<number> {
  if (args.guest) {
    const known = await guestVcpus(guest, signal)
    return args.maximum ? known.length : known.filter(({ online }) => online).length
  }
  const { vcpu } = definitionOf(guest, args)
  if (args.maximum) return vcpu.value
  const online = args.config ? 0 : (guest.live?.vcpuThreads.size ?? 0)
  return online > 0 ? online : (vcpu.current ?? vcpu.value)
}

async function guestVcpus(guest: Guest, signal: AbortSignal) {
  const answer = await agentOf(guest).request('guest-get-vcpus', undefined, { signal })
  return objects(answer).map((vcpu) => ({
    number: Number(vcpu['logical-id']),
    online: vcpu.online === true,
    canOffline: vcpu['can-offline'] === true,
  }))
}
