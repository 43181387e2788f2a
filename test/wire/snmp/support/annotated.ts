/** Octets of a captured frame: each line is hexadecimal with what it is behind two slashes. */
export function frame(text: string): Buffer {
  const hex = text
    .split('\n')
    .map((line) => line.split('//', 1)[0] ?? '')
    .join('')
  return Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')
}
