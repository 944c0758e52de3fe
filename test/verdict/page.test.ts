import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { QUIET_REASONS } from '#shared/verdict/model/quiet.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const PAGE = read('docs/verdicts.md')
const SOURCES = read('shared/verdict/model/rule.ts') + read('shared/verdict/model/verdict.ts')

/** The strings of a union type of the model. */
function wordsOf(type: string): string[] {
  const body = new RegExp(`export type ${type} =([\\s\\S]*?)\\n\\n`).exec(SOURCES)?.[1] ?? ''
  return [...body.matchAll(/'([a-z-]+)'/g)].map(([, word]) => word as string)
}

const headings = [...PAGE.matchAll(/^### (\S+)$/gm)].map(([, id]) => id)
/** Words of the first column of the table of tiers. */
const words = [...PAGE.matchAll(/^\| ([a-z, -]+) \|/gm)].flatMap(([, cell]) => (cell as string).split(', '))

describe('docs/verdicts.md', () => {
  it('has a heading for each rule, and none for a rule or a word that does not exist', () => {
    expect(wordsOf('RuleId').length).toBeGreaterThan(10)
    expect(headings).toEqual(expect.arrayContaining(wordsOf('RuleId')))
    expect([...wordsOf('RuleId'), ...QUIET_REASONS]).toEqual(expect.arrayContaining(headings))
  })

  it('knows every file of a rule', () => {
    const files = readdirSync(new URL('../../shared/verdict/rules', import.meta.url))
    const rules = files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.replace('.ts', ''))
      .filter((name) => name !== 'life-rule')
    expect(headings).toEqual(expect.arrayContaining(rules))
  })

  it('explains every tier', () => {
    expect(wordsOf('Tier').length).toBeGreaterThan(3)
    expect(words).toEqual(expect.arrayContaining(wordsOf('Tier')))
  })

  it('explains every reason why a stack is no finding', () => {
    expect(words).toEqual(expect.arrayContaining([...QUIET_REASONS]))
  })
})
