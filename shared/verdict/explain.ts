import { candidatesSentence } from '#shared/cause/sentence.ts'
import type { Verdict } from './verdict.ts'

/**
 * A verdict in plain sentences, made from its own numbers alone.
 *
 * Example output: `checkout: 1,201 × 2 goroutines in idle keep-alive connections, +7.1 an hour since
 * 2026-05-01 02:10 (v1.4.2), in 3 of 3 processes, never fell. Cause: …. Fix: ….`
 */
export function explain(service: string, verdict: Omit<Verdict, 'explain'>): string {
  const { rules, healed, limit } = verdict
  return [
    headline(service, verdict),
    ...loadSentence(rules),
    ...socketSentences(rules),
    ...healedSentence(healed),
    ...causeSentences(verdict),
    ...limitSentence(limit),
  ].join(' ')
}

function headline(
  service: string,
  { members, since, version, processes, rules, cause }: Omit<Verdict, 'explain'>,
): string {
  const [first] = members
  const twins = members.length > 1 ? ` × ${members.length}` : ''
  // A shape of the program's own code says less than the place where it stands.
  const where = cause === undefined || cause.group === 'E' ? placeOf(first) : cause.where
  const parts = [
    `${service}: ${count(first.count)}${twins} goroutines ${where}`,
    `${signed(first.rate.perHour)} an hour${twins === '' ? '' : ' each'} since ${moment(since)}${version === undefined ? '' : ` (${version})`}`,
    `in ${processes.growing} of ${processes.of} ${processes.of === 1 ? 'process' : 'processes'}`,
    ...neverFell(rules),
  ]
  return `${parts.join(', ')}.`
}

function placeOf({ ownCode, stack, states, stacks, entry }: Verdict['members'][0]): string {
  if (stacks > 1) return `spread over ${stacks} stacks of ${entry ?? stack[0]}`
  const [state] = Object.entries(states).sort((a, b) => b[1] - a[1])[0] ?? []
  return `in ${ownCode ?? stack[0]}${state === undefined ? '' : `, waiting in ${state}`}`
}

function neverFell(rules: Verdict['rules']): string[] {
  const { falls = 1, rises = 0 } = rules.find(({ id }) => id === 'never-returns')?.figures ?? {}
  return falls === 0 && rises > 0 ? ['never fell'] : []
}

/** Traffic is ruled out by its own numbers, or not spoken of. */
function loadSentence(rules: Verdict['rules']): string[] {
  const { servedMean, servedSpread } = rules.find(({ id }) => id === 'not-load')?.figures ?? {}
  if (servedMean === undefined || servedSpread === undefined) return []
  return [
    `Not traffic: served connections stayed at ${Math.round(servedMean)} ± ${Math.round(servedSpread)}.`,
  ]
}

/** The sockets are spoken of where they agree with the count. */
function socketSentences(rules: Verdict['rules']): string[] {
  const sockets = rules.find(({ id, fired }) => id === 'sockets' && fired)
  return sockets === undefined ? [] : [`${sockets.says}.`]
}

function healedSentence(healed: Verdict['healed']): string[] {
  if (healed === undefined) return []
  const version = healed.version === undefined ? 'the processes that run now' : healed.version
  return [`Gone from ${version}: no growth in the ${duration(healed.hours)} since its start.`]
}

function limitSentence(limit: Verdict['limit']): string[] {
  if (limit === undefined) return []
  const { what, limit: most, hours, soonest, latest } = limit
  const bounds = latest === null ? '' : ` (${duration(soonest)} to ${duration(latest)})`
  return [`At this rate the limit of ${count(most)} ${what} is reached in ${duration(hours)}${bounds}.`]
}

function causeSentences({ cause, ambiguity, members }: Omit<Verdict, 'explain'>): string[] {
  if (cause !== undefined) return [`Cause: ${cause.title}. ${cause.why}`, `Fix: ${cause.fix}`]
  if (ambiguity !== undefined) return [candidatesSentence(ambiguity), ambiguity.tellApart]
  const [{ ownCode, entry, creator }] = members
  const start = creator !== undefined ? `, started in ${creator}` : ''
  return [`No entry of the catalogue matches; look at ${ownCode ?? entry ?? 'the stack'}${start}.`]
}

/** `1201` → `1,201` */
const count = (value: number): string => value.toLocaleString('en-US')
const signed = (perHour: number): string => `+${perHour.toFixed(Math.abs(perHour) < 10 ? 1 : 0)}`
/** `2026-05-01 02:10` UTC */
const moment = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
/** `9 days`, `30 h`, `40 min` */
function duration(hours: number): string {
  if (hours < 2) return `${Math.round(hours * 60)} min`
  return hours < 72 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`
}
