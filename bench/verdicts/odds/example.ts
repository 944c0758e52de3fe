import { basename } from 'node:path'
import { readCase, recordingsOf } from '#cli/case/case.ts'
import { judgeCase } from '#cli/case/judge-case.ts'
import { HOUR } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { Judgement } from '#shared/verdict/judge/judgement.ts'
import type { ArgumentId } from '#shared/verdict/model/argument.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { lookTimes, timesAlong } from '../looks.ts'
import { type MadeJob, madeCases } from '../made-cases.ts'
import { isOn } from '../recorded/score.ts'
import { readTruth } from '../recorded/truth.ts'

/** A stack that grew by all rules when it was looked at, with the arguments and the truth. */
export interface Example {
  readonly set: string
  /** Looks at one case resemble each other. */
  readonly name: string
  /** Hours from the first snapshot, or from the begin of the leak. */
  readonly hours: number
  readonly leaks: boolean
  readonly values: Readonly<Partial<Record<ArgumentId, number>>>
}

const valuesOf = ({ arguments: weighed }: Verdict): Example['values'] =>
  Object.fromEntries(weighed.map(({ id, value }) => [id, value]))

/** What the judge weighs at every look at a part of the made cases. A leak that nobody can see teaches nothing. */
export function madeExamples(job: MadeJob): Example[] {
  const examples: Example[] = []
  for (const made of madeCases(job)) {
    const { truth, start, end, plan } = made
    const name = `${job.seed}: ${plan.name}`
    for (const at of lookTimes(truth?.since ?? start, end)) {
      const input = made.inputAt(at)
      if (input.lives.length === 0) continue
      for (const verdict of judge(input).verdicts) {
        const leaks = verdict.members.some(({ signature }) => signature === truth?.signature)
        if (leaks && truth?.hidden) continue
        const hours = (at - (truth?.since ?? start)) / HOUR
        examples.push({ set: job.set, name, hours, leaks, values: valuesOf(verdict) })
      }
    }
  }
  return examples
}

/** What the judge weighs at looks along a recorded case. @param directory of the case */
export async function recordedExamples(directory: string, set: string): Promise<Example[]> {
  const { leaks } = await readTruth(directory)
  const times = recordingsOf(await readCase(directory), directory).map(({ at }) => at)
  const [start, end] = [times[0] ?? 0, times.at(-1) ?? 0]
  const looks = timesAlong(start, end)
  const examples: Example[] = []
  const see = ({ verdicts }: Judgement, at: number): void => {
    for (const verdict of verdicts) {
      const on = leaks.filter((leak) => isOn({ stack: verdict.members[0].stack }, leak))
      const begun = on.some(({ since }) => Date.parse(since) <= at)
      examples.push({
        set,
        name: basename(directory),
        hours: (at - start) / HOUR,
        leaks: begun,
        values: valuesOf(verdict),
      })
    }
  }
  see(await judgeCase(directory, () => undefined, {}, { times: looks, see }), end)
  return examples
}
