import { clientCommands } from '../cli/commands/index.ts'
import { renderMan } from '../cli/man.ts'
import { settingTerms } from './commands/daemon.ts'
import { productCommands } from './commands/index.ts'

/** The manual page `virtgate(1)`, which docs/man holds a rendered copy of. */
export async function renderManPage(version: string): Promise<string> {
  const commands = [...productCommands(version), ...clientCommands]
  return renderMan(commands, { version, settings: await settingTerms() })
}
