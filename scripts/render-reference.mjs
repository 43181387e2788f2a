// Renders docs/reference from the model and the error table; scripts/gen.mjs writes it, a test proves it current.

const head = '<!-- Rendered from the model by `npm run gen`; do not edit. -->\n\n'

/** A kind as a reader writes it. */
function kindText(kind) {
  if (typeof kind === 'string') return kind
  if ('enum' in kind)
    return kind.enum.length > 12 ? `one of ${kind.enum.length} words` : kind.enum.join(' \\| ')
  if ('ref' in kind) return `reference to ${kind.ref}`
  if ('list' in kind) return `list of ${kindText(kind.list)}`
  return `record { ${Object.entries(kind.record)
    .map(([name, field]) => `${name}${field.optional ? '?' : ''}`)
    .join(', ')} }`
}

function row(...cells) {
  return `| ${cells.join(' | ')} |\n`
}

function table(header, rows) {
  if (rows.length === 0) return 'None.\n\n'
  return `${row(...header)}${row(...header.map(() => '---'))}${rows.map((cells) => row(...cells)).join('')}\n`
}

function attributes(attrs) {
  return table(
    ['attribute', 'kind', 'unit', 'changes', 'meaning'],
    Object.entries(attrs).map(([name, a]) => [
      `\`${name}\`${a.optional ? ' (optional)' : ''}`,
      kindText(a.kind),
      a.unit ?? '',
      a.freshness,
      a.doc,
    ]),
  )
}

function operations(type, ops) {
  return table(
    ['operation', 'on', 'access', 'permission', 'parameters', 'result', 'what it does'],
    Object.entries(ops).map(([name, op]) => [
      `\`${type}.${name}\``,
      op.on ?? type,
      op.access,
      op.permission,
      Object.entries(op.params)
        .map(([param, p]) => `${param}${p.optional ? '?' : ''}`)
        .join(', '),
      op.result === 'void' ? '' : kindText(op.result),
      `${op.doc}${op.job ? ' Runs as a job.' : ''}`,
    ]),
  )
}

function events(defs) {
  return table(
    ['event', 'fields', 'meaning'],
    Object.entries(defs).map(([name, e]) => [`\`${name}\``, Object.keys(e.fields).join(', '), e.doc]),
  )
}

function objects(model) {
  let text = `${head}# Objects\n\nEvery managed object with its attributes, operations and events. The key of an object is \`<connection>/<local key>\`; the local key is what the line "Key" says.\n\n`
  for (const [type, def] of Object.entries(model)) {
    text += `## ${type}\n\n${def.doc} Key: ${type === 'host' ? 'the word `host`' : def.key}.\n\n`
    text += attributes(def.attrs)
    text += `### Operations\n\n${operations(type, def.ops)}### Events\n\n${events(def.events)}`
  }
  return `${text.trimEnd()}\n`
}

function errors(errorTable) {
  const rows = Object.entries(errorTable).map(([code, e]) => [
    `\`${code}\``,
    e.number,
    e.exit,
    e.retryable ? 'yes' : '',
    e.sentence,
  ])
  return `${head}# Errors\n\nThe code of an error, libvirt's number for it, the exit code of the command line, and whether the same request may succeed when it is repeated.\n\n${table(['code', 'number', 'exit', 'retry', 'meaning'], rows).trimEnd()}\n`
}

/** Path below docs/reference and text of each page. */
export function renderReference({ model, errorTable }) {
  return new Map([
    ['objects.md', objects(model)],
    ['errors.md', errors(errorTable)],
  ])
}
