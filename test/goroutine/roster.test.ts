/** Goroutines of a full dump one by one: ids, argument words, stacks, who started them. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS, type GoroutineProfile } from '#shared/goroutine/model.ts'
import { NO_WORDS, type Roster } from '#shared/goroutine/roster.ts'

const goroutine = (id: number, args: string, more = ''): string =>
  `goroutine ${id} [chan receive, 3 minutes]:\nmain.(*events).wait(${args})\n\t/src/main.go:17 +0x1d\n${more}created by main.main in goroutine 1\n\t/src/main.go:9 +0x2f\n\n`

async function read(text: string, roster = true): Promise<GoroutineProfile> {
  const reading = await readProfile(Buffer.from(text), { ...DEFAULT_READ_LIMITS, roster })
  if (reading.answer === 'broken') throw new Error(reading.broken.detail)
  return reading.profile
}

const rosterOf = async (text: string): Promise<Roster> => {
  const { roster } = await read(text)
  if (roster === undefined) throw new Error('no roster')
  return roster
}

/** Argument words of two goroutines that differ in nothing else. */
const wordsOf = async (a: string, b: string): Promise<readonly number[]> =>
  (await rosterOf(goroutine(7, a) + goroutine(8, b))).words

describe('roster of a full dump', () => {
  it('has a row for each goroutine, in the order of the dump', async () => {
    const text = `${goroutine(9, '0x1')}goroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1\n\n${goroutine(7, '0x2')}`
    const { ids, minutes, groups, creators, creatorNames } = await rosterOf(text)
    expect(ids).toEqual([9, 1, 7])
    expect(minutes).toEqual([3, 0, 3])
    expect(groups).toEqual([0, 1, 0])
    expect(creators).toEqual([0, -1, 0])
    expect(creatorNames).toEqual(['main.main'])
  })

  it('is missing where nobody asked, and changes nothing else', async () => {
    const text = goroutine(7, '0xc000012345') + goroutine(8, '...')
    const { roster, ...asked } = await read(text)
    expect(roster?.ids).toHaveLength(2)
    expect(await read(text, false)).toEqual(asked)
  })

  it('tells argument words apart to the last digit', async () => {
    const [a, b] = await wordsOf('0xd139b5bb001', '0xd139b5bb002')
    expect(a).not.toBe(b)
  })

  it('takes words into the stack of a goroutine for the same when a collection has moved it', async () => {
    const retry = (stack: string): string => `${stack}?, {0x7d4168, 0x3790065e8fc0}, 0x0, {0x0, 0x0?}`
    const [before, after] = await wordsOf(retry('0x379006421ee0'), retry('0x3790066ddee0'))
    expect(before).toBe(after)
    const [one, other] = await wordsOf('0x3790065e8fc0', '0x3790065e97a0')
    expect(one).not.toBe(other)
  })

  it('tells small numbers apart by all of their digits, and where a word ends', async () => {
    const words = [
      ['0x1', '0x801'],
      ['0xffff', '0xf7ff'],
      ['0x1, 0x2', '0x12'],
      ['0x1, _', '0x1'],
    ] as const
    for (const [one, other] of words) {
      const [a, b] = await wordsOf(one, other)
      expect(a, `${one} and ${other}`).not.toBe(b)
    }
  })

  it('takes a word for the same whether the runtime is sure of it or not', async () => {
    const [a, b] = await wordsOf('0xc000012345, {0x726a60, 0x1}', '0xc000012345?, {0x726a60?, 0x1?}')
    expect(a).toBe(b)
  })

  it.each(['...', '', '_', '{...}', '_, ...'])(
    'has no words of arguments that are elided: (%s)',
    async (args) => {
      expect(await wordsOf(args, args)).toEqual([NO_WORDS, NO_WORDS])
    },
  )

  it('compares what is printed beside elided words', async () => {
    const [a, b] = await wordsOf('0x1, _, ...', '0x2, _, ...')
    expect(a).not.toBe(b)
  })

  it('takes words of all frames', async () => {
    const outer = (word: string): string => `main.serve(${word})\n\t/src/main.go:40 +0x9\n`
    const { words } = await rosterOf(goroutine(7, '...', outer('0x1')) + goroutine(8, '...', outer('0x2')))
    expect(words[0]).not.toBe(words[1])
    expect(words).not.toContain(NO_WORDS)
  })

  it('gives the same words whatever stands around a goroutine', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 9 }),
        fc.nat(40),
        async (numbers, others) => {
          const args = numbers.map((number) => `0x${number.toString(16)}`).join(', ')
          const crowd = Array.from({ length: others }, (_, i) => goroutine(100 + i, `0x${i}`)).join('')
          const alone = await rosterOf(goroutine(7, args))
          const among = await rosterOf(crowd + goroutine(7, args))
          expect(among.words.at(-1)).toBe(alone.words[0])
        },
      ),
    )
  })
})
