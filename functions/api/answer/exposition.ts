import { Counter, Gauge, Registry } from 'prom-client'
import type { Finding } from '#shared/finding/finding.ts'
import { isLeak } from '#shared/notice/transition.ts'
import type { Service } from '#shared/store/directory.ts'
import { HOUR } from '#shared/time.ts'
import { figuresJson } from '#shared/verdict/judge/figures-json.ts'
import type { Counts } from '../../meter.ts'
import { ownerSeries } from './owner-series.ts'

/** What a tenant's figures are made from. */
export interface Figures {
  readonly services: readonly Service[]
  /** Open ones. */
  readonly findings: readonly Finding[]
  /** Who owns a finding. */
  readonly ownersOf: (finding: Finding) => readonly string[]
  /** What this process did for the tenant; undefined for who may not know all of it. */
  readonly counts: Counts | undefined
  readonly now: number
}

/** Rows written before 2026-11-29 do not say until when their processes count. */
const STALE = 2 * HOUR
const TIERS = ['proven', 'probable', 'suspect', 'watch'] as const

/** The two texts that Prometheus reads; who does not ask for OpenMetrics gets the older one. */
export const contentTypeFor = (accept = '') =>
  accept.includes('application/openmetrics-text')
    ? Registry.OPENMETRICS_CONTENT_TYPE
    : Registry.PROMETHEUS_CONTENT_TYPE

/** A tenant's figures as text in the given exposition format. */
export async function exposition(
  figures: Figures,
  contentType: ReturnType<typeof contentTypeFor>,
): Promise<string> {
  const registry = new Registry<typeof contentType>()
  registry.setContentType(contentType)
  const registers = [registry]
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers })

  const goroutines = gauge('tidemark_goroutines', 'Goroutines of the processes that run.', 'service')
  const processes = gauge('tidemark_processes', 'Processes that run: none that is overdue.', 'service')
  const judged = gauge(
    'tidemark_judged_timestamp_seconds',
    'Unix time of the last verdicts on the service.',
    'service',
  )
  for (const { name: service, lastJudged, running } of figures.services) {
    if (lastJudged === undefined || running === undefined) continue
    const { heldUntil = lastJudged + STALE } = running
    if (heldUntil < figures.now) continue
    goroutines.set({ service }, running.goroutines)
    processes.set({ service }, running.processes)
    judged.set({ service }, lastJudged / 1000)
  }

  const findings = gauge('tidemark_findings', 'Open findings.', 'service', 'tier')
  const growth = gauge(
    'tidemark_growth_goroutines_per_hour',
    'Goroutines per hour of the open findings that grow now, in one process each.',
    'service',
    'tier',
  )
  const held = gauge(
    'tidemark_finding_goroutines',
    'Goroutines of the open findings, in the processes that run.',
    'service',
    'tier',
  )
  for (const { name: service } of figures.services)
    for (const tier of TIERS) findings.set({ service, tier }, 0)
  for (const { service, verdict } of figures.findings) {
    const { tier } = verdict
    const { seen, goroutines: count, perHour } = figuresJson(verdict, figures.now)
    findings.inc({ service, tier })
    growth.inc({ service, tier }, seen === 'growing' ? perHour : 0)
    held.inc({ service, tier }, seen === 'silent' ? 0 : count)
  }

  addMoments(figures, registers)
  const owned = gauge('tidemark_owner_findings', 'Open findings of an owner.', 'owner', 'tier')
  for (const { owner, tier, findings: open } of ownerSeries(figures.findings, figures.ownersOf))
    owned.set({ owner, tier }, open)
  if (figures.counts !== undefined) addCounts(figures.counts, registers)
  return registry.metrics()
}

/** When something happened, for annotations: one series a service. */
function addMoments(
  { services, findings }: Figures,
  registers: Registry<ReturnType<typeof contentTypeFor>>[],
): void {
  const released = new Gauge({
    name: 'tidemark_release_timestamp_seconds',
    help: 'Unix time at which the first process of the newest version started.',
    labelNames: ['service', 'version'],
    registers,
  })
  for (const { name: service, release } of services)
    if (release !== undefined) released.set({ service, version: release.version }, release.at / 1000)
  const found = new Gauge({
    name: 'tidemark_newest_leak_timestamp_seconds',
    help: 'Unix time at which the newest of the open leaks was found.',
    labelNames: ['service'],
    registers,
  })
  const newest = new Map<string, number>()
  for (const { service, verdict, firstFound } of findings)
    if (isLeak(verdict)) newest.set(service, Math.max(firstFound, newest.get(service) ?? firstFound))
  for (const [service, at] of newest) found.set({ service }, at / 1000)
}

function addCounts(
  { outcomes, bytes, newSignatures, judgeRuns, judgeMilliseconds }: Counts,
  registers: Registry<ReturnType<typeof contentTypeFor>>[],
): void {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers })
  const profiles = counter(
    'tidemark_profiles_total',
    'Profiles received by this instance, by outcome.',
    'outcome',
  )
  for (const [outcome, count] of outcomes) profiles.inc({ outcome }, count)
  counter('tidemark_profile_bytes_total', 'Bytes of these profiles, as received.').inc(bytes)
  counter('tidemark_new_signatures_total', 'Signatures that a service had not had before.').inc(newSignatures)
  counter('tidemark_judge_runs_total', 'Runs of the judge in this instance.').inc(judgeRuns)
  counter('tidemark_judge_seconds_total', 'Duration of these runs.').inc(judgeMilliseconds / 1000)
}
