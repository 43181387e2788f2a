import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { createLogger } from '../../../src/core/log/create-logger.ts'
import { copyClientKeys, makeCertificates } from './certificates.ts'
import { Bench } from './gateway.ts'
import { Libvirtd, libvirtdMissing } from './libvirtd.ts'
import { freePort } from './ports.ts'
import { Sshd, sshdMissing } from './sshd.ts'

const missing = libvirtdMissing()
if (missing) process.stderr.write(`skipped ways to libvirtd: ${missing}\n`)
const noSsh = missing ?? sshdMissing()
if (noSsh) process.stderr.write(`skipped libvirtd over SSH: ${noSsh}\n`)

describe.skipIf(missing)('libvirtd is reached', () => {
  let daemon: Libvirtd
  let tcp: number
  let tls: number
  let bench: Bench | undefined
  beforeAll(async () => {
    tcp = await freePort()
    tls = await freePort()
    daemon = await Libvirtd.start({
      listen: true,
      prepare: (dir) => {
        makeCertificates(dir('pki'))
        for (const name of readdirSync(dir('pki'))) chmodSync(`${dir('pki')}/${name}`, 0o644)
      },
      config: (dir) => [
        'listen_addr = "127.0.0.1"',
        'listen_tcp = 1',
        `tcp_port = "${tcp}"`,
        'auth_tcp = "none"',
        'listen_tls = 1',
        `tls_port = "${tls}"`,
        'auth_tls = "none"',
        `key_file = "${dir('pki')}/serverkey.pem"`,
        `cert_file = "${dir('pki')}/servercert.pem"`,
        `ca_file = "${dir('pki')}/cacert.pem"`,
      ],
    })
  })
  afterAll(() => daemon?.remove())
  afterEach(() => bench?.close())

  const open = async (uri: string) => {
    bench = await Bench.open(uri)
    return bench
  }

  test('over a Unix socket, which is secure', async () => {
    const { host } = await open(`test+unix:///default?socket=${daemon.socket}`)
    expect(host).toMatchObject({ status: 'connected', hvType: 'TEST', secure: true, driver: 'remote' })
  })

  test('over TCP, which is not', async () => {
    const far = await open(`test+tcp://127.0.0.1:${tcp}/default`)
    expect(far.host).toMatchObject({ status: 'connected', secure: false })
    expect(far.domain('test')).toMatchObject({ state: 'running', id: 1, memory: 2_097_152n })
  })

  test('over TLS, with the certificates of a directory', async () => {
    const far = await open(`test+tls://127.0.0.1:${tls}/default?pkipath=${daemon.path('pki')}`)
    expect(far.host).toMatchObject({ status: 'connected', secure: true })
    expect(far.domain('test')?.state).toBe('running')
  })

  test('over TLS, and refused when its authority is not trusted', async () => {
    makeCertificates(daemon.path('data'))
    copyClientKeys(daemon.path('pki'), daemon.path('data'))
    const far = await open(`test+tls://127.0.0.1:${tls}/default?pkipath=${daemon.path('data')}`)
    expect(far.host.status).toBe('unreachable')
    expect(far.host.statusText).toMatch(/TLS handshake failed/)
  })

  test('over TLS, whoever it is, when nobody wants to know', async () => {
    makeCertificates(daemon.path('cache'))
    copyClientKeys(daemon.path('pki'), daemon.path('cache'))
    const far = await open(`test+tls://127.0.0.1:${tls}/default?no_verify=1&pkipath=${daemon.path('cache')}`)
    expect(far.host.status).toBe('connected')
  })

  test('over TLS, and refuses a client that its authority does not know', async () => {
    makeCertificates(daemon.path('config'))
    const far = await open(`test+tls://127.0.0.1:${tls}/default?no_verify=1&pkipath=${daemon.path('config')}`)
    expect(far.host.status).toBe('unreachable')
    expect(far.host.statusText).toMatch(/did not accept the certificate|TLS handshake/)
  })

  test('over TLS, and refused under a name that is not its own', async () => {
    const far = await open(`test+tls://127.0.0.2:${tls}/default?pkipath=${daemon.path('pki')}`)
    expect(far.host.status).toBe('unreachable')
  })

  test('never with the password of a URI in a log or a record', async () => {
    const lines: string[] = []
    const log = createLogger({
      clock: systemClock,
      format: 'json',
      level: 'debug',
      write: (line) => lines.push(line),
    })
    bench = await Bench.open(`test+tcp://fred:hunter2@127.0.0.1:${tcp}/default`, { log })
    expect(bench.host.uri).not.toContain('hunter2')
    expect(lines.join('')).not.toContain('hunter2')
  })

  describe.skipIf(noSsh)('over SSH', () => {
    let sshd: Sshd
    beforeAll(async () => {
      mkdirSync(daemon.path('bin'))
      mkdirSync(daemon.path('xdg/libvirt'), { recursive: true })
      sshd = await Sshd.start(daemon.path('bin'))
    })
    afterAll(() => sshd?.stop())

    /** The helper of the host, as the user that the daemon runs as, who finds its socket. */
    const helper = (): void => {
      const socket = daemon.path('xdg/libvirt/libvirt-sock')
      symlinkSync(daemon.socket, socket)
      const drop = process.getuid?.() === 0 ? 'setpriv --reuid=65534 --regid=65534 --clear-groups ' : ''
      const script = `#!/bin/sh\nexec ${drop}env XDG_RUNTIME_DIR=${daemon.path('xdg')} /usr/bin/virt-ssh-helper "$@"\n`
      writeFileSync(daemon.path('bin/virt-ssh-helper'), script, { mode: 0o755 })
    }

    test('with netcat at the socket that is named', async () => {
      const place = `test+ssh://${sshd.user}@127.0.0.1:${sshd.port}/default`
      const far = await open(`${place}?${sshd.params}&socket=${daemon.socket}`)
      expect(far.host.statusText).toBeUndefined()
      expect(far.host).toMatchObject({ status: 'connected', secure: true })
      expect(far.domain('test')?.state).toBe('running')
    })

    test('with the helper, which finds the socket', async () => {
      helper()
      const far = await open(`qemu+ssh://${sshd.user}@127.0.0.1:${sshd.port}/session?${sshd.params}`)
      expect(far.host.statusText).toBeUndefined()
      expect(far.host).toMatchObject({ status: 'connected', hvType: 'QEMU' })
    })

    test('and the last words of ssh say why it failed', async () => {
      const keys = sshd.params.replace('/user&', '/stranger&')
      const far = await open(`test+ssh://${sshd.user}@127.0.0.1:${sshd.port}/default?${keys}`)
      expect(far.host.status).toBe('unreachable')
      expect(far.host.statusText).toContain('Permission denied')
    })

    test('and a program that is not there is named', async () => {
      const far = await open('test+ssh://127.0.0.1/default?command=/no/such/ssh')
      expect(far.host.statusText).toContain("no program '/no/such/ssh'")
    })
  })
})
