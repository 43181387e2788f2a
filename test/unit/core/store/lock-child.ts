/** A process that takes a state directory, says so, and holds it until it is killed: `node lock-child.js DIR`. */
import { VirtError } from '../../../../src/core/errors/index.ts'
import { systemClock } from '../../../../src/core/lib/clock.ts'
import { StateLock } from '../../../../src/core/store/state-lock.ts'

try {
  await StateLock.acquire(process.argv[2] ?? '', systemClock)
  process.stdout.write(`held by ${process.pid}\n`)
  process.stdin.resume()
} catch (error) {
  const { code, message } = error instanceof VirtError ? error : { code: 'fault', message: String(error) }
  process.stdout.write(`${code}: ${message}\n`)
}
