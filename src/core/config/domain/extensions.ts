import { int, oneOf, string, word } from '../descriptor/codec.ts'
import { element } from '../descriptor/element.ts'
import { attr, child, flag, leaf, list, type Namespace, raws } from '../descriptor/field.ts'

function namespace(prefix: string): Namespace {
  return { prefix, uri: `http://libvirt.org/schemas/domain/${prefix}/1.0` }
}

const qemu = namespace('qemu')
const test = namespace('test')
const lxc = namespace('lxc')
const bhyve = namespace('bhyve')
const vmware = namespace('vmware')
const xen = namespace('xen')

const args = list(element({ value: attr(string, { required: true }) }), { name: 'arg' })
const envs = list(element({ name: attr(word, { required: true }), value: attr(string) }), { name: 'env' })

const capability = element({ capability: attr(word, { required: true }) })

const property = element({
  name: attr(word, { required: true }),
  type: attr(oneOf('string', 'signed', 'unsigned', 'bool', 'remove'), { required: true }),
  value: attr(string),
})

const override = element({
  devices: list(
    element({
      alias: attr(word, { required: true }),
      frontend: child(element({ properties: list(property, { name: 'property' }) })),
    }),
    { name: 'device' },
  ),
})

const sharedNamespace = element({
  type: attr(oneOf('none', 'name', 'pid', 'netns'), { required: true }),
  value: attr(word),
})

const containerNamespaces = element({
  sharenet: child(sharedNamespace),
  shareipc: child(sharedNamespace),
  shareuts: child(sharedNamespace),
})

/** Extensions of single hypervisors, each in a namespace of its own. */
export const extensionFields = {
  qemuCommandline: child(element({ args, envs }), { name: 'commandline', ns: qemu }),
  qemuCapabilities: child(
    element({ adds: list(capability, { name: 'add' }), dels: list(capability, { name: 'del' }) }),
    { name: 'capabilities', ns: qemu },
  ),
  qemuOverride: child(override, { name: 'override', ns: qemu }),
  qemuDeprecation: child(element({ behavior: attr(oneOf('omit', 'reject', 'crash'), { required: true }) }), {
    name: 'deprecation',
    ns: qemu,
  }),
  testTransient: flag({ name: 'transient', ns: test }),
  testHasManagedSave: flag({ name: 'hasmanagedsave', ns: test }),
  testRunstate: leaf(int, { name: 'runstate', ns: test }),
  testSnapshots: raws({ name: 'domainsnapshot', ns: test }),
  lxcNamespace: child(containerNamespaces, { name: 'namespace', ns: lxc }),
  bhyveCommandline: child(element({ args, envs }), { name: 'commandline', ns: bhyve }),
  vmwareDatacenterPath: leaf(word, { name: 'datacenterpath', ns: vmware }),
  vmwareMoref: leaf(word, { name: 'moref', ns: vmware }),
  xenCommandline: child(element({ args }), { name: 'commandline', ns: xen }),
}
