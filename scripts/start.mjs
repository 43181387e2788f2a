// npm start: packages, build, then the gateway with the embedded test driver and each hypervisor that it finds.
// Arguments behind `--` go to `virtgate daemon`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, root } from './steps.mjs'

build()

const daemon = spawn(
  process.execPath,
  [join(root, 'bin', 'virtgate.js'), 'daemon', '--config', 'examples/start.yaml', ...process.argv.slice(2)],
  { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => daemon.kill(signal))
daemon.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))

let text = ''
daemon.stdout.setEncoding('utf8')
daemon.stdout.on('data', (chunk) => {
  text += chunk
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
    const line = text.slice(0, end)
    text = text.slice(end + 1)
    console.log(line)
    if (line.startsWith('ready ')) explain(JSON.parse(line.slice('ready '.length)))
  }
})

function explain(ready) {
  const address = ready.snmp?.[0] ?? '127.0.0.1:1161'
  const socket = ready.rpc?.find((path) => path.endsWith('/libvirt-sock'))
  const lines = ['', 'virtgate is up.', '']
  for (const { name, uri, status, statusText } of ready.connections ?? []) {
    lines.push(`  ${name.padEnd(8)} ${uri.padEnd(28)} ${status}${statusText ? `: ${statusText}` : ''}`)
  }
  lines.push(
    '',
    'In another terminal:',
    '',
    '  bin/virtgate.js list                                     the guests of all hypervisors',
    '  bin/virtgate.js suspend test                             pause the guest named test',
    '  bin/virtgate.js events                                   follow what happens',
    `  snmpbulkwalk -v2c -c public ${address} 1.3.6.1.2.1.236   RFC 7666 VM-MIB`,
    ...(socket ? [`  virsh -c 'test+unix:///default?socket=${socket}' list --all`] : []),
    '  bin/virtgate.js doctor                                   what of this host is usable',
    '',
    'Ctrl-C ends the gateway; guests go on.',
    '',
  )
  console.log(lines.join('\n'))
}
