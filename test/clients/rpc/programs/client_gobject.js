// A client of libvirt's GObject binding from gjs: client_gobject.js URI GUEST.xml. Prints what happened, one line each.
imports.gi.versions.LibvirtGObject = '1.0'
const { GLib, LibvirtGConfig, LibvirtGLib, LibvirtGObject } = imports.gi

const held = []

function printSignal() {
  let late = false
  const timer = GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, 20, () => {
    late = true
    return GLib.SOURCE_CONTINUE
  })
  while (held.length === 0 && !late) GLib.MainContext.default().iteration(true)
  GLib.source_remove(timer)
  if (late) throw new Error('no signal came')
  print(`signal ${held.shift()}`)
}

function printList(connection) {
  const rows = connection
    .get_domains()
    .map((domain) => `domain ${domain.get_name()} ${domain.get_info().state}`)
  for (const row of rows.sort()) print(row)
}

function printError(call, action) {
  try {
    action()
  } catch (error) {
    print(`error ${call} code=${error.code} message=${error.message}`)
    return
  }
  throw new Error(`${call} did not fail`)
}

const [uri, guest] = ARGV
LibvirtGLib.init(null)
LibvirtGObject.init_object(null)
LibvirtGLib.event_register()
const connection = LibvirtGObject.Connection.new(uri)
connection.open(null)
print(`connected ${connection.get_hypervisor_name()}`)
connection.fetch_domains(null)
printList(connection)
connection.connect('domain-added', (_, domain) => held.push(`${domain.get_name()} added`))
connection.connect('domain-removed', (_, domain) => held.push(`${domain.get_name()} removed`))
const xml = new TextDecoder().decode(GLib.file_get_contents(guest)[1])
const domain = connection.create_domain(LibvirtGConfig.Domain.new_from_xml(xml))
print(`defined ${domain.get_name()} persistent=${Number(domain.get_persistent())}`)
printSignal()
for (const name of ['started', 'stopped']) {
  domain.connect(name, () => held.push(`${domain.get_name()} ${name}`))
}
domain.start(0)
print(`started id=${domain.get_id() > 0 ? 'set' : 'none'}`)
printSignal()
printList(connection)
const info = domain.get_info()
print(`info state=${info.state} vcpus=${info.nrVirtCpu} memory=${info.memory} maximum=${info.maxMem}`)
printError('start', () => domain.start(0))
domain.stop(0)
print('destroyed')
printSignal()
domain.delete(0)
print('undefined')
printSignal()
printList(connection)
connection.close()
print('closed')
