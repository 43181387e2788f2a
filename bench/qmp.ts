// QMP beside its peers: round trips beside a client in C, a capability probe beside libvirt's, many processes
// beside one after another.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { capabilityProbe } from './qmp/capability-probe.ts'
import { manyProcesses, runParent } from './qmp/many-processes.ts'
import { roundTrips } from './qmp/round-trips.ts'

const [, , role, ...rest] = process.argv
if (role === 'parent') {
  runParent(rest)
} else {
  const dir = await mkdtemp(join(tmpdir(), 'vg-bench-'))
  // Peers may run as another user in folders below.
  await chmod(dir, 0o711)
  try {
    await roundTrips(dir)
    await capabilityProbe(dir)
    await manyProcesses(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
