import { open } from 'node:fs/promises'
import { type DomainDoc, formatDomain, parseDomain } from '../../../core/config/index.ts'
import { fromSystem, VirtError } from '../../../core/errors/index.ts'
import { headerLength, readHeader, type SaveHeader, writeHeader } from './save-header.ts'

interface SavedPart {
  readonly header: SaveHeader
  /** What stands between header and state: the definition, then what only this kind of hypervisor knows. */
  readonly data: Buffer
  readonly doc: DomainDoc
}

/** Definition in a saved state. */
export async function readSaved(path: string): Promise<DomainDoc> {
  return (await readPart(path, 'r')).doc
}

/**
 * Puts another definition into a saved state. The state begins at a fixed place of the file, so that only as much can
 * be written as stands there already.
 */
export async function rewriteSaved(
  path: string,
  doc: DomainDoc,
  flags: { readonly running?: boolean; readonly paused?: boolean },
): Promise<void> {
  const { header, data, doc: before } = await readPart(path, 'r+')
  if (doc.uuid !== before.uuid || doc.name !== before.name) {
    throw new VirtError(
      'operationFailed',
      `the document is of domain '${doc.name}', not of '${before.name}'`,
      {
        domain: 'qemu',
      },
    )
  }
  const xml = Buffer.from(`${formatDomain(doc, { secure: true })}\0`)
  const rest = data.subarray(header.cookieOffset)
  const room = data.length - rest.length
  if (xml.length > room) {
    throw new VirtError(
      'operationFailed',
      `the document has ${xml.length} bytes; the saved state '${path}' has room for ${room}`,
      { domain: 'qemu' },
    )
  }
  const running = flags.paused ? false : flags.running ? true : header.running
  const padded = Buffer.concat([xml, Buffer.alloc(room - xml.length), rest])
  const file = await open(path, 'r+')
  try {
    await file.write(Buffer.concat([writeHeader({ ...header, running }), padded]), 0, undefined, 0)
    await file.sync()
  } catch (error) {
    throw fromSystem(error, `saved state '${path}' cannot be written`)
  } finally {
    await file.close()
  }
}

async function readPart(path: string, mode: 'r' | 'r+'): Promise<SavedPart> {
  const file = await open(path, mode).catch((error) => {
    throw fromSystem(error, `saved state '${path}' cannot be opened`)
  })
  try {
    const head = await file.read(Buffer.alloc(headerLength), 0, headerLength, 0)
    const header = readHeader(head.buffer.subarray(0, head.bytesRead), path)
    const { buffer } = await file.read(Buffer.alloc(header.dataLength), 0, header.dataLength, headerLength)
    const end = buffer.indexOf(0)
    const doc = parseDomain(buffer.subarray(0, end < 0 ? buffer.length : end), { live: true })
    return { header, data: buffer, doc }
  } finally {
    await file.close()
  }
}
