import { describe, expect, it } from 'vitest'
import { formatDomain, parseDomain } from '../../../../src/core/config/index.ts'

const small = `<domain type='qemu'>
  <name>web</name>
  <uuid>C7A5FDBD-EDAF-9455-926A-D65C16DB1809</uuid>
  <memory unit='MiB'>512</memory>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='default'/>
      <source file='/img/web.qcow2'/>
      <target dev='sda'/>
    </disk>
    <serial type='pty'/>
  </devices>
</domain>`

describe('the domain document', () => {
  it('is a plain value with sizes in KiB', () => {
    const doc = parseDomain(small)
    expect(doc.uuid).toBe('c7a5fdbd-edaf-9455-926a-d65c16db1809')
    expect(doc.memory.value).toBe(524288n)
    expect(doc.devices.disks?.[0]?.source?.file).toBe('/img/web.qcow2')
  })

  it('prints its normal form', () => {
    expect(formatDomain(parseDomain(small))).toMatchInlineSnapshot(`
      "<domain type='qemu'>
        <name>web</name>
        <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
        <memory unit='KiB'>524288</memory>
        <currentMemory unit='KiB'>524288</currentMemory>
        <vcpu placement='static'>1</vcpu>
        <os>
          <type arch='x86_64' machine='q35'>hvm</type>
          <boot dev='hd'/>
        </os>
        <clock offset='utc'/>
        <on_poweroff>destroy</on_poweroff>
        <on_reboot>restart</on_reboot>
        <on_crash>destroy</on_crash>
        <devices>
          <disk type='file' device='disk'>
            <driver name='qemu' type='qcow2'/>
            <source file='/img/web.qcow2'/>
            <target dev='sda' bus='scsi'/>
            <address type='drive' controller='0' bus='0' target='0' unit='0'/>
          </disk>
          <controller type='scsi' index='0'/>
          <serial type='pty'>
            <target port='0'/>
          </serial>
          <console type='pty'>
            <target type='serial' port='0'/>
          </console>
        </devices>
      </domain>
      "
    `)
  })

  it('is the same after it was printed and read again', () => {
    const doc = parseDomain(small)
    expect(parseDomain(formatDomain(doc))).toEqual(doc)
  })
})
