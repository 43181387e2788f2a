import type { Command } from '../../cli/command.ts'
import { daemonCommand } from './daemon.ts'
import { doctorCommand } from './doctor.ts'
import { rpcUserCommands } from './rpc-user.ts'
import { snmpTestTrap } from './snmp-test-trap.ts'
import { snmpUserCommands } from './snmp-user.ts'

/** Commands that work on the product itself instead of talking to the daemon. */
export function productCommands(version: string): readonly Command[] {
  return [daemonCommand(version), doctorCommand, ...snmpUserCommands, snmpTestTrap, ...rpcUserCommands]
}
