import type { Command } from '../command.ts'
import { completeCommand, completionCommand } from '../completion.ts'
import { helpCommand } from '../help.ts'
import { dumpxmlCommand, editCommand, makeCommands } from './documents.ts'
import { eventsCommand } from './events.ts'
import { consoleLogCommand, screenshotCommand } from './guest.ts'
import { invokeCommand, operationsCommand } from './invoke.ts'
import { cancelJobCommand, jobsCommand } from './jobs.ts'
import { listCommand } from './list.ts'
import { capabilitiesCommand, hostsCommand, showCommand } from './show.ts'
import { snapshotCommands } from './snapshot.ts'
import { reloadCommand, statusCommand } from './status.ts'
import { autostartCommand, setCommand, verbCommands } from './verbs.ts'

/** All commands that talk to the daemon, and help. */
export const clientCommands: readonly Command[] = [
  listCommand,
  showCommand,
  ...verbCommands,
  ...makeCommands,
  autostartCommand,
  dumpxmlCommand,
  editCommand,
  setCommand,
  consoleLogCommand,
  screenshotCommand,
  ...snapshotCommands,
  jobsCommand,
  cancelJobCommand,
  eventsCommand,
  capabilitiesCommand,
  hostsCommand,
  invokeCommand,
  operationsCommand,
  statusCommand,
  reloadCommand,
  completionCommand,
  completeCommand,
  helpCommand,
]
