import {
  flexUint,
  oneOf,
  onOff,
  pattern,
  positive,
  string,
  u64,
  uint,
  word,
  yesNo,
} from '../descriptor/codec.ts'
import { cpuset } from '../descriptor/cpuset.ts'
import { type Doc, element, type Mutable, type Site } from '../descriptor/element.ts'
import { attr, child, type DocOf, leaf, list, text } from '../descriptor/field.ts'
import { memory, size } from '../descriptor/size.ts'

const topologyFields = {
  sockets: attr(positive, { required: true }),
  dies: attr(positive),
  clusters: attr(positive),
  cores: attr(positive, { required: true }),
  threads: attr(positive, { required: true }),
}

const policies = oneOf('force', 'require', 'optional', 'disable', 'forbid')

const interconnectCommon = {
  initiator: attr(uint, { required: true }),
  target: attr(uint, { required: true }),
  cache: attr(uint),
  type: attr(oneOf('access', 'read', 'write'), { required: true }),
}

const cell = element(
  {
    id: attr(flexUint, { filled: true }),
    cpus: attr(cpuset),
    memory: attr(memory, { required: true }),
    memAccess: attr(oneOf('shared', 'private')),
    discard: attr(yesNo),
    distances: child(
      element({
        siblings: list(
          element({ id: attr(uint, { required: true }), value: attr(uint, { required: true }) }),
          { name: 'sibling' },
        ),
      }),
    ),
    caches: list(
      element({
        level: attr(uint, { required: true }),
        associativity: attr(oneOf('none', 'direct', 'full'), { required: true }),
        policy: attr(oneOf('none', 'writeback', 'writethrough'), { required: true }),
        size: child(element({ value: attr(u64), unit: attr(word) })),
        line: child(element({ value: attr(u64), unit: attr(word) })),
      }),
      { name: 'cache' },
    ),
  },
  {
    after(draft, site) {
      const before = (site.up?.self.cells as readonly unknown[] | undefined)?.length ?? 0
      draft.id ??= before
    },
  },
)

const numa = element(
  {
    cells: list(cell, { name: 'cell' }),
    interconnects: child(
      element({
        latencies: list(element({ ...interconnectCommon, value: attr(u64, { required: true }) }), {
          name: 'latency',
        }),
        bandwidths: list(element({ ...interconnectCommon, value: attr(size('KiB'), { required: true }) }), {
          name: 'bandwidth',
        }),
      }),
    ),
  },
  {
    after(draft) {
      if (draft.cells !== undefined) draft.cells = [...draft.cells].sort((a, b) => a.id - b.id)
    },
    check(doc, site) {
      const seen = new Set<number>()
      for (const { id } of doc.cells ?? []) {
        if (seen.has(id)) site.fail(`has two cells with the id ${id}`)
        seen.add(id)
      }
      if (seen.size > 0 && ![...seen].every((id) => id < seen.size)) {
        site.fail('has cells whose ids do not count from 0 without a gap')
      }
    },
  },
)

/** A feature of a processor model. */
export const cpuFeature = element({
  policy: attr(policies),
  name: attr(word, { required: true }),
})

const model = element({
  fallback: attr(oneOf('allow', 'forbid')),
  vendor_id: attr(pattern(/^[^,]{12}$/, 'exactly 12 characters without a comma')),
  value: text(string),
})

const cpuFields = {
  mode: attr(oneOf('custom', 'host-model', 'host-passthrough', 'maximum')),
  match: attr(oneOf('minimum', 'exact', 'strict')),
  check: attr(oneOf('none', 'partial', 'full', 'default'), { omit: ['default'] }),
  migratable: attr(onOff),
  deprecatedFeatures: attr(onOff, { name: 'deprecated_features' }),
  model: child(model),
  vendor: leaf(word),
  topology: child(element(topologyFields)),
  cache: child(
    element({
      level: attr(uint),
      mode: attr(oneOf('emulate', 'passthrough', 'disable'), { required: true }),
    }),
  ),
  maxphysaddr: child(
    element({
      mode: attr(oneOf('emulate', 'passthrough'), { required: true }),
      bits: attr(uint),
      limit: attr(uint),
    }),
  ),
  features: list(cpuFeature, { name: 'feature' }),
  numa: child(numa),
}

/** Processor of a domain: model, features, topology and NUMA cells. */
export type CpuDoc = DocOf<typeof cpuFields>

/** Processor of a domain. */
export const cpu = element(cpuFields, { after: completeCpu, check: checkCpu })

function completeCpu(draft: Mutable<CpuDoc>): void {
  if (draft.mode === undefined) {
    if (draft.model !== undefined || draft.match !== undefined) draft.match ??= 'exact'
  } else if (draft.mode === 'custom' && draft.model !== undefined) draft.match ??= 'exact'
  if (
    draft.model?.value !== undefined &&
    (draft.mode === undefined || draft.mode === 'custom' || draft.mode === 'host-model')
  ) {
    const fallback = draft.model.fallback ?? 'allow'
    draft.model = { ...draft.model, fallback }
  }
  if (draft.features === undefined) return
  draft.features = draft.features.map((feature) => ({ ...feature, policy: feature.policy ?? 'require' }))
}

function checkCpu(doc: CpuDoc, site: Site): void {
  const { mode, model, features = [], cache } = doc
  const custom = mode === undefined || mode === 'custom'
  if (custom && model?.value === undefined && features.length > 0) {
    site.fail('has features but no model name')
  }
  const seen = new Set<string>()
  for (const { name } of features) {
    if (seen.has(name)) site.fail(`names the feature '${name}' twice`)
    seen.add(name)
  }
  if (cache?.mode === 'emulate' && cache.level !== undefined && cache.level !== 3) {
    site.fail(`has an emulated cache of level ${cache.level}, expected 3`)
  }
  if (cache?.mode === 'passthrough' && cache.level !== undefined) {
    site.fail("has a cache of mode 'passthrough' with a level")
  }
  if (cache?.mode === 'passthrough' && mode !== 'host-passthrough' && mode !== 'maximum') {
    site.fail(`of mode '${mode ?? 'custom'}' cannot have a cache of mode 'passthrough'`, 'configUnsupported')
  }
}

/** Topology of a processor. */
export type CpuTopologyDoc = Doc<ReturnType<typeof element<typeof topologyFields>>>
