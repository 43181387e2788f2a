/** A store of named texts, one file each. Every change is whole or not there, and on the disk when it resolves. */
export interface ObjectStore {
  /** All names with their texts. A file that cannot be read is reported to the log and left out. */
  load(): Promise<ReadonlyMap<string, string>>
  /** Writes or replaces one. Throws `systemError` (no space, read-only), and then the old text is still there. */
  put(name: string, text: string): Promise<void>
  /** Removes one; not an error if it is not there. */
  delete(name: string): Promise<void>
}
