/** Forms met in public reports, the smallest of each, in `test/fixtures/forms`; every name, path and figure is made up. */

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DumpForm } from '#shared/input/clean-dump.ts'
import { cleanOf, profileOf } from './read.ts'

/** A file of a form, listed in `cases.json` beside it. */
interface Case {
  readonly file: string
  readonly name: string
  /** Per stack: goroutines, frames from the leaf on, then states, minutes and creators where there are any. */
  readonly stacks: readonly string[]
  readonly isCut?: boolean
  /** Goroutines that the notes count. */
  readonly noted?: number
}

const FORMS = new URL('../../fixtures/forms/', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, FORMS), 'utf8')
const CASES = (readdirSync(FORMS) as DumpForm[]).map(
  (form) => [form, JSON.parse(read(`${form}/cases.json`)) as readonly Case[]] as const,
)

describe.each(CASES)('a form that people have is read: %s', (form, cases) => {
  it.each(cases)('$name', ({ file, stacks, isCut = false, noted = 0 }) => {
    const clean = cleanOf(read(`${form}/${file}`).split('\n'), form)
    const profile = profileOf(clean.bytes)
    const seen = profile.groups.map(({ count, frames, states, waitMinutes, creators, rootLost }) =>
      [
        `${count} ${frames.join(' < ')}`,
        ...(states.size > 0 ? [`[${[...states.keys()].sort().join(', ')}]`] : []),
        ...(waitMinutes.size > 0
          ? [
              [...waitMinutes.keys()]
                .sort((a, b) => a - b)
                .map((one) => `${one}min`)
                .join(', '),
            ]
          : []),
        ...(creators.size > 0 ? [`by ${[...creators.keys()].join(', ')}`] : []),
        ...(rootLost ? ['cut'] : []),
      ].join(' '),
    )
    expect(seen).toEqual(stacks)
    expect(profile.problems).toEqual([])
    expect({
      isCut: clean.isCut,
      noted: clean.notes.reduce((sum, { goroutines }) => sum + goroutines, 0),
    }).toEqual({ isCut, noted })
  })

  it('has a case for each file', () => {
    const files = readdirSync(new URL(form, FORMS)).filter((file) => file !== 'cases.json')
    expect(files.sort()).toEqual(cases.map(({ file }) => file).sort())
  })
})
