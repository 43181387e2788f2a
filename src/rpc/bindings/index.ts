import type { LxcHandlers, RemoteHandlers } from '../binding.ts'
import { eventHandlers } from '../events/handlers.ts'
import { connectHandlers } from './connect.ts'
import { domainHandlers } from './domain/index.ts'
import { graphicsHandlers } from './graphics.ts'
import { interfaceHandlers } from './interface.ts'
import { networkHandlers } from './network.ts'
import { nodeHandlers } from './node.ts'
import { nodedevHandlers } from './nodedev.ts'
import { nwfilterHandlers } from './nwfilter.ts'
import { poolHandlers } from './pool.ts'
import { portHandlers } from './port.ts'
import { qemuHandlers } from './qemu.ts'
import { secretHandlers } from './secret.ts'
import { streamHandlers } from './streams.ts'
import { volumeHandlers } from './volume.ts'

/** What answers calls of the remote program on an open connection. */
export const remoteHandlers: RemoteHandlers = {
  ...connectHandlers,
  ...nodeHandlers,
  ...domainHandlers,
  ...networkHandlers,
  ...portHandlers,
  ...interfaceHandlers,
  ...poolHandlers,
  ...volumeHandlers,
  ...nodedevHandlers,
  ...secretHandlers,
  ...nwfilterHandlers,
  ...streamHandlers,
  ...graphicsHandlers,
  ...eventHandlers,
}

export { qemuHandlers }

/** The same of the program of LXC's own calls. */
export const lxcHandlers: LxcHandlers = {}
