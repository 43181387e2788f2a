import { afterAll, beforeAll, describe } from 'vitest'
import { driverSuite } from '../../conformance/driver/suite.ts'
import { Libvirtd, libvirtdMissing } from './libvirtd.ts'

const missing = libvirtdMissing()
if (missing) process.stderr.write(`skipped the remote driver's conformance: ${missing}\n`)

describe.skipIf(missing)('with the test hypervisor of libvirtd', () => {
  let daemon: Libvirtd | undefined
  beforeAll(async () => {
    daemon = await Libvirtd.start()
  })
  afterAll(() => daemon?.remove())

  driverSuite('remote', {
    get uri() {
      return `test+unix:///default?socket=${daemon?.socket}`
    },
    guest: ({ name, uuid, title }) => `<domain type='test'>
      <name>${name}</name><uuid>${uuid}</uuid>
      ${title === undefined ? '' : `<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`}
      <memory>131072</memory><vcpu>1</vcpu><os><type>hvm</type></os>
    </domain>`,
    shutdownWorks: true,
    startTwice: 'internalError',
    wrongState: 'internalError',
    badDocument: ['xmlDetail', 'noName', 'noName'],
    startsPaused: false,
  })
})
