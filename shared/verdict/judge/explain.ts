import { candidatesSentence } from '#shared/cause/sentence.ts'
import { HOUR } from '#shared/time.ts'
import type { Spread } from '../model/figures.ts'
import { oddsSentences } from '../model/odds-text.ts'
import { foundBy } from '../model/rule.ts'
import type { Verdict } from '../model/verdict.ts'
import { ago, counted, duration, grouped, moment, paceText, percent, rateText } from '../model/words.ts'
import { asOf } from './as-of.ts'
import { settleSentence } from './settle-text.ts'
import { stacksText } from './stacks-text.ts'

/**
 * A verdict in plain sentences, made from its own figures alone, the headline first.
 *
 * Example output: `checkout: 2,402 goroutines in two stacks, in idle keep-alive connections, +14 per hour in each process
 * since 2026-05-01 02:10 UTC (v1.4.2), in 3 of 3 processes, never fell. Cause: …. Fix: ….`
 *
 * @param now what "3 days ago" is counted from, milliseconds since the epoch
 */
export function explain(service: string, given: Verdict, now: number): string {
  const verdict = asOf(given, now)
  return [
    `${headline(service, verdict, now)}.`,
    ...formerSentence(verdict),
    ...loadSentence(verdict),
    ...socketSentences(verdict.rules),
    ...(verdict.seen === 'growing' ? [...oddsSentences(verdict), ...settleSentence(service, verdict)] : []),
    ...healedSentence(verdict.healed),
    ...causeSentences(verdict),
    ...limitSentence(verdict.limit),
  ].join(' ')
}

/** What stands now, in one sentence without its full stop. */
export function headline(service: string, given: Verdict, now: number): string {
  const verdict = asOf(given, now)
  return `${service}: ${HEADLINES[verdict.seen](verdict, now)}`
}

const HEADLINES: Readonly<Record<Verdict['seen'], (verdict: Verdict, now: number) => string>> = {
  growing: (verdict) =>
    [
      ...stock(verdict),
      `${rateText(verdict.perHour)}${verdict.processes.growing > 1 ? ' in each process' : ''} since ${sinceText(verdict)}`,
      spreadText(verdict.processes),
      ...(verdict.neverFell ? ['never fell'] : []),
    ].join(', '),
  level: (verdict) => [...stock(verdict), 'not growing now', atMost(verdict)].join(', '),
  unknown: (verdict) =>
    [
      ...stock(verdict),
      `too early to say whether ${verdict.count === 1 ? 'it grows' : 'they grow'} after the restart`,
      atMost(verdict),
    ].join(', '),
  gone: (verdict, now) => `${goneText('Gone', verdict, now)}; ${atMost(verdict)}`,
  fixed: (verdict, now) =>
    `${goneText(`Fixed in ${verdict.healed?.version}`, verdict, now)}; ${atMost(verdict)}`,
  silent: (verdict) =>
    `No process has reported since ${moment(verdict.lastHeard)}; ${[...stock(verdict, ' then'), atMost(verdict)].join(', ')}`,
}

/** `455 goroutines in three stacks (3 : 1 : 1)`, and where they stand. */
function stock({ count, members, cause }: Verdict, when = ''): string[] {
  const where = whereOf({ members, cause })
  const goroutines = `${counted(count, 'goroutine')}${when}`
  return members.length === 1
    ? [`${goroutines} ${where}`]
    : [`${goroutines} in ${stacksText(members)}`, where]
}

/** A shape of the program's own code says less than the place where it stands. */
const whereOf = ({ members: [first], cause }: Pick<Verdict, 'members' | 'cause'>): string =>
  cause === undefined || cause.group === 'shape' ? placeOf(first) : cause.where

function placeOf({ ownCode, stack, states, stacks, entry }: Verdict['members'][0]): string {
  if (stacks > 1) return `spread over ${stacks} stacks of ${entry ?? stack[0]}`
  const [state] = Object.entries(states).sort((a, b) => b[1] - a[1])[0] ?? []
  return `in ${ownCode ?? stack[0]}${state === undefined ? '' : `, waiting in ${state}`}`
}

const atMost = ({ most }: Verdict): string => `${grouped(most)} at most`
const sinceText = ({ since, version }: Verdict): string =>
  `${moment(since)}${version === undefined ? '' : ` (${version})`}`

/** `only in edge-3, 1 of 4 processes`, `in 3 of 3 processes`, `in 1 of 1 process` */
function spreadText({ growing, of, names }: Spread): string {
  const share = `${grouped(growing)} of ${counted(of, 'process')}`
  return names.length > 0 ? `only in ${names.join(' and ')}, ${share}` : `in ${share}`
}

function goneText(what: string, { healed }: Verdict, now: number): string {
  return healed === undefined ? what : `${what}, ${ago(Math.max(0, now - healed.at) / HOUR)}`
}

/** How it grew, of what does not grow now. */
function formerSentence(verdict: Verdict): string[] {
  const { seen, perHour, members, cause } = verdict
  if (seen === 'growing' || perHour <= 0) return []
  const where =
    seen === 'gone' || seen === 'fixed' ? `Goroutines ${whereOf({ members, cause })} grew` : 'They grew'
  return [`${where} by ${paceText(perHour)} in one process, from ${sinceText(verdict)} on.`]
}

/** Traffic is ruled out by its own numbers, or not spoken of. */
function loadSentence({ rules, seen }: Verdict): string[] {
  const { fired, figures } = foundBy(rules, 'not-load') ?? {}
  return seen === 'growing' && fired === true && figures?.explained !== undefined
    ? [`Not traffic: the served connections explain ${percent(figures.explained)} of the growth.`]
    : []
}

/** The sockets are spoken of where they agree with the count. */
function socketSentences(rules: Verdict['rules']): string[] {
  const sockets = rules.find(({ id, fired }) => id === 'sockets' && fired)
  return sockets === undefined ? [] : [`${sockets.says}.`]
}

function healedSentence(healed: Verdict['healed']): string[] {
  if (healed === undefined) return []
  const { version = 'the processes that run now' } = healed
  return [`No growth in ${version}, watched for ${duration(healed.hours)}.`]
}

function limitSentence(limit: Verdict['limit']): string[] {
  if (limit === undefined) return []
  const { what, limit: most, hours, soonest, latest } = limit
  const bounds = latest === null ? '' : ` (${duration(soonest)} to ${duration(latest)})`
  return [
    `At this rate a process reaches its limit of ${grouped(most)} ${what} in ${duration(hours)}${bounds}.`,
  ]
}

function causeSentences({ cause, ambiguity, members, seen }: Verdict): string[] {
  const isOver = seen === 'gone' || seen === 'fixed'
  if (cause !== undefined)
    return [`Cause: ${cause.title}. ${cause.why}`, ...(isOver ? [] : [`Fix: ${cause.fix}`])]
  if (ambiguity !== undefined)
    return [candidatesSentence(ambiguity), ...(isOver ? [] : [ambiguity.tellApart])]
  const [{ ownCode, entry, creator }] = members
  const start = creator !== undefined ? `, started in ${creator}` : ''
  return isOver
    ? []
    : [`No entry of the catalogue matches; look at ${ownCode ?? entry ?? 'the stack'}${start}.`]
}
