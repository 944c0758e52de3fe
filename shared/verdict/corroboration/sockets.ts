import { bisectCenter, least } from 'd3-array'
import type { SignatureId } from '#shared/signature/signature.ts'
import { matchPorts, matchSockets, type SocketMatch } from '#shared/socket/match.ts'
import type { ProcessSockets } from '#shared/socket/process-sockets.ts'
import { socketSentence } from '#shared/socket/sentence.ts'
import { HOUR } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Counts, LifeSeries } from '#shared/trend/series.ts'
import type { RuleResult } from '../model/rule.ts'
import { counted, grouped } from '../model/words.ts'

/** What the connections of the processes say of one stack. */
export interface SocketsOfStack {
  readonly rule: RuleResult<'sockets'>
  /** The one that the rule speaks of; it may be too weak for the rule to fire. */
  readonly match: SocketMatch | undefined
}

/** A count further away in time than this is not that of the table: in day blocks points are an hour apart. */
const NEAR = HOUR

/**
 * Whether each goroutine of a stack holds a connection: in one process the established client sockets to one
 * remote, or to all hosts behind one port, are as many as its goroutines, within 20 %.
 *
 * @param counts goroutines of the stack in each process at the time of its socket table
 */
export function socketRule(
  counts: ReadonlyMap<ProcessId, number>,
  sockets: ReadonlyMap<ProcessId, ProcessSockets>,
): SocketsOfStack {
  const compared = [...counts].flatMap(([process, count]) => {
    const table = sockets.get(process)
    return table === undefined ? [] : [{ count, match: matchIn(count, table) }]
  })
  const match = least(
    compared.flatMap((one) => (one.match === undefined ? [] : [one.match])),
    (a, b) => Number(isTelling(b)) - Number(isTelling(a)) || b.count - a.count,
  )
  const most = Math.max(0, ...compared.map(({ count }) => count))
  const figures = { tables: compared.length, count: match?.count ?? most, sockets: match?.sockets ?? 0 }
  const says =
    match !== undefined
      ? matchText(match, compared.length)
      : compared.length === 0
        ? NO_TABLE
        : noneMatches(most)
  return { rule: { id: 'sockets', fired: match !== undefined && isTelling(match), figures, says }, match }
}

const matchIn = (count: number, { grouped }: ProcessSockets): SocketMatch | undefined =>
  matchSockets(count, grouped) ?? matchPorts(count, grouped)

/** Programs talk to many hosts of the web for many reasons: together those add up to any number. */
const WEB_PORTS: ReadonlySet<number | string> = new Set([80, 443, 'http', 'https'])

/** The threshold that a match misses, so that its number may be chance; undefined: it is none. */
function missed({ counted, alternatives, remotes: [first] }: SocketMatch): string | undefined {
  if (counted !== 'ESTABLISHED') return 'within 20 % by ESTABLISHED sockets alone'
  if (alternatives.length > 0) return 'no other match'
  return first.hosts > 1 && WEB_PORTS.has(first.remote.port) ? 'a single host on a web port' : undefined
}

const isTelling = (match: SocketMatch): boolean => missed(match) === undefined

const NO_TABLE = 'no socket table received for these processes'
const noneMatches = (count: number): string =>
  `no remote has as many client connections as a process has goroutines in this stack (${grouped(count)}); threshold: within 20 %`

/** The figures of a match, and the threshold that it misses. */
function matchText(match: SocketMatch, processes: number): string {
  const goroutines = `for ${counted(match.count, 'goroutine')}${processes > 1 ? ' in one process' : ''}`
  const threshold = missed(match)
  const figures = `${socketSentence(match)}, ${goroutines}`
  return threshold === undefined ? figures : `${figures}; threshold: ${threshold}`
}

/** Goroutines of a stack in each process that has a socket table, counted nearest to its time. */
export function countsAtTables(
  lives: readonly LifeSeries[],
  signature: SignatureId,
  sockets: ReadonlyMap<ProcessId, ProcessSockets>,
): Map<ProcessId, number> {
  const counts = new Map<ProcessId, number>()
  for (const { process, times, counts: ofLife } of lives) {
    const table = sockets.get(process.id)
    const rows = ofLife.get(signature)
    const count = table === undefined || rows === undefined ? undefined : countNear(times, rows, table.at)
    // Lives of an unmarked process follow each other: of two that are near, the later one is in the table.
    if (count !== undefined) counts.set(process.id, count)
  }
  return counts
}

/**
 * The count nearest to a time, undefined where none is within the hour.
 *
 * @param times of the life that the counts are of, ms since the epoch, rising
 */
export function countNear(times: Float64Array, { last }: Counts, at: number): number | undefined {
  const nearest = bisectCenter(times, at)
  const time = times[nearest]
  return time === undefined || Math.abs(time - at) > NEAR ? undefined : last[nearest]
}
