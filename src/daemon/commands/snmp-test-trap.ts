import { defineCommand, jsonOption } from '../../cli/command.ts'
import { alignColumns } from '../../cli/output/columns.ts'
import { toJson } from '../../cli/output/json.ts'
import { ControlClient } from '../../control/client.ts'
import type { TrapDelivery } from '../../control/protocol.ts'
import { VirtError } from '../../core/errors/index.ts'
import { controlSocket } from '../control-socket.ts'
import { settingsFor, settingsOptions } from '../settings-source.ts'

const arrived: ReadonlySet<string> = new Set(['sent', 'acknowledged'])

/** `virtgate snmp test-trap`. */
export const snmpTestTrap = defineCommand({
  name: 'snmp test-trap',
  summary: 'Send a notification to the receivers of the settings, to see whether it arrives',
  doc: [
    'The running daemon sends vgTestNotification, whatever the filters of the receivers say. A trap is told as sent, as nobody answers it; an inform as acknowledged when its receiver has answered. The command fails when a receiver could not be reached.',
  ],
  options: {
    ...settingsOptions,
    ...jsonOption,
    target: { value: 'NAME', kind: 'text', doc: 'Only to the receiver with this name in snmp.targets.' },
    socket: {
      value: 'PATH',
      kind: 'file',
      doc: 'Control socket of the daemon; the one of the run directory of the settings unless given.',
    },
  },
  examples: [['virtgate snmp test-trap --target nms', 'one receiver']],
  async run(context, { options }) {
    const socket = options.socket ?? controlSocket((await settingsFor(options, context.env)).run_dir)
    const client = await ControlClient.connect(socket, 'virtgate snmp test-trap', context.signal)
    try {
      const args = options.target === undefined ? {} : { target: options.target }
      const deliveries = await client.call('testTrap', args)
      await context.out(options.json ? `${toJson(deliveries, 2)}\n` : listed(deliveries))
      const lost = deliveries.filter(({ outcome }) => !arrived.has(outcome))
      if (lost.length > 0) throw failure(lost)
    } finally {
      client.close()
    }
  },
})

function listed(deliveries: readonly TrapDelivery[]): string {
  const rows = deliveries.map(({ target, outcome, reason }) => [target, outcome, reason])
  return alignColumns(['TARGET', 'OUTCOME', 'REASON'], rows)
}

function failure(lost: readonly TrapDelivery[]): VirtError {
  const names = lost.map(({ target }) => target).join(', ')
  return new VirtError('operationFailed', `the notification did not reach ${names}`)
}
