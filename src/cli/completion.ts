import { VirtError } from '../core/errors/index.ts'
import { typeNames, valueOps } from '../core/model/index.ts'
import { type CliContext, type Command, defineCommand, type OptDef, type WordKind } from './command.ts'
import { findCommand, optionsOf } from './parse.ts'

const shells = ['bash', 'zsh', 'fish'] as const

/** `virtgate completion`. */
export const completionCommand = defineCommand({
  name: 'completion',
  summary: 'Print the completion script of a shell',
  offline: true,
  args: { shell: { doc: 'bash, zsh or fish.', kind: shells } },
  examples: [
    ['source <(virtgate completion bash)', 'in ~/.bashrc'],
    ['virtgate completion fish > ~/.config/fish/completions/virtgate.fish', 'once'],
  ],
  async run(context, { args }) {
    const script = scripts[args.shell as (typeof shells)[number]]
    if (!script)
      throw new VirtError(
        'invalidArg',
        `there is no completion for '${args.shell}'; expected bash, zsh or fish`,
      )
    await context.out(script)
  },
})

/** `virtgate complete`, which the scripts ask. */
export const completeCommand = defineCommand({
  name: 'complete',
  summary: 'Print the words that can stand next; the completion scripts call it',
  args: {
    words: {
      doc: 'Words of the line so far, behind --; the last one is not finished.',
      kind: 'text',
      optional: true,
      rest: true,
    },
  },
  async run(context, { args }) {
    const last = args.words.at(-1) ?? ''
    const words = await candidates(context, args.words.slice(0, -1))
    for (const word of words) if (word.startsWith(last)) await context.out(`${word}\n`)
  },
})

// All three ask the program itself, so that names of objects complete, too.
const scripts: Readonly<Record<(typeof shells)[number], string>> = {
  bash: `_virtgate() {
  local IFS=$'\\n'
  COMPREPLY=($(virtgate complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then compopt -o default; fi
}
complete -F _virtgate virtgate
`,
  zsh: `#compdef virtgate
_virtgate() {
  local -a found
  found=("\${(@f)$(virtgate complete -- "\${words[@]:1:CURRENT-1}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -a found; else _files; fi
}
compdef _virtgate virtgate
`,
  fish: `complete -c virtgate -a '(set -l words (commandline -opc) (commandline -ct); virtgate complete -- $words[2..-1] 2>/dev/null)'
`,
}

async function candidates(context: CliContext, before: readonly string[]): Promise<readonly string[]> {
  const found = findCommand(context.commands, before)
  const deeper = nextWords(context.commands, before)
  if (!found) return deeper
  const { command, rest } = found
  const options = optionsOf(command)
  const asked = valueOption(options, rest.at(-1))
  if (asked) return wordsOf(context, asked.kind ?? 'text')
  const place = positionals(options, rest)
  const args = Object.values(command.args)
  const arg = args[place] ?? (args.at(-1)?.rest ? args.at(-1) : undefined)
  const flags = Object.keys(options).map((name) => `--${name}`)
  return [...deeper, ...(arg ? await wordsOf(context, arg.kind) : []), ...flags]
}

function nextWords(commands: readonly Command[], before: readonly string[]): string[] {
  const at = before.length
  const fits = commands
    .map((command) => command.name.split(' '))
    .filter((parts) => {
      return parts.length > at && before.every((word, i) => parts[i] === word)
    })
  return [...new Set(fits.map((parts) => parts[at] ?? ''))]
}

function valueOption(
  options: Readonly<Record<string, OptDef>>,
  word: string | undefined,
): OptDef | undefined {
  const [, def] =
    Object.entries(options).find(
      ([name, { short }]) => word === `--${name}` || (short && word === `-${short}`),
    ) ?? []
  return def?.value === undefined ? undefined : def
}

function positionals(options: Readonly<Record<string, OptDef>>, rest: readonly string[]): number {
  return rest.filter((word, i) => !word.startsWith('-') && !valueOption(options, rest[i - 1])).length
}

async function wordsOf(context: CliContext, kind: WordKind): Promise<readonly string[]> {
  if (typeof kind !== 'string') return kind
  if (kind === 'type') return typeNames
  if (kind === 'operation') return valueOps()
  if (kind === 'command') return context.commands.map((command) => command.name)
  if (kind === 'connection') return (await context.client()).call('connections', {})
  if (kind === 'domain' || kind === 'object') return domainNames(context)
  return []
}

const mostNames = 500

async function domainNames(context: CliContext): Promise<string[]> {
  const names: string[] = []
  for await (const entry of (await context.client()).list({ type: 'domain' })) {
    names.push(entry.attrs.name)
    if (names.length === mostNames) break
  }
  return names
}
