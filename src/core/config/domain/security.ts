import { hex, oneOf, onOff, string, uint, word, yesNo } from '../descriptor/codec.ts'
import { element } from '../descriptor/element.ts'
import { attr, leaf, list, on } from '../descriptor/field.ts'

const sev = on('type', 'sev')
const snp = on('type', 'sev-snp')
const anySev = on('type', 'sev', 'sev-snp')

/** `<launchSecurity>`: protection of the guest against its host. */
export const launchSecurity = element(
  {
    type: attr(oneOf('sev', 'sev-snp', 's390-pv', 'tdx'), { required: true }),
    kernelHashes: attr(yesNo, { when: anySev }),
    authorKey: attr(yesNo, { when: snp }),
    vcek: attr(yesNo, { when: snp }),
    cbitpos: leaf(uint, { when: anySev }),
    reducedPhysBits: leaf(uint, { when: anySev }),
    policy: leaf(hex(4, Number.MAX_SAFE_INTEGER), { when: on('type', 'sev', 'sev-snp', 'tdx') }),
    dhCert: leaf(word, { when: sev }),
    session: leaf(string, { when: sev }),
    guestVisibleWorkarounds: leaf(word, { when: snp }),
    idBlock: leaf(word, { when: snp }),
    idAuth: leaf(word, { when: snp }),
    hostData: leaf(word, { when: snp }),
    mrConfigId: leaf(word, { when: on('type', 'tdx') }),
    mrOwner: leaf(word, { when: on('type', 'tdx') }),
    mrOwnerConfig: leaf(word, { when: on('type', 'tdx') }),
  },
  {
    check(doc, site) {
      if (doc.type === 'sev' && doc.policy === undefined) site.fail("lacks the element 'policy'")
    },
  },
)

/** `<keywrap>`: wrapped keys of an S/390 guest. */
export const keywrap = element({
  ciphers: list(
    element({ name: attr(oneOf('aes', 'dea'), { required: true }), state: attr(onOff, { required: true }) }),
    { name: 'cipher' },
  ),
})
