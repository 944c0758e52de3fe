import { useMemo, useRef } from 'preact/hooks'
import { count, counted, signedSize } from '../format.ts'
import { useKeys } from '../keyboard.ts'
import { Name } from '../name.tsx'
import type { Summary } from '../tier.tsx'
import type { Entry, Group } from './arrange.ts'
import type { Section } from './filter.ts'
import { Row } from './row.tsx'
import type { Selection } from './selection.ts'
import { useListWindow } from './window.ts'

const HEADS: Readonly<Record<Section, string>> = {
  new: 'New since your last visit',
  regressed: 'Regressed',
  open: 'Open',
  fixed: 'Fixed',
  closed: 'Archived or intended',
}

/** The findings a line each, and what stands above them; those out of sight are not drawn. */
export function List({
  entries,
  selection,
  picked,
  onPick,
  onGroup,
}: {
  readonly entries: readonly Entry[]
  readonly selection: Selection
  readonly picked: ReadonlySet<string>
  readonly onPick: ((id: string) => void) | undefined
  readonly onGroup: (key: string) => void
}) {
  const list = useRef<HTMLUListElement>(null)
  const { from, to, line, show } = useListWindow(list, entries.length)
  const { active, look } = selection
  selection.useFocus(list, show)
  useKeys(
    useMemo(
      () => ({
        j: () => selection.step(1),
        k: () => selection.step(-1),
        x: () => active !== undefined && onPick?.(active),
      }),
      [selection, active, onPick],
    ),
  )
  return (
    <div class="list">
      <p class="column-names" aria-hidden="true">
        {onPick && <span class="pick" />}
        <span class="what">finding</span>
        <span class="spark">low water</span>
        <span class="rate">per hour</span>
        <span class="spread">processes</span>
        <span class="since">since</span>
        <span class="age">found</span>
        <span class="owner">owner</span>
      </p>
      <ul
        class={onPick ? 'findings picking' : 'findings'}
        ref={list}
        style={{ paddingTop: `${from * line}px`, paddingBottom: `${(entries.length - to) * line}px` }}
      >
        {entries.slice(from, to).map((entry, i) =>
          entry.is === 'finding' ? (
            <Row
              key={entry.finding.id}
              finding={entry.finding}
              place={from + i}
              isActive={entry.finding.id === active}
              isPicked={picked.has(entry.finding.id)}
              onPick={onPick}
              onLook={look}
            />
          ) : entry.is === 'section' ? (
            <li class="head" key={entry.section}>
              <h2 class="section">
                {HEADS[entry.section]} {count(entry.many)}
              </h2>
            </li>
          ) : (
            <GroupHead
              key={entry.group.key}
              group={entry.group}
              isOpen={entry.isOpen}
              onToggle={() => onGroup(entry.group.key)}
            />
          ),
        )}
      </ul>
    </div>
  )
}

/** Example output: `Transport per request · 7 findings in 7 services · +112 per hour`. */
function GroupHead({
  group: { title, findings, services, perHour },
  isOpen,
  onToggle,
}: {
  readonly group: Group
  readonly isOpen: boolean
  readonly onToggle: () => void
}) {
  return (
    <li class="head group">
      <button type="button" class="unfold" aria-expanded={isOpen} onClick={onToggle}>
        <span class="title">
          <Name longest={160}>{title}</Name>
        </span>
        <span class="many">
          {counted(findings.length, 'finding')} in {counted(services, 'service')}
        </span>
        <span class="rate">{perHour > 0 ? `${signedSize(perHour)} per hour` : ''}</span>
      </button>
    </li>
  )
}

/** The findings among the lines, in their order. */
export const findingsIn = (entries: readonly Entry[]): Summary[] =>
  entries.flatMap((entry) => (entry.is === 'finding' ? [entry.finding] : []))
