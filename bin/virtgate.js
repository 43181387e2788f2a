#!/usr/bin/env node
const major = Number(process.versions.node.split('.')[0])
if (major < 20) {
  console.error(`virtgate: Node ${process.versions.node} is too old; install Node 20 or newer`)
  process.exit(1)
}

let main
try {
  ;({ main } = await import('../dist/main.js'))
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('dist')) throw error
  console.error("virtgate: it is not built yet; run 'npm start', or 'npm run build'")
  process.exit(1)
}
await main(process.argv.slice(2))
