import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { internalCaller } from '../../../src/core/access/caller.ts'
import { type FeedItem, globalKey, type ObjectRef } from '../../../src/core/contracts.ts'
import { hostKey } from '../../../src/core/driver.ts'
import { createGateway, type Gateway } from '../../../src/core/engine/gateway.ts'
import { type Clock, systemClock } from '../../../src/core/lib/clock.ts'
import { type Logger, silentLogger } from '../../../src/core/log/logger.ts'
import { type Args, type Attrs, findOp, type OpPath, type Result } from '../../../src/core/model/index.ts'
import { createDriverRegistry } from '../../../src/drivers/registry.ts'

/** Longest wait for something to come about. */
const PATIENCE_MS = 20_000

/** A gateway with one connection to a daemon. */
export class Bench {
  readonly gateway: Gateway
  readonly feed: FeedItem[] = []
  readonly #dir: string

  private constructor(gateway: Gateway, dir: string) {
    this.gateway = gateway
    this.#dir = dir
    gateway.inventory.subscribe(gateway.inventory.revision, (item) => this.feed.push(item))
  }

  static async open(
    uri: string,
    { clock = systemClock, log = silentLogger }: { clock?: Clock; log?: Logger } = {},
  ): Promise<Bench> {
    const dir = await mkdtemp(join(tmpdir(), 'vgr-'))
    const gateway = createGateway({
      clock,
      log,
      dirs: { state: join(dir, 's'), run: join(dir, 'r'), cache: join(dir, 'c'), log: join(dir, 'l') },
      drivers: createDriverRegistry(),
    })
    const bench = new Bench(gateway, dir)
    await gateway.connections.open('far', uri)
    return bench
  }

  async close(): Promise<void> {
    await this.gateway.close()
    await rm(this.#dir, { recursive: true, force: true })
  }

  get host(): Attrs<'host'> {
    const entry = this.gateway.inventory.get('host', globalKey('far', hostKey))
    if (!entry) throw new Error('the host is not in the inventory')
    return entry.attrs
  }

  domain(name: string): Attrs<'domain'> | undefined {
    return this.gateway.inventory.findByName('domain', 'far', name)?.attrs
  }

  on<P extends OpPath>(op: P, local: string, args: Args<P>, signal?: AbortSignal): Promise<Result<P>> {
    const ref: ObjectRef = { type: findOp(op)?.on ?? 'domain', key: globalKey('far', local) }
    return this.gateway.operations.invoke(op, ref, args, internalCaller, signal)
  }

  onHost<P extends OpPath>(op: P, args: Args<P>): Promise<Result<P>> {
    return this.on(op, hostKey, args)
  }

  /** Life-cycle events of domains so far, as `name type/detail`. */
  lifecycle(): string[] {
    return this.feed.flatMap((item) => {
      if (item.kind !== 'event' || item.ref.type !== 'domain' || item.event !== 'lifecycle') return []
      const { type, detail } = item.fields as { type: string; detail: string }
      const attrs = item.entry?.attrs
      return [`${attrs !== undefined && 'name' in attrs ? attrs.name : '?'} ${type}/${detail}`]
    })
  }

  /** Waits until something holds; looks after each change of the inventory. */
  async until(holds: () => boolean, what: string): Promise<void> {
    const end = new AbortController()
    const cancel = systemClock.after(PATIENCE_MS, () => end.abort(new Error(`${what} did not come about`)))
    const { inventory } = this.gateway
    try {
      await new Promise<void>((resolve, reject) => {
        end.signal.addEventListener('abort', () => reject(end.signal.reason))
        const stop = inventory.subscribe(inventory.revision, () => look())
        const look = () => {
          if (!holds()) return
          stop()
          resolve()
        }
        look()
      })
    } finally {
      cancel()
    }
  }
}

/** A small guest of the test hypervisor. */
export function testGuest(name: string, uuid = '7e570000-0000-4000-8000-000000000001'): string {
  return `<domain type='test'><name>${name}</name><uuid>${uuid}</uuid>
    <memory>131072</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>`
}
