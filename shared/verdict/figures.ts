import { bisectLeft, max } from 'd3-array'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { heldTotals, heldUntil } from '#shared/trend/running.ts'
import type { Counts, LifeSeries } from '#shared/trend/series.ts'
import { thin } from '#shared/trend/thin.ts'
import type { Assessed } from './assess.ts'
import { familyCounts } from './family.ts'
import type { Growing } from './growth.ts'
import { healed, isLong, isTelling } from './healed.ts'
import { median } from './median.ts'
import { LEAST_SHARE } from './rules/low-water-rises.ts'
import type { Figures, Member, Rate, Seen, Spread, Verdict } from './verdict.ts'
import type { Watched } from './watched.ts'

/** Times at which the most that ever stood is looked for. */
const MOST_TIMES = 2_000
/** Instances that a sentence can name. */
const MOST_NAMES = 2

/**
 * The numbers of a leak.
 *
 * @param group the stacks that rise together, the one that names the leak first
 * @param rates of one process, for each of them
 */
export function figuresOf(
  watched: Watched,
  group: readonly [Assessed, ...Assessed[]],
  rates: readonly Rate[],
): Figures {
  const { lives, now } = watched
  const [first] = group
  const ids = group.flatMap(stacksOf)
  const gone = healed(lives, first)
  const earliest = first.growing.reduce((a, b) => (b.since < a.since ? b : a))
  const count = countNow(watched, ids)
  const perHour = sum(rates, (rate) => rate.perHour)
  const figures = {
    count,
    most: Math.max(count, mostOf(watched, ids)),
    perHour,
    low95: sum(rates, ({ low95 }) => low95),
    high95: sum(rates, ({ high95 }) => high95),
    processes: spreadOf(watched, growingNow(watched, first)),
    since: Math.min(now, earliest.since),
    version: earliest.life.series.process.version,
    lastHeard: watched.lastHeard,
    heldUntil: max(watched.standing, heldUntil),
    healed: gone,
  }
  const seen = seenOf(watched, group, figures)
  return { ...figures, seen, neverFell: seen === 'growing' && rises(watched, first.growing, ids) }
}

/** The lives that run now and grow, in the order of their names. */
export function growingNow({ running }: Watched, { growing }: Assessed): LifeSeries[] {
  const grew = new Set(growing.map(({ life }) => life.series))
  return running.filter((life) => grew.has(life))
}

/** Signatures that one member stands for. */
export const stacksOf = ({
  signature,
  family,
}: Pick<Assessed, 'signature' | 'family'>): readonly SignatureId[] => family ?? [signature.id]

/** Goroutines of some stacks in the processes that run now, or, where none does, in those that ran last. */
export const countNow = ({ standing }: Pick<Watched, 'standing'>, ids: readonly SignatureId[]): number =>
  sum(standing, ({ counts }) => sum(ids, (id) => counts.get(id)?.last.at(-1) ?? 0))

/** The most goroutines of some stacks that stood at one time. */
function mostOf({ asSeen, now }: Watched, ids: readonly SignatureId[]): number {
  const held = new Map(asSeen.map((life) => [life, familyCounts(life, ids)?.last]))
  const times = new Set<number>()
  for (const life of asSeen) if (held.get(life) !== undefined) for (const at of life.times) times.add(at)
  const at = thin(Float64Array.from(times).sort(), MOST_TIMES).filter((time) => time <= now)
  return heldTotals(asSeen, (life) => held.get(life), at).sums.reduce((a, b) => Math.max(a, b), 0)
}

function spreadOf({ running }: Watched, growing: readonly LifeSeries[]): Spread {
  const names = [...new Set(growing.map(({ process }) => process.instance))].sort()
  const few = names.length <= MOST_NAMES && names.length < running.length
  return { growing: names.length, of: running.length, names: few ? names : [] }
}

/** Few are left where no more stand than before the growth, or than this share of the most. */
const FEW = LEAST_SHARE

function seenOf(
  { running, now }: Watched,
  [first, ...others]: readonly [Assessed, ...Assessed[]],
  {
    processes,
    perHour,
    count,
    most,
    healed: gone,
  }: Pick<Figures, 'processes' | 'perHour' | 'count' | 'most' | 'healed'>,
): Seen {
  if (running.length === 0) return 'silent'
  // Ten thousand in one place are a finding that need not grow.
  if (processes.growing > 0) return perHour > 0 ? 'growing' : 'level'
  if (gone === undefined && !running.some((life) => isTelling(life, first.growths))) return 'unknown'
  const before = sum([first, ...others], ({ growing }) =>
    median(Float64Array.from(growing, ({ life }) => life.firstLevel)),
  )
  if (count > Math.max(before * running.length, FEW * most)) return 'level'
  const grewIn = new Set(first.growing.map(({ life }) => life.series.process.version))
  return gone?.version !== undefined && gone.at <= now && !grewIn.has(gone.version) ? 'fixed' : 'gone'
}

/** Whether every life that grew runs, and no count of it lies below the one before, since it began. */
function rises(
  { lives, asSeen, running }: Watched,
  growing: readonly Growing[],
  ids: readonly SignatureId[],
): boolean {
  return growing.every(({ life: { series }, since }) => {
    const life = asSeen[lives.indexOf(series)]
    if (life === undefined || !running.includes(series)) return false
    const from = bisectLeft(life.times, since)
    return ids.every((id) => neverFalls(life.counts.get(id), from))
  })
}

function neverFalls(counts: Counts | undefined, from: number): boolean {
  if (counts === undefined) return true
  const { low, high, last } = counts
  return last.every(
    (count, i) =>
      i < from || (count === high[i] && (i === from || (low[i] as number) >= (last[i - 1] as number))),
  )
}

/** Nothing of a leak that has no verdict any more grows: what stands of it now, and what it was. */
export function withoutGrowth(
  verdict: Verdict,
  watched: Watched,
  signatures: ReadonlyMap<SignatureId, Signature>,
): Verdict {
  const { running, lastHeard } = watched
  const members = verdict.members.map((member) => ({
    ...member,
    count: countNow(watched, stacksBehind(member, signatures)),
  }))
  const count = sum(members, (member) => member.count)
  const isFew = count <= FEW * verdict.most
  const isOver = verdict.seen === 'fixed' || verdict.seen === 'gone'
  const isKnown = isOver || running.some(isLong)
  const seen =
    running.length === 0 ? 'silent' : !isKnown ? 'unknown' : !isFew ? 'level' : isOver ? verdict.seen : 'gone'
  const next: Verdict = {
    ...verdict,
    members: members as unknown as Verdict['members'],
    seen,
    count,
    most: Math.max(verdict.most, count),
    neverFell: false,
    processes: { growing: 0, of: running.length, names: [] },
    healed: isFew ? verdict.healed : undefined,
    heldUntil: undefined,
    grows: { versions: [], latestStart: undefined },
    limit: undefined,
  }
  // A run that finds nothing else writes nothing.
  return JSON.stringify(next) === JSON.stringify(verdict) ? verdict : { ...next, lastHeard }
}

/** The signatures that a member was found under; of a family all with its entry function. */
const stacksBehind = (
  { signature, formerly = [], stacks, entry }: Member,
  signatures: ReadonlyMap<SignatureId, Signature>,
): SignatureId[] =>
  stacks === 1
    ? [signature, ...formerly]
    : [...signatures.values()].filter((each) => each.entry === entry).map(({ id }) => id)

/** A verdict as it reads at a later time: nothing runs where nothing has come in since the last process was overdue. */
export function asOf(verdict: Verdict, now: number): Verdict {
  const isOver = verdict.seen === 'fixed' || verdict.seen === 'gone'
  const isSilent = verdict.seen === 'silent' || (verdict.heldUntil !== undefined && now > verdict.heldUntil)
  return isOver || !isSilent
    ? verdict
    : {
        ...verdict,
        seen: 'silent',
        neverFell: false,
        processes: { growing: 0, of: 0, names: [] },
        limit: undefined,
      }
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0)
