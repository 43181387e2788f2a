import { type DiskDoc, type DomainDoc, formatDomain, parseDomain } from '../../../core/config/index.ts'
import type { Change, Handlers } from '../../../core/driver.ts'
import {
  type AnyDevice,
  attachDevice,
  detachDevice,
  deviceByAlias,
  type GivenDevice,
  readDevice,
  updateDevice,
  withAlias,
} from '../../shared/domain-devices.ts'
import { sourceOf } from '../../shared/domain-record.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { prepareDefinition } from '../domain-definition.ts'
import { replaceDefinition, resolveScope, type Scope } from '../domain-life.ts'
import type { TestNode } from '../node.ts'

/** Devices that come, go and change. */
export function domainDeviceHandlers({ node }: TestContext): Handlers {
  const domain = (uuid: string): TestDomain => node.domains.get(uuid)
  return {
    'domain.attachDevice': async (_ctx, ref, { xml, ...scope }) =>
      attach(node, domain(ref.key), readDevice(xml), scope),
    'domain.detachDevice': async (_ctx, ref, { xml, ...scope }) =>
      detach(node, domain(ref.key), scope, () => readDevice(xml)),
    'domain.detachDeviceAlias': async (_ctx, ref, { alias, ...scope }) =>
      detach(node, domain(ref.key), scope, (doc) => deviceByAlias(doc, alias)),
    'domain.updateDevice': async (_ctx, ref, { xml, ...scope }) =>
      update(node, domain(ref.key), readDevice(xml), scope),
  }
}

/** The document as if it were read anew: what follows from its devices is filled in and checked. */
function settle(node: TestNode, doc: DomainDoc): DomainDoc {
  return prepareDefinition(node, parseDomain(formatDomain(doc, { secure: true }), { live: true }))
}

function attach(node: TestNode, domain: TestDomain, given: GivenDevice, scope: Scope): void {
  const { live, config } = resolveScope(domain, scope)
  const events: Change[] = []
  const changed: { live?: DomainDoc; config?: DomainDoc } = {}
  if (live) {
    const device = withAlias(domain.current.doc, given)
    changed.live = settle(node, attachDevice(domain.current.doc, device))
    events.push(deviceEvent(domain, 'deviceAdded', device.doc))
  }
  if (config && domain.config !== undefined) {
    changed.config = settle(node, attachDevice(domain.config.doc, given))
  }
  replaceDefinition(node, domain, changed, ...events)
}

function detach(
  node: TestNode,
  domain: TestDomain,
  scope: Scope,
  find: (doc: DomainDoc) => GivenDevice,
): void {
  const { live, config } = resolveScope(domain, scope)
  const events: Change[] = []
  const changed: { live?: DomainDoc; config?: DomainDoc } = {}
  if (live) {
    const { doc, device } = detachDevice(domain.current.doc, find(domain.current.doc))
    changed.live = doc
    events.push(deviceEvent(domain, 'deviceRemoved', device))
  }
  if (config && domain.config !== undefined) {
    changed.config = detachDevice(domain.config.doc, find(domain.config.doc)).doc
  }
  replaceDefinition(node, domain, changed, ...events)
}

function update(node: TestNode, domain: TestDomain, given: GivenDevice, scope: Scope): void {
  const { live, config } = resolveScope(domain, scope)
  const events: Change[] = []
  const changed: { live?: DomainDoc; config?: DomainDoc } = {}
  if (live) {
    const { doc, before, device } = updateDevice(domain.current.doc, given)
    changed.live = settle(node, doc)
    if (given.field === 'disks') events.push(...mediumEvents(domain, before as DiskDoc, device as DiskDoc))
  }
  if (config && domain.config !== undefined) {
    changed.config = settle(node, updateDevice(domain.config.doc, given).doc)
  }
  replaceDefinition(node, domain, changed, ...events)
}

function aliasOf(device: AnyDevice): string {
  return device.alias?.name ?? ''
}

function deviceEvent(domain: TestDomain, event: 'deviceAdded' | 'deviceRemoved', device: AnyDevice): Change {
  return { kind: 'event', type: 'domain', key: domain.uuid, event, fields: { device: aliasOf(device) } }
}

/** That another medium is in a drive. */
function mediumEvents(domain: TestDomain, before: DiskDoc, after: DiskDoc): Change[] {
  const oldSource = sourceOf(before)
  const newSource = sourceOf(after)
  if (oldSource === newSource) return []
  return [
    {
      kind: 'event',
      type: 'domain',
      key: domain.uuid,
      event: 'diskChange',
      fields: {
        device: aliasOf(after) || (after.target.dev ?? ''),
        ...(oldSource === undefined ? {} : { oldSource }),
        ...(newSource === undefined ? {} : { newSource }),
      },
    },
  ]
}
