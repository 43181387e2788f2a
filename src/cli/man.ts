import type { Command, Terms } from './command.ts'
import { argWord, exitCodes, optionWord } from './help.ts'
import { optionsOf } from './parse.ts'

/** What the manual page says beside the commands. */
export interface ManOptions {
  readonly version: string
  /** Settings as terms with their meaning. */
  readonly settings: Terms
}

/** The manual page of the command line, section 1, as roff. */
export function renderMan(commands: readonly Command[], options: ManOptions): string {
  return `${[
    `.TH VIRTGATE 1 "" "virtgate ${roff(options.version)}" "User Commands"`,
    '.SH NAME',
    'virtgate \\- one management engine for every hypervisor',
    '.SH SYNOPSIS',
    '.B virtgate',
    '.I COMMAND',
    '[\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]',
    '.SH DESCRIPTION',
    'The daemon of virtgate manages the guests, networks and storage of all hypervisors of a host and shows them',
    'through SNMP. The other commands talk to the daemon over a socket that only its user can open.',
    '.SH COMMANDS',
    ...commands.flatMap(section),
    '.SH SETTINGS',
    'The settings file is YAML with these keys;',
    '.B virtgate daemon \\-\\-sample\\-config',
    'prints one with all defaults.',
    ...options.settings.flatMap(([key, meaning]) => term(`\\fB${roff(key)}\\fR`, meaning)),
    '.SH EXIT STATUS',
    ...exitCodes.flatMap(([code, meaning]) => term(`\\fB${code}\\fR`, meaning)),
    '.SH ENVIRONMENT',
    ...term('\\fBVIRTGATE_SOCKET\\fR', 'Control socket of the daemon, unless --socket is given.'),
    ...term('\\fBVIRTGATE_CONFIG\\fR', 'Settings file, unless --config is given.'),
    ...term('\\fBNO_COLOR\\fR', 'No colour when set.'),
    ...term('\\fBVISUAL\\fR, \\fBEDITOR\\fR', 'Editor of virtgate edit.'),
    '.SH FILES',
    ...term('\\fI/etc/virtgate/virtgate.yaml\\fR', 'Settings of the daemon of root.'),
    ...term('\\fI~/.config/virtgate/virtgate.yaml\\fR', 'Settings of the daemon of another user.'),
    ...term('\\fI/run/virtgate/control.sock\\fR', 'Control socket of the daemon of root.'),
  ].join('\n')}\n`
}

function section(command: Command): string[] {
  const args = Object.entries(command.args).map(([name, def]) => `\\fI${roff(argWord(name, def))}\\fR`)
  return [
    `.SS "${['virtgate', roff(command.name), '[OPTIONS]', ...args].join(' ')}"`,
    `${text(command.summary)}.`,
    ...command.doc.flatMap((paragraph) => ['.PP', text(paragraph)]),
    ...Object.entries(command.args).flatMap(([name, def]) =>
      term(`\\fI${roff(name.toUpperCase())}\\fR`, def.doc),
    ),
    ...Object.entries(optionsOf(command)).flatMap(([name, def]) =>
      term(`\\fB${roff(optionWord(name, def))}\\fR`, def.doc),
    ),
    ...command.examples.flatMap(([line, meaning]) => [
      '.PP',
      `Example: \\fB${roff(line)}\\fR (${roff(meaning)})`,
    ]),
  ]
}

function term(word: string, meaning: string): string[] {
  return ['.TP', word, text(meaning)]
}

// A line that begins with a dot or an apostrophe would be a request to roff.
function text(words: string): string {
  return roff(words).replace(/^([.'])/, '\\&$1')
}

function roff(words: string): string {
  return words.replaceAll('\\', '\\e').replaceAll('-', '\\-')
}
