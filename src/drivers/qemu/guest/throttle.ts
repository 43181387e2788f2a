import type { DiskDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { QmpObject } from '../../../qmp/index.ts'
import type { paramTables } from '../../shared/typed-params.ts'
import { aliasOf } from '../definition/devices.ts'

type IoTune = NonNullable<DiskDoc['iotune']>
type TuneField = keyof IoTune

/** Each limit: its name in libvirt's interface, its field in the document, and QEMU's argument. */
export const limits = [
  ['total_bytes_sec', 'totalBytesSec', 'bps'],
  ['read_bytes_sec', 'readBytesSec', 'bps_rd'],
  ['write_bytes_sec', 'writeBytesSec', 'bps_wr'],
  ['total_iops_sec', 'totalIopsSec', 'iops'],
  ['read_iops_sec', 'readIopsSec', 'iops_rd'],
  ['write_iops_sec', 'writeIopsSec', 'iops_wr'],
  ['total_bytes_sec_max', 'totalBytesSecMax', 'bps_max'],
  ['read_bytes_sec_max', 'readBytesSecMax', 'bps_rd_max'],
  ['write_bytes_sec_max', 'writeBytesSecMax', 'bps_wr_max'],
  ['total_iops_sec_max', 'totalIopsSecMax', 'iops_max'],
  ['read_iops_sec_max', 'readIopsSecMax', 'iops_rd_max'],
  ['write_iops_sec_max', 'writeIopsSecMax', 'iops_wr_max'],
  ['size_iops_sec', 'sizeIopsSec', 'iops_size'],
  ['total_bytes_sec_max_length', 'totalBytesSecMaxLength', 'bps_max_length'],
  ['read_bytes_sec_max_length', 'readBytesSecMaxLength', 'bps_rd_max_length'],
  ['write_bytes_sec_max_length', 'writeBytesSecMaxLength', 'bps_wr_max_length'],
  ['total_iops_sec_max_length', 'totalIopsSecMaxLength', 'iops_max_length'],
  ['read_iops_sec_max_length', 'readIopsSecMaxLength', 'iops_rd_max_length'],
  ['write_iops_sec_max_length', 'writeIopsSecMaxLength', 'iops_wr_max_length'],
] as const satisfies ReadonlyArray<readonly [keyof typeof paramTables.ioTune, TuneField, string]>

/** Limits that QEMU wants with every call, also when they are none. */
const always = new Set<string>(['bps', 'bps_rd', 'bps_wr', 'iops', 'iops_rd', 'iops_wr'])

/** The arguments of `block_set_io_throttle` for a disk. A virtio disk hands its back end to a part of its own. */
export function ioTuneArguments(disk: DiskDoc, tune: IoTune): QmpObject {
  const path = `/machine/peripheral/${aliasOf(disk)}`
  const values = limits
    .map(([, field, argument]) => [argument, tune[field] ?? 0n] as const)
    .filter(([argument, value]) => value !== 0n || always.has(argument))
  return {
    id: disk.target.bus === 'virtio' ? `${path}/virtio-backend` : path,
    ...Object.fromEntries(values),
    ...(tune.groupName === undefined ? {} : { group: tune.groupName }),
  }
}

/** The limits of a document with some replaced by those of a call. A total takes the place of its parts, and back. */
export function withLimits(tune: IoTune | undefined, values: ReadonlyMap<string, unknown>): IoTune {
  const merged: Record<string, unknown> = { ...tune }
  for (const [name, field] of limits) {
    const value = values.get(name)
    if (value !== undefined) merged[field] = value === 0n ? undefined : value
  }
  const group = values.get('group_name')
  if (group !== undefined) merged.groupName = group
  const result = Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== undefined),
  ) as IoTune
  for (const [total, read, write] of [
    ['totalBytesSec', 'readBytesSec', 'writeBytesSec'],
    ['totalIopsSec', 'readIopsSec', 'writeIopsSec'],
  ] as const) {
    if (result[total] && (result[read] || result[write])) {
      throw new VirtError(
        'invalidArg',
        `a limit on the total cannot be set together with one on reads or writes`,
        {
          domain: 'qemu',
        },
      )
    }
  }
  return result
}
