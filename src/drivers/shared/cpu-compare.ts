import { parseXml } from '../../core/config/xml/reader.ts'
import { attribute, element, elementsOf, textOf, type XmlElement } from '../../core/config/xml/tree.ts'
import { formatXmlIndented } from '../../core/config/xml/writer.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Result } from '../../core/model/index.ts'
import { type CpuModelRow, x86Features, x86Models } from './cpu-features.ts'

/** What a processor can do. */
export interface CpuFacts {
  readonly arch: string
  readonly vendor?: string
  readonly features: ReadonlySet<string>
}

/** A description of a processor, with what its features are wanted for. */
interface CpuWish extends CpuFacts {
  /** Name that the description gives its model. */
  readonly model: string
  /** Whether more than was asked for is too much. */
  readonly strict: boolean
  readonly forbidden: ReadonlySet<string>
}

const cpuArchs: ReadonlySet<string> = new Set(['i686', 'x86_64'])
const elements: ReadonlySet<string> = new Set([
  ...['arch', 'model', 'vendor', 'feature', 'topology', 'cache', 'numa', 'maxphysaddr'],
  ...['signature', 'microcode', 'counter', 'pages', 'features'],
])

/** Names that kernel and emulator give features, where they are not just spelt otherwise. */
const otherNames: Readonly<Record<string, string>> = {
  pclmulqdq: 'pclmuldq',
  tscdeadlinetimer: 'tsc-deadline',
  nonstoptsc: 'invtsc',
  dtes: 'dtes64',
  mwait: 'monitor',
  sse3: 'pni',
}

function plain(name: string): string {
  return name.replace(/[-_.]/g, '')
}

/** The features among names as a kernel or an emulator spells them. */
export function featuresNamed(names: Iterable<string>): ReadonlySet<string> {
  const known = new Map(x86Features.map((name) => [plain(name), name]))
  const found = new Set<string>()
  for (const name of names) {
    const bare = plain(name)
    const feature = otherNames[bare] ?? known.get(bare)
    if (feature !== undefined) found.add(feature)
  }
  return found
}

/** All features of a model; throws for one that is not known. */
function featuresOf(model: string): ReadonlySet<string> {
  const row: CpuModelRow | undefined = Object.hasOwn(x86Models, model) ? x86Models[model] : undefined
  if (row === undefined) {
    throw new VirtError('internalError', `there is no processor model '${model}'`, { domain: 'cpu' })
  }
  const base = row.base === undefined ? [] : featuresOf(row.base)
  return new Set([...base, ...row.adds.split(' ')])
}

/** Reads a description of a processor. */
export function readCpu(xml: string, arch: string, { validate = false } = {}): CpuWish {
  const root = parseXml(xml)
  if (root.local !== 'cpu') {
    throw new VirtError('xmlError', `the root element is '${root.name}', 'cpu' was expected`, {
      domain: 'cpu',
    })
  }
  const unknown = validate ? elementsOf(root).find(({ local }) => !elements.has(local)) : undefined
  if (unknown !== undefined) {
    throw new VirtError('xmlInvalidSchema', `the element 'cpu' holds '${unknown.name}'`, { domain: 'cpu' })
  }
  const model = leaf(root, 'model')
  if (model === undefined) {
    throw new VirtError('xmlError', 'the description of the processor names no model', { domain: 'cpu' })
  }
  const { features, forbidden } = wishes(root, featuresOf(model))
  const vendor = leaf(root, 'vendor')
  return {
    arch: leaf(root, 'arch') ?? arch,
    model,
    features,
    forbidden,
    strict: attribute(root, 'match') === 'strict',
    ...(vendor === undefined ? {} : { vendor }),
  }
}

function leaf(root: XmlElement, name: string): string | undefined {
  const found = elementsOf(root).find(({ local }) => local === name)
  return found === undefined ? undefined : textOf(found).trim()
}

function wishes(root: XmlElement, ofModel: ReadonlySet<string>) {
  const features = new Set(ofModel)
  const forbidden = new Set<string>()
  for (const each of elementsOf(root).filter(({ local }) => local === 'feature')) {
    const name = attribute(each, 'name') ?? ''
    if (!x86Features.includes(name)) {
      throw new VirtError('internalError', `there is no processor feature '${name}'`, { domain: 'cpu' })
    }
    const policy = attribute(each, 'policy') ?? 'require'
    if (policy === 'forbid') forbidden.add(name)
    // What is optional or given by force is not asked of the machine.
    if (policy === 'require') features.add(name)
    else features.delete(name)
  }
  return { features, forbidden }
}

/** Whether a processor can do what a description asks for, and perhaps more. */
export function compareCpu(host: CpuFacts, wish: CpuWish): Result<'host.compareCpu'> {
  const foreign = wish.vendor !== undefined && host.vendor !== undefined && wish.vendor !== host.vendor
  const lacking = [...wish.features].some((name) => !host.features.has(name))
  const excess = [...wish.forbidden].some((name) => host.features.has(name))
  if (!sameArch(host.arch, wish.arch) || foreign || lacking || excess) return 'incompatible'
  if (host.features.size === wish.features.size) return 'identical'
  return wish.strict ? 'incompatible' : 'superset'
}

function sameArch(host: string, wanted: string): boolean {
  return host === wanted || (host === 'x86_64' && wanted === 'i686')
}

/** What one may ask of a baseline. */
export interface BaselineOptions {
  readonly expandFeatures?: boolean
  readonly migratable?: boolean
}

/** What cannot be there on both sides of a migration. */
const unmigratable: ReadonlySet<string> = new Set(['invtsc'])

/** The document of the richest processor that all can offer, with no more than the most that guests can have. */
export function baselineCpu(
  cpus: readonly CpuWish[],
  options: BaselineOptions = {},
  most?: CpuFacts,
): string {
  const [first, ...others] = cpus
  if (first === undefined) throw new VirtError('invalidArg', 'no processors are given', { domain: 'cpu' })
  checkAlike(cpus)
  const common = [...first.features].filter(
    (name) =>
      others.every(({ features }) => features.has(name)) &&
      (most === undefined || most.features.has(name)) &&
      !(options.migratable && unmigratable.has(name)),
  )
  const vendor = others.every((each) => each.vendor === first.vendor) ? first.vendor : undefined
  const model = nearestModel(new Set(common), vendor, cpus)
  return document({
    ...model,
    vendor,
    common,
    only: others.length === 0,
    expand: options.expandFeatures === true,
  })
}

function checkAlike(cpus: readonly CpuWish[]): void {
  const archs = new Set(cpus.map(({ arch }) => arch))
  if (archs.size > 1) {
    throw new VirtError(
      'internalError',
      `the architectures of the processors differ: ${[...archs].join(', ')}`,
      {
        domain: 'cpu',
      },
    )
  }
  const [arch = ''] = archs
  if (!cpuArchs.has(arch)) {
    throw new VirtError('noSupport', `processors of the architecture '${arch}' cannot be compared`, {
      domain: 'cpu',
    })
  }
  const vendors = new Set(cpus.flatMap((each) => each.vendor ?? []))
  if (vendors.size > 1) throw new VirtError('operationFailed', 'CPU vendors do not match', { domain: 'cpu' })
}

interface Nearest {
  readonly model: string
  readonly features: ReadonlySet<string>
}

/** The model with the most features that are all there; of several one that was named. */
function nearestModel(
  common: ReadonlySet<string>,
  vendor: string | undefined,
  named: readonly CpuWish[],
): Nearest {
  let best: Nearest | undefined
  for (const [model, row] of Object.entries(x86Models)) {
    const features = featuresOf(model)
    const fits = vendor === undefined || row.vendor === undefined || row.vendor === vendor
    if (row.guestOnly || !fits || [...features].some((name) => !common.has(name))) continue
    const more = best === undefined ? 1 : features.size - best.features.size
    if (more > 0 || (more === 0 && named.some((each) => each.model === model))) best = { model, features }
  }
  if (best !== undefined) return best
  throw new VirtError('operationFailed', 'no processor model has only what all the processors have', {
    domain: 'cpu',
  })
}

interface Baseline extends Nearest {
  readonly vendor: string | undefined
  readonly common: readonly string[]
  readonly only: boolean
  readonly expand: boolean
}

function document({ model, features, vendor, common, only, expand }: Baseline): string {
  const shown = new Set(common.filter((name) => expand || !features.has(name)))
  return formatXmlIndented(
    element('cpu', { mode: 'custom', match: 'exact' }, [
      element('model', { fallback: only ? 'forbid' : 'allow' }, [model]),
      ...(vendor === undefined ? [] : [element('vendor', {}, [vendor])]),
      ...x86Features
        .filter((name) => shown.has(name))
        .map((name) => element('feature', { policy: 'require', name })),
    ]),
  )
}

/** The model that is nearest to a processor, with the features that it has beyond it. */
export function modelOf({ vendor, features }: CpuFacts): { model: string; more: readonly string[] } {
  const nearest = nearestModel(features, vendor, [])
  return {
    model: nearest.model,
    more: x86Features.filter((name) => features.has(name) && !nearest.features.has(name)),
  }
}
