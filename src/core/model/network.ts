import { defineObject } from './kinds.ts'
import { definitionOps, runOps } from './life.ts'

/** Parts of the metadata of an object. */
const metadataTypes = ['description', 'title', 'element'] as const

/** A virtual network of a host. */
export const network = defineObject({
  doc: 'A virtual network that guests of a host are connected to.',
  key: 'uuid',
  attrs: {
    uuid: { kind: 'uuid', freshness: 'fixed', doc: 'Identity of the network.' },
    name: { kind: 'string', freshness: 'config', doc: 'Name, unique on its host.' },
    active: { kind: 'bool', freshness: 'state', doc: 'Whether it is up.' },
    persistent: { kind: 'bool', freshness: 'state', doc: 'Whether a definition is kept while it is down.' },
    autostart: { kind: 'bool', freshness: 'config', doc: 'Whether it starts with its host.' },
    bridge: { kind: 'string', freshness: 'config', optional: true, doc: 'Name of its bridge.' },
    forward: {
      kind: 'string',
      freshness: 'config',
      optional: true,
      doc: 'How it reaches the world (nat, route, bridge); absent when isolated.',
    },
    domainName: { kind: 'string', freshness: 'config', optional: true, doc: 'DNS domain.' },
    addresses: {
      kind: {
        list: {
          record: {
            family: { kind: { enum: ['ipv4', 'ipv6'] }, doc: 'Address family.' },
            address: { kind: 'string', doc: 'Address of the host in it.' },
            prefix: { kind: 'u32', unit: 'bits', doc: 'Prefix length.' },
            dhcpStart: { kind: 'string', optional: true, doc: 'First address given out.' },
            dhcpEnd: { kind: 'string', optional: true, doc: 'Last address given out.' },
          },
        },
      },
      freshness: 'config',
      doc: 'Address ranges.',
    },
    stateSince: { kind: 'time', freshness: 'state', doc: 'When it went up or down last.' },
  },
  ops: {
    ...definitionOps('network', 'network'),
    ...runOps('network', 'network'),
    update: {
      access: 'configure',
      permission: 'write',
      params: {
        command: { kind: { enum: ['modify', 'delete', 'add-last', 'add-first'] }, doc: 'What to do.' },
        section: { kind: 'string', doc: 'Part of the document (ip-dhcp-host, dns-host, portgroup).' },
        parentIndex: { kind: 'i32', doc: 'Which parent of several; -1 for the only one.' },
        xml: { kind: 'xml', doc: 'Element.' },
        live: { kind: 'bool', optional: true, doc: 'Change the running network.' },
        config: { kind: 'bool', optional: true, doc: 'Change the kept definition.' },
      },
      result: 'void',
      doc: 'Change one part of the network.',
    },
    getDhcpLeases: {
      access: 'read',
      permission: 'read',
      params: { mac: { kind: 'mac', optional: true, doc: 'Only of this interface.' } },
      result: {
        list: {
          record: {
            interface: { kind: 'string', doc: 'Bridge.' },
            expiry: { kind: 'time', doc: 'When it ends.' },
            mac: { kind: 'mac', doc: 'MAC address.' },
            address: { kind: 'string', doc: 'Address.' },
            prefix: { kind: 'u32', doc: 'Prefix length.' },
            hostname: { kind: 'string', optional: true, doc: 'Host name.' },
            clientId: { kind: 'string', optional: true, doc: 'Client identifier.' },
          },
        },
      },
      doc: 'Addresses that are lent.',
    },
    getMetadata: {
      access: 'read',
      permission: 'read',
      params: {
        type: { kind: { enum: metadataTypes }, doc: 'Which part.' },
        uri: { kind: 'string', optional: true, doc: 'Namespace of the element.' },
        live: { kind: 'bool', optional: true, doc: 'Of the running network.' },
        config: { kind: 'bool', optional: true, doc: 'Of the kept definition.' },
      },
      result: 'string',
      doc: 'Metadata of the network.',
    },
    setMetadata: {
      access: 'configure',
      permission: 'write',
      params: {
        type: { kind: { enum: metadataTypes }, doc: 'Which part.' },
        value: { kind: 'string', optional: true, doc: 'New value; removes it when absent.' },
        key: { kind: 'string', optional: true, doc: 'Prefix of the namespace.' },
        uri: { kind: 'string', optional: true, doc: 'Namespace of the element.' },
        live: { kind: 'bool', optional: true, doc: 'Change the running network.' },
        config: { kind: 'bool', optional: true, doc: 'Change the kept definition.' },
      },
      result: 'void',
      doc: 'Set metadata of the network.',
    },
  },
  events: {
    lifecycle: {
      doc: 'It was defined, forgotten, started or stopped.',
      fields: {
        type: { kind: { enum: ['defined', 'undefined', 'started', 'stopped'] }, doc: 'What happened.' },
      },
    },
    metadataChange: {
      doc: 'Metadata of the definition changed.',
      fields: {
        type: { kind: { enum: ['description', 'title', 'element'] }, doc: 'Which part.' },
        nsuri: { kind: 'string', optional: true, doc: 'Namespace of the element.' },
      },
    },
  },
})

const rate = (what: string) => ({ kind: 'u32', optional: true, doc: `${what}, in KiB per second.` }) as const
const burst = (what: string) => ({ kind: 'u32', optional: true, doc: `${what}, in KiB.` }) as const

/** Bounds of the traffic of a port; 0 for none. */
const bandwidth = {
  inboundAverage: rate('Average that comes to the guest'),
  inboundPeak: rate('Most that comes to the guest for a short time'),
  inboundFloor: rate('Least that the guest is sure to get'),
  inboundBurst: burst('Most that comes to the guest at once'),
  outboundAverage: rate('Average that goes from the guest'),
  outboundPeak: rate('Most that goes from the guest for a short time'),
  outboundBurst: burst('Most that goes from the guest at once'),
} as const

/** A port of a virtual network. */
export const port = defineObject({
  doc: 'The place where one guest is connected to a network.',
  key: 'network and uuid',
  attrs: {
    uuid: { kind: 'uuid', freshness: 'fixed', doc: 'Identity of the port.' },
    network: { kind: { ref: 'network' }, freshness: 'fixed', doc: 'Network that it belongs to.' },
    owner: { kind: 'uuid', freshness: 'config', doc: 'Guest that it serves.' },
    ownerName: { kind: 'string', freshness: 'config', doc: 'Name of the guest.' },
    mac: { kind: 'mac', freshness: 'config', doc: 'MAC address of the guest end.' },
    plug: {
      kind: 'string',
      freshness: 'config',
      doc: 'How it is plugged (network, bridge, direct, hostdev).',
    },
  },
  ops: {
    create: {
      on: 'network',
      access: 'configure',
      permission: 'create',
      params: {
        xml: { kind: 'xml', doc: 'Port document.' },
        reclaim: { kind: 'bool', optional: true, doc: 'Take the port of a guest up that runs already.' },
        validate: { kind: 'bool', optional: true, doc: 'Refuse elements that the schema does not know.' },
      },
      result: { ref: 'port' },
      doc: 'Make a port.',
    },
    getXml: { access: 'read', permission: 'read', params: {}, result: 'xml', doc: 'Port document.' },
    getParameters: {
      access: 'read',
      permission: 'read',
      params: {},
      result: { record: bandwidth },
      doc: 'How much traffic may go through the port.',
    },
    setParameters: {
      access: 'configure',
      permission: 'write',
      params: bandwidth,
      result: 'void',
      doc: 'Set how much traffic may go through the port; what is not given stays.',
    },
    delete: {
      access: 'configure',
      permission: 'delete',
      params: {},
      result: 'void',
      doc: 'Remove the port.',
    },
  },
  events: {},
})

/** A network interface of a host. */
export const interface_ = defineObject({
  doc: 'A network interface of the host itself.',
  key: 'name',
  attrs: {
    name: { kind: 'string', freshness: 'fixed', doc: 'Name of the interface.' },
    mac: { kind: 'mac', freshness: 'state', optional: true, doc: 'MAC address.' },
    type: { kind: 'string', freshness: 'config', doc: 'Kind (ethernet, bridge, bond, vlan).' },
    active: { kind: 'bool', freshness: 'state', doc: 'Whether it is up.' },
  },
  ops: {
    ...definitionOps('interface', 'interface'),
    start: {
      access: 'operate',
      permission: 'start',
      params: {},
      result: 'void',
      doc: 'Bring the interface up.',
    },
    destroy: {
      access: 'operate',
      permission: 'stop',
      lock: 'destroy',
      params: {},
      result: 'void',
      doc: 'Bring the interface down.',
    },
  },
  events: {},
})
