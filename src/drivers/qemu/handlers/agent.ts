import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import { isQmpObject, printQmp, type QmpObject, type QmpValue } from '../../../qmp/index.ts'
import { devicesOf } from '../definition/devices.ts'
import type { Guest } from '../guest/guest.ts'
import type { Services } from '../guest/services.ts'
import { interfaceAddresses } from './addresses.ts'
import { agentOf, object, objects } from './agent-answers.ts'
import { guestOf, unsupportedArgument } from './context.ts'
import { guestInfo } from './guest-info.ts'
import { readCommand } from './monitor.ts'

/** Longest wait for a command that the agent does while its file systems stand still, in ms. */
const freezeMs = 60_000

/** What the agent inside the guest does. */
export function agentHandlers(services: Services): Handlers {
  return {
    'domain.agentCommand': (ctx, ref, args) => agentCommand(guestOf(services, ref), args, ctx.signal),
    'domain.getSshKeys': async (ctx, ref, { user }) => {
      const answer = object(
        await agentOf(guestOf(services, ref)).request(
          'guest-ssh-get-authorized-keys',
          { username: user },
          { signal: ctx.signal },
        ),
      )
      return Array.isArray(answer.keys) ? answer.keys.map(String) : []
    },
    'domain.setSshKeys': (ctx, ref, args) => setSshKeys(guestOf(services, ref), args, ctx.signal),
    'domain.setAgentTimeout': async (_ctx, ref, { timeout }) => {
      agentOf(guestOf(services, ref)).defaultTimeoutMs = timeoutMs(timeout)
    },
    'domain.getGuestHostname': async (ctx, ref, { source }) => {
      if (source === 'lease') throw unsupportedArgument('asking leases for the name of a guest')
      const answer = object(
        await agentOf(guestOf(services, ref)).request('guest-get-host-name', undefined, {
          signal: ctx.signal,
        }),
      )
      return String(answer['host-name'] ?? '')
    },
    'domain.getGuestInfo': (ctx, ref, { types }) =>
      guestInfo(agentOf(guestOf(services, ref)), types, ctx.signal),
    'domain.getTime': async (ctx, ref) => {
      const time = integer(
        await agentOf(guestOf(services, ref)).request('guest-get-time', undefined, { signal: ctx.signal }),
      )
      return { seconds: time / 1_000_000_000n, nseconds: Number(time % 1_000_000_000n) }
    },
    'domain.setTime': (ctx, ref, args) => setTime(guestOf(services, ref), args, ctx.signal),
    'domain.fsFreeze': async (ctx, ref, args) => {
      const [command, given] = args.mountpoints
        ? (['guest-fsfreeze-freeze-list', { mountpoints: args.mountpoints }] as const)
        : (['guest-fsfreeze-freeze', undefined] as const)
      const guest = guestOf(services, ref)
      return count(await agentOf(guest).request(command, given, { signal: ctx.signal, timeoutMs: freezeMs }))
    },
    'domain.fsThaw': async (ctx, ref) => {
      const options = { signal: ctx.signal, timeoutMs: freezeMs }
      return count(await agentOf(guestOf(services, ref)).request('guest-fsfreeze-thaw', undefined, options))
    },
    'domain.fsTrim': async (ctx, ref, args) => {
      if (args.mountpoint !== undefined) {
        throw new VirtError(
          'argumentUnsupported',
          'the guest agent trims all file systems, not a single one',
          {
            domain: 'qemu',
          },
        )
      }
      const given = args.minimum === undefined ? undefined : { minimum: args.minimum }
      await agentOf(guestOf(services, ref)).request('guest-fstrim', given, {
        signal: ctx.signal,
        timeoutMs: freezeMs,
      })
    },
    'domain.getFsInfo': (ctx, ref) => fsInfo(guestOf(services, ref), ctx.signal),
    'domain.getInterfaceAddresses': (ctx, ref, args) =>
      interfaceAddresses(guestOf(services, ref), args.source ?? 'agent', ctx.signal),
    'domain.setUserPassword': async (ctx, ref, args) => {
      await agentOf(guestOf(services, ref)).request(
        'guest-set-user-password',
        {
          username: args.user,
          password: Buffer.from(args.password).toString('base64'),
          crypted: args.encrypted ?? false,
        },
        { signal: ctx.signal },
      )
    },
  }
}

function integer(value: QmpValue): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return BigInt(Math.trunc(value))
  throw new VirtError('agentCommandFailed', 'the guest agent answered something else than a number', {
    domain: 'qemu',
  })
}

const count = (value: QmpValue): number => Math.max(0, Number(integer(value)))

/** -2 waits for ever, -1 is the default, 0 does not wait, which the agent's protocol cannot do: it waits shortly. */
function timeoutMs(seconds: number | undefined): number | undefined {
  if (seconds === undefined || seconds === -1) return undefined
  if (seconds === -2) return 0
  if (seconds === 0) return 1_000
  if (seconds > 0) return seconds * 1000
  throw new VirtError('invalidArg', `a time of ${seconds} s is given; -2, -1, 0 or more is expected`, {
    domain: 'qemu',
  })
}

async function agentCommand(
  guest: Guest,
  args: Args<'domain.agentCommand'>,
  signal: AbortSignal,
): Promise<string> {
  const command = readCommand(args.command)
  const given = isQmpObject(command.arguments) ? command.arguments : undefined
  const ms = timeoutMs(args.timeout)
  const answer = await agentOf(guest).request(String(command.execute), given, {
    signal,
    ...(ms === undefined ? {} : { timeoutMs: ms }),
  })
  return printQmp({ return: answer })
}

async function setSshKeys(
  guest: Guest,
  { user, keys, mode = 'replace' }: Args<'domain.setSshKeys'>,
  signal: AbortSignal,
): Promise<void> {
  const [command, more] =
    mode === 'remove'
      ? (['guest-ssh-remove-authorized-keys', {}] as const)
      : (['guest-ssh-add-authorized-keys', { reset: mode === 'replace' }] as const)
  await agentOf(guest).request(command, { username: user, keys, ...more }, { signal })
}

async function setTime(guest: Guest, args: Args<'domain.setTime'>, signal: AbortSignal): Promise<void> {
  const agent = agentOf(guest)
  const time = args.seconds * 1_000_000_000n + BigInt(args.nseconds)
  await agent.request('guest-set-time', args.sync ? undefined : { time }, { signal })
  // The clock that the guest missed ticks of must not catch up on top of that.
  await guest
    .running()
    .monitor.request('rtc-reset-reinjection', undefined, { signal })
    .catch(() => undefined)
}

async function fsInfo(guest: Guest, signal: AbortSignal): Promise<Result<'domain.getFsInfo'>> {
  const answer = await agentOf(guest).request('guest-get-fsinfo', undefined, { signal })
  const { disks } = devicesOf(guest.doc)
  const target = (disk: QmpObject): string | undefined => {
    const pci = object(disk['pci-controller'] ?? null)
    return disks.find((candidate) => {
      const { address } = candidate
      if (address?.type !== 'pci') return false
      return address.bus === pci.bus && address.slot === pci.slot && (address.function ?? 0) === pci.function
    })?.target.dev
  }
  return objects(answer).map((fs) => ({
    mountpoint: String(fs.mountpoint ?? ''),
    name: String(fs.name ?? ''),
    type: String(fs.type ?? ''),
    devices: objects(fs.disk).flatMap((disk) => target(disk) ?? []),
  }))
}
