import { checkDocument, completeDocument } from './descriptor/check.ts'
import type { ElementType } from './descriptor/element.ts'
import { type WriteOptions, writeDocument } from './descriptor/format.ts'
import { type ReadOptions, readDocument } from './descriptor/parse.ts'
import { type DomainDoc, domain } from './domain/domain.ts'
import { type CapabilitiesDoc, capabilities } from './host/capabilities.ts'
import { type DomainCapabilitiesDoc, domainCapabilities } from './host/domain-capabilities.ts'
import { hostInterface, type InterfaceDoc } from './host/interface.ts'
import { type NodedevDoc, nodedev } from './host/nodedev.ts'
import { type NetworkDoc, network } from './network/network.ts'
import { type NwfilterDoc, nwfilter } from './network/nwfilter.ts'
import { type NwfilterBindingDoc, networkPort, nwfilterBinding, type PortDoc } from './network/port.ts'
import { type SecretDoc, secret } from './secret.ts'
import { type CheckpointDoc, checkpoint, type SnapshotDoc, snapshot } from './snapshot/snapshot.ts'
import { type PoolDoc, pool } from './storage/pool.ts'
import { type VolumeDoc, volume } from './storage/volume.ts'
import { parseXml } from './xml/reader.ts'

type Xml = string | Uint8Array

/** Every kind of document: name of its root element and its description. */
export const documentTypes = {
  domain: domain,
  network: network,
  networkport: networkPort,
  filter: nwfilter,
  filterbinding: nwfilterBinding,
  pool: pool,
  volume: volume,
  secret: secret,
  interface: hostInterface,
  device: nodedev,
  domainsnapshot: snapshot,
  domaincheckpoint: checkpoint,
  capabilities: capabilities,
  domainCapabilities: domainCapabilities,
} as const satisfies Readonly<Record<string, ElementType<unknown>>>

function read<D>(xml: Xml, name: string, type: ElementType<D>, options: ReadOptions = {}): D {
  const root = parseXml(xml, options.file === undefined ? {} : { file: options.file })
  return readDocument(root, name, type, options)
}

/** Reads the definition of a domain. */
export function parseDomain(xml: Xml, options?: ReadOptions): DomainDoc {
  return read(xml, 'domain', domain, options)
}

/** Prints the definition of a domain. */
export function formatDomain(doc: DomainDoc, options?: WriteOptions): string {
  return writeDocument('domain', domain, doc, options)
}

/** Reads the definition of a network. */
export function parseNetwork(xml: Xml, options?: ReadOptions): NetworkDoc {
  return read(xml, 'network', network, options)
}

/** Prints the definition of a network. */
export function formatNetwork(doc: NetworkDoc, options?: WriteOptions): string {
  return writeDocument('network', network, doc, options)
}

/** Reads a port of a network. */
export function parsePort(xml: Xml, options?: ReadOptions): PortDoc {
  return read(xml, 'networkport', networkPort, options)
}

/** Prints a port of a network. */
export function formatPort(doc: PortDoc, options?: WriteOptions): string {
  return writeDocument('networkport', networkPort, doc, options)
}

/** Reads the definition of a network filter. */
export function parseNwfilter(xml: Xml, options?: ReadOptions): NwfilterDoc {
  return read(xml, 'filter', nwfilter, options)
}

/** Prints the definition of a network filter. */
export function formatNwfilter(doc: NwfilterDoc, options?: WriteOptions): string {
  return writeDocument('filter', nwfilter, doc, options)
}

/** Reads the binding of a network filter. */
export function parseNwfilterBinding(xml: Xml, options?: ReadOptions): NwfilterBindingDoc {
  return read(xml, 'filterbinding', nwfilterBinding, options)
}

/** Prints the binding of a network filter. */
export function formatNwfilterBinding(doc: NwfilterBindingDoc, options?: WriteOptions): string {
  return writeDocument('filterbinding', nwfilterBinding, doc, options)
}

/** Reads the definition of a storage pool. */
export function parsePool(xml: Xml, options?: ReadOptions): PoolDoc {
  return read(xml, 'pool', pool, options)
}

/** Prints the definition of a storage pool. */
export function formatPool(doc: PoolDoc, options?: WriteOptions): string {
  return writeDocument('pool', pool, doc, options)
}

/** Reads the description of a storage volume. */
export function parseVolume(xml: Xml, options?: ReadOptions): VolumeDoc {
  return read(xml, 'volume', volume, options)
}

/** Prints the description of a storage volume. */
export function formatVolume(doc: VolumeDoc, options?: WriteOptions): string {
  return writeDocument('volume', volume, doc, options)
}

/** Reads the definition of a secret. */
export function parseSecret(xml: Xml, options?: ReadOptions): SecretDoc {
  return read(xml, 'secret', secret, options)
}

/** Prints the definition of a secret. */
export function formatSecret(doc: SecretDoc, options?: WriteOptions): string {
  return writeDocument('secret', secret, doc, options)
}

/** Reads the definition of a host interface. */
export function parseInterface(xml: Xml, options?: ReadOptions): InterfaceDoc {
  return read(xml, 'interface', hostInterface, options)
}

/** Prints the definition of a host interface. */
export function formatInterface(doc: InterfaceDoc, options?: WriteOptions): string {
  return writeDocument('interface', hostInterface, doc, options)
}

/** Reads the description of a device of the host. */
export function parseNodedev(xml: Xml, options?: ReadOptions): NodedevDoc {
  return read(xml, 'device', nodedev, options)
}

/** Prints the description of a device of the host. */
export function formatNodedev(doc: NodedevDoc, options?: WriteOptions): string {
  return writeDocument('device', nodedev, doc, options)
}

/** Reads the description of a snapshot. */
export function parseSnapshot(xml: Xml, options?: ReadOptions): SnapshotDoc {
  return read(xml, 'domainsnapshot', snapshot, options)
}

/** Prints the description of a snapshot. */
export function formatSnapshot(doc: SnapshotDoc, options?: WriteOptions): string {
  return writeDocument('domainsnapshot', snapshot, doc, options)
}

/** Reads the description of a checkpoint. */
export function parseCheckpoint(xml: Xml, options?: ReadOptions): CheckpointDoc {
  return read(xml, 'domaincheckpoint', checkpoint, options)
}

/** Prints the description of a checkpoint. */
export function formatCheckpoint(doc: CheckpointDoc, options?: WriteOptions): string {
  return writeDocument('domaincheckpoint', checkpoint, doc, options)
}

/** Reads the capabilities of a host. */
export function parseCapabilities(xml: Xml, options?: ReadOptions): CapabilitiesDoc {
  return read(xml, 'capabilities', capabilities, options)
}

/** Prints the capabilities of a host. */
export function formatCapabilities(doc: CapabilitiesDoc, options?: WriteOptions): string {
  return writeDocument('capabilities', capabilities, doc, options)
}

/** Reads what domains of one kind can be given. */
export function parseDomainCapabilities(xml: Xml, options?: ReadOptions): DomainCapabilitiesDoc {
  return read(xml, 'domainCapabilities', domainCapabilities, options)
}

/** Prints what domains of one kind can be given. */
export function formatDomainCapabilities(doc: DomainCapabilitiesDoc, options?: WriteOptions): string {
  return writeDocument('domainCapabilities', domainCapabilities, doc, options)
}

/** Fills in what every driver would fill in alike, after a driver has set what it knows. */
export function completeDomain(doc: DomainDoc): DomainDoc {
  return completeDocument(domain, doc)
}

/** Refuses a definition of a domain that was put together and not read, if it could not have been read. */
export function checkDomain(doc: unknown): asserts doc is DomainDoc {
  checkDocument('domain', domain, doc)
}

/** Refuses the definition of a network that was put together and not read, if it could not have been read. */
export function checkNetwork(doc: unknown): asserts doc is NetworkDoc {
  checkDocument('network', network, doc)
}

/** Refuses the definition of a storage pool that was put together and not read, if it could not have been read. */
export function checkPool(doc: unknown): asserts doc is PoolDoc {
  checkDocument('pool', pool, doc)
}

/** Refuses the description of a volume that was put together and not read, if it could not have been read. */
export function checkVolume(doc: unknown): asserts doc is VolumeDoc {
  checkDocument('volume', volume, doc)
}
