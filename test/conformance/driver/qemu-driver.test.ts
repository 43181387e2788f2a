import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { driverSuite } from './suite.ts'

const emulator = '/usr/bin/qemu-system-x86_64'
const present = existsSync(emulator) && existsSync('/usr/bin/qemu-img')
if (!present)
  process.stderr.write(`skipped the QEMU driver's conformance: ${emulator} or qemu-img is not installed\n`)

describe.skipIf(!present)('with real guests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vgc-disk-'))
  const disk = join(folder, 'empty.qcow2')
  beforeAll(() => execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', disk, '1M']))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  driverSuite('qemu', {
    uri: 'qemu:///system',
    guest: ({ name, uuid, title }) => `<domain type='qemu'>
      <name>${name}</name><uuid>${uuid}</uuid>
      ${title === undefined ? '' : `<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`}
      <memory unit='MiB'>32</memory><vcpu>1</vcpu>
      <os><type arch='x86_64' machine='pc'>hvm</type></os>
      <devices>
        <disk type='file'><driver name='qemu' type='qcow2'/><source file='${disk}'/><target dev='vda' bus='virtio'/></disk>
      </devices>
    </domain>`,
    // Nothing runs in it that would look at the power button.
    shutdownWorks: false,
    // Asking an emulator for its capabilities takes seconds.
    cacheDir: join(tmpdir(), 'vgq-cache'),
  })
})
