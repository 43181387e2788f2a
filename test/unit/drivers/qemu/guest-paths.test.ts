import { expect, test } from 'vitest'
import { consoleLogPath, guestLogPath } from '../../../../src/drivers/qemu/guest/guest-paths.ts'

test('the log of no guest is the console log of another', () => {
  const paths = { runDir: '/r', logDir: '/l', saveDir: '/s', nvramDir: '/n' }
  const names = ['web', 'web-console', 'web~console', 'web.console', 'web console']
  const files = names.flatMap((name) => [guestLogPath({ paths }, name), consoleLogPath({ paths }, name)])
  expect(new Set(files).size).toBe(2 * names.length)
})
