import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const src = join(root, 'src')

/** Which folders a folder may import besides itself; the longest prefix counts. The table of docs/ARCHITECTURE.md. */
const layers: Readonly<Record<string, readonly string[]>> = {
  'core/errors': ['core/lib'],
  'core/lib': ['core/errors'],
  'core/model': ['core/errors', 'core/lib'],
  'core/log': ['core/errors', 'core/lib'],
  'core/access': ['core/model', 'core/errors', 'core/lib', 'core/contracts.ts'],
  'core/config': ['core/model', 'core/errors', 'core/lib'],
  'core/store': ['core/errors', 'core/lib', 'core/log'],
  'core/settings': ['core/access', 'core/errors', 'core/lib', 'core/log', 'core/model', 'core/uri.ts'],
  'core/uri.ts': ['core/errors', 'core/lib', 'core/driver.ts'],
  'core/contracts.ts': ['core/model', 'core/access'],
  'core/driver.ts': ['core/model', 'core/access', 'core/lib', 'core/log', 'core/store'],
  'core/inventory': ['core'],
  'core/engine': ['core'],
  qmp: ['core/errors', 'core/lib', 'core/log'],
  'drivers/registry.ts': ['core', 'drivers'],
  'drivers/shared': driverCore(),
  'drivers/remote': [...driverCore(), 'drivers/shared', 'rpc/wire', 'rpc/client'],
  'drivers/test': [...driverCore(), 'drivers/shared'],
  'drivers/host-storage': [...driverCore(), 'drivers/shared'],
  'drivers/qemu': [...driverCore(), 'drivers/shared', 'drivers/host-storage', 'qmp'],
  'mappings/snmp': surfaceCore(),
  'rpc/wire': ['core/errors', 'core/lib'],
  'rpc/native': ['core/errors', 'core/lib', 'core/log'],
  'rpc/client': ['core/errors', 'core/lib', 'core/log', 'core/uri.ts', 'rpc/wire'],
  'rpc/auth': [...surfaceCore(), 'core/store/atomic-file.ts', 'rpc/native'],
  'rpc/tls': surfaceCore(),
  rpc: surfaceCore(),
  control: surfaceCore(),
  cli: [...surfaceCore(), 'control'],
  daemon: ['core', 'drivers', 'qmp', 'mappings', 'rpc', 'control', 'cli'],
  'main.ts': ['core', 'cli', 'daemon'],
  'index.ts': ['core', 'drivers/registry.ts', 'control'],
}

function driverCore(): string[] {
  return [
    'core/model',
    'core/errors',
    'core/lib',
    'core/log',
    'core/config',
    'core/access',
    'core/store/object-store.ts',
    'core/store/atomic-file.ts',
    'core/contracts.ts',
    'core/driver.ts',
    'core/uri.ts',
  ]
}

function surfaceCore(): string[] {
  return [
    'core/model',
    'core/errors',
    'core/lib',
    'core/log',
    'core/access',
    'core/config',
    'core/settings',
    'core/contracts.ts',
  ]
}

/** Packages of npm that a folder may import; everything may import Node's own modules. */
const packages: Readonly<Record<string, readonly string[]>> = {
  saxes: ['core/config/xml'],
  yaml: ['core/settings'],
  zod: ['core/settings', 'core/access'],
  execa: ['drivers', 'qmp', 'daemon', 'rpc/client', 'rpc/auth'],
  koffi: ['rpc/native'],
  '@mongodb-js/saslprep': ['rpc/auth', 'rpc/client/auth'],
}

interface Import {
  readonly from: string
  readonly to: string
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

const importPattern =
  /^\s*(?:import|export)\b[^'"]*?\bfrom\s*'([^']+)'|^\s*import\s*'([^']+)'|\bimport\('([^']+)'\)/gm

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  const from = relative(src, file)
  return [...text.matchAll(importPattern)].map((match) => {
    const spec = match[1] ?? match[2] ?? match[3] ?? ''
    return { from, to: spec.startsWith('.') ? relative(src, resolve(dirname(file), spec)) : spec }
  })
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

/** The longest entry of the table that a file is in. */
function layerOf(path: string): string | undefined {
  return Object.keys(layers)
    .filter((folder) => isIn(path, folder))
    .sort((a, b) => b.length - a.length)[0]
}

const sources = files(src)
const imports = sources.flatMap(importsOf)
const own = imports.filter(({ to }) => to.endsWith('.ts'))
const foreign = imports.filter(({ to }) => !to.endsWith('.ts') && !to.startsWith('node:'))

describe('layers', () => {
  test('every file of src is in a layer of the table', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(sources.map((file) => relative(src, file)).filter((file) => layerOf(file) === undefined)).toEqual(
      [],
    )
  })

  test('no file imports what its layer may not', () => {
    expect(own.length).toBeGreaterThan(300)
    const wrong = own.filter(({ from, to }) => {
      const layer = layerOf(from) ?? ''
      return !isIn(to, layer) && !(layers[layer] ?? []).some((folder) => isIn(to, folder))
    })
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  test('packages are imported only where they belong', () => {
    expect(foreign.length).toBeGreaterThan(3)
    const wrong = foreign.filter(({ from, to }) => !(packages[to] ?? []).some((folder) => isIn(from, folder)))
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })
})

describe('source text', () => {
  test('speaks of no unfinished work', () => {
    const marks = /\b(TODO|FIXME|XXX|HACK)\b/
    const found = sources.filter((file) => marks.test(readFileSync(file, 'utf8')))
    expect(found.map((file) => relative(src, file))).toEqual([])
  })
})
