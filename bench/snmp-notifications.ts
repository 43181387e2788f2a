// Notifications of guests that are paused and resumed a thousand times a second, to three receivers of Debian (snmptrapd):
// v2c traps, v2c informs and v3 traps with privacy. Counts what arrived. Needs snmptrapd.
import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { internalCaller } from '../src/core/access/caller.ts'
import { createGateway } from '../src/core/engine/gateway.ts'
import { systemClock } from '../src/core/lib/clock.ts'
import { silentLogger } from '../src/core/log/logger.ts'
import { loadSettings } from '../src/core/settings/index.ts'
import { createDriverRegistry } from '../src/drivers/registry.ts'
import { readIdentity } from '../src/mappings/snmp/engine/engine-state.ts'
import { addUser } from '../src/mappings/snmp/engine/users-file.ts'
import { startSnmp } from '../src/mappings/snmp/index.ts'
import { figure, ratio } from './shared/report.ts'

const GUESTS = 1_000
const PER_SECOND = 1_000
const SECONDS = Number(process.argv[2] ?? 10)
const TICK_MS = 10
const words = 'correct horse battery'

interface Receiver {
  readonly port: number
  readonly process: ChildProcess
  arrived(): number
}

const folder = mkdtempSync(join(tmpdir(), 'virtgate-bench-'))
const receivers: Receiver[] = []
try {
  await measure()
} finally {
  for (const { process: one } of receivers) one.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const stateDir = join(folder, 'snmp')
  const { engineId } = await readIdentity(stateDir, silentLogger)
  await addUser(
    stateDir,
    { name: 'bench', auth: 'sha256', authPassphrase: words, priv: 'aes128' },
    silentLogger,
  )
  const config = [
    'authCommunity log bench',
    `createUser -e 0x${engineId.toString('hex')} bench SHA-256 "${words}" AES "${words}"`,
    'authUser log bench authPriv',
  ]
  for (const name of ['traps', 'informs', 'private']) receivers.push(await receiver(name, config))
  const [traps = 0, informs = 0, secured = 0] = receivers.map(({ port }) => port)
  const dirs = { state: folder, run: folder, cache: folder, log: folder }
  const targets = [
    { name: 'traps', address: '127.0.0.1', port: traps, community: 'bench' },
    { name: 'informs', address: '127.0.0.1', port: informs, community: 'bench', type: 'inform' },
    { name: 'private', address: '127.0.0.1', port: secured, version: 'v3', user: 'bench' },
  ]
  const set = [
    'snmp.listen=127.0.0.1:0',
    'snmp.per_vm_notifications=true',
    'snmp.notification_rate=0',
    `snmp.targets=${JSON.stringify(targets)}`,
  ]
  const settings = await loadSettings({ dirs, set })
  const drivers = createDriverRegistry()
  const { inventory, operations, connections, close } = engine(dirs, drivers)
  await connections.open('bench', `test:///default?domains=${GUESTS}`)
  const snmp = await startSnmp({
    reader: inventory,
    operations,
    settings: settings.snmp,
    stateDir,
    log: silentLogger,
    clock: systemClock,
    version: 'bench',
    hostname: 'bench',
  })
  const guests = [...inventory.list('domain', 'bench')].filter(({ attrs }) => attrs.state === 'running')
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  const cpu = process.cpuUsage()
  const started = performance.now()
  let made = 0
  const total = SECONDS * PER_SECOND
  while (made < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * PER_SECOND))
    const wave: Promise<unknown>[] = []
    for (; made < due; made++) {
      const guest = guests[made % guests.length]
      if (!guest) throw new Error('the test driver has no running guests')
      const op = Math.floor(made / guests.length) % 2 === 0 ? 'domain.suspend' : 'domain.resume'
      wave.push(operations.invoke(op, { type: 'domain', key: guest.key }, {}, internalCaller))
    }
    await Promise.all(wave)
    await systemClock.sleep(TICK_MS)
  }
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  delays.disable()
  // coldStart comes before them.
  const expected = total + 1
  const end = performance.now() + 20_000
  while (receivers.some((one) => one.arrived() < expected) && performance.now() < end) {
    await systemClock.sleep(100)
  }
  figure('state changes of guests', made / seconds, 'a second')
  for (const [at, one] of receivers.entries()) {
    ratio(`${targets[at]?.name}: arrived of ${expected} sent`, one.arrived() / expected, { atLeast: 1 })
  }
  figure(
    'processor time of the gateway for a change, operation and three messages',
    (user + system) / made,
    'us',
  )
  figure('longest stall', delays.max / 1e6, 'ms')
  await snmp.close()
  await close()
}

function engine(
  dirs: Parameters<typeof createGateway>[0]['dirs'],
  drivers: Parameters<typeof createGateway>[0]['drivers'],
) {
  const gateway = createGateway({ clock: systemClock, log: silentLogger, dirs, drivers })
  const { inventory, operations, connections } = gateway
  return { inventory, operations, connections, close: () => gateway.close() }
}

async function receiver(name: string, config: readonly string[]): Promise<Receiver> {
  const own = join(folder, name)
  mkdirSync(own)
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  writeFileSync(join(own, 'trapd.conf'), `${config.join('\n')}\n`)
  const log = join(own, 'log')
  const options = ['-f', '-Lf', log, '-On', '-C', '-c', join(own, 'trapd.conf'), '-F', '<%v>\\n']
  const env = { PATH: '/usr/sbin:/usr/bin:/bin', MIBS: '', SNMP_PERSISTENT_DIR: own }
  const daemon = spawn('/usr/sbin/snmptrapd', [...options, `127.0.0.1:${port}`], { env, stdio: 'ignore' })
  const text = () => {
    try {
      return readFileSync(log, 'latin1')
    } catch {
      return ''
    }
  }
  for (let tries = 0; !text().includes('NET-SNMP version'); tries++) {
    if (tries > 200) throw new Error('snmptrapd did not start')
    await systemClock.sleep(50)
  }
  return { port, process: daemon, arrived: () => text().split('\n<').length - 1 }
}
