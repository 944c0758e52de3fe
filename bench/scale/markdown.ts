import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import { sum } from '../cost/model.ts'
import { PRICES } from '../cost/prices.ts'
import { billOf } from './bill.ts'
import { type Fleet, largest } from './fleet.ts'
import { limitsOf, memoryShare, timeShare } from './limits.ts'
import type { Outcome } from './play-job.ts'
import type { Played } from './played.ts'
import { IN_WORDS } from './senders.ts'

/** Limits that are printed. */
const NEAREST = 5

/** All that was played, and the bill, as Markdown. */
export const markdownOf = (fleet: Fleet, outcomes: readonly Outcome[]): string =>
  `${jobsOf(fleet, outcomes)}\n\n${moneyOf(fleet, outcomes)}`

/** What jobs take, and the limits that are near. */
export function jobsOf(fleet: Fleet, outcomes: readonly Outcome[]): string {
  const played = outcomes.filter((one): one is Played => 'function' in one)
  const failed = outcomes.flatMap((one) => ('failure' in one ? [`* **${one.job}**: ${one.failure}`] : []))
  const limits = limitsOf(fleet, outcomes)
  const [first] = limits
  return [
    `${count(fleet.processes)} processes in ${fleet.services === 1 ? 'one service' : `${count(fleet.services)} services`} (${count(largest(fleet))} in the largest), ${fleet.signatures} stacks each, a profile a minute, ${IN_WORDS[fleet.senders]}.`,
    '',
    '| job | played | processor s a run | s a run | of its time | peak MB | of its memory | busiest partition, units/s | waited for a partition |',
    '|---|---|---:|---:|---:|---:|---:|---|---:|',
    ...played.map(rowOf),
    ...(failed.length > 0 ? ['', ...failed] : []),
    '',
    (first?.share ?? 0) > 1
      ? `**What breaks first**: ${first?.what}, ${times(first?.share ?? 0)} of its limit.`
      : `Nothing breaks. The nearest limit: ${first?.what}, ${percent(first?.share ?? 0)}.`,
    '',
    '| limit | used |',
    '|---|---:|',
    ...limits.slice(0, NEAREST).map(({ what, share }) => `| ${what} | ${percent(share)} |`),
  ].join('\n')
}

function moneyOf(fleet: Fleet, outcomes: readonly Outcome[]): string {
  const played = outcomes.filter((one): one is Played => 'function' in one)
  const bill = billOf(fleet, played)
  const missing = played.length < outcomes.length ? ' (without the jobs that failed)' : ''
  return [
    `| a month of 30 days, ${PRICES.region}, prices as of ${PRICES.asOf} | US dollars |`,
    '|---|---:|',
    ...Object.entries(bill).map(([name, dollars]) => `| ${name} | ${money(dollars)} |`),
    `| **total**${missing} | **${money(sum(bill))}** |`,
    `| a process | ${money(sum(bill) / fleet.processes, 3)} |`,
  ].join('\n')
}

function rowOf(one: Played): string {
  const { hottest } = one
  const { memory, seconds } = FUNCTION_LIMITS[one.function]
  return `| ${[
    `${one.job} (${one.function}, ${memory} MB, ${seconds} s)`,
    one.part,
    figure(one.processorSeconds),
    figure(one.seconds),
    percent(timeShare(one)),
    (one.peakBytes / 1_048_576).toFixed(0),
    percent(memoryShare(one)),
    hottest === undefined
      ? ''
      : `\`${hottest.pk}\` ${hottest.kind} ${figure(hottest.units)} (${percent(hottest.share)})`,
    one.throttledSeconds > 0 ? `${figure(one.throttledSeconds)} s` : '',
  ].join(' | ')} |`
}

const figure = (value: number): string =>
  Number.isFinite(value) ? value.toLocaleString('en', { maximumSignificantDigits: 3 }) : 'does not end'
export const count = (value: number): string => value.toLocaleString('en')
const percent = (share: number): string => (Number.isFinite(share) ? `${figure(100 * share)} %` : 'over')
const times = (share: number): string => (Number.isFinite(share) ? `${figure(share)} times` : 'more than')
export const money = (dollars: number, digits = 2): string =>
  dollars.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
