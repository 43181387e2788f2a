// The engine beside itself and beside nothing: operations and memory of the test driver among few and many domains, and
// the time from start to running of a QEMU guest beside the bare command.
import { populations } from './engine/population.ts'
import { startGuest } from './engine/start-guest.ts'

await populations()
await startGuest()
