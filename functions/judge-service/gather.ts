import { openHourAt } from '#shared/history/close-hours.ts'
import { openSnapshots } from '#shared/history/open-snapshots.ts'
import { presentRanged } from '#shared/history/present-ranged.ts'
import { type HistoryDeps, presentStates, readHistory } from '#shared/history/read-history.ts'
import { readSockets, type SocketsDeps } from '#shared/history/read-sockets.ts'
import { type Sample, sampleProcesses } from '#shared/history/sample-processes.ts'
import { DEFAULT_SETTINGS, type ServiceSettings } from '#shared/settings/settings.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import type { EvidenceStore } from '#shared/store/evidence-store.ts'
import type { SignatureIndex } from '#shared/store/signature-index.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { DAY } from '#shared/time.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import type { Run } from './run.ts'

export interface GatherDeps extends HistoryDeps, SocketsDeps {
  readonly snapshots: SnapshotIndex
  readonly signatures: SignatureIndex
  readonly evidence: EvidenceStore
  /** Bytes that the processes looked at may take; those of the function `judge-service`. */
  readonly sampleBytes?: number
}

/** What is not in blocks yet, and the processes that are looked at. */
export interface Present {
  /** First hour that is open, milliseconds since the epoch. */
  readonly openFrom: number
  readonly settings: ServiceSettings
  readonly sample: Sample
  /** Of the open hours and of the sample. */
  readonly snapshots: readonly Snapshot[]
}

/** Reads the open hours. */
export async function gatherPresent(
  deps: GatherDeps,
  { tenant, service, now }: Pick<Run, 'tenant' | 'service' | 'now'>,
): Promise<Present> {
  const openFrom = openHourAt(now)
  const { settings } = (await deps.directory.service(tenant, service)) ?? { settings: DEFAULT_SETTINGS }
  const range = { from: openFrom - settings.windowDays * DAY, openFrom, now }
  const sample = await sampleProcesses(deps, tenant, service, range, deps.sampleBytes)
  const snapshots = await openSnapshots(deps.snapshots, tenant, service, openFrom, now, sample)
  return { openFrom, settings, sample, snapshots }
}

/** Reads everything that the judge may know. What the open hours tell beside counts is kept before. */
export async function gather(
  deps: GatherDeps,
  { tenant, service, now }: Pick<Run, 'tenant' | 'service' | 'now'>,
  { openFrom, settings, sample, snapshots }: Present,
): Promise<JudgeInput> {
  const window = settings.windowDays * DAY
  const [lives, evidence, sockets] = await Promise.all([
    readHistory(deps, tenant, service, openFrom, snapshots, window, sample),
    evidenceOf(deps, tenant, service, sample),
    readSockets(deps, tenant, service),
  ])
  const signatures = await deps.signatures.getMany(tenant, service, signaturesOf(lives))
  const [states, ranged] = [presentStates(snapshots), presentRanged(snapshots)]
  return { service, settings, lives, signatures, states, ranged, evidence, sockets, now }
}

async function evidenceOf(
  { evidence }: Pick<GatherDeps, 'evidence'>,
  tenant: string,
  service: string,
  sample: Sample,
): Promise<ProcessEvidence[]> {
  const found: ProcessEvidence[] = []
  for await (const known of evidence.all(tenant, service)) if (sample.has(known.process)) found.push(known)
  return found
}

/** Every signature that any of the lives has. */
export const signaturesOf = (lives: readonly LifeSeries[]): SignatureId[] => [
  ...new Set(lives.flatMap(({ counts }) => [...counts.keys()])),
]
