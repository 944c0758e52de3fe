import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '#shared/cause/catalogue.ts'
import { causePages } from '#shared/cause/page.ts'

const FOLDER = fileURLToPath(new URL('../../docs/causes/', import.meta.url))
const PAGES = causePages(CATALOGUE)
const COMMAND = 'docs/causes is not what shared/cause says: npm run causes'

describe('docs/causes', () => {
  it('has a page for each cause, the index, and nothing else', () => {
    expect(readdirSync(FOLDER).sort(), COMMAND).toEqual(PAGES.map(({ name }) => name).sort())
  })

  it.each(PAGES)('$name is what the catalogue gives', ({ name, text }) => {
    expect(readFileSync(`${FOLDER}${name}`, 'utf8'), COMMAND).toBe(text)
  })

  it('names each page once', () => {
    expect(new Set(PAGES.map(({ name }) => name)).size).toBe(CATALOGUE.length + 1)
  })

  it('links to pages that exist', () => {
    const names = new Set(PAGES.map(({ name }) => name))
    for (const { text } of PAGES)
      for (const [, target = ''] of text.matchAll(/\]\(([^)]+\.md)\)/g)) expect(names).toContain(target)
  })
})
