import type { Handlers, OpContext } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import type { RemoteNonnullDomain, RemoteTypedParam } from '../../../rpc/wire/generated/types.ts'
import { textParams } from '../stats.ts'
import { ask, type HandlerContext, impact, run, wireRef } from './context.ts'
import { allParams, stringsFlag, type TextParam, typedParams } from './params.ts'

type Group = Args<'domain.getParameters'>['group']

/** Beginnings of the C names of each group's parameters. */
const prefixes: Readonly<Record<Group, readonly string[]>> = {
  memory: ['VIR_DOMAIN_MEMORY_'],
  blkio: ['VIR_DOMAIN_BLKIO_'],
  numa: ['VIR_DOMAIN_NUMA_'],
  scheduler: ['VIR_DOMAIN_SCHEDULER_'],
  interface: ['VIR_DOMAIN_BANDWIDTH_'],
  perf: ['VIR_PERF_PARAM_'],
}

/** Tunables of domains and limits of their disks. */
export function domainParamHandlers(context: HandlerContext): Handlers {
  const domOf = (ref: { readonly key: string }) => wireRef(context, 'domain', ref)
  return {
    'domain.getParameters': async (ctx, ref, { group, device, ...where }) => {
      const flags = impact(where) + (group === 'perf' ? 0 : await stringsFlag(context.daemon))
      return getGroup(context, ctx, { dom: domOf(ref), group, device, flags })
    },
    'domain.setParameters': async (ctx, ref, { group, device, values, ...where }) => {
      const params = typedParams(prefixes[group], values)
      await setGroup(context, ctx, { dom: domOf(ref), group, device, params, flags: impact(where) })
    },
    'domain.getSchedulerType': async (ctx, ref) =>
      (await ask(context, ctx, 'DOMAIN_GET_SCHEDULER_TYPE', { dom: domOf(ref) })).type,
    'domain.getBlockIoTune': async (ctx, ref, { disk, ...where }) => {
      const flags = impact(where) + (await stringsFlag(context.daemon))
      return allParams((nparams) =>
        ask(context, ctx, 'DOMAIN_GET_BLOCK_IO_TUNE', { dom: domOf(ref), disk, nparams, flags }),
      )
    },
    'domain.setBlockIoTune': (ctx, ref, { disk, values, ...where }) =>
      run(context, ctx, 'DOMAIN_SET_BLOCK_IO_TUNE', {
        dom: domOf(ref),
        disk,
        params: typedParams(['VIR_DOMAIN_BLOCK_IOTUNE_'], values),
        flags: impact(where),
      }),
  }
}

interface Wish {
  readonly dom: RemoteNonnullDomain
  readonly group: Group
  readonly device: string | undefined
  readonly flags: number
}

async function getGroup(context: HandlerContext, ctx: OpContext, wish: Wish): Promise<TextParam[]> {
  const { dom, group, flags } = wish
  switch (group) {
    case 'memory':
      return allParams((nparams) =>
        ask(context, ctx, 'DOMAIN_GET_MEMORY_PARAMETERS', { dom, nparams, flags }),
      )
    case 'blkio':
      return allParams((nparams) => ask(context, ctx, 'DOMAIN_GET_BLKIO_PARAMETERS', { dom, nparams, flags }))
    case 'numa':
      return allParams((nparams) => ask(context, ctx, 'DOMAIN_GET_NUMA_PARAMETERS', { dom, nparams, flags }))
    case 'interface': {
      const device = needed(wish.device)
      return allParams((nparams) =>
        ask(context, ctx, 'DOMAIN_GET_INTERFACE_PARAMETERS', { dom, device, nparams, flags }),
      )
    }
    case 'scheduler': {
      const { nparams } = await ask(context, ctx, 'DOMAIN_GET_SCHEDULER_TYPE', { dom })
      const ret = await ask(context, ctx, 'DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS', { dom, nparams, flags })
      return textParams(ret.params)
    }
    case 'perf':
      return textParams((await ask(context, ctx, 'DOMAIN_GET_PERF_EVENTS', { dom, flags })).params)
  }
}

const setters = {
  memory: 'DOMAIN_SET_MEMORY_PARAMETERS',
  blkio: 'DOMAIN_SET_BLKIO_PARAMETERS',
  numa: 'DOMAIN_SET_NUMA_PARAMETERS',
  scheduler: 'DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS',
  perf: 'DOMAIN_SET_PERF_EVENTS',
} as const

async function setGroup(
  context: HandlerContext,
  ctx: OpContext,
  { dom, group, device, params, flags }: Wish & { readonly params: readonly RemoteTypedParam[] },
): Promise<void> {
  if (group === 'interface') {
    await ask(context, ctx, 'DOMAIN_SET_INTERFACE_PARAMETERS', { dom, device: needed(device), params, flags })
  } else await ask(context, ctx, setters[group], { dom, params, flags })
}

function needed(device: string | undefined): string {
  if (device !== undefined) return device
  throw new VirtError(
    'invalidArg',
    "the parameters of an interface need 'device', its name on the host or MAC address",
    {
      domain: 'remote',
    },
  )
}
