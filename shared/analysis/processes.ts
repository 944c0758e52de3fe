/** Which dumps are of one process, so that they may be laid along one axis of time. */

import { addressOf, argumentWords } from '#shared/goroutine/argument-words.ts'
import type { ReadDump } from './read-dump.ts'

/** Dumps of one process, the newest last. */
export interface ProcessDumps {
  /** What the dumps have in common of their sources; empty where the input holds one process. */
  readonly source: string
  /** How it is known that they are of one process. */
  readonly sameBy: 'source' | 'goroutines' | 'name'
  readonly dumps: readonly ReadDump[]
}

/** Share of the goroutines of the smaller dump that must be the same ones. */
const SAME = 0.5

/**
 * Dumps by process. Those of one source (a pod, a container, one file) are of one process. Dumps of different sources
 * are of one if their names differ in times and counters alone and goroutine ids do not speak against it, or if most
 * goroutines are the same in id, stack and addresses.
 * The order is that of the first dump of each process.
 */
export function processesOf(dumps: readonly ReadDump[]): ProcessDumps[] {
  const bySource = new Map<string, ReadDump[]>()
  for (const dump of dumps) {
    const known = bySource.get(dump.dump.source)
    if (known === undefined) bySource.set(dump.dump.source, [dump])
    else known.push(dump)
  }
  const processes: { sameBy: ProcessDumps['sameBy']; dumps: ReadDump[] }[] = []
  for (const more of bySource.values()) {
    const [first] = more
    const same = processes
      .map((process) => ({
        process,
        by: first === undefined ? undefined : sameProcess(process.dumps, first),
      }))
      .find(({ by }) => by !== undefined)
    if (same?.by === undefined) processes.push({ sameBy: 'source', dumps: more })
    else {
      same.process.dumps.push(...more)
      same.process.sameBy = same.by
    }
  }
  return processes.map(({ sameBy, dumps: of }) => ({ source: commonSource(of), sameBy, dumps: inOrder(of) }))
}

function sameProcess(known: readonly ReadDump[], other: ReadDump): ProcessDumps['sameBy'] | undefined {
  const last = known.at(-1)
  if (last === undefined || last.profile.type !== other.profile.type) return undefined
  const [name, otherName] = [nameIn(last.dump.source), nameIn(other.dump.source)]
  if (name === otherName) return share(last, other, standing) === 0 ? undefined : 'name'
  // Replicas start alike: with the same ids, and before Go 1.26 all but the same addresses.
  if (areReplicas(name.split(' '), otherName.split(' '))) return undefined
  return (share(last, other, pointing) ?? 0) >= SAME ? 'goroutines' : undefined
}

/** Share of the smaller dump's goroutines that have an identity in both; undefined where ids are missing. */
function share(
  a: ReadDump,
  b: ReadDump,
  identities: (of: ReadDump) => readonly string[] | undefined,
): number | undefined {
  const [ofA, ofB] = [identities(a), identities(b)]
  if (ofA === undefined || ofB === undefined) return undefined
  const known = new Set(ofA)
  const same = ofB.filter((identity) => known.has(identity)).length
  return same / Math.max(1, Math.min(a.profile.total, b.profile.total))
}

/** Id and stack. */
function standing({ profile: { roster }, signed }: ReadDump): string[] | undefined {
  if (roster === undefined || roster.ids.length === 0) return undefined
  return roster.ids.map(
    (id, row) => `${id} ${signed.signatures[signed.ofGroups[roster.groups[row] ?? -1] ?? -1]?.id}`,
  )
}

/** Id, stack and argument words, of goroutines that name an address at all. */
const pointing = ({ individuals: of }: ReadDump): string[] | undefined =>
  of?.individuals.flatMap(({ id, frames }, i) => {
    const words = frames.map(({ args }) => args).join(' ')
    return argumentWords(words).some((word) => addressOf(word) !== undefined)
      ? [`${id} ${of.stacks[i]} ${words}`]
      : []
  })

/** By time where all have one of a kind, else as they came. */
const inOrder = (dumps: readonly ReadDump[]): readonly ReadDump[] =>
  dumps.every(({ at, datedBy }) => at !== undefined && datedBy === dumps[0]?.datedBy)
    ? dumps.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
    : dumps

/** Names that differ in what Kubernetes puts behind them: `web-0` and `web-1`, `shop-6c5d7f-9hq2n` and its like. */
const areReplicas = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length &&
  a.every((word, i) => word === b[i] || (i > 0 && REPLICA.test(word) && REPLICA.test(b[i] ?? '')))
const REPLICA = /^(?:\d{1,4}|[a-z]|[a-z0-9]{5,10})$/

/** Words of file names that tell when or in which form a dump was taken, and not of which process. */
const NO_NAME =
  /^(?:goroutines?|stacks?|stacktraces?|traces?|dumps?|pprof|profiles?|debug\d?|before|after|old|new|first|second|third|last|start|end|later|now|t)$/
/** Dates and times: `2026-11-18T12:05:09Z`, `12-05`, `20261118`. */
const TIME =
  /\d{4}[-:.]?\d{2}[-:.]?\d{2}(?:[t-]?\d{2}[-:.]?\d{2}(?:[-:.]?\d{2}(?:\.\d+)?)?z?)?|\b\d{2}[-:.]\d{2}(?:[-:.]\d{2})?\b|\b\d{6,}\b/g
const EXTENSION = /(?:\.(?:txt|log|gz|pb|out|dump|pprof|zst|xz|bz2|md|json)){1,8}$/

/**
 * What a file name says of the process, in words; a number alone counts dumps, behind a name it may be a replica.
 *
 * Example input: `pod-7/goroutine-2026-11-18T12:05.debug2.txt`, `before.txt`, `web-0.txt`
 * Example output: `pod-7/`, ``, `web 0`
 */
function nameIn(source: string): string {
  const slash = source.lastIndexOf('/') + 1
  const file = source
    .slice(slash)
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(EXTENSION, '')
    .replace(TIME, ' ')
  const words = file
    .split(/[^a-z0-9]+|(?<=[a-z])(?=\d+$)/)
    .filter((word) => word !== '' && !NO_NAME.test(word))
  const isCounter = words.every((word) => /^\d+$/.test(word))
  return `${source.slice(0, slash)}${isCounter ? '' : words.join(' ')}`
}

function commonSource(dumps: readonly ReadDump[]): string {
  return [...new Set(dumps.map(({ dump }) => dump.source))].join(', ')
}
