import { describe, expect, it } from 'vitest'
import type { Survivors, SurvivorWord } from '#shared/survivor/survivors.ts'
import { HOUR } from '#shared/time.ts'
import { residentsRule } from '#shared/verdict/corroboration/residents.ts'

const survivors = (word: SurvivorWord, more: Partial<Survivors> = {}): Survivors => ({
  word,
  dumps: 9,
  processes: 1,
  residents: 110,
  joined: 846,
  left: 746,
  early: { came: 400, stayed: 50 },
  watchedHours: 3_000,
  tail: undefined,
  keepsJoining: true,
  neverLeaves: false,
  origin: undefined,
  ...more,
})

describe('residents', () => {
  it.each([
    ['some stay and others keep joining them', survivors('stay-and-keep-joining'), true],
    ['nobody has ever left', survivors('stay-and-keep-joining', { neverLeaves: true }), false],
    ['old ones leave, too', survivors('come-and-go'), false],
    ['nobody joins any more', survivors('stay-but-stopped-joining'), false],
    ['nothing can be told', survivors('too-few-dumps'), false],
    ['no two dumps show the stack', undefined, false],
  ])('where %s speak of a leak: %s', (_, some, want) => {
    expect(residentsRule(some)).toMatchObject({ id: 'residents', fired: want })
  })

  it('are told with what was counted, and the age from which on nobody leaves where there is one', () => {
    const counts = { dumps: 9, residents: 110, joined: 846, left: 746 }
    expect(residentsRule(survivors('come-and-go')).figures).toEqual(counts)
    const tail = { age: 36 * HOUR, left: 1, watched: 180 * HOUR, index: 0.2, p: 0.01 }
    const { figures } = residentsRule(survivors('stay-and-keep-joining', { tail }))
    expect(figures).toEqual({ ...counts, tailHours: 36, tailIndex: 0.2 })
    expect(residentsRule(undefined).figures).toEqual({})
  })
})
