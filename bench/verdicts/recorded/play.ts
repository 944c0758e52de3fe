import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type RecordedCase, readCase } from '#cli/case/case.ts'
import { judgeCase } from '#cli/case/judge-case.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import type { JudgeInput, Judgement } from '#shared/verdict/judge/judgement.ts'
import type { Detector, Method } from '../method.ts'
import { highest, type Scored } from '../operating/scored.ts'
import { inputOfCase } from './lives.ts'
import { type CaseScore, isOn, type Report, scoreCase } from './score.ts'
import { type RecordedTruth, readTruth } from './truth.ts'

/** One method on one recorded case. */
export interface RecordedOutcome extends CaseScore {
  readonly method: string
  readonly name: string
}

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

/** Lets Tidemark judge a case through its whole pipeline, and the others its bare counts. */
export async function playRecorded(
  directory: string,
  others: readonly Method[],
  detectors: readonly Detector[],
): Promise<PlayedCase> {
  const [recorded, truth] = [await readCase(directory), await readTruth(directory)]
  const hours = spanHours(recorded)
  const score = (method: string, reports: readonly Report[]): RecordedOutcome => ({
    method,
    name: basename(directory),
    ...scoreCase(truth, reports, hours),
  })
  const ours = reportsOf(await judgeCase(directory, () => undefined))
  const input = await inputOfCase(recorded, directory)
  const theirs = others.map((method) =>
    score(
      method.name,
      method
        .answers(input)
        .flatMap(({ signatures, ...known }) =>
          signatures.map((id) => ({ ...known, stack: input.signatures.get(id)?.frames ?? [] })),
        ),
    ),
  )
  return { outcomes: [score('Tidemark', ours), ...theirs], scored: scoreRecorded(truth, input, detectors) }
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
  verdicts
    .filter(({ tier }) => tier === 'proven' || tier === 'probable')
    .map(({ members, perHour, since, cause }) => ({
      stack: members[0].stack,
      perHour,
      since,
      cause: cause?.id,
    }))

function spanHours({ processes }: RecordedCase): number {
  const times = processes.flatMap(({ profiles }) => profiles.map(({ at }) => Date.parse(at)))
  return (Math.max(...times) - Math.min(...times)) / HOUR
}
