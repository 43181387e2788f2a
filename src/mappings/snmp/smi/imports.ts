import type { MibDefinition, TableDef } from './definition.ts'
import type { Syntax } from './syntax.ts'
import { wrapped } from './text.ts'

/** Names that a module imports, by module; those of SNMPv2-SMI first. */
export function importsOf<View>(definition: MibDefinition<View>, root: string | undefined): string {
  const imports = new Imports(definition.module)
  imports.add('SNMPv2-SMI', 'MODULE-IDENTITY')
  if (root !== undefined) imports.add('SNMPv2-SMI', root)
  if (definition.conventions?.length) imports.add('SNMPv2-TC', 'TEXTUAL-CONVENTION')
  for (const convention of definition.conventions ?? []) {
    for (const [module, symbol] of convention.imports ?? []) imports.add(module, symbol)
  }
  const syntaxes = syntaxesOf(definition)
  if (syntaxes.length > 0) imports.add('SNMPv2-SMI', 'OBJECT-TYPE')
  for (const { from } of syntaxes) if (from) imports.add(...from)
  if (definition.notifications?.length) imports.add('SNMPv2-SMI', 'NOTIFICATION-TYPE')
  for (const { kind } of definition.groups ?? []) {
    imports.add('SNMPv2-CONF', kind === 'objects' ? 'OBJECT-GROUP' : 'NOTIFICATION-GROUP')
  }
  if (definition.compliances?.length) imports.add('SNMPv2-CONF', 'MODULE-COMPLIANCE')
  for (const name of foreignNames(definition)) {
    imports.add(definition.foreign?.[name] ?? definition.module, name)
  }
  return imports.text()
}

function syntaxesOf<View>(definition: MibDefinition<View>): Syntax[] {
  return [
    ...(definition.scalars ?? []).flatMap((group) => group.scalars),
    ...(definition.notifyOnly ?? []),
    ...(definition.tables ?? []).flatMap((table) => [...table.keys, ...table.columns]),
  ].map((object) => object.syntax)
}

/** Objects and rows that tables and notifications name and the module does not declare. */
function foreignNames<View>(definition: MibDefinition<View>): string[] {
  const indexes = (definition.tables ?? []).flatMap((table) => indexNames(table))
  const notified = (definition.notifications ?? []).flatMap(({ objects }) => objects)
  return [...indexes, ...notified].filter((name) => definition.foreign?.[name])
}

function indexNames<View>(table: TableDef<View, unknown>): readonly string[] {
  return 'augments' in table.index ? [table.index.augments] : table.index
}

class Imports {
  readonly #own: string
  readonly #symbols = new Map<string, Set<string>>([['SNMPv2-SMI', new Set()]])

  constructor(own: string) {
    this.#own = own
  }

  add(module: string, symbol: string): void {
    if (module === this.#own) return
    const symbols = this.#symbols.get(module) ?? new Set()
    this.#symbols.set(module, symbols.add(symbol))
  }

  text(): string {
    const blocks = [...this.#symbols].map(
      ([module, symbols]) => `    ${wrapped([...symbols].join(', ')).join('\n    ')}\n        FROM ${module}`,
    )
    return `IMPORTS\n${blocks.join('\n')};`
  }
}
