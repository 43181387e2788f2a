import { oneOf, string, word, yesNo } from '../descriptor/codec.ts'
import { type Doc, element, type Site } from '../descriptor/element.ts'
import { attr, leaf } from '../descriptor/field.ts'

/** `<seclabel>` of a whole domain. */
export const seclabel = element(
  {
    type: attr(oneOf('dynamic', 'static', 'none'), { filled: true }),
    model: attr(word),
    relabel: attr(yesNo),
    label: leaf(string),
    imagelabel: leaf(string, { live: true }),
    baselabel: leaf(string),
  },
  {
    after(draft, site) {
      draft.type ??= 'dynamic'
      if (draft.type !== 'none') draft.relabel ??= true
      else if (draft.relabel === false) delete draft.relabel
      if (draft.type === 'none' && draft.relabel)
        site.fail("of type 'none' cannot relabel", 'configUnsupported')
      if (draft.type === 'dynamic' && !draft.relabel) {
        site.fail("of type 'dynamic' must relabel", 'configUnsupported')
      }
      if (draft.type === 'none') delete draft.baselabel
      if (draft.type === 'dynamic' && !site.live) delete draft.label
      if (draft.type === 'static' && draft.label === undefined) site.fail('is static and has no label')
    },
  },
)

/** `<seclabel>` of one device source. */
export const deviceSeclabel = element(
  {
    model: attr(word),
    labelskip: attr(yesNo, { live: true }),
    relabel: attr(yesNo),
    label: leaf(string),
  },
  {
    check(doc, site) {
      if (doc.label !== undefined && doc.relabel === false) site.fail('has a label but does not relabel')
    },
  },
)

/** Security label of a domain. */
export type SeclabelDoc = Doc<typeof seclabel>

/** Several labels of one device must each name a security model, and no model twice. */
export function deviceSeclabelsFit(
  labels: ReadonlyArray<{ readonly model?: string }> | undefined,
  site: Site,
): void {
  if (labels === undefined || labels.length < 2) return
  const models = new Set<string>()
  for (const { model } of labels) {
    if (model === undefined) site.fail('has several seclabels, one of them without a model')
    if (models.has(model)) site.fail(`has two seclabels of the model '${model}'`)
    models.add(model)
  }
}
