import { randomUUID } from 'node:crypto'
import { string, uuid, word, yesNo } from './descriptor/codec.ts'
import { element, variants } from './descriptor/element.ts'
import { attr, child, type DocOf, leaf } from './descriptor/field.ts'

const secretFields = {
  ephemeral: attr(yesNo, { default: false }),
  private: attr(yesNo, { default: false }),
  uuid: leaf(uuid, { filled: true }),
  description: leaf(string),
  usage: child(
    variants('type', {
      none: {},
      volume: { volume: leaf(word, { required: true }) },
      ceph: { name: leaf(word, { required: true }) },
      iscsi: { target: leaf(word, { required: true }) },
      tls: { name: leaf(word, { required: true }) },
      vtpm: { name: leaf(word, { required: true }) },
    }),
  ),
}

/** The definition of a secret; its value is never in the document. */
export type SecretDoc = DocOf<typeof secretFields>

/** The definition of a secret. */
export const secret = element(secretFields, {
  after(draft) {
    draft.uuid ??= randomUUID()
    if (draft.usage?.type === 'none') delete draft.usage
  },
})
