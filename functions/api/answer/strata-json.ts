import type { SignatureId } from '#shared/signature/signature.ts'
import type { Followed } from '#shared/survivor/follow.ts'
import { livesIn, staysInStack } from '#shared/survivor/life-stays.ts'
import { survivorSays } from '#shared/survivor/sentence.ts'
import { type Strata, strataOf } from '#shared/survivor/strata.ts'
import { type Survivors, survivorsOf } from '#shared/survivor/survivors.ts'
import { iso, isoOrNull } from '#shared/time.ts'
import type { Process } from '#shared/trend/process.ts'
import type { ObservedProcess } from '../lookup/observed-processes.ts'

/** Processes of one answer. */
const MOST_PROCESSES = 20

/** Layers of a stack, or of all stacks of a family, in each process that sent full dumps; and what they say. */
export function strataJson(
  id: SignatureId,
  stacks: readonly SignatureId[],
  observed: readonly ObservedProcess[],
) {
  const lives = observed.flatMap(({ process, observations }) =>
    livesIn(observations).map((life) => ({ process, life })),
  )
  const shown = lives
    .map(({ process, life }) => ({ process, strata: strataIn(life, stacks) }))
    .filter(({ strata }) => strata.layers.length > 0)
    .sort((a, b) => newestCount(b.strata) - newestCount(a.strata))
  const survivors = mostResidents(
    lives.map(({ life }) => life),
    stacks,
  )
  const { word, neverLeaves, dumps, residents, joined, left } = survivors
  return {
    signature: id,
    word,
    neverLeaves,
    says: survivorSays(survivors) ?? null,
    dumps,
    residents,
    joined,
    left,
    processes: shown.slice(0, MOST_PROCESSES).map(processJson),
    hidden: Math.max(0, shown.length - MOST_PROCESSES),
  }
}

const strataIn = ({ times, byStack }: Followed, stacks: readonly SignatureId[]): Strata =>
  strataOf(
    times,
    stacks.flatMap((stack) => byStack.get(stack) ?? []),
  )

/** Of the stacks of a family that one speaks in which most have stayed. */
function mostResidents(lives: readonly Followed[], stacks: readonly SignatureId[]): Survivors {
  const [first, ...more] = stacks.map((stack) => survivorsOf(staysInStack(lives, stack)))
  if (first === undefined) throw new RangeError('There is no stack to follow.')
  return more.reduce((most, one) => (one.residents > most.residents ? one : most), first)
}

const newestCount = ({ layers }: Strata): number =>
  layers.reduce((sum, { alive }) => sum + (alive.at(-1) ?? 0), 0)

const processJson = ({ process, strata }: { process: Process; strata: Strata }) => ({
  process: process.id,
  instance: process.instance,
  version: process.version ?? null,
  times: strata.times.map(iso),
  layers: strata.layers.map(({ after, until, alive }) => ({
    after: isoOrNull(after),
    until: iso(until),
    alive,
  })),
})
