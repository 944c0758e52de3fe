import { max, mean } from 'd3-array'
import type { Decided } from '#shared/finding/decide.ts'
import { type Finding, isOpen } from '#shared/finding/finding.ts'
import { newestRelease } from '#shared/history/newest-release.ts'
import { presentTotals, runningTotals } from '#shared/history/present-totals.ts'
import type { Directory } from '#shared/store/directory.ts'
import type { JudgeLedger, JudgeState } from '#shared/store/judge-ledger.ts'
import type { Layouts } from '#shared/store/layout.ts'
import { NEWS_BUCKET, type News } from '#shared/store/news.ts'
import { MINUTE } from '#shared/time.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import { heldOn } from '#shared/verdict/judge/urgent.ts'
import { type Present, signaturesOf } from './gather.ts'
import type { Run } from './run.ts'

export interface SaveDeps {
  readonly ledger: JudgeLedger
  readonly directory: Directory
  readonly layouts: Layouts
  readonly news: News
}

/** Signatures of all running processes above which a service is spread over partitions: 2,000 processes of 60. */
const SPREAD_ABOVE = 120_000

/** A service that was heard of within this time gets on: the next plan has it judged even if nothing comes until then. */
const HEARD = 30 * MINUTE

/** What was written. */
export interface Saved {
  /** Findings written. */
  readonly written: number
  /** All of the service, as they stand now. */
  readonly findings: readonly Finding[]
}

/** Writes what was decided, moves the cursor on and gives the lease back. */
export async function save(
  { ledger, directory, layouts, news }: SaveDeps,
  { tenant, service, owner, now }: Run,
  state: JudgeState,
  { openFrom, sample }: Present,
  { lives }: JudgeInput,
  decided: Decided,
): Promise<Saved> {
  const saved = await saveFindings(ledger, tenant, service, state.findings, decided)
  await ledger.putQuiet(tenant, service, decided.quiet)
  const running = sample.heads === undefined ? runningTotals(lives, now) : presentTotals(sample.heads)
  const each = mean(lives, ({ counts }) => counts.size) ?? 0
  // Profiles may be ahead of this clock: whoever is, must know of the change before it begins.
  const newest = max(lives, ({ times }) => times.at(-1)) ?? 0
  if (running.processes * each > SPREAD_ABOVE) await layouts.widen(tenant, service, Math.max(now, newest))
  const { waitsUntil, restsUntil } = decided
  if (await ledger.advance(tenant, service, owner, { closedThrough: openFrom, judgedAt: now })) {
    if (waitsUntil === undefined && newest > now - HEARD) await news.mark(tenant, service, now + NEWS_BUCKET)
    await directory.setJudged(tenant, service, {
      at: now,
      openFindings: saved.findings.filter(isOpen).length,
      watched: signaturesOf(lives).length,
      dumps: decided.judgement.dumps,
      learning: decided.judgement.learning,
      running: { ...running, heldUntil: heldOn(running.heldUntil, waitsUntil) },
      release: newestRelease(lives),
      restsUntil,
    })
  }
  return saved
}

/** People change findings meanwhile: each of them is met once in a run, and hardly ever twice. */
const ROUNDS = 4

/** Moves the findings on; one that somebody has changed since it was read is read and moved on again. */
async function saveFindings(
  ledger: JudgeLedger,
  tenant: string,
  service: string,
  known: readonly Finding[],
  { changed: changedOf }: Decided,
): Promise<Saved> {
  let findings = known
  let written = 0
  for (let round = 0; round < ROUNDS; round++) {
    const changed = changedOf(findings)
    const before = written
    for (const finding of changed) if (await ledger.putFinding(tenant, finding)) written++
    if (written - before === changed.length) {
      const latest = new Map([...findings, ...changed].map((finding) => [finding.id, finding]))
      return { written, findings: [...latest.values()] }
    }
    findings = (await ledger.read(tenant, service)).findings
  }
  // What is left is as true in the next run.
  return { written, findings }
}
