import { z } from 'zod'
import { logLevels } from '../log/logger.ts'
import { accessRuleType, communityType, connectionType, viewType } from './elements.ts'
import {
  isOff,
  listenForm,
  listenType,
  listOf,
  millisType,
  oidType,
  pathType,
  setting,
  snmpListenForm,
  snmpListenType,
} from './kinds.ts'
import { rpcSettings } from './rpc-schema.ts'
import { targetsType } from './snmp-targets.ts'

/** Every setting of the product, in the order of the documentation. All else about settings follows from this table. */
export const settingsTable = {
  connections: setting({
    type: listOf(connectionType),
    fallback: ['auto'],
    restart: false,
    form: 'list of URIs, of { name, uri }, and of the word auto',
    doc: 'Hypervisors to manage. auto stands for every hypervisor that is found on this host.',
    example: '[auto, { name: demo, uri: "test:///default" }]',
  }),
  state_dir: setting({
    type: pathType,
    fallback: 'state',
    restart: true,
    form: 'absolute path',
    doc: 'Directory of what is kept for ever: definitions, the identity of the SNMP engine, SNMP users.',
  }),
  run_dir: setting({
    type: pathType,
    fallback: 'run',
    restart: true,
    form: 'absolute path',
    doc: 'Directory of sockets and live state, empty after a reboot of the host.',
  }),
  cache_dir: setting({
    type: pathType,
    fallback: 'cache',
    restart: true,
    form: 'absolute path',
    doc: 'Directory of what can be found out again, such as capabilities of emulators.',
  }),
  log_dir: setting({
    type: pathType,
    fallback: 'log',
    restart: true,
    form: 'absolute path',
    doc: 'Directory of the logs of guests.',
  }),
  'log.level': setting({
    type: z.enum(logLevels),
    fallback: 'info',
    restart: false,
    form: logLevels.join(', '),
    doc: 'Least level of messages that are written to standard error.',
  }),
  'log.modules': setting({
    type: z.record(z.string(), z.enum(logLevels)),
    fallback: {},
    restart: false,
    form: 'map of module to level',
    doc: 'Levels of single parts of the product, which go before log.level.',
    example: '{ driver/qemu: debug, snmp: warn }',
  }),
  'log.format': setting({
    type: z.enum(['text', 'json']),
    fallback: 'text',
    restart: true,
    form: 'text, json',
    doc: 'Form of a message: a line to read, or one JSON object a line.',
  }),
  'daemon.start_wait': setting({
    type: millisType,
    fallback: 5000,
    restart: true,
    form: 'milliseconds',
    doc: 'Longest time that the start waits for hypervisors; those that take longer connect in the background.',
  }),
  'daemon.stop_wait': setting({
    type: millisType,
    fallback: 10_000,
    restart: false,
    form: 'milliseconds',
    doc: 'Longest time that a stop waits for work in flight before it is broken off.',
  }),
  'daemon.autostart': setting({
    type: z.boolean(),
    fallback: true,
    restart: false,
    form: 'true, false',
    doc: 'Whether objects marked for it are started once after each start of the host.',
  }),
  'control.max_clients': setting({
    type: z.number().int().min(1).max(4096),
    fallback: 64,
    restart: true,
    form: 'number',
    doc: 'Most programs that use the control socket at the same time.',
  }),
  'snmp.listen': setting({
    type: snmpListenType,
    fallback: '127.0.0.1:1161',
    restart: true,
    form: snmpListenForm,
    doc: 'Addresses of the SNMP agent: UDP, or TCP where `tcp:` stands before one.',
    example: "['192.0.2.1:161', 'tcp:192.0.2.1:161', '[2001:db8::1]:161']",
  }),
  'snmp.communities': setting({
    type: listOf(communityType),
    fallback: [],
    restart: false,
    form: 'list of names or of { name, context, sources, view }',
    doc: 'Communities that may read with SNMP v1 and v2c; without any, only SNMPv3 is answered.',
    example: '[{ name: monitor, sources: [192.0.2.0/24], view: inventory }]',
  }),
  'snmp.views': setting({
    type: listOf(viewType),
    fallback: [],
    restart: false,
    form: 'list of { name, include, exclude }',
    doc: 'Parts of the MIB tree that communities and users can be confined to.',
    example: '[{ name: inventory, include: [1.3.6.1.2.1.1, 1.3.6.1.2.1.236] }]',
  }),
  'snmp.contact': setting({
    type: z.string().max(255),
    fallback: '',
    restart: false,
    form: 'text',
    doc: 'Who looks after the gateway (sysContact).',
  }),
  'snmp.location': setting({
    type: z.string().max(255),
    fallback: '',
    restart: false,
    form: 'text',
    doc: 'Where the gateway is (sysLocation).',
  }),
  'snmp.enterprise_oid': setting({
    type: oidType,
    fallback: '1.3.6.1.4.1.32473.7666',
    restart: true,
    form: 'object identifier',
    doc: 'Where VIRTGATE-MIB hangs; the number is one for documentation until the project has its own.',
  }),
  'snmp.vmware_view': setting({
    type: z.boolean(),
    fallback: false,
    restart: true,
    form: 'true, false',
    doc: 'Whether guests are also shown as agents of VMware ESX show them (VMWARE-VMINFO-MIB), for programs that look there.',
  }),
  'snmp.per_vm_notifications': setting({
    type: z.boolean(),
    fallback: false,
    restart: false,
    form: 'true, false',
    doc: 'Whether each state change of a guest is notified (vmPerVMNotificationsEnabled at start).',
  }),
  'snmp.bulk_notifications': setting({
    type: z.boolean(),
    fallback: false,
    restart: false,
    form: 'true, false',
    doc: 'Whether state changes are notified in groups (vmBulkNotificationsEnabled at start).',
  }),
  'snmp.targets': setting({
    type: targetsType,
    fallback: [],
    restart: false,
    form: 'list of { name, address, port, version, type, community, user, level, timeout, retries, queue, context, filter }',
    doc: 'Receivers of notifications: traps or informs of SNMP v1, v2c or v3.',
    example: '[{ name: nms, address: 192.0.2.9, community: events }]',
  }),
  'snmp.notification_rate': setting({
    type: z.number().int().min(0).max(100_000),
    fallback: 200,
    restart: false,
    form: 'number',
    doc: 'Most notifications of one kind in a second, with bursts of twice as many; further ones go to the log alone. 0 for no bound.',
  }),
  'snmp.bulk_window': setting({
    type: millisType,
    fallback: 1000,
    restart: false,
    form: 'milliseconds',
    doc: 'How long state changes of guests are gathered for one bulk notification.',
  }),
  'snmp.pool_threshold': setting({
    type: z.number().int().min(1).max(100),
    fallback: 90,
    restart: false,
    form: 'percent',
    doc: 'Use of a storage pool from which on it is notified as nearly full.',
  }),
  'snmp.log_entries': setting({
    type: z.number().int().min(0).max(1_000_000),
    fallback: 1000,
    restart: false,
    form: 'number',
    doc: 'Most notifications that are kept for managers to read (nlmConfigGlobalEntryLimit); 0 for as many as a million.',
  }),
  'snmp.log_age': setting({
    type: z.number().int().min(0).max(5_256_000),
    fallback: 1440,
    restart: false,
    form: 'minutes',
    doc: 'Age at which notifications are kept no longer (nlmConfigGlobalAgeOut); 0 for no bound.',
  }),
  'snmp.max_age': setting({
    type: millisType,
    fallback: 5000,
    restart: false,
    form: 'milliseconds',
    doc: 'Age from which on counters are read again when somebody asks for them; a request waits for that only when they are five times as old.',
  }),
  ...rpcSettings,
  'cim.listen': setting({
    type: listenType,
    fallback: 'off',
    restart: true,
    form: listenForm,
    doc: 'HTTP addresses of the CIM server.',
  }),
  'cim.tls_listen': setting({
    type: listenType,
    fallback: 'off',
    restart: true,
    form: listenForm,
    doc: 'HTTPS addresses of the CIM server.',
  }),
  'dbus.bus': setting({
    type: z.preprocess((value) => (isOff(value) ? 'off' : value), z.string().max(4096)),
    fallback: 'off',
    restart: true,
    form: 'off, session, system, or an address',
    doc: 'Message bus that the objects appear on.',
  }),
  'access.rules': setting({
    type: listOf(accessRuleType),
    fallback: [],
    restart: false,
    form: 'list of { callers, types, connections, names, allow }',
    doc: 'What callers may do to which objects; the first rule that fits decides. Without rules authentication alone decides.',
    example: '[{ callers: "snmp:*", connections: [lab], allow: [] }, { callers: "*", allow: [read] }]',
  }),
} as const

/** The table as data. */
export type SettingsTable = typeof settingsTable

/** Dotted name of a setting. */
export type SettingKey = keyof SettingsTable

/** All keys, in the order of the table. */
export const settingKeys: readonly SettingKey[] = Object.keys(settingsTable) as SettingKey[]

/** Names of the groups that keys stand in. */
export const settingGroups: ReadonlySet<string> = new Set(
  settingKeys.filter((key) => key.includes('.')).map((key) => key.slice(0, key.indexOf('.'))),
)

type Out<K extends SettingKey> = z.output<SettingsTable[K]['type']>
type Group = { [K in SettingKey]: K extends `${infer G}.${string}` ? G : never }[SettingKey]

/** All settings, checked and complete; groups as objects, names as in the file. */
export type Settings = {
  readonly [K in SettingKey as K extends `${string}.${string}` ? never : K]: Out<K>
} & {
  readonly [G in Group]: {
    readonly [K in SettingKey as K extends `${G}.${infer Leaf}` ? Leaf : never]: Out<K>
  }
}
