import type { DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { devicesOf, type GraphicsDoc } from '../definition/devices.ts'
import { type Argv, joined, plain } from './argv.ts'

/** Kinds of displays that this driver can serve. */
export const graphicsTypes = ['vnc'] as const

const firstPort = 5900

/** Where a display listens when its definition does not say. */
export const defaultListen = '127.0.0.1'

/** Adds the displays. Passwords are set over the monitor: the command line is for everybody to read. */
export function addGraphics(argv: Argv, doc: DomainDoc): void {
  for (const graphics of devicesOf(doc).graphics) {
    if (graphics.type !== 'vnc') {
      throw new VirtError(
        'configUnsupported',
        `graphics of type '${graphics.type}' are not supported; supported are ${graphicsTypes.join(', ')}`,
        { domain: 'qemu' },
      )
    }
    argv.add('vnc', vncOption(graphics))
    if (graphics.keymap) argv.add('k', graphics.keymap)
  }
}

function vncOption(graphics: GraphicsDoc): string {
  return joined(
    vncTarget(graphics),
    graphics.websocket === undefined
      ? undefined
      : `websocket=${graphics.websocket === -1 ? 'on' : graphics.websocket}`,
    graphics.passwd === undefined ? undefined : 'password=on',
    graphics.sharePolicy === undefined ? undefined : `share=${graphics.sharePolicy}`,
    graphics.powerControl === undefined ? undefined : `power-control=${graphics.powerControl ? 'on' : 'off'}`,
    `audiodev=audio${graphics.audio?.id ?? 1}`,
  )
}

function vncTarget(graphics: GraphicsDoc): string {
  const listen = graphics.listens?.[0]
  switch (listen?.type) {
    case 'none':
      return 'none'
    case 'socket':
      return `vnc=unix:${plain(listen.socket ?? '')}`
    default: {
      const host = listen?.address ?? defaultListen
      const shown = host.includes(':') ? `[${host}]` : host
      return `${shown}:${(graphics.port ?? firstPort) - firstPort}`
    }
  }
}
