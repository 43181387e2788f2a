import { Worker } from 'node:worker_threads'
import { type EpollCalls, epollEventSize, foreignPackage } from './foreign.ts'

/** What the thread is told at its start. */
interface ThreadData {
  readonly koffi: string
  readonly epoll: number
  readonly eventSize: number
}

/** What a socket's owner hears of the thread. */
export interface ReadyListener {
  /** Something can be read from these; each is to be armed again after that. */
  ready(ids: readonly number[]): void
  /** The thread has ended by itself; nothing will be ready any more. */
  lost(error: Error): void
}

/** One thread that sleeps until something can be read from any of many sockets; it never touches what is there. */
export class ReadyThread {
  readonly #calls: EpollCalls
  readonly #epoll: number
  readonly #bell: number
  readonly #worker: Worker
  #stopping = false
  #lost = false
  // A process that exits waits for its threads, and a sleeping one would never hear of it.
  readonly #wake = () => this.#calls.ring(this.#bell)

  constructor(calls: EpollCalls, close: (fd: number) => void, listener: ReadyListener) {
    this.#calls = calls
    this.#epoll = calls.create()
    this.#bell = calls.makeBell()
    calls.add(this.#epoll, this.#bell, 0)
    const workerData: ThreadData = {
      koffi: foreignPackage(),
      epoll: this.#epoll,
      eventSize: epollEventSize(),
    }
    // Given as text, so that it is the same thread whether the program runs from sources or from a build.
    this.#worker = new Worker(`(${sleepAndTell.toString()})(require)`, {
      eval: true,
      workerData,
      execArgv: [],
    })
    this.#worker.unref()
    this.#worker.on('message', (ids: readonly number[]) => listener.ready(ids))
    const lost = (error: Error) => {
      if (this.#stopping || this.#lost) return
      this.#lost = true
      listener.lost(error)
    }
    this.#worker.on('error', lost)
    this.#worker.on('exit', () => {
      lost(new Error('the thread that waits for sockets has ended'))
      process.off('exit', this.#wake)
      close(this.#epoll)
      close(this.#bell)
    })
    process.on('exit', this.#wake)
  }

  /** Begins to wait for a socket; ids count from 1. */
  add(fd: number, id: number): void {
    this.#calls.add(this.#epoll, fd, id)
  }

  /** Waits for a socket again that was reported. */
  arm(fd: number, id: number): void {
    this.#calls.arm(this.#epoll, fd, id)
  }

  /** Waits for a socket no longer. */
  remove(fd: number): void {
    this.#calls.remove(this.#epoll, fd)
  }

  /** Ends the thread; resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#stopping) return
    this.#stopping = true
    const gone = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()))
    this.#wake()
    await gone
  }
}

/** Runs in the thread, without anything of this module around it. */
function sleepAndTell(load: NodeJS.Require): void {
  const { parentPort, workerData } = load('node:worker_threads') as typeof import('node:worker_threads')
  const { koffi: path, epoll, eventSize } = workerData as ThreadData
  const koffi = load(path) as typeof import('koffi')
  const wait = koffi.load(null).func('epoll_wait', 'int', ['int', 'void *', 'int', 'int'])
  const most = 64
  const interrupted = 4
  const events = Buffer.alloc(eventSize * most)
  for (;;) {
    const count: number = wait(epoll, events, most, 10_000)
    if (count < 0 && koffi.errno() !== interrupted) throw new Error(`epoll_wait: error ${koffi.errno()}`)
    const ids: number[] = []
    for (let i = 0; i < count; i++) {
      const id = events.readUInt32LE(i * eventSize + eventSize - 8)
      if (id === 0) return
      ids.push(id)
    }
    if (ids.length > 0) parentPort?.postMessage(ids)
  }
}
