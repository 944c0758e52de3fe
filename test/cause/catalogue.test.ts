import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '#shared/cause/catalogue.ts'
import { speaksForLeak } from '#shared/cause/cause.ts'

/** Members of an entry and of a pattern: a name beside these would be written and never looked at. */
const MEMBERS =
  `id group basis title class bound where match answeredBy companions unless why fix snippet holds fromTwo links whenGrowing variants`.split(
    ' ',
  )
const PATTERN_MEMBERS =
  `top any none called by state ownLeaf leafLost libraryLeaf ownCaller bare receive wakes origin`.split(' ')

describe('the catalogue', () => {
  it('has each number once, from 1 on without a gap', () => {
    const ids = CATALOGUE.map(({ id }) => Number(id)).sort((a, b) => a - b)
    expect(ids).toEqual(Array.from({ length: CATALOGUE.length }, (_, i) => i + 1))
  })

  it.each(CATALOGUE)('suppresses entry $id, of class $class, up to a bound at most', (cause) => {
    expect(cause.bound === undefined).toBe(cause.class === 'leak')
    expect(cause.bound ?? 1).toBeGreaterThanOrEqual(1)
    expect(speaksForLeak(cause, 1_000_000)).toBe(cause.class === 'leak' || cause.class === 'background')
    expect(speaksForLeak(cause, 1)).toBe(cause.class === 'leak')
  })

  it.each(CATALOGUE)('says of entry $id nothing that is not read', (cause) => {
    expect(MEMBERS).toEqual(expect.arrayContaining(Object.keys(cause)))
    for (const pattern of [...cause.match, ...(cause.companions ?? [])]) {
      expect(PATTERN_MEMBERS).toEqual(expect.arrayContaining(Object.keys(pattern)))
      expect(Object.keys(pattern)).not.toHaveLength(0)
    }
  })

  it.each(CATALOGUE.filter(({ answeredBy }) => answeredBy !== undefined))(
    'answers entry $answeredBy for entry $id, which stands behind it',
    ({ id, answeredBy = '' }) => {
      const at = (wanted: string) => CATALOGUE.findIndex((cause) => cause.id === wanted)
      expect(at(answeredBy)).toBeGreaterThanOrEqual(0)
      expect(at(answeredBy)).toBeLessThan(at(id))
    },
  )

  it.each(CATALOGUE)(
    'explains entry $id, $title, in sentences with sources',
    ({ title, where, why, fix, whenGrowing, variants = [], links }) => {
      expect(title).toMatch(/[^.]$/)
      expect(where).toMatch(/^[a-z].*[^.]$/)
      const all = [
        why,
        fix,
        ...Object.values(whenGrowing ?? {}),
        ...variants.flatMap((one) => [one.why ?? why, one.fix]),
      ]
      for (const sentences of all) expect(sentences).toMatch(/^\S.*[^\s]\.$/)
      expect(links.length).toBeGreaterThan(0)
      for (const link of links) expect(new URL(link).protocol).toBe('https:')
    },
  )

  it.each(CATALOGUE.filter(({ snippet }) => snippet !== undefined))(
    'shows for entry $id how the leak is mended',
    ({ snippet }) => {
      expect(snippet?.before).not.toBe(snippet?.after)
      for (const code of Object.values(snippet ?? {})) expect(code).not.toMatch(/^ |\n\n\n|\s$/)
    },
  )
})
