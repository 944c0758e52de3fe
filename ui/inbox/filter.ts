import type { Summary } from '../tier.tsx'
import { isOver } from '../tier.tsx'
import { KEYS, type Key, type Query, type Word } from './query.ts'

/** Which findings does a query mean, and which words would narrow it? */

/** The part of the inbox that a finding stands in, in their order. */
export const SECTIONS = ['new', 'regressed', 'open', 'fixed', 'closed'] as const
export type Section = (typeof SECTIONS)[number]

/** What a reader brings along. */
export interface Reader {
  /** Owners that are the reader, or the reader's team. */
  readonly mine: readonly string[]
  /** What changed after this is new to the reader, milliseconds since the epoch. */
  readonly since: number
}

const isNew = ({ changedAt }: Pick<Summary, 'changedAt'>, { since }: Reader): boolean =>
  Date.parse(changedAt) > since

export function sectionOf(finding: Summary, reader: Reader): Section {
  const { state } = finding
  if (state === 'archived' || state === 'intended') return 'closed'
  if (state === 'resolved' || isOver(finding)) return 'fixed'
  if (state === 'regressed') return 'regressed'
  return isNew(finding, reader) ? 'new' : 'open'
}

/** Whoever sees to it: the assignee before the owners. */
export const ownersOf = ({ assignee, owners }: Summary): readonly string[] =>
  assignee === null ? owners : [assignee, ...owners.filter((owner) => owner !== assignee)]

/** What a finding is by a key, as the words name it. */
const VALUES: Readonly<Record<Key, (finding: Summary, reader: Reader) => readonly string[]>> = {
  is: (finding, reader) => [sectionOf(finding, reader)],
  tier: ({ tier }) => [tier],
  state: ({ state }) => [state],
  owner: (finding) => {
    const owners = ownersOf(finding)
    return owners.length === 0 ? ['none'] : owners
  },
  service: ({ service }) => [service],
  version: ({ version }) => (version === null ? [] : [version]),
  cause: ({ cause }) => [cause?.id ?? 'unknown'],
}

/** Whether a value is the one of a word; `payments/*` is every one that begins so. */
function isMeant(value: string, written: string): boolean {
  const [has, wanted] = [value.toLowerCase(), written.toLowerCase()]
  return wanted.endsWith('*') ? has.startsWith(wanted.slice(0, -1)) : has === wanted
}

function holds(finding: Summary, { key, value }: Word, reader: Reader): boolean {
  const values = VALUES[key](finding, reader)
  if (key === 'owner' && value === 'me')
    return values.some((owner) => reader.mine.some((mine) => isMeant(owner, mine)))
  return values.some((one) => isMeant(one, value))
}

const textOf = (finding: Summary): string =>
  [finding.service, finding.place, finding.cause?.title, finding.version, ...ownersOf(finding)]
    .join('\n')
    .toLowerCase()

/** The findings that a query means, in their order. */
export function filtered(findings: readonly Summary[], { words, text }: Query, reader: Reader): Summary[] {
  const byKey = [...Map.groupBy(words, ({ key }) => key).values()]
  const pieces = text.map((piece) => piece.toLowerCase())
  return findings.filter(
    (finding) =>
      byKey.every((some) => some.some((word) => holds(finding, word, reader))) &&
      (pieces.length === 0 || pieces.every((piece) => textOf(finding).includes(piece))),
  )
}

/** A value with the findings that have it. */
export interface Facet {
  readonly value: string
  readonly many: number
  /** In words, where the value is an id. */
  readonly says?: string | undefined
}

/** What the findings are by each key, the most frequent value first. */
export function facetsOf(findings: readonly Summary[], reader: Reader): Readonly<Record<Key, Facet[]>> {
  const titles = new Map(findings.flatMap(({ cause }) => (cause === null ? [] : [[cause.id, cause.title]])))
  const facets = KEYS.map((key) => {
    const counts = new Map<string, number>()
    for (const finding of findings)
      for (const value of VALUES[key](finding, reader)) counts.set(value, (counts.get(value) ?? 0) + 1)
    const values = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    return [
      key,
      values.map(([value, many]) => ({ value, many, says: key === 'cause' ? titles.get(value) : undefined })),
    ] as const
  })
  return Object.fromEntries(facets) as Record<Key, Facet[]>
}
