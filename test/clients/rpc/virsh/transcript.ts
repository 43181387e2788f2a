/** One command that virsh read, with the lines that it printed. */
export interface Block {
  readonly command: string
  readonly lines: readonly string[]
}

/** What a command printed with one daemon and not with the other. */
export interface Difference {
  /** The command, and its place among equal ones when it is not the first. */
  readonly command: string
  readonly libvirtd: readonly string[]
  readonly virtgate: readonly string[]
}

const prompt = /^virsh # |^virt-admin # /m
/** Commands that print counters, which go on between two runs. */
const counting = /^(domblkstat|domifstat|domstats|dominfo|vcpuinfo)\b/

/** A UUID that a daemon made up: those of the files begin in one way. */
const ownUuid = /\b(?!0a0b0c0d)[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/

/** Takes a session apart; what differs between any two runs is replaced by what it stands for. */
export function blocksOf(text: string, places: Readonly<Record<string, string>>): Block[] {
  const [, ...parts] = text.split(prompt)
  return parts
    .map((part) => {
      const [command = '', ...lines] = part.split('\n')
      const known = lines.map((line) => steady(command, withoutPlaces(line, places)))
      // libvirtd has its servers in a hash, whose order is never the same.
      const steadied = command === 'srv-list' ? known.map((line) => line.replace(/^\d /, '')).sort() : known
      return { command, lines: withoutEmpty(steadied) }
    })
    .filter(({ command }) => command !== '')
}

/** Without empty lines; an element without content is written in one way. */
function withoutEmpty(lines: readonly string[]): string[] {
  const text = lines.filter((line) => line !== '').join('\n')
  return text === '' ? [] : text.replace(/<(\w+)([^<>]*)>\n?<\/\1>/g, '<$1$2/>').split('\n')
}

function withoutPlaces(line: string, places: Readonly<Record<string, string>>): string {
  return Object.entries(places).reduce((text, [path, name]) => text.replaceAll(path, name), line)
}

function steady(command: string, line: string): string {
  const text = line
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ?\+0000/, 'TIME')
    .replace(ownUuid, 'UUID')
    .replace(/<creationTime>\d+/, '<creationTime>TIME')
    .replace(/^CPU time:.*/, 'CPU time: NUMBER')
    .replace(/^(\w+Workers) *: \d+$/, (all, name) => (/^(n|free)/.test(name) ? `${name}: NUMBER` : all))
    .replace(/-{3,}/, '---')
    .replace(/\s+/g, ' ')
    .replace(/^<.*>$/, (element) => element.replaceAll('"', "'"))
    .trim()
  // Threads of libvirtd run on the processors of this machine.
  if (command.startsWith('iothreadinfo')) return text.replace(/^(\d+) [\d,-]+$/, '$1 CPUS')
  return withoutSentence(counting.test(command) ? text.replace(/\b\d{9,}\b/g, 'NUMBER') : text)
}

/**
 * What libvirt puts before an error by its code. Sentences behind it are each daemon's own, but for those that
 * clients read: which call is not supported.
 */
const prefixes = [
  'Requested operation is not valid',
  'Operation not supported',
  'internal error',
  'invalid argument',
  'operation failed',
  'unsupported configuration',
  'Domain not found',
  'Domain snapshot not found',
  'Domain checkpoint not found',
  'Network not found',
  'Interface not found',
  'Storage pool not found',
  'Storage volume not found',
  'Node device not found',
  'Network filter not found',
  'Secret not found',
  'metadata not found',
  'device not found',
  'argument unsupported',
]
const sentence = new RegExp(`^error: (${prefixes.join('|')})(:.*)?$`)

function withoutSentence(line: string): string {
  return line.replace(sentence, 'error: $1')
}

/** Lines that are in one list more often than in the other. */
function only(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return lines.filter((line) => {
    const at = left.indexOf(line)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** All commands of a session that printed something else. */
export function differences(libvirtd: readonly Block[], virtgate: readonly Block[]): Difference[] {
  const times = new Map<string, number>()
  return libvirtd.flatMap((theirs, index) => {
    const ours = virtgate[index]
    if (ours?.command !== theirs.command) throw new Error(`'${theirs.command}' met '${ours?.command}'`)
    const time = (times.get(theirs.command) ?? 0) + 1
    times.set(theirs.command, time)
    const command = time === 1 ? theirs.command : `${theirs.command} (${time})`
    const found = {
      command,
      libvirtd: only(theirs.lines, ours.lines),
      virtgate: only(ours.lines, theirs.lines),
    }
    return found.libvirtd.length + found.virtgate.length === 0 ? [] : [found]
  })
}
