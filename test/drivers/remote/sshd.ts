import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort, listens } from './ports.ts'

const program = '/usr/sbin/sshd'

/** Why tests over SSH cannot run here; undefined when they can. */
export function sshdMissing(): string | undefined {
  if (!existsSync(program) || !existsSync('/usr/bin/ssh'))
    return 'openssh-server or openssh-client is not installed'
  return undefined
}

/** An SSH server on the loopback with keys, configuration and port of its own, which lets in the user of the tests. */
export class Sshd {
  readonly dir = mkdtempSync(join(tmpdir(), 'vgs-'))
  readonly user = userInfo().username
  port = 0
  #child: ChildProcess | undefined

  /** `bin` is a directory whose programs are found first by what is run over it. */
  static async start(bin: string): Promise<Sshd> {
    const sshd = new Sshd()
    await sshd.#begin(bin)
    return sshd
  }

  /** Parameters of a URI that lead to it with its keys. */
  get params(): string {
    return `keyfile=${join(this.dir, 'user')}&known_hosts=${join(this.dir, 'known')}&known_hosts_verify=normal`
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (child && child.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    rmSync(this.dir, { recursive: true, force: true })
  }

  async #begin(bin: string): Promise<void> {
    this.port = await freePort()
    // As root it locks a part of itself up in this empty directory, which a start by the system makes.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
    for (const name of ['host', 'user', 'stranger']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(this.dir, name)])
    }
    const publicKey = (name: string) =>
      execFileSync('cat', [join(this.dir, `${name}.pub`)], { encoding: 'utf8' })
    writeFileSync(join(this.dir, 'authorized'), publicKey('user'))
    writeFileSync(join(this.dir, 'known'), `[127.0.0.1]:${this.port} ${publicKey('host')}`)
    chmodSync(this.dir, 0o700)
    const config = join(this.dir, 'config')
    const lines = [
      `Port ${this.port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(this.dir, 'host')}`,
      `AuthorizedKeysFile ${join(this.dir, 'authorized')}`,
      `PidFile ${join(this.dir, 'pid')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      `SetEnv PATH=${bin}:/usr/bin:/bin`,
    ]
    writeFileSync(config, `${lines.join('\n')}\n`)
    this.#child = spawn(program, ['-D', '-e', '-f', config], { stdio: 'ignore' })
    await listens(this.port)
  }
}
