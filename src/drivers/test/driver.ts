import { hostname } from 'node:os'
import { type Connection, type Driver, type DriverEnv, hostKey } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import { Slices } from '../../core/lib/slices.ts'
import type { TestContext } from './context.ts'
import { buildDefaultNode } from './default-node.ts'
import { Faults } from './faults.ts'
import { testHandlers } from './handlers/index.ts'
import { addLoad } from './load.ts'
import type { TestNode } from './node.ts'
import { MAX_VCPUS } from './node-facts.ts'
import type { FilePolicy } from './node-file.ts'
import { buildFileNode } from './node-loader.ts'
import { objectPuts } from './object-puts.ts'
import { SharedNodes } from './shared-nodes.ts'
import { sweepNode } from './sweep.ts'
import { parseTestUri, type TestUri } from './uri-options.ts'

/** Version of the test hypervisor: 0.0.2. */
const hvVersion = 2n

interface OpenConnection {
  readonly name: string
  readonly uri: string
  readonly node: TestNode
}

/**
 * Makes the driver of the embedded test hypervisor. Connections that it opens with the same `test:///default` URI
 * see the same node; one made of a file belongs to its connection alone.
 */
export function createTestDriver(policy: FilePolicy = {}): Driver {
  const shared = new SharedNodes()
  const open = new Set<OpenConnection>()
  return {
    id: 'test',
    schemes: ['test'],
    simulated: true,
    probe: async () => ({
      usable: true,
      uri: 'test:///default',
      found: ['the embedded test hypervisor, in the memory of the daemon'],
      missing: [],
    }),
    async open(url, env, signal) {
      const uri = parseTestUri(url)
      const { node, release } = await acquire(shared, policy, uri, env)
      const entry: OpenConnection = { name: env.connection, uri: url.href, node }
      const detach = node.attach(env.emit)
      try {
        await announce(node, env, signal)
      } catch (thrown) {
        detach()
        release()
        throw thrown
      }
      open.add(entry)
      return connect(
        node,
        env,
        uri,
        (to) => findPeer(open, to),
        () => {
          open.delete(entry)
          detach()
          release()
        },
      )
    },
  }
}

interface Held {
  readonly node: TestNode
  readonly release: () => void
}

async function acquire(shared: SharedNodes, policy: FilePolicy, uri: TestUri, env: DriverEnv): Promise<Held> {
  const { clock } = env
  if (uri.path === 'default') {
    return await shared.acquire(uri.identity, async () => {
      const node = buildDefaultNode({ clock, jobMs: uri.jobMs })
      await addLoad(node, uri.domains)
      return node
    })
  }
  const node = await buildFileNode(uri, policy, clock)
  await addLoad(node, uri.domains)
  return { node, release: () => {} }
}

function findPeer(open: ReadonlySet<OpenConnection>, to: string): TestNode | undefined {
  for (const { name, uri, node } of open) if (name === to || uri === to) return node
  return undefined
}

/** Tells a new connection what is there. Changes that come meanwhile are told on their own. */
async function announce(node: TestNode, env: DriverEnv, signal: AbortSignal): Promise<void> {
  env.emit({ kind: 'patch', type: 'host', key: hostKey, attrs: hostAttrs(node) })
  const slices = new Slices(env.clock)
  for (const change of objectPuts(node)) {
    env.emit(change)
    if (!slices.over) continue
    await slices.next()
    signal.throwIfAborted()
  }
}

function hostAttrs({ facts, clock }: TestNode) {
  return {
    hvType: 'TEST',
    hvVersion,
    hostname: hostname(),
    initializedAt: clock.now(),
    cpuModel: facts.model,
    memory: facts.memory,
    cpus: facts.cpus,
    mhz: facts.mhz,
    numaNodes: facts.nodes,
    sockets: facts.sockets,
    cores: facts.cores,
    threads: facts.threads,
    maxVcpus: MAX_VCPUS,
    secure: true,
  }
}

function connect(
  node: TestNode,
  env: DriverEnv,
  uri: TestUri,
  peers: TestContext['findPeer'],
  end: () => void,
): Connection {
  const faults = new Faults()
  const context: TestContext = {
    node,
    connection: env.connection,
    spoolDir: env.cacheDir,
    log: env.log,
    faults,
    findPeer: peers,
  }
  let closed = false
  return {
    handlers: faults.guard(testHandlers(context, uri.strict)),
    lag: 'none',
    sweep: (type, keys, signal) => {
      if (closed) throw new VirtError('invalidConn', `the connection '${env.connection}' is closed`)
      return sweepNode(node, type, keys, signal)
    },
    close: async () => {
      if (closed) return
      closed = true
      end()
    },
  }
}
