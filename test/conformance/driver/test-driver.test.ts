import { driverSuite } from './suite.ts'

driverSuite('test', {
  uri: 'test:///default',
  guest: ({ name, uuid, title }) => `<domain type='test'>
    <name>${name}</name><uuid>${uuid}</uuid>
    ${title === undefined ? '' : `<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`}
    <memory>131072</memory><vcpu>1</vcpu><os><type>hvm</type></os>
  </domain>`,
  shutdownWorks: true,
  startTwice: 'internalError',
  wrongState: 'internalError',
})
