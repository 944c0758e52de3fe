import { REST_SLOT } from '#shared/ingest/rest.ts'
import { risesWithin, YOUNG } from '#shared/trend/rising.ts'
import type { Recording } from './battery/recording.ts'

/** What ingest keeps of profiles that come alone, as time goes on (shared/ingest/rest.ts). */
export class KeptAtRest {
  readonly #states = new Map<
    Recording,
    { next: number; first: number | undefined; readonly kept: number[] }
  >()
  #restsUntil = 0
  #next = 0

  /** What the judge has just said: ingest hears of it within ten minutes (shared/ingest/known-services.ts). */
  judged(restsUntil: number): void {
    this.#restsUntil = this.#next
    this.#next = restsUntil
  }

  /** The recording without what was not kept up to now. Asked for in the order of time, before the judge of that time. */
  at(recording: Recording, now: number): Recording {
    const state = this.#states.get(recording) ?? { next: 0, first: undefined, kept: [] }
    this.#states.set(recording, state)
    const { times, counts, startedAt, clockAhead = 0 } = recording
    const countsAt = (i: number) => new Map([...counts].map(([id, row]) => [id, row[i] as number]))
    for (; (times[state.next] ?? Number.POSITIVE_INFINITY) - clockAhead <= now; state.next++) {
      const [i, at] = [state.next, times[state.next] as number]
      const { first } = state
      const rests = this.#restsUntil > at && startedAt <= at - YOUNG
      const isFirst = first === undefined || slotOf(times[first] as number) !== slotOf(at)
      if (rests && !isFirst && !risesWithin([() => countsAt(first), () => countsAt(i)])) continue
      if (isFirst) state.first = i
      state.kept.push(i)
    }
    return {
      ...recording,
      times: state.kept.map((i) => times[i] as number),
      counts: new Map([...counts].map(([id, row]) => [id, state.kept.map((i) => row[i] as number)])),
    }
  }

  /** Share of the profiles that were kept. */
  get share(): number {
    const states = [...this.#states.values()]
    const sum = (of: (state: (typeof states)[number]) => number) =>
      states.reduce((all, one) => all + of(one), 0)
    return sum(({ kept }) => kept.length) / sum(({ next }) => next)
  }
}

const slotOf = (at: number): number => Math.floor(at / REST_SLOT)
