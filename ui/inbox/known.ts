import { useRef } from 'preact/hooks'
import type { FindingPage } from '#shared/api/answers/finding.ts'
import { type Answered, useAnswer } from '../answer.ts'
import { type AnswerOf, ask } from '../api.ts'

type Page = AnswerOf<typeof FindingPage>

/** What is known of the open findings. */
export interface Inbox extends Answered<Page> {
  /** Puts the page behind those that are known below them. @throws Failure */
  readonly more: () => Promise<void>
  /** Takes out one that was closed. */
  readonly without: (id: string) => void
}

const PATH = '/v1/findings?limit=1000'

/** The first page of the open findings, and those behind it as far as the reader has asked. */
export function useInbox(): Inbox {
  const first = useAnswer<Page>(PATH)
  const known = useRef(first.answer)
  known.current = first.answer
  const more = async () => {
    const cursor = known.current?.next
    if (cursor === undefined) return
    const { items, next } = await ask<Page>(`${PATH}&cursor=${encodeURIComponent(cursor)}`)
    const above = known.current?.items ?? []
    const ids = new Set(above.map(({ id }) => id))
    // A finding that fell meanwhile is on both pages.
    const below = items.filter(({ id }) => !ids.has(id))
    first.replace({ items: [...above, ...below], ...(next !== undefined && { next }) })
  }
  const without = (id: string) => {
    const { current } = known
    if (current !== undefined)
      first.replace({ ...current, items: current.items.filter((each) => each.id !== id) })
  }
  return { ...first, more, without }
}
