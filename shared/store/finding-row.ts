import { changedAt, type Finding, isOpen } from '#shared/finding/finding.ts'
import { severity } from '#shared/verdict/judge/severity.ts'
import type { Healed } from '#shared/verdict/model/figures.ts'
import type { Member, Tier, Verdict } from '#shared/verdict/model/verdict.ts'
import { closedFindingKey, openFindingKey, rowKey, rowName } from './keys.ts'
import { inWords } from './old-words.ts'
import type { Row } from './rows.ts'

/** A finding as a row. Open ones stand in the index by severity, closed ones by when that was; the verdict is kept as JSON. */
export function findingRow(tenant: string, finding: Finding): Row {
  const { id, service, state, verdict, ratePerHour, firstFound, lastGrew, history, version } = finding
  const { grewIn, decision, assignee } = finding
  return {
    ...rowKey.finding(tenant, service, id),
    service,
    state,
    tier: verdict.tier,
    verdict: verdictText(verdict),
    history: JSON.stringify(history),
    ratePerHour,
    firstFound,
    lastGrew,
    grewIn: JSON.stringify(grewIn),
    decision: decision === undefined ? undefined : JSON.stringify(decision),
    assignee,
    version,
    ...(isOpen(finding)
      ? openFindingKey.one(tenant, severity(verdict), service, id)
      : closedFindingKey.one(tenant, changedAt(finding), service, id)),
  }
}

/** Bytes of a verdict as JSON; history and the rest of a finding take a few KB. */
const MOST_VERDICT = 300 * 1024
/** Members and names that are kept of a verdict that is too large. */
const MOST_MEMBERS = 3
const MOST_NAMES = 50

/** Only stacks of names that are made to be long come here: what names the leak stays whole, its company is cut. */
function verdictText(verdict: Verdict): string {
  const text = JSON.stringify(verdict)
  if (Buffer.byteLength(text) <= MOST_VERDICT) return text
  const [first, ...twins] = verdict.members
  const fewStates = ({ states, ...member }: Member): Member => ({
    ...member,
    states: Object.fromEntries(Object.entries(states).slice(0, MOST_NAMES)),
  })
  const members = [fewStates(first), ...twins.slice(0, MOST_MEMBERS - 1).map(fewStates)] as const
  const processes = { ...verdict.processes, names: verdict.processes.names.slice(0, MOST_NAMES) }
  return JSON.stringify({ ...verdict, members, processes })
}

export const findingOf = (row: Row): Finding => ({
  id: rowName('finding', row.sk),
  service: row.service as string,
  state: row.state as Finding['state'],
  verdict: verdictIn(row),
  history: JSON.parse(row.history as string),
  ratePerHour: row.ratePerHour as number,
  firstFound: row.firstFound as number,
  lastGrew: row.lastGrew as number,
  grewIn: JSON.parse((row.grewIn ?? '[]') as string),
  decision: row.decision === undefined ? undefined : JSON.parse(row.decision as string),
  assignee: row.assignee as string | undefined,
  version: row.version as number,
})

/**
 * Rows written before 2026-11-23 have neither `grows` nor `grewIn`, and no `water`; those before 2026-11-29 have the
 * figures of the member that names the leak alone, letters for the words of a cause, and no odds.
 */
function verdictIn(row: Row): Verdict {
  const verdict = inWords(JSON.parse(row.verdict as string))
  // The order of members stays: a repeated verdict is told by its text.
  const odds = {
    probability: verdict.probability ?? ODDS_OF_OLD[verdict.tier as Tier],
    arguments: verdict.arguments ?? [],
  }
  const full = { ...verdict, ...odds, grows: verdict.grows ?? { versions: [] }, water: verdict.water ?? [] }
  return full.seen === undefined ? { ...full, ...oldFigures(full, row.lastGrew as number) } : full
}

/** The least that a tier stands for. */
const ODDS_OF_OLD: Readonly<Record<Tier, number>> = { proven: 1, probable: 0.95, suspect: 0.6, watch: 0 }

interface OldVerdict extends Pick<Verdict, 'members' | 'processes'> {
  readonly growsNow?: boolean
  readonly healed?: Omit<Healed, 'at'>
}

/** What can be said of a verdict that has no figures; the next run of the judge tells all of them. */
function oldFigures({ members, processes, growsNow = true, healed }: OldVerdict, lastGrew: number) {
  const sum = (of: (member: Member) => number): number =>
    members.reduce((total, member) => total + of(member), 0)
  const count = sum((member) => member.count)
  return {
    seen: healed !== undefined ? 'gone' : growsNow ? 'growing' : 'level',
    count,
    most: count,
    low95: sum(({ rate }) => rate.low95),
    high95: sum(({ rate }) => rate.high95),
    neverFell: false,
    processes: { ...processes, names: [] },
    lastHeard: lastGrew,
    healed: healed === undefined ? undefined : { ...healed, at: lastGrew },
  }
}
