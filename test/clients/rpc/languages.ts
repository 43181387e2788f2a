import { join } from 'node:path'
import { buildCache, here, isProgram, works } from './tools.ts'

const programs = join(here, 'programs')
const source = (name: string) => join(programs, name)

/** A program in a language, with what it needs and what its binding does not know. */
export interface Language {
  readonly name: string
  /** What must be installed. */
  readonly needs: () => Readonly<Record<string, boolean>>
  /** Makes it in the folder. */
  readonly build?: (folder: string) => {
    command: string
    args: readonly string[]
    env?: Readonly<Record<string, string>>
  }
  /** How it is called, before its URI and its guest. */
  readonly command: (folder: string) => readonly [string, ...string[]]
  /** What of the lines of all programs it prints, when that is not each as it is. */
  readonly prints?: (line: string) => string | undefined
}

const debian = 'x86_64-linux-gnu'
const goModules = '/usr/share/gocode/src/github.com'
const hasHeader = { 'libvirt-dev': isProgram('/usr/include/libvirt/libvirt.h') }
const typelib = [`/usr/lib/${debian}`, '/usr/lib', '/usr/lib/aarch64-linux-gnu'].some((folder) =>
  isProgram(`${folder}/girepository-1.0/LibvirtGObject-1.0.typelib`),
)

/** Debian's own interpreter sees Debian's modules; another one may come first in PATH. */
const python = '/usr/bin/python3'

function go(name: string, module: string): Pick<Language, 'needs' | 'build' | 'command'> {
  return {
    needs: () => ({ 'golang-go': isProgram('go'), [module]: isProgram(join(goModules, module)) }),
    build: (folder) => ({
      command: 'go',
      args: ['build', '-o', join(folder, name), source(`client_${name}.go`)],
      env: { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(buildCache, 'go'), GOFLAGS: '' },
    }),
    command: (folder) => [join(folder, name)],
  }
}

/** GObject has signals in place of numbered events, and codes of its own. */
function asSignals(line: string): string | undefined {
  if (line.startsWith('stats ') || line.startsWith('error lookup')) return undefined
  const signals: Record<string, string> = {
    '0 0': 'added',
    '2 0': 'started',
    '5 1': 'stopped',
    '1 0': 'removed',
  }
  return line
    .replace(/^event (\S+) (\d \d)$/, (_, name, event) => `signal ${name} ${signals[event]}`)
    .replace(/^error start code=1 domain=12 message=/, 'error start code=0 message=Unable to start domain: ')
}

/** All languages. */
export const languages: readonly Language[] = [
  {
    name: 'C',
    needs: () => ({ ...hasHeader, cc: isProgram('cc') }),
    build: (folder) => ({
      command: 'cc',
      args: ['-Wall', '-Wextra', '-Werror', '-o', join(folder, 'client-c'), source('client.c'), '-lvirt'],
    }),
    command: (folder) => [join(folder, 'client-c')],
  },
  {
    name: 'Python',
    needs: () => ({ 'python3-libvirt': works(python, '-c', 'import libvirt') }),
    command: () => [python, source('client.py')],
  },
  {
    name: 'Perl',
    needs: () => ({ 'libsys-virt-perl': works('perl', '-MSys::Virt', '-e1') }),
    command: () => ['perl', source('client.pl')],
  },
  {
    name: 'PHP',
    needs: () => ({ 'php8.2-libvirt-php': works('php', '-r', 'exit((int) !extension_loaded("libvirt"));') }),
    command: () => ['php', source('client.php')],
    prints: (line) => (line.startsWith('event ') ? undefined : line.replace(/ code=\d+ domain=\d+/, '')),
  },
  {
    name: 'Ruby',
    needs: () => ({ 'ruby-libvirt': works('ruby', '-rlibvirt', '-e1') }),
    command: () => ['ruby', source('client.rb')],
    prints: (line) => (line.startsWith('stats ') ? undefined : line),
  },
  {
    name: 'OCaml',
    needs: () => ({ 'libvirt-ocaml-dev': works('ocamlfind', 'query', 'libvirt') }),
    build: (folder) => ({
      command: 'sh',
      // The compiler writes beside its source.
      args: [
        '-c',
        'cp "$1" client.ml && ocamlfind ocamlopt -package libvirt -linkpkg -o client-ml client.ml',
        'sh',
        source('client.ml'),
      ],
      env: { PWD: folder },
    }),
    command: (folder) => [join(folder, 'client-ml')],
    prints: (line) => line.replace(/ persistent=\d/, ''),
  },
  {
    name: 'Java',
    needs: () => ({
      ...hasHeader,
      'openjdk-17-jdk-headless':
        isProgram('javac') && works('java', '--describe-module', 'jdk.incubator.foreign'),
    }),
    build: (folder) => ({
      command: 'javac',
      args: ['--add-modules', 'jdk.incubator.foreign', '-d', join(folder, 'java'), source('Client.java')],
    }),
    command: (folder) => [
      'java',
      '-cp',
      join(folder, 'java'),
      '--add-modules',
      'jdk.incubator.foreign',
      '--enable-native-access=ALL-UNNAMED',
      'Client',
    ],
  },
  {
    name: 'Go, of DigitalOcean',
    ...go('digitalocean', 'digitalocean/go-libvirt'),
    prints: (line) => line.replace(/ domain=\d+/, ''),
  },
  { name: 'Go, over the C library', ...go('cgo', 'libvirt/libvirt-go') },
  {
    name: 'GObject from Python',
    needs: () => ({ 'gir1.2-libvirt-glib-1.0': typelib, 'python3-gi': works(python, '-c', 'import gi') }),
    command: () => [python, source('client_gobject.py')],
    prints: asSignals,
  },
  {
    name: 'GObject from gjs',
    needs: () => ({ 'gir1.2-libvirt-glib-1.0': typelib, gjs: isProgram('gjs') }),
    command: () => ['gjs', source('client_gobject.js')],
    prints: asSignals,
  },
]
