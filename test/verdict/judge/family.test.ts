import { describe, expect, it } from 'vitest'
import type { Signature } from '#shared/signature/signature.ts'
import { headline } from '#shared/verdict/judge/explain.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, lifeOf, START, signatureOf } from '#test/support/lives.ts'

/** Workers of one pool, each stuck in a place of its own. */
const ENTRY = 'example.com/shop/pool.(*Pool).work'
const stackOf = (place: string) =>
  signatureOf([`example.com/shop/${place}.wait`, 'example.com/shop/pool.do', ENTRY])
const PLACES = ['cart', 'price', 'stock', 'mail', 'tax', 'log', 'quota', 'image'].map(stackOf)

/** 1 an hour in all, spread evenly over the places: 9 each in three days, which is below what counts alone. */
const spread = () =>
  lifeOf(Object.fromEntries(PLACES.map(({ id }, i) => [id, counted(72, (hour) => 2 + (hour + i) / 8)])))

describe('a family', () => {
  it('grows where none of its signatures grows enough alone', () => {
    const { verdicts } = judge(inputOf([spread()], PLACES))
    expect(verdicts).toHaveLength(1)
    const [verdict] = verdicts as [(typeof verdicts)[0]]
    const { members, perHour } = verdict
    expect(members[0]).toMatchObject({ stack: ['example.com/shop/pool.do', ENTRY], stacks: 8, entry: ENTRY })
    expect(Math.abs(perHour - 1)).toBeLessThanOrEqual(0.15)
    expect(headline('checkout', verdict, START)).toContain(`spread over 8 stacks of ${ENTRY}`)
  })

  it('is not spoken of where one signature carries the growth', () => {
    const [one, ...others] = PLACES as [(typeof PLACES)[0], ...typeof PLACES]
    const flat = Object.fromEntries(others.map(({ id }) => [id, counted(72, () => 2)]))
    const life = lifeOf({ ...flat, [one.id]: counted(72, (hour) => 2 + hour) })
    const { verdicts } = judge(inputOf([life], PLACES))
    expect(verdicts.map(({ members }) => members[0].signature)).toEqual([one.id])
  })

  it('grows where its goroutines all went on to wait elsewhere', () => {
    const [reads, sends] = ['readEvents', 'sendEvent'].map((name) =>
      signatureOf([
        `github.com/fsnotify/fsnotify.${name}`,
        'github.com/fsnotify/fsnotify.(*inotify).readEvents',
      ]),
    ) as [Signature, Signature]
    const moved = 60
    const life = lifeOf({
      [reads.id]: counted(120, (hour) => (hour % moved) / 2),
      [sends.id]: counted(120, (hour) => (hour < moved ? 0 : moved / 2)),
    })
    const { verdicts } = judge(inputOf([life], [reads, sends]))
    expect(verdicts).toMatchObject([{ tier: 'probable', members: [{ stacks: 2 }], cause: { id: '67' } }])
  })

  it('needs three stacks', () => {
    const [one, two] = PLACES.slice(0, 2).map(({ id }) => id) as [string, string]
    const life = lifeOf({ [one]: counted(72, (hour) => hour / 10), [two]: counted(72, (hour) => hour / 10) })
    expect(judge(inputOf([life], PLACES)).verdicts).toEqual([])
  })
})
