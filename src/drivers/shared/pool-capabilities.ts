import { element, type XmlElement } from '../../core/config/xml/tree.ts'
import { formatXmlIndented } from '../../core/config/xml/writer.ts'

/** Formats that something can have, the one that it has when none is named first. */
interface Formats {
  readonly usual: string
  readonly known: readonly string[]
}

/** What pools of a type and their volumes can be like. */
interface PoolKind {
  readonly source?: Formats
  readonly volume?: Formats
}

const images: Formats = {
  usual: 'raw',
  known: 'none raw dir bochs cloop dmg iso vpc vdi fat vhd ploop cow qcow qcow2 qed vmdk'.split(' '),
}

/** Types of pools, in libvirt's order. Source: libvirt's storage pool capabilities, 9.0.0. */
const kinds: Readonly<Record<string, PoolKind>> = {
  dir: { volume: images },
  fs: {
    source: {
      usual: 'auto',
      known: 'auto ext2 ext3 ext4 ufs iso9660 udf gfs gfs2 vfat hfs+ xfs ocfs2 vmfs'.split(' '),
    },
    volume: images,
  },
  netfs: { source: { usual: 'auto', known: ['auto', 'nfs', 'glusterfs', 'cifs'] }, volume: images },
  logical: { source: { usual: 'lvm2', known: ['unknown', 'lvm2'] } },
  disk: {
    source: { usual: 'unknown', known: 'unknown dos dvh gpt mac bsd pc98 sun lvm2'.split(' ') },
    volume: {
      usual: 'none',
      known: 'none linux fat16 fat32 linux-swap linux-lvm linux-raid extended'.split(' '),
    },
  },
  iscsi: {},
  'iscsi-direct': {},
  scsi: {},
  mpath: {},
  rbd: { volume: { usual: 'raw', known: [] } },
  sheepdog: { volume: { usual: 'raw', known: [] } },
  gluster: { volume: images },
  zfs: {},
  vstorage: { volume: images },
}

/** The document of the kinds of pools that a host has: those of the given types, or all that there are. */
export function poolCapabilitiesXml(supported: readonly string[] = Object.keys(kinds)): string {
  const pools = Object.entries(kinds).map(([type, { source, volume }]) =>
    element('pool', { type, supported: supported.includes(type) ? 'yes' : 'no' }, [
      ...(source === undefined ? [] : [options('poolOptions', 'sourceFormatType', source)]),
      ...(volume === undefined ? [] : [options('volOptions', 'targetFormatType', volume)]),
    ]),
  )
  return formatXmlIndented(element('storagepoolCapabilities', {}, pools))
}

function options(name: string, list: string, { usual, known }: Formats): XmlElement {
  const values = known.map((value) => element('value', {}, [value]))
  return element(name, {}, [
    element('defaultFormat', { type: usual }),
    ...(values.length === 0 ? [] : [element('enum', { name: list }, values)]),
  ])
}
