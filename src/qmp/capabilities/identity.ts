import { constants } from 'node:fs'
import { access, readdir, readFile, stat } from 'node:fs/promises'
import { release, version } from 'node:os'
import { join } from 'node:path'
import { systemCode } from '../../core/errors/index.ts'

/**
 * All that what a probe finds depends on. As long as every member is the same, so is the emulator and what the
 * host offers it.
 */
export interface CapabilitiesIdentity {
  readonly path: string
  readonly ctimeNs: string
  readonly mtimeNs: string
  readonly size: string
  readonly inode: string
  /** Modules of the emulator are files of their own. */
  readonly modules: string
  readonly kvmDevice: string
  readonly nested: string
  readonly microcode: string
  readonly cpu: string
  readonly kernel: string
}

const MODULE_ROOTS = ['/usr/lib', '/usr/lib64', '/usr/local/lib']
const KVM_DEVICE = '/dev/kvm'
const NESTED = ['kvm_intel', 'kvm_amd'].map((module) => `/sys/module/${module}/parameters/nested`)
const CPU_FIELDS = ['vendor_id', 'cpu family', 'model', 'model name', 'stepping', 'flags', 'Features']

/** Where QEMU may keep its modules: `qemu` in a library folder or in one of an architecture below it. */
async function moduleFolders(): Promise<string[]> {
  const folders: string[] = []
  for (const root of MODULE_ROOTS) {
    const entries = await readdir(root).catch((): string[] => [])
    if (entries.includes('qemu')) folders.push(join(root, 'qemu'))
    for (const entry of entries) if (entry.includes('-linux-')) folders.push(join(root, entry, 'qemu'))
  }
  return folders
}

async function modulesState(): Promise<string> {
  const states = (await moduleFolders()).map(async (folder) => {
    const found = await stat(folder, { bigint: true }).catch(() => undefined)
    return found ? [`${folder}:${found.mtimeNs}`] : []
  })
  return (await Promise.all(states)).flat().join(' ')
}

/** Says only what the device looks like: whether guests run is for a probe to find out. */
async function kvmDeviceState(): Promise<string> {
  try {
    const found = await stat(KVM_DEVICE, { bigint: true })
    await access(KVM_DEVICE, constants.R_OK | constants.W_OK)
    return `${found.rdev} mode ${found.mode} owner ${found.uid}:${found.gid}`
  } catch (fault) {
    return systemCode(fault) ?? 'unknown'
  }
}

async function firstLine(paths: readonly string[]): Promise<string> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')))
  return texts.join('').trim()
}

async function cpuFacts(): Promise<{ cpu: string; microcode: string }> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '')
  // All processors of a host are alike in what counts here.
  const [first = ''] = text.split('\n\n', 1)
  const fields = new Map(
    first.split('\n').map((line) => {
      const [name = '', value = ''] = line.split(':', 2)
      return [name.trim(), value.trim()] as const
    }),
  )
  const cpu = CPU_FIELDS.map((name) => fields.get(name) ?? '').join('|')
  return { cpu, microcode: fields.get('microcode') ?? '' }
}

/** Looks at an emulator and its host; costs a few file reads. */
export async function identify(binary: string): Promise<CapabilitiesIdentity> {
  const [file, modules, kvmDevice, nested, cpu] = await Promise.all([
    stat(binary, { bigint: true }),
    modulesState(),
    kvmDeviceState(),
    firstLine(NESTED),
    cpuFacts(),
  ])
  return {
    path: binary,
    ctimeNs: String(file.ctimeNs),
    mtimeNs: String(file.mtimeNs),
    size: String(file.size),
    inode: String(file.ino),
    modules,
    kvmDevice,
    nested,
    ...cpu,
    kernel: `${release()} ${version()}`,
  }
}
