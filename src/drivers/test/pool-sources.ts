import { poolTypes } from '../../core/config/storage/pool.ts'
import { parseXml } from '../../core/config/xml/reader.ts'
import { attribute, element, elementsOf, type XmlElement } from '../../core/config/xml/tree.ts'
import { formatXmlIndented } from '../../core/config/xml/writer.ts'
import { VirtError } from '../../core/errors/index.ts'

/** Sources that a pool of a type could be made of, as libvirt's own test hypervisor finds them. */
export function findPoolSources(poolType: string, spec: string | undefined): string {
  if (poolType === 'logical') return sources([logicalSource(20, 1), logicalSource(21, 2)])
  if (poolType === 'netfs') return sources([netfsSource(spec)])
  if ((poolTypes as readonly string[]).includes(poolType)) {
    throw new VirtError(
      'noSupport',
      `the test hypervisor cannot look for sources of pools of type '${poolType}'`,
      {
        domain: 'test',
      },
    )
  }
  throw new VirtError('internalError', `there is no type '${poolType}' of storage pools`, { domain: 'test' })
}

function sources(found: readonly XmlElement[]): string {
  return formatXmlIndented(element('sources', {}, found))
}

function logicalSource(partition: number, group: number): XmlElement {
  return element('source', {}, [
    element('device', { path: `/dev/sda${partition}` }),
    element('name', {}, [`testvg${group}`]),
    element('format', { type: 'lvm2' }),
  ])
}

function netfsSource(spec: string | undefined): XmlElement {
  const host =
    spec === undefined ? undefined : elementsOf(parseXml(spec)).find(({ local }) => local === 'host')
  const name = host === undefined ? undefined : attribute(host, 'name')
  if (name === undefined) {
    throw new VirtError('invalidArg', 'to look for sources of type netfs, the source must name a host', {
      domain: 'test',
    })
  }
  return element('source', {}, [
    element('host', { name }),
    element('dir', { path: '/testshare' }),
    element('format', { type: 'nfs' }),
  ])
}
