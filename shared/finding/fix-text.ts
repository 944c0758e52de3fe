import { HOUR } from '#shared/time.ts'
import { counted, duration, grouped, moment, paceText, rateText } from '#shared/verdict/model/words.ts'
import type { Finding } from './finding.ts'
import type { FixCheck } from './verify-fix.ts'

/**
 * Example outputs: `Yes: v3.0.0 was watched for 46 process-hours in 3 processes. At the old rate of 13 per hour 598 goroutines would
 * have come; 0 did.` `Not yet: …. Sure at 2026-11-29 19:10 UTC, if no more come.`
 *
 * @param now milliseconds since the epoch
 */
export function fixText(check: FixCheck, { verdict }: Pick<Finding, 'verdict'>, now: number): string {
  const { answer, version, processes, processHours, expected, rose, running, sureAt } = check
  if (processes === 0) return `Not yet: no process of ${version} has reported.`
  if (answer === 'no') return `No: it grows in ${version}, ${rateText(verdict.perHour)}.`
  const watched = `${version} was watched for ${hoursText(processHours)} in ${counted(processes, 'process')}`
  const came = `At the old rate of ${paceText(verdict.perHour)} ${counted(Math.round(expected), 'goroutine')} would have come; ${grouped(Math.round(rose))} did`
  if (answer === 'yes') return `Yes: ${watched}. ${came}.`
  const rest =
    sureAt !== undefined
      ? `Sure in ${duration((sureAt - now) / HOUR)}, at ${moment(sureAt)}, if no more come.`
      : running === 0
        ? 'No process of it runs now.'
        : 'It rises too much to call it fixed, and too little to call it the leak.'
  return `Not yet: ${watched}. ${came}. ${rest}`
}

const hoursText = (hours: number): string =>
  hours < 9.95 ? `${hours.toFixed(1)} process-hours` : counted(Math.round(hours), 'process-hour')
