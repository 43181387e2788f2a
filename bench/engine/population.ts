import { internalCaller } from '../../src/core/access/caller.ts'
import type { Gateway } from '../../src/core/engine/gateway.ts'
import { cpuTimed, figure, heapBytes, ratio } from '../shared/report.ts'
import { connect, withGateway } from './gateway.ts'

/** What a population of domains costs. */
interface Figures {
  readonly perDomain: number
  readonly rates: Readonly<Record<string, number>>
}

const measured = 3000
const inFlight = 32

/** Operations on the test driver among 1,000 and among 100,000 domains, in one run. */
export async function populations(): Promise<void> {
  await measure(1000, 'warm-up')
  const small = await measure(1000)
  const large = await measure(100_000)
  ratio('memory per domain, 100,000 over 1,000 domains', large.perDomain / small.perDomain)
  for (const [name, rate] of Object.entries(large.rates)) {
    ratio(`${name} per CPU second, 100,000 over 1,000 domains`, rate / (small.rates[name] ?? Number.NaN))
  }
}

async function measure(domains: number, silent?: 'warm-up'): Promise<Figures> {
  let figures: Figures = { perDomain: 0, rates: {} }
  await withGateway(async (gateway) => {
    const before = heapBytes()
    const openMs = await cpuTimed(() => connect(gateway, 'bench', `test:///default?domains=${domains}`))
    const perDomain = (heapBytes() - before) / gateway.inventory.count('domain')
    const rates = await operate(gateway)
    figures = { perDomain, rates }
    if (silent) return
    figure(`open with ${domains} domains`, openMs, 'ms of CPU')
    figure(`memory per domain among ${domains}, driver and inventory`, perDomain, 'bytes')
    for (const [name, rate] of Object.entries(rates))
      figure(`${name} among ${domains} domains`, rate, 'per CPU second')
  })
  return figures
}

/** Takes new domains through their life, one operation after the other on all of them. */
async function operate(gateway: Gateway): Promise<Record<string, number>> {
  const { operations } = gateway
  const keys = new Array<string>(measured).fill('')
  const steps: Readonly<Record<string, (n: number) => Promise<unknown>>> = {
    define: async (n) => {
      keys[n] = await operations.invoke(
        'domain.define',
        { type: 'host', key: 'bench/host' },
        { xml: xml(n) },
        internalCaller,
      )
    },
    start: (n) => operations.invoke('domain.start', domain(keys[n]), {}, internalCaller),
    destroy: (n) => operations.invoke('domain.destroy', domain(keys[n]), {}, internalCaller),
    undefine: (n) => operations.invoke('domain.undefine', domain(keys[n]), {}, internalCaller),
  }
  const rates: Record<string, number> = {}
  for (const [name, step] of Object.entries(steps)) {
    const ms = await cpuTimed(() => concurrently(step))
    rates[name] = (measured / ms) * 1000
  }
  return rates
}

async function concurrently(step: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < measured) await step(next++)
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
}

const domain = (key = '') => ({ type: 'domain', key }) as const

function xml(n: number): string {
  return `<domain type='test'>
  <name>bench-${n}</name>
  <memory unit='MiB'>64</memory>
  <vcpu>1</vcpu>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='/bench/${n}.img'/><target dev='vda'/></disk>
    <interface type='network'><source network='default'/></interface>
  </devices>
</domain>`
}
