import { execFile, execFileSync } from 'node:child_process'

/** What a program printed and how it ended. */
export interface Outcome {
  readonly code: number
  readonly out: string
}

/** Runs a program to its end; both outputs are joined. */
export function runProgram(command: string, args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, MIBS: '', LC_ALL: 'C' }
  return new Promise((resolve) => {
    execFile(command, args, { env, timeout: 30_000, maxBuffer: 1 << 26 }, (fault, stdout, stderr) => {
      const code = fault === null ? 0 : typeof fault.code === 'number' ? fault.code : 1
      resolve({ code, out: `${stdout}${stderr}` })
    })
  })
}

/** Whether a program can be run with these arguments; says so when it cannot. */
export function present(command: string, args: readonly string[], packageName: string): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    process.stdout.write(`skipped: ${command} is not usable here; Debian has it in ${packageName}\n`)
    return false
  }
}
