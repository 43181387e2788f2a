import type { DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { type Argv, joined, plain } from './argv.ts'
import { singleBackend } from './memory.ts'
import type { BusNames } from './places.ts'

const onOff = (value: boolean) => (value ? 'on' : 'off')

/** Firmware in flash: the code, and the variables of the guest. */
export interface FlashImages {
  readonly code: { readonly path: string; readonly format: string; readonly readonly: boolean }
  readonly vars: { readonly path: string; readonly format: string } | undefined
}

/** The flash images of a definition; undefined for firmware that is a ROM or QEMU's own. */
export function flashImages(doc: DomainDoc): FlashImages | undefined {
  const { loader, nvram } = doc.os
  if (loader?.type !== 'pflash' || loader.value === undefined) return undefined
  const vars = nvram?.value ?? nvram?.source?.file
  return {
    code: { path: loader.value, format: loader.format ?? 'raw', readonly: loader.readonly ?? false },
    vars: vars === undefined ? undefined : { path: vars, format: nvram?.format ?? 'raw' },
  }
}

/** Adds the machine with its accelerator. */
export function addMachine(argv: Argv, doc: DomainDoc): void {
  const { features } = doc
  const flash = flashImages(doc)
  const core = doc.memory.dumpCore
  argv.add(
    'machine',
    joined(
      plain(doc.os.type?.machine ?? 'pc'),
      'usb=off',
      features?.smm ? `smm=${onOff(features.smm.state ?? true)}` : undefined,
      features?.vmport ? `vmport=${onOff(features.vmport.state)}` : undefined,
      features?.ioapic ? `kernel_irqchip=${features.ioapic.driver === 'qemu' ? 'split' : 'on'}` : undefined,
      doc.memoryBacking?.nosharepages ? 'mem-merge=off' : undefined,
      `dump-guest-core=${onOff(core ?? false)}`,
      singleBackend(doc) ? 'memory-backend=pc.ram' : undefined,
      flash ? 'pflash0=libvirt-pflash0-format' : undefined,
      flash?.vars ? 'pflash1=libvirt-pflash1-format' : undefined,
      doc.os.bios?.useserial ? 'graphics=off' : undefined,
    ),
  )
  argv.add('accel', doc.type === 'kvm' ? 'kvm' : 'tcg')
}

/** Adds firmware: a ROM by its path, flash as block nodes that the machine refers to. */
export function addFirmware(argv: Argv, doc: DomainDoc): void {
  const { loader } = doc.os
  if (loader?.type === 'rom' || (loader?.value !== undefined && loader.type === undefined)) {
    argv.add('bios', loader.value)
  }
  const flash = flashImages(doc)
  if (!flash) return
  if (loader?.secure) argv.add('global', 'driver=cfi.pflash01,property=secure,value=on')
  const images = [flash.code, ...(flash.vars ? [{ ...flash.vars, readonly: false }] : [])]
  for (const [i, image] of images.entries()) {
    const storage = `libvirt-pflash${i}-storage`
    argv.json('blockdev', {
      driver: 'file',
      filename: image.path,
      'node-name': storage,
      'auto-read-only': true,
      discard: 'unmap',
    })
    argv.json('blockdev', {
      'node-name': `libvirt-pflash${i}-format`,
      'read-only': image.readonly,
      driver: image.format,
      file: storage,
    })
  }
}

/** Adds identity, clock and power management. */
export function addPlatform(argv: Argv, doc: DomainDoc, buses: BusNames, now: number): void {
  argv.add('rtc', rtcOption(doc, now))
  const tick = doc.clock?.timers?.find((timer) => timer.name === 'pit')?.tickpolicy
  if (tick === 'delay' || tick === 'discard') argv.add('global', `kvm-pit.lost_tick_policy=${tick}`)
  if (doc.clock?.timers?.some((timer) => timer.name === 'hpet' && timer.present === false))
    argv.add('no-hpet')
  argv.add('no-shutdown')
  if (!doc.features?.acpi) argv.add('no-acpi')
  const chip = buses.express ? 'ICH9-LPC' : 'PIIX4_PM'
  const { suspendToMem, suspendToDisk } = doc.pm ?? {}
  if (suspendToMem?.enabled !== undefined) {
    argv.add('global', `${chip}.disable_s3=${suspendToMem.enabled ? 0 : 1}`)
  }
  if (suspendToDisk?.enabled !== undefined) {
    argv.add('global', `${chip}.disable_s4=${suspendToDisk.enabled ? 0 : 1}`)
  }
  const tseg = doc.features?.smm?.tseg?.value
  if (tseg !== undefined) argv.add('global', `mch.extended-tseg-mbytes=${tseg / (1024n * 1024n)}`)
}

/** The value of `-rtc`. */
export function rtcOption(doc: DomainDoc, now: number): string {
  const rtc = doc.clock?.timers?.find((timer) => timer.name === 'rtc')
  const clocks: Readonly<Record<string, string>> = { guest: 'vm', wall: 'host', realtime: 'rt' }
  const track = rtc?.track === undefined ? undefined : clocks[rtc.track]
  return joined(
    `base=${rtcBase(doc, now)}`,
    track ? `clock=${track}` : undefined,
    rtc?.tickpolicy === 'catchup' ? 'driftfix=slew' : undefined,
  )
}

function rtcBase(doc: DomainDoc, now: number): string {
  const { clock } = doc
  const date = (ms: number) => new Date(ms).toISOString().slice(0, 19)
  switch (clock?.offset) {
    case 'localtime':
    case 'timezone':
      return 'localtime'
    case 'absolute':
      return date(Number(clock.start ?? 0n) * 1000)
    case 'variable': {
      const local = clock.basis === 'localtime' ? -new Date(now).getTimezoneOffset() * 60 : 0
      return date(now + (Number(clock.adjustment ?? 0) + local) * 1000)
    }
    default:
      return 'utc'
  }
}

/** Adds how the firmware boots, and a kernel that is started without it. */
export function addBoot(argv: Argv, doc: DomainDoc): void {
  const { bootmenu, bios, kernel, initrd, cmdline, dtb } = doc.os
  argv.add(
    'boot',
    joined(
      bootmenu?.enable === undefined ? undefined : `menu=${bootmenu.enable === 'yes' ? 'on' : 'off'}`,
      bootmenu?.timeout && bootmenu.enable === 'yes' ? `splash-time=${bootmenu.timeout}` : undefined,
      bios?.rebootTimeout === undefined ? undefined : `reboot-timeout=${bios.rebootTimeout}`,
      'strict=on',
    ),
  )
  if (kernel) argv.add('kernel', kernel)
  if (initrd) argv.add('initrd', initrd)
  if (cmdline) argv.add('append', cmdline)
  if (dtb) argv.add('dtb', dtb)
  if ((initrd || cmdline) && !kernel) {
    throw new VirtError(
      'configUnsupported',
      `domain '${doc.name}' has an initrd or a command line but no kernel`,
      {
        domain: 'qemu',
      },
    )
  }
}
