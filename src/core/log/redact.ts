/** Names of fields whose value nobody may read in a log. */
const secretNames =
  /pass(word|phrase|wd|code)?$|^pass|secret|token|credential|community|cookie|(private|auth|priv|encryption|session|api)_?-?key/i
/** A user with a password inside an address; each part ends at a slash, so that no text takes more than one pass. */
const addressPassword = /(:\/\/[^\s/@:]*):[^\s/]+@/g

/** What stands in a log for a value that nobody may read. */
export const redacted = '***'

/** Whether a field by this name holds a secret. */
export function isSecretName(name: string): boolean {
  return secretNames.test(name)
}

/** A text for a log: passwords in addresses are taken out. */
export function redactText(text: string): string {
  return text.includes('://') ? text.replace(addressPassword, `$1:${redacted}@`) : text
}
