import type { X509Certificate } from 'node:crypto'

/** Names of attributes that GnuTLS, and so libvirt's lists of names, writes in another way than OpenSSL. */
const gnutlsNames: Readonly<Record<string, string>> = {
  emailAddress: 'EMAIL',
  SN: 'surName',
  GN: 'givenName',
  jurisdictionC: 'jurisdictionOfIncorporationCountryName',
  jurisdictionL: 'jurisdictionOfIncorporationLocalityName',
  jurisdictionST: 'jurisdictionOfIncorporationStateOrProvinceName',
}

/** Subject of a certificate as libvirt writes it: `C=GB,O=Example,CN=admin`, in the order of the certificate. */
export function distinguishedName({ subject }: Pick<X509Certificate, 'subject'>): string {
  return subject
    .split('\n')
    .map((relative) => relative.split(' + ').map(renamed).join('+'))
    .join(',')
}

function renamed(attribute: string): string {
  const at = attribute.indexOf('=')
  const name = attribute.slice(0, at)
  return (gnutlsNames[name] ?? name) + attribute.slice(at)
}
