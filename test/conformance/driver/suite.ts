import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { internalCaller } from '../../../src/core/access/caller.ts'
import { type FeedItem, globalKey, type ObjectRef } from '../../../src/core/contracts.ts'
import { hostKey } from '../../../src/core/driver.ts'
import { createGateway, type Gateway } from '../../../src/core/engine/gateway.ts'
import type { ErrorCode } from '../../../src/core/errors/index.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { type Args, type Attrs, findOp, type OpPath, type Result } from '../../../src/core/model/index.ts'
import { createDriverRegistry } from '../../../src/drivers/registry.ts'

/** A guest that a driver can define and start fast. */
export interface GuestRequest {
  readonly name: string
  readonly uuid: string
  /** One line that must come back as the title. */
  readonly title?: string
}

/** What a driver gives to be tried. */
export interface DriverSubject {
  /** URI of a connection that belongs to the tests alone. */
  readonly uri: string
  /** Document of a small guest. */
  guest(request: GuestRequest): string
  /** Whether shutdown ends such a guest by itself, without a system that answers. */
  readonly shutdownWorks: boolean
  /** Cache that all cases share, for a driver that is slow to fill it; one for each case unless given. */
  readonly cacheDir?: string
  /** Longest wait for a state, in milliseconds. */
  readonly patience?: number
  /** What refuses a start of a guest that runs: drivers of libvirt differ. */
  readonly startTwice?: ErrorCode
  /** What refuses suspend and resume in the wrong state: drivers of libvirt differ. */
  readonly wrongState?: ErrorCode
  /** What refuses documents that are none, have no name, or have entities, where it is not `xmlError`. */
  readonly badDocument?: readonly [none: ErrorCode, nameless: ErrorCode, entities: ErrorCode]
  /** False where a guest cannot be started paused. */
  readonly startsPaused?: false
}

/** One gateway with one connection, opened for a test. */
class Bench {
  readonly gateway: Gateway
  readonly connection = 'subject'
  readonly #dir: string
  readonly #feed: FeedItem[] = []
  readonly #patience: number

  private constructor(gateway: Gateway, dir: string, patience: number) {
    this.gateway = gateway
    this.#dir = dir
    this.#patience = patience
    gateway.inventory.subscribe(gateway.inventory.revision, (item) => this.#feed.push(item))
  }

  static async open({ uri, patience = 20_000, cacheDir }: DriverSubject): Promise<Bench> {
    // The root of temporary directories is short, as paths of sockets must be.
    const dir = await mkdtemp(join(tmpdir(), 'vgc-'))
    const gateway = createGateway({
      clock: systemClock,
      log: silentLogger,
      dirs: {
        state: join(dir, 's'),
        run: join(dir, 'r'),
        cache: cacheDir ?? join(dir, 'c'),
        log: join(dir, 'l'),
      },
      drivers: createDriverRegistry(),
    })
    const bench = new Bench(gateway, dir, patience)
    await gateway.connections.open(bench.connection, uri)
    return bench
  }

  async close(): Promise<void> {
    for (const { key, attrs } of [...this.gateway.inventory.list('domain', this.connection)]) {
      if (attrs.name.startsWith('conformance')) await this.#removeDomain({ type: 'domain', key })
    }
    for (const { key, attrs } of [...this.gateway.inventory.list('pool', this.connection)]) {
      if (attrs.name === 'conformance') await this.#removePool(key)
    }
    await this.gateway.close()
    await rm(this.#dir, { recursive: true, force: true })
  }

  async #removePool(key: string): Promise<void> {
    const state = () => this.gateway.inventory.get('pool', key)?.attrs.state
    if (state() !== 'inactive') await this.on('pool.destroy', key, {})
    if (state() !== undefined) await this.on('pool.undefine', key, {})
  }

  async #removeDomain(ref: ObjectRef): Promise<void> {
    if (this.domain(ref.key)?.state !== 'shutoff') await this.on('domain.destroy', ref.key, {})
    if (this.domain(ref.key) === undefined) return
    await this.on('domain.undefine', ref.key, { managedSave: true, snapshotsMetadata: true })
  }

  /** A directory that a storage pool can have; nothing is there yet. */
  get poolDir(): string {
    return join(this.#dir, 'pool')
  }

  key(local: string): string {
    return globalKey(this.connection, local)
  }

  on<P extends OpPath>(op: P, key: string, args: Args<P>, signal?: AbortSignal): Promise<Result<P>> {
    const type = findOp(op)?.on ?? 'domain'
    return this.gateway.operations.invoke(op, { type, key }, args, internalCaller, signal)
  }

  /** An operation that is called on the host. */
  host<P extends OpPath>(op: P, args: Args<P>): Promise<Result<P>> {
    const ref = { type: 'host', key: this.key(hostKey) } as const
    return this.gateway.operations.invoke(op, ref, args, internalCaller)
  }

  /** Whether an operation can be called on a domain. */
  supports(op: OpPath, key: string): boolean {
    return this.gateway.operations.supports(op, { type: 'domain', key })
  }

  domain(key: string): Attrs<'domain'> | undefined {
    return this.gateway.inventory.get('domain', key)?.attrs
  }

  /** Forgets what the feed told so far. */
  forget(): void {
    this.#feed.length = 0
  }

  /** Life-cycle events of a domain since the last `forget`, as `type/detail`. */
  events(key: string): string[] {
    return this.#feed.flatMap((item) => {
      if (item.kind !== 'event' || item.ref.key !== key || item.event !== 'lifecycle') return []
      const { type, detail } = item.fields as { type: string; detail?: string }
      return [detail === undefined ? type : `${type}/${detail}`]
    })
  }

  /** The states that a domain went through since the last `forget`. */
  states(key: string): string[] {
    const states = this.#feed.flatMap((item) =>
      item.kind === 'put' && item.entry.type === 'domain' && item.entry.key === key
        ? [(item.entry.attrs as Attrs<'domain'>).state]
        : [],
    )
    return states.filter((state, index) => state !== states[index - 1])
  }

  /** Waits until something holds of the inventory; looks after each change. */
  async until(holds: () => boolean, what: string): Promise<void> {
    const end = new AbortController()
    const deadline = systemClock.after(this.#patience, () => end.abort())
    try {
      if (holds()) return
      await new Promise<void>((resolve, reject) => {
        end.signal.addEventListener('abort', () => reject(new Error(`${what} did not come about in time`)))
        const stop = this.gateway.inventory.subscribe(this.gateway.inventory.revision, () => {
          if (!holds()) return
          stop()
          resolve()
        })
        if (holds()) resolve()
      })
    } finally {
      deadline()
    }
  }
}

const uuids = ['c0f00000-0000-4000-8000-000000000001', 'c0f00000-0000-4000-8000-000000000002'] as const

/** Runs all cases that every driver must pass over one driver. */
export function driverSuite(name: string, subject: DriverSubject): void {
  describe(`driver ${name}`, () => {
    let bench: Bench
    beforeEach(async () => {
      bench = await Bench.open(subject)
    })
    afterEach(() => bench.close())

    const xml = (request: Partial<GuestRequest> = {}): string =>
      subject.guest({ name: 'conformance', uuid: uuids[0], ...request })
    const define = (request: Partial<GuestRequest> = {}): Promise<string> =>
      bench.host('domain.define', { xml: xml(request) })
    const running = async (): Promise<string> => {
      const key = await define()
      await bench.on('domain.start', key, {})
      return key
    }

    describe('the connection', () => {
      test('tells of its host', () => {
        const host = bench.gateway.inventory.get('host', bench.key(hostKey))?.attrs
        expect(host).toMatchObject({ status: 'connected', connection: bench.connection })
        expect(host?.hvVersion).toBeTypeOf('bigint')
        expect(host?.cpus).toBeGreaterThan(0)
        expect(host?.memory).toBeGreaterThan(0n)
      })

      test('gives a capabilities document', async () => {
        expect(await bench.host('host.getCapabilities', {})).toContain('<capabilities>')
      })
    })

    describe('definitions', () => {
      test('are there at once, off and persistent, and told as added', async () => {
        bench.forget()
        const key = await define({ title: 'A guest' })
        expect(key).toBe(bench.key(uuids[0]))
        expect(bench.domain(key)).toMatchObject({
          name: 'conformance',
          title: 'A guest',
          state: 'shutoff',
          id: -1,
          persistent: true,
          autostart: false,
        })
        expect(bench.events(key)).toEqual(['defined/added'])
        expect(bench.gateway.inventory.findByName('domain', bench.connection, 'conformance')?.key).toBe(key)
      })

      test('of the same guest replace each other', async () => {
        const key = await define()
        bench.forget()
        await define({ title: 'Changed' })
        expect(bench.events(key)).toEqual(['defined/updated'])
        expect(bench.domain(key)?.title).toBe('Changed')
      })

      test('with a name of another guest are refused', async () => {
        await define()
        await expect(define({ uuid: uuids[1] })).rejects.toMatchObject({ code: 'operationFailed' })
      })

      test('with a UUID of another guest are refused', async () => {
        await define()
        await expect(define({ name: 'conformance2' })).rejects.toMatchObject({ code: 'operationFailed' })
      })

      const [none, nameless, entities] = subject.badDocument ?? ['xmlError', 'xmlError', 'xmlError']
      test.each([
        ['is no document', 'this is no document', none],
        ['has no name', '<domain type="test"><memory>1</memory></domain>', nameless],
        ['has entities', '<!DOCTYPE a [<!ENTITY b "c">]><domain type="test">&b;</domain>', entities],
      ])('what %s is refused', async (_what, document, code) => {
        await expect(bench.host('domain.define', { xml: document })).rejects.toMatchObject({ code })
      })

      test('come back as they were given', async () => {
        const key = await define({ title: 'A & <b>' })
        const document = await bench.on('domain.getXml', key, {})
        expect(document).toContain('<title>A &amp; &lt;b&gt;</title>')
        expect(document).toContain(`<uuid>${uuids[0]}</uuid>`)
        bench.forget()
        await bench.host('domain.define', { xml: document })
        expect(await bench.on('domain.getXml', key, {})).toBe(document)
      })

      test('are gone when they are undefined', async () => {
        const key = await define()
        bench.forget()
        await bench.on('domain.undefine', key, {})
        expect(bench.domain(key)).toBeUndefined()
        expect(bench.events(key)).toEqual(['undefined/removed'])
        await expect(bench.on('domain.start', key, {})).rejects.toMatchObject({ code: 'noDomain' })
      })

      test('are kept of a guest that runs until it stops', async () => {
        const key = await running()
        bench.forget()
        await define({ title: 'Next' })
        expect(bench.domain(key)?.state).toBe('running')
        expect(await bench.on('domain.getXml', key, {})).not.toContain('Next')
        expect(await bench.on('domain.getXml', key, { inactive: true })).toContain('Next')
        await bench.on('domain.destroy', key, {})
        expect(bench.domain(key)?.title).toBe('Next')
      })
    })

    describe('the life of a guest', () => {
      test('begins with start', async () => {
        const key = await define()
        bench.forget()
        await bench.on('domain.start', key, {})
        const record = bench.domain(key)
        expect(record).toMatchObject({ state: 'running', reason: 'booted', wanted: 'running' })
        expect(record?.id).toBeGreaterThan(0)
        expect(record?.startedAt).toBeTypeOf('number')
        expect(bench.events(key)).toContain('started/booted')
        expect(await bench.on('domain.getState', key, {})).toEqual({ state: 'running', reason: 'booted' })
        expect(await bench.on('domain.getXml', key, {})).toContain(`id='${record?.id}'`)
      })

      test('does not begin twice', async () => {
        const key = await running()
        await expect(bench.on('domain.start', key, {})).rejects.toMatchObject({
          code: subject.startTwice ?? 'operationInvalid',
        })
      })

      test.runIf(subject.startsPaused !== false)('may begin paused', async () => {
        const key = await define()
        await bench.on('domain.start', key, { paused: true })
        expect(bench.domain(key)?.state).toBe('paused')
        await bench.on('domain.resume', key, {})
        expect(bench.domain(key)?.state).toBe('running')
      })

      test('pauses and goes on', async () => {
        const key = await running()
        bench.forget()
        await bench.on('domain.suspend', key, {})
        expect(bench.domain(key)).toMatchObject({ state: 'paused', reason: 'user', wanted: 'paused' })
        await bench.on('domain.resume', key, {})
        expect(bench.domain(key)).toMatchObject({ state: 'running', reason: 'unpaused', wanted: 'running' })
        expect(bench.events(key)).toEqual(['suspended/paused', 'resumed/unpaused'])
        expect(bench.states(key)).toEqual(['paused', 'running'])
      })

      test('goes on only after a pause', async () => {
        const key = await define()
        const code = subject.wrongState ?? 'operationInvalid'
        await expect(bench.on('domain.suspend', key, {})).rejects.toMatchObject({ code })
        await expect(bench.on('domain.resume', key, {})).rejects.toMatchObject({ code })
      })

      test('ends with destroy', async () => {
        const key = await running()
        bench.forget()
        await bench.on('domain.destroy', key, {})
        expect(bench.domain(key)).toMatchObject({
          state: 'shutoff',
          reason: 'destroyed',
          id: -1,
          wanted: 'shutdown',
        })
        expect(bench.domain(key)).not.toHaveProperty('startedAt')
        expect(bench.events(key)).toEqual(['stopped/destroyed'])
        await expect(bench.on('domain.destroy', key, {})).rejects.toMatchObject({ code: 'operationInvalid' })
      })

      test.runIf(subject.shutdownWorks)('ends with shutdown', async () => {
        const key = await running()
        bench.forget()
        await bench.on('domain.shutdown', key, {})
        await bench.until(() => bench.domain(key)?.state === 'shutoff', 'the end of the guest')
        expect(bench.domain(key)).toMatchObject({ reason: 'shutdown' })
        expect(bench.events(key).at(-1)).toBe('stopped/shutdown')
      })

      test('can begin again', async () => {
        const key = await running()
        const first = bench.domain(key)?.id ?? 0
        await bench.on('domain.destroy', key, {})
        await bench.on('domain.start', key, {})
        expect(bench.domain(key)?.id).toBeGreaterThan(first)
      })
    })

    describe('a transient guest', () => {
      test('is forgotten when it ends', async () => {
        const key = await bench.host('domain.create', { xml: xml() })
        expect(bench.domain(key)).toMatchObject({ state: 'running', persistent: false })
        bench.forget()
        await bench.on('domain.destroy', key, {})
        expect(bench.domain(key)).toBeUndefined()
        expect(bench.events(key)).toEqual(['stopped/destroyed'])
      })

      test('becomes persistent when it is defined, and transient when it is undefined', async () => {
        const key = await bench.host('domain.create', { xml: xml() })
        await define()
        expect(bench.domain(key)?.persistent).toBe(true)
        await bench.on('domain.undefine', key, {})
        expect(bench.domain(key)).toMatchObject({ persistent: false, state: 'running' })
      })

      test('cannot be made of a guest that runs', async () => {
        await running()
        await expect(bench.host('domain.create', { xml: xml() })).rejects.toMatchObject({
          code: 'operationInvalid',
        })
      })
    })

    describe('marks of a definition', () => {
      test('autostart is set and taken away', async () => {
        const key = await define()
        await bench.on('domain.setAutostart', key, { autostart: true })
        expect(bench.domain(key)?.autostart).toBe(true)
        await bench.on('domain.setAutostart', key, { autostart: false })
        expect(bench.domain(key)?.autostart).toBe(false)
      })
    })

    describe('many at once', () => {
      test('of two starts one wins', async () => {
        const key = await define()
        bench.forget()
        const both = await Promise.allSettled([
          bench.on('domain.start', key, {}),
          bench.on('domain.start', key, {}),
        ])
        expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
        expect(bench.domain(key)?.state).toBe('running')
        expect(bench.events(key).filter((event) => event === 'started/booted')).toHaveLength(1)
      })

      test('of two definitions of one name one wins', async () => {
        const both = await Promise.allSettled([define(), define({ uuid: uuids[1] })])
        expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
        const named = [...bench.gateway.inventory.list('domain', bench.connection)].filter(
          ({ attrs }) => attrs.name === 'conformance',
        )
        expect(named).toHaveLength(1)
      })

      test('a start and a destroy leave a state that holds together', async () => {
        const key = await define()
        await Promise.allSettled([bench.on('domain.start', key, {}), bench.on('domain.destroy', key, {})])
        const { state, id } = bench.domain(key) ?? {}
        expect(state === 'running' ? (id ?? 0) > 0 : id === -1).toBe(true)
      })
    })

    describe('what cannot be done', () => {
      test('on an object that is not there is told as such', async () => {
        const key = bench.key('00000000-0000-4000-8000-00000000dead')
        await expect(bench.on('domain.start', key, {})).rejects.toMatchObject({ code: 'noDomain' })
        await expect(bench.on('domain.getXml', key, {})).rejects.toMatchObject({ code: 'noDomain' })
      })

      test('because the driver does not provide it is told as such', async (context) => {
        const key = await define()
        const candidates = [
          ['domain.monitorCommand', { command: '{}' }],
          ['domain.agentCommand', { command: '{}' }],
          ['domain.injectNmi', {}],
          ['domain.memoryPeek', { start: 0n, size: 1 }],
          ['domain.getParameters', { group: 'perf' }],
        ] as const
        const missing = candidates.find(([op]) => !bench.supports(op, key))
        if (missing === undefined) return context.skip('the driver provides all candidates')
        const [op, args] = missing
        await expect(bench.on(op, key, args as Args<typeof op>)).rejects.toMatchObject({ code: 'noSupport' })
      })

      test('because the caller has gone is not done', async () => {
        const key = await define()
        const gone = AbortSignal.abort()
        await expect(bench.on('domain.start', key, {}, gone)).rejects.toMatchObject({
          code: 'operationAborted',
        })
        expect(bench.domain(key)?.state).toBe('shutoff')
      })
    })

    describe('counters', () => {
      test('of a running guest can be read and do not go back', async () => {
        const key = await running()
        const entry = bench.gateway.inventory.get('domain', key)
        if (entry === undefined) throw new Error('the guest is not in the inventory')
        const first = await bench.gateway.inventory.fresh(entry, 0)
        const second = await bench.gateway.inventory.fresh(entry, 0)
        expect(first?.values.cpuTime).toBeTypeOf('bigint')
        expect(second?.values.cpuTime ?? -1n).toBeGreaterThanOrEqual(first?.values.cpuTime ?? 0n)
      })
    })

    describe('a storage pool', () => {
      const document = () =>
        `<pool type='dir'><name>conformance</name><target><path>${bench.poolDir}</path></target></pool>`
      const volume = (name: string, capacity = 65_536) =>
        `<volume><name>${name}</name><capacity>${capacity}</capacity><allocation>0</allocation></volume>`
      const offered = (op: OpPath = 'pool.define') =>
        bench.gateway.operations.supports(op, { type: 'host', key: bench.key(hostKey) })
      const pool = (key: string) => bench.gateway.inventory.get('pool', key)?.attrs
      const ready = async (): Promise<string> => {
        const key = await bench.host('pool.define', { xml: document() })
        await bench.on('pool.build', key, {})
        await bench.on('pool.start', key, {})
        return key
      }
      const create = (key: string, xml: string) =>
        bench.gateway.operations.invoke('volume.create', { type: 'pool', key }, { xml }, internalCaller)

      test('lives from its definition to its end, and tells it', async (context) => {
        if (!offered()) return context.skip('the driver has no storage pools')
        const key = await bench.host('pool.define', { xml: document() })
        expect(pool(key)).toMatchObject({ name: 'conformance', state: 'inactive', persistent: true })
        await bench.on('pool.build', key, {})
        await bench.on('pool.start', key, {})
        expect(pool(key)).toMatchObject({ state: 'running', path: bench.poolDir })
        await expect(bench.on('pool.start', key, {})).rejects.toMatchObject({ code: 'operationInvalid' })
        await expect(bench.on('pool.undefine', key, {})).rejects.toMatchObject({ code: 'operationInvalid' })
        await bench.on('pool.destroy', key, {})
        await bench.on('pool.undefine', key, {})
        expect(pool(key)).toBeUndefined()
        expect(bench.events(key)).toEqual(['defined', 'created', 'started', 'stopped', 'undefined'])
      })

      test('has volumes while it is active, each name once', async (context) => {
        if (!offered()) return context.skip('the driver has no storage pools')
        const key = await ready()
        const made = await create(key, volume('disk'))
        const entry = () => bench.gateway.inventory.get('volume', made)?.attrs
        expect(entry()).toMatchObject({ name: 'disk', pool: key, capacity: 65_536n })
        expect(entry()?.path).toBe(join(bench.poolDir, 'disk'))
        await expect(create(key, volume('disk'))).rejects.toMatchObject({
          // libvirt's own test hypervisor has no code for it.
          code: expect.stringMatching(/^(storageVolExist|operationFailed)$/),
        })
        await bench.on('pool.destroy', key, {})
        expect(entry()).toBeUndefined()
        await expect(create(key, volume('other'))).rejects.toMatchObject({ code: 'operationInvalid' })
        await bench.on('pool.start', key, {})
        expect(entry()?.name).toBe('disk')
        await bench.on('volume.delete', made, {})
        expect(entry()).toBeUndefined()
      })

      test('keeps what was uploaded, all of it or nothing, grows, and is wiped', async (context) => {
        if (!offered()) return context.skip('the driver has no storage pools')
        const key = await create(await ready(), volume('disk'))
        const range = { offset: 0n, length: 0n }
        const dropped = await bench.on('volume.upload', key, range).catch((error: { code?: ErrorCode }) => {
          if (error.code !== 'noSupport') throw error
        })
        if (!dropped) return context.skip('the hypervisor takes no uploads')
        await dropped.write(Buffer.alloc(100, 'x'))
        await dropped.abort(new Error('given up'))
        const kept = await bench.on('volume.upload', key, { ...range, offset: 10n })
        await kept.write(Buffer.from('kept'))
        await kept.finish()
        const stream = await bench.on('volume.download', key, { offset: 8n, length: 8n })
        const pieces: Uint8Array[] = []
        for await (const piece of stream.incoming) {
          pieces.push(piece instanceof Uint8Array ? piece : new Uint8Array(Number(piece.hole)))
        }
        await stream.finish()
        expect(Buffer.concat(pieces).toString('latin1')).toBe('\0\0kept\0\0')
        await bench.on('volume.resize', key, { capacity: 131_072n })
        expect(bench.gateway.inventory.get('volume', key)?.attrs.capacity).toBe(131_072n)
        await expect(bench.on('volume.resize', key, { capacity: 1n })).rejects.toMatchObject({
          code: 'invalidArg',
        })
        await bench.on('volume.wipe', key, {})
      })
    })

    describe('snapshots', () => {
      test('of a guest that is off come, are current, and go', async (context) => {
        const key = await define()
        if (!bench.supports('snapshot.create', key)) return context.skip('the driver has no snapshots')
        const one = await bench.on('snapshot.create', key, {
          xml: '<domainsnapshot><name>one</name></domainsnapshot>',
        })
        const two = await bench.on('snapshot.create', key, {
          xml: '<domainsnapshot><name>two</name></domainsnapshot>',
        })
        expect(bench.gateway.inventory.get('snapshot', one)?.attrs).toMatchObject({
          name: 'one',
          current: false,
        })
        expect(bench.gateway.inventory.get('snapshot', two)?.attrs).toMatchObject({
          name: 'two',
          parent: 'one',
          current: true,
          domain: key,
          state: 'shutoff',
        })
        expect(bench.domain(key)?.hasCurrentSnapshot).toBe(true)
        await bench.on('snapshot.delete', one, {})
        expect(bench.gateway.inventory.get('snapshot', one)).toBeUndefined()
        expect(bench.gateway.inventory.get('snapshot', two)?.attrs.parent).toBeUndefined()
        await bench.on('snapshot.delete', two, {})
        expect(bench.domain(key)?.hasCurrentSnapshot).toBe(false)
      })
    })
  })
}
