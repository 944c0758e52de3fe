import type { ProcessesAnswer } from './finding-answer.ts'

/** Which two parts of the processes of a finding stand beside each other? */

export const KINDS = ['release', 'deploy', 'instance'] as const
export type Kind = (typeof KINDS)[number]

type Figures = Pick<ProcessesAnswer['releases'][number], 'processes' | 'leaking' | 'hours' | 'rose'>

/** One part, and where its flame graph is. */
export interface ComparedSide extends Figures {
  readonly name: string
  /** RFC 3339: a time at which it ran. */
  readonly at: string
  /** Of this process alone. */
  readonly process?: string
  /** Whether a process belongs to it. */
  readonly holds: (process: Process) => boolean
}

/** The left and the right one. */
export type Compared = readonly [ComparedSide, ComparedSide]

type Process = ProcessesAnswer['processes'][number]

/** What the control offers: names for the left and the right; of a deploy one choice is both. */
export interface Choices {
  readonly left: readonly string[]
  readonly right: readonly string[]
}

/** Kinds that have two sides. */
export const kindsOf = (answer: ProcessesAnswer): Kind[] =>
  KINDS.filter((kind) => comparedIn(answer, kind, null, null) !== undefined)

export function choicesOf(answer: ProcessesAnswer, kind: Kind): Choices {
  if (kind === 'deploy') return { left: deploysIn(answer).map(({ version }) => version), right: [] }
  const names =
    kind === 'release' ? answer.releases.map(({ version }) => version) : [...byInstance(answer).keys()]
  return { left: names, right: names }
}

/**
 * Two sides; undefined where there are not two. What is asked for and unknown is as if it were not asked for: the newest
 * release beside the one before, one instance that leaks beside one that does not.
 */
export function comparedIn(
  answer: ProcessesAnswer,
  kind: Kind,
  left: string | null,
  right: string | null,
): Compared | undefined {
  if (kind === 'deploy') return deployIn(answer, left)
  const sides = kind === 'release' ? answer.releases.map(ofRelease) : [...byInstance(answer).values()]
  const find = (name: string | null) => sides.find((side) => side.name === name)
  const target = find(right) ?? (kind === 'release' ? sides[0] : sides.find(isHealthy)) ?? sides[1]
  const base = find(left) ?? sides.find((side) => side !== target)
  return base === undefined || target === undefined || base === target ? undefined : [base, target]
}

const isHealthy = ({ leaking }: Figures): boolean => leaking === 0

const ofRelease = ({ version, to, ...figures }: ProcessesAnswer['releases'][number]): ComparedSide => ({
  ...figuresOf(figures),
  name: version,
  at: to,
  holds: (process) => process.version === version,
})

const figuresOf = ({ processes, leaking, hours, rose }: Figures): Figures => ({
  processes,
  leaking,
  hours,
  rose,
})

/** Releases that something ran before. */
const deploysIn = ({ releases }: ProcessesAnswer) => releases.filter(({ before }) => before.processes > 0)

function deployIn(answer: ProcessesAnswer, version: string | null): Compared | undefined {
  const deploys = deploysIn(answer)
  const deploy = deploys.find((one) => one.version === version) ?? deploys[0]
  if (deploy === undefined) return undefined
  const last = answer.releases.reduce((latest, { to }) => (to > latest ? to : latest), deploy.to)
  const isBefore = (process: Process): boolean => startOf(process) < Date.parse(deploy.from)
  return [
    { ...deploy.before, name: `before ${deploy.version}`, at: deploy.from, holds: isBefore },
    {
      ...deploy.since,
      name: `since ${deploy.version}`,
      at: last,
      holds: (process) => !isBefore(process),
    },
  ]
}

/** When a process began, or was first seen where nobody said; milliseconds since the epoch. */
export const startOf = ({ startedAt, from }: Process): number => Date.parse(startedAt ?? from)

/** All lives of an instance as one side, in the order of the answer. */
function byInstance({ processes }: ProcessesAnswer): Map<string, ComparedSide> {
  const sides = new Map<string, ComparedSide>()
  for (const { instance, process, to, shows, hours, rose } of processes) {
    const before = sides.get(instance)
    const isNewest = before === undefined || to > before.at
    sides.set(instance, {
      name: instance,
      processes: 1,
      leaking: before?.leaking === 1 || shows === 'leak' ? 1 : 0,
      hours: (before?.hours ?? 0) + hours,
      rose: (before?.rose ?? 0) + Math.max(0, rose),
      at: isNewest ? to : before.at,
      process: isNewest ? process : (before.process ?? process),
      holds: (other) => other.instance === instance,
    })
  }
  return sides
}
