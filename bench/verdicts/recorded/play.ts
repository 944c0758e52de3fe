import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readCase } from '#cli/case/case.ts'
import { judgeCase } from '#cli/case/judge-case.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import type { JudgeInput, Judgement } from '#shared/verdict/judge/judgement.ts'
import { timesAlong } from '../looks.ts'
import type { Detector, Method } from '../method.ts'
import { highest, type Scored } from '../operating/scored.ts'
import { TIDEMARK, toldBy } from '../tidemark.ts'
import { inputOfCase, inputUntil } from './lives.ts'
import { type RecordedOutcome, recordedOutcome, type Seen } from './outcome.ts'
import { isOn, type Report } from './score.ts'
import { type RecordedTruth, readTruth } from './truth.ts'

/** All methods and detectors on one recorded case. */
export interface PlayedCase {
  readonly outcomes: readonly RecordedOutcome[]
  readonly scored: readonly Scored[]
}

/** Folders below a directory that hold a case with its truth, in the order of their names; or the directory itself. */
export async function casesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  if (entries.some(({ name }) => name === 'truth.json')) return [directory]
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name))
  const found: string[] = []
  for (const folder of folders.sort()) if ((await readdir(folder)).includes('truth.json')) found.push(folder)
  return found
}

/** Lets Tidemark judge a case through its whole pipeline, and the others its bare counts; all of them again and again. */
export async function playRecorded(
  directory: string,
  others: readonly Method[],
  detectors: readonly Detector[],
): Promise<PlayedCase> {
  const [recorded, truth] = [await readCase(directory), await readTruth(directory)]
  const input = await inputOfCase(recorded, directory)
  const [start, end] = spanOf(input)
  const times = timesAlong(start, end)
  const ours: Seen[] = []
  const see = (judgement: Judgement, at: number): void => {
    ours.push({ at, reports: reportsOf(judgement) })
  }
  see(await judgeCase(directory, () => undefined, {}, { times, see }), end)
  const theirs = others.map((method): [string, Seen[]] => [
    method.name,
    [...times, end].map((at) => ({ at, reports: answersOf(method, inputUntil(input, at)) })),
  ])
  const span = { name: basename(directory), truth, hours: (end - start) / HOUR }
  return {
    outcomes: [[TIDEMARK.name, ours] as const, ...theirs].map(([method, seen]) =>
      recordedOutcome(method, span, seen),
    ),
    scored: scoreRecorded(truth, input, detectors),
  }
}

/** A leak has the highest score of its signatures, a case without leaks that of all. */
function scoreRecorded(
  { leaks }: RecordedTruth,
  input: JudgeInput,
  detectors: readonly Detector[],
): Scored[] {
  const stackOf = (id: SignatureId): Report => ({ stack: input.signatures.get(id)?.frames ?? [] })
  return detectors.flatMap(({ scores }, detector): Scored[] => {
    const found = scores(input)
    if (leaks.length === 0) return [{ detector, leaks: false, score: highest(found) }]
    return leaks.map((leak) => ({
      detector,
      leaks: true,
      score: highest(found, (id) => isOn(stackOf(id), leak)),
    }))
  })
}

const reportsOf = ({ verdicts }: Judgement): Report[] =>
  verdicts.map((verdict) => ({
    stack: verdict.members[0].stack,
    ...toldBy(verdict),
    perHour: verdict.perHour,
    since: verdict.since,
    cause: verdict.cause?.id,
  }))

const answersOf = (method: Method, input: JudgeInput): Report[] =>
  method
    .answers(input)
    .flatMap(({ signatures, ...known }) =>
      signatures.map((id) => ({ ...known, stack: input.signatures.get(id)?.frames ?? [] })),
    )

function spanOf({ lives }: JudgeInput): [start: number, end: number] {
  const times = lives.flatMap((life) => [...life.times])
  return [Math.min(...times), Math.max(...times)]
}
