import { isIPv4, isIPv6 } from 'node:net'
import { type Codec, mac } from '../descriptor/codec.ts'

/** Reads the value of one attribute of a rule into its normal form; undefined if it is none. */
type Read = (text: string) => string | undefined

const variable = /^\$([A-Za-z0-9_]+)(?:\[\s*(@?)\s*(\d+)\s*\])?\s*$/

/** `$A`, `$A[2]` and `$A[@1]` stand for values that are given where the filter is used; iterator 0 is the usual one. */
function readVariable(text: string): string | undefined {
  const match = variable.exec(text)
  if (match === null) return undefined
  const [, name, iterator, index] = match
  if (index === undefined || (iterator === '@' && Number(index) === 0)) return `$${name}`
  return `$${name}[${iterator}${Number(index)}]`
}

/** A number that keeps the base it was written in. */
function number(max: number, min = 0): Read {
  return (text) => {
    if (!/^(0x[0-9a-fA-F]+|\d+)$/.test(text)) return undefined
    const value = Number(text)
    if (value < min || value > max) return undefined
    return text.startsWith('0x') ? `0x${value.toString(16)}` : String(value)
  }
}

/** A number, or a name that stands for one; a number that has a name becomes it. */
function nameOr(names: Readonly<Record<string, number>>, max: number, min = 0): Read {
  const plain = number(max, min)
  const byNumber = new Map(Object.entries(names).map(([name, value]) => [value, name]))
  return (text) => {
    if (text in names) return text
    const found = plain(text)
    return found === undefined ? undefined : (byNumber.get(Number(found)) ?? found)
  }
}

function bitsOf(bytes: readonly number[]): string | undefined {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const length = bits.indexOf('0') < 0 ? bits.length : bits.indexOf('0')
  return bits.includes('1', length) ? undefined : String(length)
}

function ipv6Bytes(text: string): number[] {
  const [head = '', tail] = text.split('::')
  const words = (part: string) =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16))
  const front = words(head)
  const back = tail === undefined ? [] : words(tail)
  const middle = tail === undefined ? [] : new Array<number>(8 - front.length - back.length).fill(0)
  return [...front, ...middle, ...back].flatMap((word) => [word >> 8, word & 0xff])
}

/** A mask as a number of bits; a dotted or coloned one must have its ones in front. */
function mask(max: number): Read {
  return (text) => {
    if (/^\d{1,3}$/.test(text)) return Number(text) <= max ? String(Number(text)) : undefined
    if (max === 32) return isIPv4(text) ? bitsOf(text.split('.').map(Number)) : undefined
    return isIPv6(text) && !text.includes('.') ? bitsOf(ipv6Bytes(text)) : undefined
  }
}

const byte = number(0xff)
const short = number(0xffff)
const address4: Read = (text) => (isIPv4(text) ? text : undefined)
const address6: Read = (text) => (isIPv6(text) ? text : undefined)
const macAddress: Read = (text) => mac.parse(text)
const any: Read = (text) => text
const truth: Read = (text) =>
  text === '1' || text.toLowerCase() === 'true' || text.toLowerCase() === 'yes'
    ? 'true'
    : text === '0' || text.toLowerCase() === 'false' || text.toLowerCase() === 'no'
      ? 'false'
      : undefined

/** Protocols above IP that have names. */
const ipProtocols = {
  icmp: 1,
  igmp: 2,
  tcp: 6,
  udp: 17,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  sctp: 132,
  udplite: 136,
}
const etherTypes = { ipv4: 0x800, arp: 0x806, rarp: 0x8035, ipv6: 0x86dd, vlan: 0x8100 }
const arpOpcodes = {
  Request: 1,
  Reply: 2,
  Request_Reverse: 3,
  Reply_Reverse: 4,
  DRARP_Request: 5,
  DRARP_Reply: 6,
  DRARP_Error: 7,
  InARP_Request: 8,
  ARP_NAK: 9,
}

const flagNames = ['SYN', 'ACK', 'URG', 'PSH', 'FIN', 'RST']

/** TCP flags as `mask/set`: each side a list of names, `ALL` or `NONE`. */
function tcpFlags(text: string): string | undefined {
  const parts = text.split('/')
  if (parts.length !== 2) return undefined
  const sides = parts.map((part) => {
    const names = part.split(',').map((name) => name.trim())
    if (names.length === 1 && (names[0] === '' || names[0] === 'NONE')) return 'NONE'
    if (names.length === 1 && names[0] === 'ALL') return 'ALL'
    return names.every((name) => flagNames.includes(name)) ? names.join(',') : undefined
  })
  return sides.includes(undefined) ? undefined : sides.join('/')
}

const states = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID']

function connectionStates(text: string): string | undefined {
  if (text === 'NONE') return text
  const names = text.split(',').map((name) => name.trim())
  return names.every((name) => states.includes(name)) ? names.join(',') : undefined
}

const shared: Readonly<Record<string, Read>> = {
  srcmacaddr: macAddress,
  srcmacmask: macAddress,
  dstmacaddr: macAddress,
  dstmacmask: macAddress,
  protocolid: nameOr(etherTypes, 0xffff, 0x600),
  vlanid: number(0xfff),
  'encap-protocol': nameOr(etherTypes, 0xffff),
  hwtype: short,
  protocoltype: short,
  opcode: nameOr(arpOpcodes, 0xffff),
  arpsrcmacaddr: macAddress,
  arpdstmacaddr: macAddress,
  arpsrcipaddr: address4,
  arpsrcipmask: mask(32),
  arpdstipaddr: address4,
  arpdstipmask: mask(32),
  gratuitous: truth,
  protocol: nameOr(ipProtocols, 0xff),
  srcportstart: short,
  srcportend: short,
  dstportstart: short,
  dstportend: short,
  dscp: number(63),
  'connlimit-above': short,
  state: connectionStates,
  flags: tcpFlags,
  option: byte,
  ipset: (text) => (/^[A-Za-z0-9_.:\-+]{1,31}$/.test(text) ? text : undefined),
  ipsetflags: (text) => (/^(src|dst)(,(src|dst)){0,5}$/i.test(text) ? text.toLowerCase() : undefined),
  comment: any,
  type: byte,
  typeend: byte,
  code: byte,
  codeend: byte,
}

const stp: Readonly<Record<string, Read>> = {
  flags: byte,
  'root-address': macAddress,
  'root-address-mask': macAddress,
  'sender-address': macAddress,
  'sender-address-mask': macAddress,
  'root-cost': number(0xffff_ffff),
  'root-cost-hi': number(0xffff_ffff),
}

function readerFor(protocol: string, name: string): Read {
  if (protocol === 'stp' && !name.startsWith('src') && name !== 'comment') {
    return stp[name] ?? (name === 'type' ? byte : short)
  }
  const six = protocol === 'ipv6' || protocol === 'icmpv6' || protocol.endsWith('-ipv6')
  if (/^(src|dst)ipmask$/.test(name)) return mask(six ? 128 : 32)
  if (/^(src|dst)ip(addr|from|to)$/.test(name)) return six ? address6 : address4
  return shared[name] ?? any
}

/**
 * Codec of an attribute of a rule. What is no value of it becomes an empty text, which means that it is left out: so
 * libvirt treats a number out of range.
 */
export function ruleValue(protocol: string, name: string): Codec<string> {
  const read = readerFor(protocol, name)
  return {
    expects: 'text',
    parse: (text) => {
      if (name === 'comment') return text.slice(0, 256)
      return readVariable(text) ?? read(text) ?? ''
    },
    format: (value) => value,
    accepts: (value) => typeof value === 'string',
  }
}
