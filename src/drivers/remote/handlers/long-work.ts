import type { OpContext } from '../../../core/driver.ts'
import { toVirtError, VirtError } from '../../../core/errors/index.ts'
import type { Attrs } from '../../../core/model/index.ts'
import type { CallOptions } from '../../../rpc/client/client.ts'
import type { RemoteNonnullDomain } from '../../../rpc/wire/generated/types.ts'
import type { HandlerContext } from './context.ts'

/** How often the daemon is asked how far long work is. */
const PROGRESS_MS = 1000

/** No job runs on a domain. */
const JOB_NONE = 0

/** Long work on a domain: the domain shows it, its progress is told, and it can be cancelled. */
export async function longWork<R>(
  context: HandlerContext,
  ctx: OpContext,
  { dom, job }: { readonly dom: RemoteNonnullDomain; readonly job: Attrs<'domain'>['job'] },
  call: (options: CallOptions) => Promise<R>,
): Promise<R> {
  const { upkeep } = context
  const end = new AbortController()
  const give = new AbortController()
  const cancel = () => void abortJob(context, dom, give)
  void upkeep.touch('domain', dom.uuid, { patch: { job } })
  ctx.signal.addEventListener('abort', cancel, { once: true })
  void tellProgress(context, ctx, dom, end.signal)
  try {
    return await call({ signal: give.signal, long: true })
  } finally {
    end.abort()
    ctx.signal.removeEventListener('abort', cancel)
    await upkeep.touch('domain', dom.uuid, { patch: { job: 'none' } })
  }
}

/** The daemon ends the work and says so in its reply; where it cannot, nobody waits for the reply any more. */
async function abortJob(
  { daemon }: HandlerContext,
  dom: RemoteNonnullDomain,
  give: AbortController,
): Promise<void> {
  try {
    await daemon.call('DOMAIN_ABORT_JOB', { dom })
  } catch (thrown) {
    const { message } = toVirtError(thrown)
    give.abort(
      new VirtError('operationAborted', `the work was left behind, for it cannot be cancelled: ${message}`, {
        domain: 'remote',
        cause: thrown,
      }),
    )
  }
}

async function tellProgress(
  { daemon }: HandlerContext,
  ctx: OpContext,
  dom: RemoteNonnullDomain,
  end: AbortSignal,
): Promise<void> {
  const signal = AbortSignal.any([end, daemon.signal])
  for (;;) {
    await daemon.clock.sleep(PROGRESS_MS, signal).catch(() => {})
    if (signal.aborted) return
    const info = await daemon.tryCall('DOMAIN_GET_JOB_INFO', { dom }, { signal }).catch(() => undefined)
    if (info === undefined) return
    if (info.type === JOB_NONE || info.dataTotal === 0n) continue
    const percent = Number((info.dataProcessed * 1000n) / info.dataTotal) / 10
    ctx.progress({ percent: Math.min(100, percent), processed: info.dataProcessed, total: info.dataTotal })
  }
}
