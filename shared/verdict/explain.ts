import type { Verdict } from './verdict.ts'

/**
 * A verdict in plain sentences, made from its own numbers alone.
 *
 * Example output: `checkout: 1,201 × 2 goroutines in idle keep-alive connections, +7.1 an hour since
 * 2026-05-01 02:10 (v1.4.2), in 3 of 3 processes, never fell. Cause: …. Fix: ….`
 */
export function explain(service: string, verdict: Omit<Verdict, 'explain'>): string {
  return [headline(service, verdict), ...causeSentences(verdict)].join(' ')
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

function placeOf({ ownCode, stack, states }: Verdict['members'][0]): string {
  const [state] = Object.entries(states).sort((a, b) => b[1] - a[1])[0] ?? []
  return `in ${ownCode ?? stack[0]}${state === undefined ? '' : `, waiting in ${state}`}`
}

function neverFell(rules: Verdict['rules']): string[] {
  const { falls = 1, rises = 0 } = rules.find(({ id }) => id === 'never-returns')?.figures ?? {}
  return falls === 0 && rises > 0 ? ['never fell'] : []
}

function causeSentences({ cause, members }: Omit<Verdict, 'explain'>): string[] {
  if (cause !== undefined) return [`Cause: ${cause.title}. ${cause.why}`, `Fix: ${cause.fix}`]
  const [{ ownCode, entry, creator }] = members
  const start = creator !== undefined ? `, started in ${creator}` : ''
  return [`No entry of the catalogue matches; look at ${ownCode ?? entry ?? 'the stack'}${start}.`]
}

/** `1201` → `1,201` */
const count = (value: number): string => value.toLocaleString('en-US')
const signed = (perHour: number): string => `+${perHour.toFixed(Math.abs(perHour) < 10 ? 1 : 0)}`
/** `2026-05-01 02:10` UTC */
const moment = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
