// npm run build: packages, then src/ into dist/.
import { build } from './steps.mjs'

build({ force: true })
