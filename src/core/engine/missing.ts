import { VirtError } from '../errors/index.ts'
import type { TypeName } from '../model/index.ts'
import { typeWords } from '../model/type-words.ts'

/** The error that an object is not there (or that the caller may not know of it, which looks the same). */
export function noSuch(type: TypeName, key: string): VirtError {
  const { missing, domain, word } = typeWords[type]
  return new VirtError(missing, `there is no ${word} '${key}'`, { domain })
}
