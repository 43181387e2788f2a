import { describe, expect, it } from 'vitest'
import { formatDomain, parseDomain } from '../../../../src/core/config/index.ts'
import { VirtError } from '../../../../src/core/errors/index.ts'

const small = `<domain type='qemu'>
  <name>web</name>
  <uuid>C7A5FDBD-EDAF-9455-926A-D65C16DB1809</uuid>
  <memory unit='MiB'>512</memory>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <devices>
    <disk device='disk'>
      <driver name='qemu' type='qcow2' cache='default'/>
      <source file='/img/web.qcow2'/>
      <target dev='sda'/>
    </disk>
    <serial type='pty'/>
  </devices>
</domain>`

function domainWith(inner: string, attributes = ''): string {
  return `<domain type='kvm'${attributes}><name>d</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid><memory>1024</memory><os><type>hvm</type></os>${inner}</domain>`
}

function errorOf(xml: string): VirtError {
  try {
    parseDomain(xml)
  } catch (error) {
    if (error instanceof VirtError) return error
    throw error
  }
  throw new Error('the document was accepted')
}

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

  it('makes a uuid where there is none', () => {
    const doc = parseDomain(small.replace(/<uuid>.*<\/uuid>/, ''))
    expect(doc.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
  })

  it('leaves live parts out of a definition and keeps them for a running domain', () => {
    const xml = domainWith(
      "<devices><interface type='bridge'><source bridge='br0'/><target dev='vnet3'/><alias name='net0'/></interface></devices>",
      " id='7'",
    )
    expect(parseDomain(xml).id).toBeUndefined()
    expect(parseDomain(xml).devices.interfaces?.[0]).toEqual({ type: 'bridge', source: { bridge: 'br0' } })
    const live = parseDomain(xml, { live: true })
    expect(live.id).toBe(7)
    expect(live.devices.interfaces?.[0]?.target?.dev).toBe('vnet3')
    expect(formatDomain(live)).toContain("<domain type='kvm' id='7'>")
    expect(formatDomain(live, { inactive: true })).not.toMatch(/id='7'|vnet3|net0/)
  })

  it('keeps aliases that the user chose', () => {
    const xml = domainWith("<devices><interface type='user'><alias name='ua-front'/></interface></devices>")
    expect(parseDomain(xml).devices.interfaces?.[0]?.alias?.name).toBe('ua-front')
  })

  it('prints secrets only when asked', () => {
    const doc = parseDomain(
      domainWith("<devices><graphics type='vnc' autoport='yes' passwd='hush'/></devices>"),
    )
    expect(formatDomain(doc)).not.toContain('hush')
    expect(formatDomain(doc, { secure: true })).toContain("passwd='hush'")
  })

  it('keeps metadata verbatim, with the namespaces that it takes from outside', () => {
    const xml = domainWith("<metadata>\n  <app:a x='1'>t  <b/></app:a>\n</metadata>", " xmlns:app='urn:app'")
    const doc = parseDomain(xml)
    expect(doc.metadata).toBe(
      "<metadata>\n  <app:a x='1'>t  <b/></app:a>\n</metadata>".replace(
        '<metadata>',
        "<metadata xmlns:app='urn:app'>",
      ),
    )
    expect(parseDomain(formatDomain(doc)).metadata).toBe(doc.metadata)
  })

  it('keeps one metadata element for each namespace', () => {
    const doc = parseDomain(
      domainWith("<metadata><a:x xmlns:a='urn:a'/><b:x xmlns:b='urn:a'/><plain/></metadata>"),
    )
    expect(doc.metadata).toBe("<metadata><a:x xmlns:a='urn:a'/></metadata>")
  })

  it('declares the namespace of an extension that is used', () => {
    const uri = 'http://libvirt.org/schemas/domain/qemu/1.0'
    const doc = parseDomain(
      domainWith("<q:commandline><q:arg value='-S'/></q:commandline>", ` xmlns:q='${uri}'`),
    )
    expect(doc.qemuCommandline?.args).toEqual([{ value: '-S' }])
    expect(formatDomain(doc)).toContain(`xmlns:qemu='${uri}'`)
    expect(formatDomain(doc)).toContain("<qemu:arg value='-S'/>")
  })

  it('reads what the test driver adds', () => {
    const uri = 'http://libvirt.org/schemas/domain/test/1.0'
    const doc = parseDomain(
      domainWith(
        '<test:runstate>5</test:runstate><test:hasmanagedsave/><test:domainsnapshot><name>s1</name></test:domainsnapshot>',
        ` xmlns:test='${uri}'`,
      ),
    )
    expect(doc.testRunstate).toBe(5)
    expect(doc.testHasManagedSave).toBe(true)
    expect(doc.testSnapshots).toEqual([
      `<test:domainsnapshot xmlns:test='${uri}'><name>s1</name></test:domainsnapshot>`,
    ])
  })

  it('lets memory follow its NUMA cells in a definition that is new', () => {
    const xml = domainWith("<cpu><numa><cell id='0' cpus='0' memory='4' unit='MiB'/></numa></cpu>")
    expect(parseDomain(xml).memory.value).toBe(1024n)
    expect(parseDomain(xml, { abiUpdate: true }).memory.value).toBe(4096n)
  })
})

describe('a faulty domain document', () => {
  it('is refused with attribute, element, line and what was expected', () => {
    const error = errorOf(small.replace("cache='default'", "cache='maybe'"))
    expect(error.code).toBe('xmlError')
    expect(error.at?.line).toBe(8)
    expect(error.message).toBe(
      "attribute 'cache' of element 'driver' at line 8 is 'maybe', expected one of 'default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe'",
    )
  })

  it.each([
    ['no name', small.replace('<name>web</name>', ''), "element 'domain' at line 1 lacks the element 'name'"],
    ['a name with a slash', small.replace('>web<', '>a/b<'), "element 'domain' at line 1 has the name 'a/b'"],
    [
      'a size with an unknown unit',
      small.replace('MiB', 'XiB'),
      "element 'memory' at line 4 is '512' with unit 'XiB'",
    ],
    ['another root', '<network/>', "element 'network' at line 1 is not a <domain> document"],
    [
      'an unknown type',
      small.replace("'qemu'>", "'quemu'>"),
      "attribute 'type' of element 'domain' at line 1 is 'quemu'",
    ],
    [
      'more vcpus than the maximum',
      domainWith("<vcpu current='3'>2</vcpu>"),
      "element 'vcpu' at line 1 has 3 processors",
    ],
  ])('is refused for %s', (_what, xml, message) => {
    expect(errorOf(xml).message).toContain(message)
  })

  it('does not show a secret in an error', () => {
    const xml = domainWith("<devices><graphics type='vnc' passwdValidTo='' passwd='hush'/></devices>")
    expect(errorOf(xml).message).not.toContain('hush')
    expect(errorOf(xml).message).toContain('a value that is not shown')
  })

  it('may hold what is not known, unless it is to be validated', () => {
    const xml = small.replace("bus='", "buz='").replace("dev='sda'", "dev='sda' traz='open'")
    const seen: string[] = []
    parseDomain(xml, {
      onUnknown: ({ name, parent, line, nearest }) => seen.push(`${name} ${parent} ${line} ${nearest}`),
    })
    expect(seen).toEqual(['traz target 10 tray'])
    expect(() => parseDomain(xml, { validate: true })).toThrow(
      "the attribute 'traz' in element 'target' at line 10 is not known; the nearest known is 'tray'",
    )
  })
})

describe('a document made to cost much', () => {
  const many = (count: number, item: string) => item.repeat(count)
  const read = (inside: string, devices = '') =>
    parseDomain(
      `<domain type='test'><name>n</name><memory>1</memory><os><type>hvm</type></os>${inside}<devices>${devices}</devices></domain>`,
    )

  it('of threads named over and over is read in the end', () => {
    const scheds = many(2000, "<iothreadsched iothreads='1-16383' scheduler='batch'/>")
    const doc = read(`<iothreads>16383</iothreads><cputune>${scheds}</cputune>`)
    expect(doc.cputune?.iothreadscheds).toHaveLength(2000)
  }, 60_000)

  it('of threads by their numbers is read in the end', () => {
    const each = (item: (id: number) => string) =>
      Array.from({ length: 20_000 }, (_, n) => item(n + 1)).join('')
    const ids = each((id) => `<iothread id='${id}'/>`)
    const pins = each((id) => `<iothreadpin iothread='${id}' cpuset='0'/>`)
    const doc = read(`<iothreadids>${ids}</iothreadids><cputune>${pins}</cputune>`)
    expect(doc.iothreads).toBe(20_000)
  }, 60_000)

  it('of controllers without number gives each the next', () => {
    const doc = read('', many(60_000, "<controller type='scsi'/>"))
    expect(doc.devices.controllers?.at(-1)?.index).toBe(59_999)
  }, 60_000)

  it('of channels on controllers of their own gets them in their order', () => {
    const place = (n: number) => `<address type='virtio-serial' controller='${n}' bus='0' port='1'/>`
    const channel = (n: number) =>
      `<channel type='pty'><target type='virtio' name='c${n}'/>${place(n)}</channel>`
    const controllers =
      "<controller type='virtio-serial' index='7'/><controller type='virtio-serial' index='2'/>"
    const numbers = (count: number) =>
      read('', controllers + Array.from({ length: count }, (_, n) => channel(count - 1 - n)).join(''))
        .devices.controllers?.filter(({ type }) => type === 'virtio-serial')
        .map(({ index }) => index)
    expect(numbers(10)).toEqual([0, 1, 7, 2, 3, 4, 5, 6, 8, 9])
    expect(numbers(30_000)).toHaveLength(30_000)
  }, 60_000)

  it('of disks on far controllers gets those controllers once', () => {
    const letter = (n: number) => String.fromCharCode(97 + (n % 26))
    const name = (n: number) => `sd${letter(n / 676)}${letter(n / 26)}${letter(n)}`
    const disk = (n: number) => `<disk type='file'><target dev='${name(n)}' bus='scsi'/></disk>`
    const doc = read('', Array.from({ length: 10_000 }, (_, n) => disk(n)).join(''))
    expect(doc.devices.controllers?.filter(({ type }) => type === 'scsi')).toHaveLength(256)
  }, 60_000)
})
