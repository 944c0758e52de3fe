import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Random } from '#bench/verdicts/battery/random.ts'
import { whole } from './schedule.ts'

/** Waits until it is the turn of whoever asks. */
export type Turn = () => Promise<void>

/** Looks at what is under way before the processor is left to others: what runs waits for a server then. */
const LOOKS = 30

/**
 * Runs pieces of work at once, one request at a time: when each of them waits for its turn, chance says whose it is. The same chance
 * gives the same order.
 */
export async function together(
  random: Random,
  works: readonly ((turn: Turn) => Promise<void>)[],
): Promise<void> {
  const waiting: { readonly work: number; readonly go: () => void }[] = []
  const live = new Set(works.keys())
  const ended = works.map((work, i) =>
    work(() => new Promise((go) => waiting.push({ work: i, go }))).finally(() => live.delete(i)),
  )
  for (let looks = 0; live.size > 0 || waiting.length > 0; ) {
    await (looks < LOOKS ? setImmediate() : setTimeout(1))
    const isStill = [...live].every((i) => waiting.some(({ work }) => work === i))
    looks = isStill ? 0 : looks + 1
    if (isStill) waiting.splice(whole(random, waiting.length), 1)[0]?.go()
  }
  await Promise.all(ended)
}
