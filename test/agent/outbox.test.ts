import { mkdir, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { type Answer, type Later, noAnswer } from '#cli/agent/answer.ts'
import { noCounts } from '#cli/agent/counts.ts'
import type { Fields } from '#cli/agent/log.ts'
import { Outbox, type RetryPauses } from '#cli/agent/outbox.ts'
import type { PushItem } from '#cli/agent/push-item.ts'
import { Spool, type SpoolLimits } from '#cli/agent/spool.ts'
import { withFolder } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'

const WIDE: SpoolLimits = { bytes: 1_000_000, files: 100 }
const ANSWERS: Readonly<Record<'taken' | 'refused' | 'later' | 'undelivered', Answer>> = {
  taken: { is: 'taken', decision: 'stored' },
  refused: { is: 'refused', why: 'answered 413' },
  later: noAnswer('answered 503'),
  undelivered: { ...noAnswer('a proxy answers'), trouble: 'not delivered', todo: 'is the URL right?' },
}
const TOKEN: Answer = {
  ...noAnswer('answered 401'),
  trouble: 'token refused',
  todo: 'start the agent again with another token',
}
const item = (number: number): PushItem => ({
  path: `/v1/profiles?service=s${number}`,
  body: new Uint8Array([7]),
})

/**
 * An outbox over a real spool, a server that gives these answers and then takes all, and what was logged. Its time passes
 * where it sleeps alone.
 */
async function outboxOf(
  folder: string,
  limits: SpoolLimits,
  answers: readonly Answer[] = [],
  pauses = SHORT,
  rest: (signal: AbortSignal) => Promise<unknown> = async () => undefined,
) {
  const left = [...answers]
  const sent: PushItem[] = []
  const tries: string[][] = []
  const next: unknown[] = []
  const sleeps: number[] = []
  const lines: { readonly event: string; readonly fields: Fields }[] = []
  const spool = await Spool.open(folder, limits)
  const counts = noCounts()
  const stop = new AbortController()
  let now = 1_000_000
  const outbox = new Outbox(
    {
      ...{ spool, counts, random: () => 1, pauses, onNext: (_, wanted) => next.push(wanted) },
      clock: {
        now: () => now,
        sleep: async (ms, signal) => {
          sleeps.push(ms)
          await rest(signal)
          if (!signal.aborted) now += Math.max(0, ms)
        },
      },
      log: (event, fields = {}) => lines.push({ event, fields }),
      send: async (pushes) => {
        tries.push(pushes.map(nameOf))
        const given: Answer[] = []
        for (const push of pushes) {
          const answer = left.shift() ?? ANSWERS.taken
          given.push(answer)
          if (answer.is === 'taken') sent.push(push)
          if (answer.is === 'later') break
        }
        return given
      },
    },
    stop.signal,
  )
  const logged = (event: string): Fields[] =>
    lines.filter((line) => line.event === event).map(({ fields }) => fields)
  /** Sends what the spool holds until it is empty. */
  const runUntilEmpty = async (): Promise<void> => {
    const running = outbox.run()
    await vi.waitUntil(() => spool.size === 0, { timeout: 30_000, interval: 1 })
    stop.abort()
    await running
  }
  return { outbox, spool, counts, sent, tries, next, sleeps, lines, logged, stop, runUntilEmpty }
}

/** Waits until its signal. */
const never = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
const nameOf = ({ path }: PushItem): string => path.slice(path.indexOf('=') + 1)
/** Milliseconds, far under those of an agent: they pass in real time. */
const SHORT: RetryPauses = { first: 1, last: 4 }

describe('an outbox', () => {
  test('loses no push without a count and a line, whatever the server answers', () => {
    const answers = fc.array(fc.constantFrom(...Object.values(ANSWERS)), { maxLength: 30 })
    return fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), answers, (pushes, given) =>
        withFolder(async (folder) => {
          const { outbox, spool, counts, sent, logged } = await outboxOf(folder, { ...WIDE, files: 3 }, given)
          for (let i = 0; i < pushes; i++) await outbox.deliver(item(i))
          await outbox.flush()
          expect(counts.sent + counts.refused + counts.dropped + spool.size).toBe(pushes)
          expect(sent).toHaveLength(counts.sent)
          expect(logged('refused')).toHaveLength(counts.refused)
          const dropped = logged('dropped').map((line) => Number(line.pushes))
          expect(dropped.every((number) => number > 0)).toBe(true)
          expect(dropped.reduce((sum, number) => sum + number, 0)).toBe(counts.dropped)
        }),
      ),
      { numRuns: 20 },
    )
  })

  test('says of a push that cannot be kept why, and goes on', () =>
    withFolder(async (home) => {
      const folder = join(home, 'spool')
      const away = [ANSWERS.later, ANSWERS.later, ANSWERS.later]
      const { outbox, spool, counts, logged } = await outboxOf(folder, WIDE, away)
      await rm(folder, { recursive: true })
      await outbox.deliver(item(1))
      expect(logged('dropped')).toEqual([
        { pushes: 1, why: 'the spool cannot be written: the folder is gone' },
      ])
      expect([counts.dropped, counts.spooled, spool.size]).toEqual([1, 0, 0])
      await outbox.deliver(item(2))
      expect([counts.sent, logged('dropped').length]).toEqual([1, 1])
    }))

  test('says how many files it has set aside, and sends the others', () =>
    withFolder(async (folder) => {
      const before = await Spool.open(folder, WIDE)
      for (let i = 0; i < 3; i++) await before.put(item(i))
      await truncate(join(folder, '000000000001.push'), 5)
      const { outbox, counts, sent, logged } = await outboxOf(folder, WIDE)
      await outbox.flush()
      expect(logged('set aside')).toEqual([{ files: 1, why: 'not readable' }])
      expect([counts.sent, sent.map(({ path }) => path)]).toEqual([2, [item(1).path, item(2).path]])
    }))

  test('says once that the server is away, and flushes nothing to it', () =>
    withFolder(async (folder) => {
      const away = Array.from({ length: 3 }, () => ANSWERS.later)
      const { outbox, counts, sent, logged } = await outboxOf(folder, WIDE, away)
      await outbox.deliver(item(1))
      await outbox.deliver(item(2))
      await outbox.flush()
      expect([counts.spooled, sent.length]).toEqual([2, 0])
      expect(logged('server away')).toEqual([{ why: 'answered 503' }])
    }))

  test('says each time that the server goes away and comes back', () =>
    withFolder(async (folder) => {
      const { later, taken } = ANSWERS
      const { outbox, spool, lines } = await outboxOf(folder, WIDE, [later, taken, later, later, taken])
      for (let i = 0; i < 3; i++) await outbox.deliver(item(i))
      expect(lines.map(({ event }) => event)).toEqual([
        'server away',
        'server back',
        'server away',
        'server back',
      ])
      expect(spool.size).toBe(0)
    }))

  test('tries a push three times before it waits in the spool, and one that a person has to mend once', () =>
    withFolder(async (folder) => {
      const { later, undelivered } = ANSWERS
      const away = await outboxOf(folder, WIDE, [later, later, later])
      await away.outbox.deliver(item(1))
      expect([away.tries.length, away.spool.size]).toEqual([3, 1])
      for (const answer of [undelivered, TOKEN]) {
        const home = join(folder, answer === TOKEN ? 'token' : 'proxy')
        const { outbox, tries, spool, lines } = await outboxOf(home, WIDE, [answer])
        await outbox.deliver(item(1))
        expect([tries.length, spool.size]).toEqual([1, 1])
        const { trouble, why, todo } = answer as Later
        expect(lines).toEqual([{ event: trouble, fields: { why, todo } }])
      }
    }))

  test('waits as long as the server asks for, and a little by chance', () =>
    withFolder(async (folder) => {
      const asked = { ...ANSWERS.later, afterSeconds: 7 } as Later
      const { outbox, sleeps } = await outboxOf(folder, WIDE, [asked, ANSWERS.later], { first: 8, last: 8 })
      await outbox.deliver(item(1))
      const [first = 0, second = 0] = sleeps
      // What is left beyond the pause that follows (8 ms, twice as long at most), and a quarter of that pause.
      expect(first).toBeGreaterThan(7_000 - 16 + 2 - 1)
      expect(first).toBeLessThan(7_000)
      expect(second).toBeGreaterThanOrEqual(2)
      expect(second).toBeLessThanOrEqual(4)
    }))

  test('counts what was there already, and hears what is wanted next', () =>
    withFolder(async (folder) => {
      const wanted = { afterSeconds: 60, want: ['debug=2'] }
      const { outbox, counts, next } = await outboxOf(folder, WIDE, [
        { is: 'taken', decision: 'duplicate' },
        { is: 'taken', decision: 'coalesced', next: wanted },
        { is: 'taken', decision: 'stored', next: wanted },
      ])
      for (let i = 0; i < 3; i++) await outbox.deliver(item(i))
      expect(counts).toMatchObject({ sent: 3, duplicate: 1, coalesced: 1 })
      expect(next).toEqual([wanted, wanted])
    }))
})

describe('what an outbox holds', () => {
  const profile = (service: string, goroutines: number): PushItem => ({
    path: `/v1/profiles?service=${service}`,
    body: new Uint8Array(dump({ 'main.wait < main.main': goroutines })),
  })
  const HOLD: Answer = {
    is: 'taken',
    decision: 'stored',
    next: { afterSeconds: 60, want: [], holdSeconds: 600 },
  }

  test('goes together when it is due, and takes along nothing before it was told that it may wait', () =>
    withFolder(async (folder) => {
      const { outbox, tries, sleeps, stop } = await outboxOf(folder, WIDE, [HOLD])
      const keeping = outbox.keep()
      await outbox.deliver(profile('a', 5))
      expect([tries, outbox.held]).toEqual([[['a']], 0])
      await outbox.deliver(profile('a', 6))
      await vi.waitUntil(() => tries.length === 2, { timeout: 30_000, interval: 1 })
      expect([tries[1], sleeps, outbox.held]).toEqual([['a'], [600_000], 0])
      stop.abort()
      await keeping
    }))

  test('goes at once with what jumps, at the end, and with a dump that somebody waits for', () =>
    withFolder(async (folder) => {
      const { outbox, tries, stop } = await outboxOf(folder, WIDE, [HOLD, HOLD], SHORT, never)
      const keeping = outbox.keep()
      await outbox.deliver(profile('a', 5))
      await outbox.deliver(profile('b', 5))
      for (const goroutines of [6, 7]) await outbox.deliver(profile('a', goroutines))
      await outbox.deliver(profile('b', 6))
      expect([tries.length, outbox.held]).toEqual([2, 3])
      await outbox.deliver(profile('a', 900))
      expect([tries[2], outbox.held]).toEqual([['a', 'a', 'b', 'a'], 0])
      await outbox.deliver(profile('b', 7))
      await outbox.deliver({ ...profile('b', 7), body: new Uint8Array([7]) })
      expect([tries[3], outbox.held]).toEqual([['b', 'b'], 0])
      await outbox.deliver(profile('b', 8))
      await outbox.letGo()
      expect([tries[4], outbox.held]).toEqual([['b'], 0])
      // Nobody keeps what would wait.
      await outbox.deliver(profile('b', 9))
      expect(tries).toHaveLength(6)
      stop.abort()
      await keeping
    }))
})

describe('the spool of an outbox', () => {
  /** Pushes that an earlier agent left. */
  const leave = async (folder: string, count: number): Promise<void> => {
    const before = await Spool.open(folder, { bytes: 1e9, files: 1_000 })
    for (let i = 0; i < count; i++) await before.put(item(i))
  }
  const names = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, i) => `s${from + i}`)

  test('goes out a hundred at once, the oldest first, and nothing before it', () =>
    withFolder(async (folder) => {
      await leave(folder, 230)
      const { outbox, tries, spool } = await outboxOf(folder, { bytes: 1e9, files: 1_000 })
      await outbox.deliver(item(230))
      expect([tries, spool.size]).toEqual([[], 231])
      await outbox.flush()
      expect(tries).toEqual([names(0, 100), names(100, 200), names(200, 231)])
    }))

  test('lets others pass a push that is not delivered, each by itself, and tells of it once', () =>
    withFolder(async (folder) => {
      await leave(folder, 4)
      const { taken, undelivered } = ANSWERS
      const { outbox, tries, spool, logged, lines } = await outboxOf(folder, WIDE, [
        taken,
        undelivered,
        taken,
      ])
      await outbox.flush()
      expect(tries).toEqual([names(0, 4), ['s2'], ['s3']])
      expect(spool.size).toBe(1)
      expect(logged('not delivered')).toEqual([{ why: 'a proxy answers', todo: 'is the URL right?' }])
      expect(lines).toHaveLength(1)
    }))

  test('is left alone at the end where a second push is not delivered either: it is not the push', () =>
    withFolder(async (folder) => {
      await leave(folder, 4)
      const { undelivered } = ANSWERS
      const { outbox, tries, spool } = await outboxOf(folder, WIDE, [undelivered, undelivered])
      await outbox.flush()
      expect(tries).toEqual([names(0, 4), ['s1']])
      expect(spool.size).toBe(4)
    }))

  test('is tried for as long as it takes, whatever keeps it from the server', () =>
    withFolder(async (folder) => {
      await leave(folder, 3)
      const { later, undelivered } = ANSWERS
      const answers = [TOKEN, later, later, later, later, undelivered, undelivered, undelivered, TOKEN]
      const agent = await outboxOf(folder, WIDE, answers)
      await agent.runUntilEmpty()
      expect(agent.counts).toMatchObject({ sent: 3, dropped: 0, refused: 0 })
      expect(new Set(agent.sent.map(nameOf))).toEqual(new Set(names(0, 3)))
      const events = agent.lines.map(({ event }) => event)
      expect(events).toEqual([
        'token refused',
        'server away',
        'not delivered',
        'token refused',
        'server back',
      ])
    }))

  test('tries a push that stands behind again after the longest pause', () =>
    withFolder(async (folder) => {
      await leave(folder, 1)
      const agent = await outboxOf(folder, WIDE, [ANSWERS.undelivered])
      await agent.runUntilEmpty()
      expect(agent.tries).toEqual([['s0'], ['s0']])
      expect(agent.sleeps).toEqual([SHORT.last])
    }))

  test('takes longer and longer pauses while no push is delivered', () =>
    withFolder(async (folder) => {
      await leave(folder, 4)
      const pauses = { first: 1, last: 50 }
      const agent = await outboxOf(folder, WIDE, Array(4).fill(ANSWERS.undelivered), pauses)
      await agent.runUntilEmpty()
      expect(agent.tries.slice(0, 4).flat()).toEqual([...names(0, 4), ...names(1, 4)])
      expect(agent.sleeps.slice(0, 3)).toEqual([4, 8, 16])
    }))

  test('says that what was sent cannot be removed', () =>
    withFolder(async (folder) => {
      await leave(folder, 1)
      const agent = await outboxOf(folder, WIDE)
      const remove = agent.spool.remove.bind(agent.spool)
      agent.spool.remove = async (held) => {
        await rm(join(folder, held.name))
        await mkdir(join(folder, held.name))
        return remove(held)
      }
      await agent.outbox.flush()
      expect(agent.counts.sent).toBe(1)
      expect(agent.logged('spool')).toEqual([
        { why: expect.stringMatching(/^what was sent cannot be removed and is sent again: /) },
      ])
    }))
})
