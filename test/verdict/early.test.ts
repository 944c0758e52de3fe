import { describe, expect, it } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, lifeOf, signatureOf } from '#test/support/lives.ts'

const SEND = signatureOf(['example.com/shop/mail.(*Queue).send', 'example.com/shop/mail.run'], {
  ownCode: 'example.com/shop/mail.(*Queue).send',
})
const judged = (counts: readonly number[], step = 10 * MINUTE) =>
  judge(inputOf([lifeOf({ [SEND.id]: counts }, { step })], [SEND]))

describe('a burst', () => {
  it('of 15 a minute is watched before there are points enough to judge it', () => {
    const { verdicts, others } = judged(
      counted(0.3, (hour) => 10 + 900 * hour, MINUTE),
      MINUTE,
    )
    expect(verdicts).toEqual([])
    expect(others).toMatchObject([
      { verdict: 'watch', why: expect.stringMatching(/^255 goroutines came within 17 min and none left/) },
    ])
  })

  it.each([
    { name: 'of 40 goroutines', counts: counted(0.3, (hour) => 10 + 140 * hour, MINUTE) },
    { name: 'that drains in between', counts: counted(0.3, (hour) => 10 + 900 * (hour % 0.1), MINUTE) },
  ])('$name is none', ({ counts }) => {
    expect(judged(counts, MINUTE).others).toMatchObject([{ verdict: 'insufficient' }])
  })
})

describe('a pile-up', () => {
  it('of 12,000 in one place is suspect whatever its trend', () => {
    const { verdicts } = judged(counted(48, () => 12_000))
    expect(verdicts).toMatchObject([
      {
        tier: 'suspect',
        rules: expect.arrayContaining([expect.objectContaining({ id: 'pile-up', fired: true })]),
      },
    ])
  })

  it.each([
    { name: 'of 9,999', counts: counted(48, () => 9_999) },
    { name: 'that drained by the last snapshot', counts: [...counted(48, () => 12_000), 300] },
  ])('$name is none', ({ counts }) => {
    expect(judged(counts).verdicts).toEqual([])
  })
})
