import { type Command, defineCommand } from '../../cli/command.ts'
import { standardDirs } from '../../core/settings/dirs.ts'
import { settingsFor, settingsOptions, settingsSource } from '../settings-source.ts'

/** Settings as terms with their meaning, for help and manual page; defaults are those of root. */
export async function settingTerms(): Promise<Array<readonly [key: string, meaning: string]>> {
  const { settingDocs } = await import('../../core/settings/render.ts')
  const dirs = standardDirs({ uid: 0, home: '/root', env: {} })
  return settingDocs(dirs).map(({ key, doc, form, fallback, restart }) => [
    key,
    `${doc} Form: ${form}. Default: ${fallback}.${restart ? ' Needs a restart.' : ''}`,
  ])
}

/** `virtgate daemon`. */
export function daemonCommand(version: string): Command {
  return defineCommand({
    name: 'daemon',
    summary: 'Run the daemon in the foreground',
    doc: [
      'When all is up it prints one line that begins with ready, followed by JSON: the addresses that were bound and the connections with their status. Log messages go to standard error.',
      'SIGTERM and SIGINT stop it, guests go on; SIGHUP reads the settings again. Under systemd use Type=notify-reload (or notify) with NotifyAccess=all.',
    ],
    options: {
      ...settingsOptions,
      'sample-config': { doc: 'Print a settings file with all keys and their defaults, and end.' },
      'check-config': { doc: 'Check the settings, and end.' },
    },
    terms: ['Settings', settingTerms],
    offline: true,
    examples: [
      ['virtgate daemon --set connections=test:///default --set snmp.listen=127.0.0.1:0', 'try it out'],
      ['virtgate daemon --sample-config > virtgate.yaml', 'begin a settings file'],
    ],
    async run(context, { options }) {
      if (options['sample-config']) {
        const { renderSample } = await import('../../core/settings/render.ts')
        return context.out(renderSample(settingsSource(options, context.env).dirs))
      }
      const load = () => settingsFor(options, context.env)
      const settings = await load()
      if (options['check-config']) return context.out('the settings are valid\n')
      // The daemon and its drivers are loaded only here, so that other commands start fast.
      const { runDaemon } = await import('../daemon.ts')
      const { createDriverRegistry } = await import('../../drivers/registry.ts')
      return runDaemon({
        settings,
        loadSettings: load,
        drivers: createDriverRegistry(),
        version,
        clock: context.clock,
        env: context.env,
        ready: context.out,
        signal: context.signal,
      })
    },
  })
}
