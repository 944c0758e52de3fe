import { useRef } from 'preact/hooks'
import type { FindingPage } from '#shared/api/answers/finding.ts'
import { DAY } from '#shared/time.ts'
import { type Answered, useAnswer } from '../answer.ts'
import { type AnswerOf, ask } from '../api.ts'
import type { FindingAnswer } from '../finding/finding-answer.ts'
import type { Summary } from '../tier.tsx'

type Page = AnswerOf<typeof FindingPage>

/** What is known of the findings. */
export interface Inbox {
  readonly open: Answered<Page>
  /** Open ones, then those that were resolved of late. */
  readonly findings: readonly Summary[] | undefined
  /** Puts the page behind those that are known below them. @throws Failure */
  readonly more: () => Promise<void>
  /** Puts in what changes have answered. */
  readonly changed: (findings: readonly FindingAnswer[]) => void
}

const OPEN = '/v1/findings?limit=1000'
const RESOLVED = '/v1/findings?state=resolved&limit=100'
/** How long what was resolved stays in the inbox. */
const SHOWN_FOR = 14 * DAY

const CLOSED: readonly string[] = ['resolved', 'archived', 'intended']

/** The first page of the open findings, those behind it as far as the reader has asked, and the last resolved ones. */
export function useInbox(): Inbox {
  const open = useAnswer<Page>(OPEN)
  const resolved = useAnswer<Page>(RESOLVED)
  const known = useRef(open.answer)
  known.current = open.answer
  const more = async () => {
    const cursor = known.current?.next
    if (cursor === undefined) return
    const { items, next } = await ask<Page>(`${OPEN}&cursor=${encodeURIComponent(cursor)}`)
    const above = known.current?.items ?? []
    const ids = new Set(above.map(({ id }) => id))
    // A finding that fell meanwhile is on both pages.
    const below = items.filter(({ id }) => !ids.has(id))
    open.replace({ items: [...above, ...below], ...(next !== undefined && { next }) })
  }
  const changed = (findings: readonly FindingAnswer[]) => {
    const { current } = known
    if (current === undefined) return
    const byId = new Map(findings.map((finding) => [finding.id, finding]))
    const items = current.items.flatMap((item) => {
      const now = byId.get(item.id)
      return now === undefined ? [item] : CLOSED.includes(now.state) ? [] : [{ ...item, ...now }]
    })
    open.replace({ ...current, items })
    resolved.reload()
  }
  const late = (resolved.answer?.items ?? []).filter(
    ({ changedAt }) => Date.now() - Date.parse(changedAt) < SHOWN_FOR,
  )
  const findings = open.answer && [...open.answer.items, ...late]
  return { open, findings, more, changed }
}
