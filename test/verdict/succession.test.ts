import { describe, expect, it } from 'vitest'
import { DAY } from '#shared/time.ts'
import { inOneName, successionsOf } from '#shared/verdict/succession.ts'
import { counted, type LifeFacts, lifeOf, START, signatureOf } from '#test/support/lives.ts'

const OLD = signatureOf(['main.(*queue).take.func1', 'main.(*queue).take'])
const NEW = signatureOf(['main.main.gowrap1.(*queue).take.1', 'main.(*queue).take'])
const NEWER = signatureOf(['main.run.main.(*queue).take.2', 'main.(*queue).take'])
const OTHER = signatureOf(['main.(*queue).put', 'main.(*queue).take'])
const KNOWN = new Map([OLD, NEW, NEWER, OTHER].map((signature) => [signature.id, signature]))

const day = (day: number, ids: readonly { readonly id: string }[], facts: LifeFacts = {}) =>
  lifeOf(Object.fromEntries(ids.map(({ id }) => [id, counted(12, () => 5)])), {
    from: START + day * DAY,
    ...facts,
  })

describe('a signature of a newer build', () => {
  it('goes on as those of older builds, the newest first', () => {
    const lives = [day(0, [OLD]), day(1, [NEW]), day(2, [NEWER])]
    expect(successionsOf(lives, KNOWN)).toEqual(new Map([[NEWER.id, [NEW.id, OLD.id]]]))
  })

  it('goes on as the older one while processes of both run', () => {
    const pods = ['a', 'b', 'c'].map((instance, i) => day(i / 10, [OLD], { instance }))
    const lives = [...pods, day(0.3, [NEW], { instance: 'a' }), day(0.4, [NEW], { instance: 'b' })]
    expect(successionsOf(lives, KNOWN).get(NEW.id)).toEqual([OLD.id])
  })

  it('is another stack where the source has another', () => {
    expect(successionsOf([day(0, [OTHER]), day(1, [NEW])], KNOWN).size).toBe(0)
  })

  it('is another stack where one process has both', () => {
    expect(successionsOf([day(0, [OLD, NEW]), day(1, [NEW])], KNOWN).size).toBe(0)
  })

  it('is another stack where a process with the older one begins later: nothing says what follows what', () => {
    expect(successionsOf([day(0, [OLD]), day(1, [NEW]), day(2, [OLD])], KNOWN).size).toBe(0)
  })

  it('is another stack where its frames are not known', () => {
    expect(successionsOf([day(0, [OLD]), day(1, [NEW])], new Map()).size).toBe(0)
  })

  it('gives its name to the counts of the older ones, and leaves all others', () => {
    const lives = [day(0, [OLD, OTHER]), day(1, [NEW, OTHER])]
    const named = inOneName(lives, successionsOf(lives, KNOWN))
    expect(named.map(({ counts }) => [...counts.keys()].sort())).toEqual([
      [NEW.id, OTHER.id].sort(),
      [NEW.id, OTHER.id].sort(),
    ])
    expect(named[0]?.counts.get(NEW.id)).toBe(lives[0]?.counts.get(OLD.id))
  })
})
