// A process that has nothing to do and watches its event loop: what it finds is the doing of the machine.
import { answerStalls, say } from './stalls.ts'

say({ ready: 1 })
await answerStalls()
