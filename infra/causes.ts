/** Writes docs/causes from the catalogue: `npm run causes`. */

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CATALOGUE } from '#shared/cause/catalogue.ts'
import { causePages } from '#shared/cause/page.ts'

const folder = fileURLToPath(new URL('../docs/causes/', import.meta.url))
const pages = causePages(CATALOGUE)

mkdirSync(folder, { recursive: true })
for (const { name, text } of pages) writeFileSync(`${folder}${name}`, text)
const written = new Set(pages.map(({ name }) => name))
for (const name of readdirSync(folder)) if (!written.has(name)) rmSync(`${folder}${name}`)
process.stdout.write(`docs/causes: ${pages.length} pages\n`)
