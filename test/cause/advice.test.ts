import { describe, expect, it } from 'vitest'
import { advised, allNotes, notesOf } from '#shared/cause/advice.ts'
import { CATALOGUE, causeById } from '#shared/cause/catalogue.ts'
import type { Cause } from '#shared/cause/cause.ts'

const UNREAD = causeById('1') as Cause
const NOTHING = { proven: 0, hasLeakProfile: false }

describe('advice', () => {
  it('is the text of the catalogue where nothing more is known', () => {
    for (const cause of CATALOGUE) expect(advised(cause, NOTHING)).toBe(cause)
  })

  it.each([
    { name: 'an older Go', known: { ...NOTHING, goMinor: 26 }, says: [] },
    { name: 'Go 1.27', known: { ...NOTHING, goMinor: 27 }, says: ['Since Go 1.27'] },
    { name: 'a newer Go', known: { ...NOTHING, goMinor: 30 }, says: ['Since Go 1.27'] },
    { name: 'a proof', known: { proven: 3, hasLeakProfile: true }, says: ['The runtime proves'] },
    {
      name: 'no proof',
      known: { proven: 0, hasLeakProfile: true },
      says: ['A goroutineleak profile lists none'],
    },
    {
      name: 'Go 1.27 and a proof',
      known: { goMinor: 27, proven: 3, hasLeakProfile: true },
      says: ['Since Go 1.27', 'The runtime proves'],
    },
  ])('on an unread body with $name says what holds then', ({ known, says }) => {
    const notes = notesOf(UNREAD, known).map(({ why }) => why)
    expect(notes).toHaveLength(says.length)
    says.forEach((beginning, i) => {
      expect(notes[i]?.startsWith(beginning)).toBe(true)
      expect(advised(UNREAD, known).why).toContain(notes[i])
    })
    expect(advised(UNREAD, known).why.startsWith(UNREAD.why)).toBe(true)
  })

  it('lets a proof decide on the fix', () => {
    const { fix } = advised(UNREAD, { goMinor: 27, proven: 3, hasLeakProfile: true })
    expect(fix).toContain('in place of a Transport per request')
  })

  it('is of entries that there are', () => {
    expect(CATALOGUE.filter((cause) => allNotes(cause).length > 0).map(({ id }) => id)).toEqual(['1', '2'])
  })
})
