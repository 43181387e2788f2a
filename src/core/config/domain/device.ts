import { VirtError } from '../../errors/index.ts'
import type { ElementType } from '../descriptor/element.ts'
import { type WriteOptions, writeDocument } from '../descriptor/format.ts'
import { type ReadOptions, readDocument } from '../descriptor/parse.ts'
import { parseXml } from '../xml/reader.ts'
import { deviceFields } from './devices.ts'

type Table = typeof deviceFields

/** Name of the field of `DevicesDoc` that devices of a kind are in. */
export type DeviceField = keyof Table

type Member<F> = F extends { readonly valueType?: infer V }
  ? NonNullable<V> extends ReadonlyArray<infer D>
    ? D
    : NonNullable<V>
  : never

/** One device: the field that its kind is kept in, and its description. */
export type DeviceDoc = {
  [F in DeviceField]: { readonly field: F; readonly device: Member<Table[F]> }
}[DeviceField]

interface Kind {
  readonly field: DeviceField
  readonly name: string
  readonly type: ElementType<unknown>
}

function kindOf(field: DeviceField): Kind | undefined {
  const { options, type } = deviceFields[field]
  return type === undefined ? undefined : { field, name: options.name ?? field, type: type() }
}

function kindNamed(name: string): Kind | undefined {
  for (const field of Object.keys(deviceFields) as DeviceField[]) {
    const kind = kindOf(field)
    if (kind?.name === name) return kind
  }
  return undefined
}

/** Reads the description of one device; its kind is the name of the element. */
export function parseDevice(xml: string | Uint8Array, options: ReadOptions = {}): DeviceDoc {
  const root = parseXml(xml, options.file === undefined ? {} : { file: options.file })
  const kind = kindNamed(root.local)
  if (kind === undefined) {
    throw new VirtError('xmlError', `the element '${root.name}' at line ${root.line} is no kind of device`, {
      domain: 'xml',
      at: { line: root.line, column: root.column },
    })
  }
  // The declaration was found under the very field that the result names.
  return { field: kind.field, device: readDocument(root, kind.name, kind.type, options) } as DeviceDoc
}

/** Prints the description of one device. */
export function formatDevice(doc: DeviceDoc, options: WriteOptions = {}): string {
  const kind = kindOf(doc.field)
  if (kind === undefined) throw new VirtError('invalidArg', `'${doc.field}' is no kind of device`)
  return writeDocument(kind.name, kind.type, doc.device as unknown, options)
}
