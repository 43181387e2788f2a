import type { Mutable } from '../descriptor/element.ts'
import type { DevicesDoc } from './devices.ts'
import type { DomainDoc } from './domain.ts'
import type { VideoDoc } from './video.ts'

type Model = NonNullable<VideoDoc['model']>

/** Memory of the cards, in KiB, where the definition names none. */
const memoryOf: Partial<Record<Model['type'], Partial<Model>>> = {
  vga: { vram: 16384 },
  bochs: { vram: 16384 },
  cirrus: { vram: 16384 },
  vmvga: { vram: 16384 },
  gop: { vram: 16384 },
  xen: { vram: 4096 },
  qxl: { ram: 65536, vram: 65536, vgamem: 16384 },
}

function completeModel(model: Model, primary: boolean): Model {
  if (model.type === 'none') return model
  return { ...memoryOf[model.type], heads: 1, ...model, ...(primary ? { primary: true } : {}) }
}

type Guest = Pick<DomainDoc, 'type' | 'os'>

/** The card of Xen, and of the hypervisor for tests, which takes after it. */
function xenCard({ os }: Guest): Model {
  if (os.type?.value !== 'hvm') return { type: 'xen' }
  return { type: os.type.arch?.startsWith('ppc64') ? 'vga' : 'cirrus' }
}

function vzCard({ os }: Guest): Model {
  return { type: os.type?.value === 'hvm' ? 'vga' : 'parallels' }
}

/** The card that a display brings with it; with QEMU the driver chooses it, as it depends on the emulator. */
const impliedCards: Partial<Record<string, (guest: Guest) => Model>> = {
  test: xenCard,
  xen: xenCard,
  bhyve: () => ({ type: 'gop' }),
  parallels: vzCard,
  vbox: () => ({ type: 'vbox' }),
  vmware: () => ({ type: 'vmvga', vram: 4096 }),
  vz: vzCard,
}

/** Gives a guest that has a display and no video card the one that its hypervisor has for it. */
export function implyVideo(devices: Mutable<DevicesDoc>, guest: Guest): void {
  if ((devices.graphics ?? []).length === 0 || (devices.videos ?? []).length > 0) return
  const model = impliedCards[guest.type]?.(guest)
  if (model !== undefined) devices.videos = [{ model }]
}

/** Gives each video card the memory that it would have, and makes the first one the primary one if none is. */
export function completeVideos(devices: Mutable<DevicesDoc>): void {
  const { videos } = devices
  if (videos === undefined) return
  const primary = Math.max(
    0,
    videos.findIndex((item) => item.model?.primary),
  )
  const completed = videos.map((item, i) =>
    item.model === undefined ? item : { ...item, model: completeModel(item.model, i === primary) },
  )
  // The primary card is the first of all.
  devices.videos = [...completed.splice(primary, 1), ...completed]
}
