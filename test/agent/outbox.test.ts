import { rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answer, noAnswer } from '#cli/agent/answer.ts'
import { noCounts } from '#cli/agent/counts.ts'
import type { Fields } from '#cli/agent/log.ts'
import { Outbox } from '#cli/agent/outbox.ts'
import type { PushItem } from '#cli/agent/push-item.ts'
import { Spool, type SpoolLimits } from '#cli/agent/spool.ts'
import { withFolder } from '#test/support/cli.ts'

const WIDE: SpoolLimits = { bytes: 1_000_000, files: 100 }
const ANSWERS: Readonly<Record<'taken' | 'refused' | 'later' | 'undelivered', Answer>> = {
  taken: { is: 'taken', decision: 'stored' },
  refused: { is: 'refused', why: 'answered 413' },
  later: noAnswer('answered 503'),
  undelivered: { ...noAnswer('a proxy answers'), trouble: 'not delivered', todo: 'is the URL right?' },
}
const item = (number: number): PushItem => ({
  path: `/v1/profiles?service=s${number}`,
  body: new Uint8Array([7]),
})

/** An outbox over a real spool, a server that gives these answers and then takes all, and what was logged. */
async function outboxOf(folder: string, limits: SpoolLimits, answers: readonly Answer[] = []) {
  const left = [...answers]
  const sent: PushItem[] = []
  const lines: { readonly event: string; readonly fields: Fields }[] = []
  const spool = await Spool.open(folder, limits)
  const counts = noCounts()
  const outbox = new Outbox(
    {
      ...{ spool, counts, random: () => 0, pauses: { first: 1, last: 1 }, onNext: () => undefined },
      clock: { now: () => 0, sleep: () => Promise.resolve() },
      log: (event, fields = {}) => lines.push({ event, fields }),
      send: async (pushes) => {
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
    new AbortController().signal,
  )
  const logged = (event: string): Fields[] =>
    lines.filter((line) => line.event === event).map(({ fields }) => fields)
  return { outbox, spool, counts, sent, logged }
}

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
})
