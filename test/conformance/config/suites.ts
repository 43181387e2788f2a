import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as config from '../../../src/core/config/index.ts'

/** Where the conformance data lies; beside the project, not in it. */
export const dataRoot = join(import.meta.dirname, '../../../../shared/testdata/libvirt')

/** Whether the data is there. */
export const dataPresent = existsSync(join(dataRoot, 'index.json'))

/** One case: what is read, and the file that must come out or nothing where only reading counts. */
export interface Case {
  readonly name: string
  readonly input: string
  readonly expected: string | undefined
  readonly refused: boolean
  readonly live: boolean
}

/** A suite: its cases and how a document is read and printed again. */
export interface Suite {
  readonly name: string
  /** Cases that it must at least have. */
  readonly least: number
  cases(): Case[]
  roundTrip(xml: Uint8Array, item: Case): string
}

interface ManifestCase {
  readonly name: string
  readonly input: readonly string[]
  readonly expected: readonly string[]
  readonly expect: string
  readonly expectedInactive?: string
  readonly expectedActive?: string
  readonly schema?: string
}

function manifest(suite: string): readonly ManifestCase[] {
  return JSON.parse(readFileSync(join(dataRoot, suite, 'manifest.json'), 'utf8')).cases
}

function casesOf(suite: string): Case[] {
  return manifest(suite).map(({ name, input, expected, expect }) => ({
    name,
    input: input[0] ?? '',
    expected: expected[0],
    refused: expect !== 'ok',
    live: false,
  }))
}

/** Every distinct output of a suite, to be read and printed back unchanged. */
function outputsOf(suite: string): Case[] {
  const files = new Map<string, boolean>()
  for (const item of manifest(suite)) {
    for (const file of item.expected) {
      files.set(file, file === item.expectedActive && file !== item.expectedInactive)
    }
  }
  return [...files].map(([file, live]) => ({ name: file, input: file, expected: file, refused: false, live }))
}

/** What a later version printed, to be read and printed back unchanged. */
function recordedIn(folder: string): Case[] {
  const path = join('oracle-9.0.0', folder)
  return readdirSync(join(dataRoot, path))
    .filter((name) => name.endsWith('.xml') && !name.endsWith('.in.xml'))
    .map((name) => {
      const file = join(path, name)
      return { name, input: file, expected: file, refused: false, live: false }
    })
}

function domain(xml: Uint8Array, { live }: { live: boolean }): string {
  return config.formatDomain(config.parseDomain(xml, { live }), { secure: true })
}

const network = (xml: Uint8Array) => config.formatNetwork(config.parseNetwork(xml))
const pool = (xml: Uint8Array) => config.formatPool(config.parsePool(xml))
const nwfilter = (xml: Uint8Array) => config.formatNwfilter(config.parseNwfilter(xml))
const secret = (xml: Uint8Array) => config.formatSecret(config.parseSecret(xml))

/** Input and output are the same document. */
function unchanged(items: Case[]): Case[] {
  return items.map((item) => ({ ...item, input: item.expected ?? item.input }))
}

/** The suites in which a document that is read and printed must equal an expected one. */
export const roundTrips: readonly Suite[] = [
  { name: 'genericxml2xml', least: 14, cases: () => casesOf('genericxml2xml'), roundTrip: domain },
  { name: 'qemuxml2xmloutdata', least: 220, cases: () => outputsOf('qemuxml2xmloutdata'), roundTrip: domain },
  { name: 'lxcxml2xmldata', least: 8, cases: () => casesOf('lxcxml2xmldata'), roundTrip: domain },
  {
    name: 'bhyvexml2xmloutdata',
    least: 15,
    cases: () => outputsOf('bhyvexml2xmloutdata'),
    roundTrip: domain,
  },
  {
    name: 'recorded domains',
    least: 290,
    cases: () => [...recordedIn('qemuxml2argvdata'), ...recordedIn('genericxml2xmlindata')],
    roundTrip: domain,
  },
  { name: 'networkxml2xml', least: 23, cases: () => casesOf('networkxml2xml'), roundTrip: network },
  {
    name: 'recorded networks',
    least: 31,
    cases: () => [...recordedIn('networkxml2xmlin'), ...recordedIn('networkxml2confdata')],
    roundTrip: network,
  },
  { name: 'storagepoolxml2xml', least: 10, cases: () => casesOf('storagepoolxml2xml'), roundTrip: pool },
  { name: 'recorded pools', least: 10, cases: () => recordedIn('storagepoolxml2xmlin'), roundTrip: pool },
  {
    name: 'storagevolxml2xml',
    least: 10,
    cases: () => casesOf('storagevolxml2xml'),
    roundTrip: (xml) => config.formatVolume(config.parseVolume(xml)),
  },
  {
    name: 'domainsnapshotxml2xml',
    least: 10,
    cases: () => casesOf('domainsnapshotxml2xml'),
    roundTrip: (xml) => config.formatSnapshot(config.parseSnapshot(xml), { secure: true }),
  },
  { name: 'secretxml2xml', least: 1, cases: () => casesOf('secretxml2xml'), roundTrip: secret },
  { name: 'recorded secrets', least: 1, cases: () => recordedIn('secretxml2xmlin'), roundTrip: secret },
  { name: 'nwfilterxml2xml', least: 26, cases: () => casesOf('nwfilterxml2xml'), roundTrip: nwfilter },
  { name: 'recorded filters', least: 12, cases: () => recordedIn('nwfilterxml2xmlin'), roundTrip: nwfilter },
  {
    name: 'virnwfilterbindingxml2xmldata',
    least: 1,
    cases: () => casesOf('virnwfilterbindingxml2xmldata'),
    roundTrip: (xml) => config.formatNwfilterBinding(config.parseNwfilterBinding(xml)),
  },
  {
    name: 'interfaceschemadata',
    least: 9,
    cases: () => casesOf('interfaceschemadata'),
    roundTrip: (xml) => config.formatInterface(config.parseInterface(xml)),
  },
  {
    name: 'nodedevschemadata',
    least: 13,
    cases: () => casesOf('nodedevschemadata'),
    roundTrip: (xml) => config.formatNodedev(config.parseNodedev(xml)),
  },
  {
    name: 'domaincapsschemadata',
    least: 15,
    cases: () => unchanged(casesOf('domaincapsschemadata')),
    roundTrip: (xml) => config.formatDomainCapabilities(config.parseDomainCapabilities(xml)),
  },
  {
    name: 'vircaps2xmldata',
    least: 4,
    cases: () => unchanged(casesOf('vircaps2xmldata')),
    roundTrip: (xml) => config.formatCapabilities(config.parseCapabilities(xml)),
  },
]

type Parser = (xml: Uint8Array, options: config.ReadOptions) => unknown

const parsers: Readonly<Record<string, Parser>> = {
  domain: config.parseDomain,
  network: config.parseNetwork,
  storagepool: config.parsePool,
  storagevol: config.parseVolume,
  domainsnapshot: config.parseSnapshot,
  secret: config.parseSecret,
  nwfilter: config.parseNwfilter,
  interface: config.parseInterface,
  nodedev: config.parseNodedev,
  capability: config.parseCapabilities,
  domaincaps: config.parseDomainCapabilities,
}

function schemaCases(): Case[] {
  return manifest('schema').map(({ name, expect, schema }) => ({
    name: `${schema}:${name}`,
    input: name,
    expected: undefined,
    refused: expect !== 'valid',
    live: true,
  }))
}

function readValidated(xml: Uint8Array, { name, live }: Case): string {
  const schema = name.slice(0, name.indexOf(':'))
  parsers[schema]?.(xml, { live, validate: true })
  return ''
}

/** Cases of the QEMU suite: read, or refused before a driver looks at them. */
function definitionCases(): Case[] {
  return manifest('qemuxml2argvdata').map(({ name, input, expect }) => ({
    name,
    input: input[0] ?? '',
    expected: undefined,
    refused: expect === 'parse-error',
    live: false,
  }))
}

function readTwice(xml: Uint8Array, item: Case): string {
  const once = domain(xml, item)
  const twice = domain(Buffer.from(once), item)
  if (once !== twice) throw new Error('the printed document changes when it is read and printed again')
  return ''
}

/** The suites in which it only counts whether a document is accepted. */
export const readings: readonly Suite[] = [
  { name: 'schema', least: 1080, cases: schemaCases, roundTrip: readValidated },
  { name: 'definitions', least: 418, cases: definitionCases, roundTrip: readTwice },
]
