import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Intention, type ServiceSettings } from '#shared/settings/settings.ts'
import { DAY } from '#shared/time.ts'
import { explain } from '#shared/verdict/judge/explain.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, lifeOf, START, signatureOf } from '#test/support/lives.ts'
import * as shape from '../shapes.ts'
import { IDLE_READ_LOOP, OWN_WORKER, WRITE_LOOP } from '../stacks.ts'

const SIGNATURES = [OWN_WORKER, IDLE_READ_LOOP, WRITE_LOOP]
const LEAKING = lifeOf({ [OWN_WORKER.id]: shape.leak })
const most = shape.leak.at(-1) ?? 0

const withSettings = (more: Partial<ServiceSettings>, lives = [LEAKING], signatures = SIGNATURES) =>
  judge({ ...inputOf(lives, signatures), settings: { ...DEFAULT_SETTINGS, ...more } })
const intend = (intention: Intention, lives = [LEAKING]) => withSettings({ intended: [intention] }, lives)

describe('a leak that the settings call intended', () => {
  it.each<[string, Intention]>([
    ['its innermost function', { top: 'os.(*File).Sync' }],
    ['any of its functions', { any: 'example.com/shop/cart.(*Store).flush' }],
    ['a wildcard', { any: '**.(*Store).flush' }],
    ['whoever started it', { creator: 'example.com/shop/cart.(*Store).Put' }],
  ])('by %s is no finding', (_, intention) => {
    const { verdicts, others } = intend({ ...intention, reason: 'one per cart' })
    expect(verdicts).toEqual([])
    const [[word, pattern]] = Object.entries(intention) as [[string, string]]
    const words = word === 'creator' ? word : `${word} frame`
    expect(others).toMatchObject([
      { verdict: 'intended', why: `the settings mark ${words} ${pattern} as intended (one per cart)` },
    ])
  })

  it.each<[string, Intention]>([
    ['another innermost function', { top: 'example.com/shop/cart.(*Store).flush' }],
    ['a part of a name', { any: 'os.(*File)' }],
    ['another creator', { creator: 'main.main' }],
  ])('by %s is one as before', (_, intention) => {
    expect(intend(intention).verdicts).toHaveLength(1)
  })

  it('by a creator that no dump has told is one as before', () => {
    const untold = signatureOf(OWN_WORKER.frames)
    const { verdicts } = withSettings({ intended: [{ creator: '**.Put' }] }, [LEAKING], [untold])
    expect(verdicts).toHaveLength(1)
  })

  it('up to a number is one beyond it', () => {
    expect(intend({ any: '**.flush', atMost: most }).others).toMatchObject([
      {
        verdict: 'intended',
        why: `the settings mark any frame **.flush as intended; ${most} goroutines in the largest process; threshold: at most ${most}`,
      },
    ])
    expect(intend({ any: '**.flush', atMost: most - 1 }).verdicts).toHaveLength(1)
  })

  it('up to a number in each process is held against the processes that run now', () => {
    const restarted = lifeOf({ [OWN_WORKER.id]: shape.flat }, { from: START + 9 * DAY })
    const intention = { any: '**.flush', atMost: shape.flat.at(-1) ?? 0 }
    expect(intend(intention, [LEAKING, restarted]).verdicts).toEqual([])
    expect(intend(intention, [LEAKING]).verdicts).toHaveLength(1)
  })

  it('takes its twin out of the finding and leaves the other', () => {
    const pair = lifeOf({ [IDLE_READ_LOOP.id]: shape.leak, [WRITE_LOOP.id]: shape.leak })
    const members = (settings: Partial<ServiceSettings>) =>
      withSettings(settings, [pair]).verdicts.flatMap((verdict) =>
        verdict.members.map(({ signature }) => signature),
      )
    expect(members({})).toHaveLength(2)
    expect(members({ intended: [{ any: '**.writeLoop' }] })).toEqual([IDLE_READ_LOOP.id])
  })
})

describe('prefixes of own code', () => {
  it('name the frame nearest to the leaf that belongs to them', () => {
    const library = signatureOf(['runtime.x', 'github.com/us/queue.(*Q).wait', 'main.run'], {
      ownCode: 'main.run',
    })
    const lives = [lifeOf({ [library.id]: shape.leak })]
    const ownCode = (settings: Partial<ServiceSettings>) =>
      withSettings(settings, lives, [library]).verdicts[0]?.members[0].ownCode
    expect(ownCode({})).toBe('main.run')
    expect(ownCode({ ownCode: ['github.com/us'] })).toBe('github.com/us/queue.(*Q).wait')
    expect(ownCode({ ownCode: ['github.com/you'] })).toBe('main.run')
  })
})

describe('limits', () => {
  const limits = { goroutines: undefined, descriptors: 65_536 }
  const rising = counted(48, (hour) => 20 + 60 * hour)

  it('of goroutines count every goroutine of the process, and both twins', () => {
    const lives = [
      lifeOf({
        [IDLE_READ_LOOP.id]: rising,
        [WRITE_LOOP.id]: rising,
        [OWN_WORKER.id]: rising.map(() => 1_000),
      }),
    ]
    const [verdict] = withSettings({ limits: { ...limits, goroutines: 20_000 } }, lives).verdicts
    const left = 20_000 - 1_000 - 2 * (rising.at(-1) ?? 0)
    expect(verdict?.limit).toMatchObject({ what: 'goroutines', limit: 20_000 })
    expect((verdict?.limit?.hours ?? 0) / (left / 120)).toBeCloseTo(1, 1)
    expect(verdict && explain('checkout', verdict, verdict.lastHeard)).toContain(
      'a process reaches its limit of 20,000 goroutines in',
    )
  })

  it('of descriptors are told where they are met first', () => {
    const lives = [lifeOf({ [IDLE_READ_LOOP.id]: rising })]
    const limitOf = (descriptors: number) =>
      withSettings({ limits: { goroutines: 50_000, descriptors } }, lives).verdicts[0]?.limit
    expect(limitOf(4_096)).toMatchObject({ what: 'file descriptors', limit: 4_096 })
    expect(limitOf(65_536)).toMatchObject({ what: 'goroutines', limit: 50_000 })
  })
})
