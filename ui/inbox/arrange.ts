import type { Summary } from '../tier.tsx'
import { type Reader, SECTIONS, type Section, sectionOf } from './filter.ts'

/** In which order do findings stand, and what stands above them? */

export const SORTS = ['severity', 'rate', 'newest', 'oldest', 'service'] as const
export type Sort = (typeof SORTS)[number]
export const GROUPS = ['none', 'cause', 'stack'] as const
export type Grouping = (typeof GROUPS)[number]

/** A line of the list, each as high as every other. */
export type Entry =
  | { readonly is: 'section'; readonly section: Section; readonly many: number }
  | { readonly is: 'group'; readonly group: Group; readonly isOpen: boolean }
  | { readonly is: 'finding'; readonly finding: Summary }

/** Findings that one change may mend. */
export interface Group {
  readonly key: string
  readonly title: string
  readonly findings: readonly Summary[]
  readonly services: number
  /** Of all of them that grow. */
  readonly perHour: number
}

const found = ({ firstFound }: Summary): number => Date.parse(firstFound)

/** Severity is the order in which the API lists them. */
const ORDERS: Readonly<Record<Sort, (a: Summary, b: Summary) => number>> = {
  severity: () => 0,
  rate: (a, b) => paceOf(b) - paceOf(a),
  newest: (a, b) => found(b) - found(a),
  oldest: (a, b) => found(a) - found(b),
  service: (a, b) => (a.service < b.service ? -1 : a.service > b.service ? 1 : 0),
}

/** Of all its processes that grow. */
const paceOf = ({ growsNow, perHour, processes }: Summary): number =>
  growsNow ? perHour * Math.max(1, processes.growing) : 0

/** @param open keys of groups whose findings are shown */
export function arranged(
  findings: readonly Summary[],
  { sort, group }: { readonly sort: Sort; readonly group: Grouping },
  reader: Reader,
  open: ReadonlySet<string> = new Set(),
): Entry[] {
  const sorted = findings.toSorted(ORDERS[sort])
  if (group !== 'none') {
    const groups = groupsOf(sorted, group)
    if (sort === 'rate') groups.sort((a, b) => b.perHour - a.perHour)
    return groups.flatMap((one): Entry[] => {
      const isOpen = open.has(one.key)
      return [{ is: 'group', group: one, isOpen }, ...(isOpen ? one.findings.map(entryOf) : [])]
    })
  }
  const bySection = Map.groupBy(sorted, (finding) => sectionOf(finding, reader))
  return SECTIONS.flatMap((section): Entry[] => {
    const some = bySection.get(section) ?? []
    return some.length === 0 ? [] : [{ is: 'section', section, many: some.length }, ...some.map(entryOf)]
  })
}

const entryOf = (finding: Summary): Entry => ({ is: 'finding', finding })

/** The same stack has the same id in every service. */
const stackOf = ({ id }: Summary): string => id.split('@', 1)[0] ?? id

function groupsOf(findings: readonly Summary[], by: Exclude<Grouping, 'none'>): Group[] {
  const keyOf = (finding: Summary): string =>
    by === 'cause' && finding.cause !== null ? `cause ${finding.cause.id}` : `stack ${stackOf(finding)}`
  return [...Map.groupBy(findings, keyOf)].map(([key, some]) => ({
    key,
    title: some[0]?.cause?.title ?? some[0]?.place ?? key,
    findings: some,
    services: new Set(some.map(({ service }) => service)).size,
    perHour: some.reduce((sum, finding) => sum + paceOf(finding), 0),
  }))
}
