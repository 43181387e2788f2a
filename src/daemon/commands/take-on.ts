import type { CliContext } from '../../cli/command.ts'
import { ControlClient } from '../../control/client.ts'
import { VirtError } from '../../core/errors/index.ts'

/** A daemon that runs takes the change on; one that does not will read it when it starts. */
export async function takeOn(context: CliContext, socket: string, command: string): Promise<void> {
  let client: ControlClient | undefined
  try {
    client = await ControlClient.connect(socket, `virtgate ${command}`, context.signal)
    await client.call('reload', {})
  } catch (thrown) {
    if (thrown instanceof VirtError && thrown.code === 'noConnect') return
    context.err("the running daemon did not take the change on; 'virtgate reload' tries again\n")
  } finally {
    client?.close()
  }
}
