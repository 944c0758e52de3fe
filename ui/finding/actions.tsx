import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { ask, Failure } from '../api.ts'
import { rate } from '../format.ts'
import { useKeys } from '../keyboard.ts'
import { Trouble } from '../layout.tsx'
import { mayChange, useSession } from '../session.ts'
import type { FindingAnswer } from './finding-answer.ts'

/** What one can do, in the order of how often it is right. */
const DEEDS = ['resolve', 'archive', 'intended', 'assign', 'comment'] as const
type Deed = (typeof DEEDS)[number]

/** What goes to the API, one member and a comment. */
type Change = Readonly<Record<string, unknown>>

const DAY = 86_400_000
const WORDS: Readonly<Record<Deed, string>> = {
  resolve: 'Resolve',
  archive: 'Archive',
  intended: 'Intended',
  assign: 'Assign',
  comment: 'Comment',
}

/** Buttons of a finding; each opens one line to fill in, and nothing is done before it is sent. */
export function Actions({
  finding,
  onChange,
}: {
  readonly finding: FindingAnswer
  readonly onChange: (changed: FindingAnswer) => void
}) {
  const session = useSession()
  const [deed, setDeed] = useState<Deed>()
  const [failure, setFailure] = useState<Failure>()
  const opener = useRef<HTMLDivElement>(null)
  const isAllowed = mayChange(session)
  const toggle = (which: Deed) => isAllowed && setDeed((last) => (last === which ? undefined : which))
  useKeys(
    useMemo(
      () => ({
        e: () => toggle('resolve'),
        a: () => toggle('archive'),
        c: () => toggle('comment'),
        Escape: () => setDeed(undefined),
      }),
      [isAllowed],
    ),
  )
  const send = async (change: Change) => {
    try {
      const changed = await ask<FindingAnswer>(`/v1/findings/${encodeURIComponent(finding.id)}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'if-match': `"${finding.revision}"` },
        body: JSON.stringify(change),
      })
      setFailure(undefined)
      setDeed(undefined)
      onChange(changed)
      opener.current?.querySelector('button')?.focus()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      setFailure(error)
    }
  }
  if (!isAllowed) return null
  const isOpen = !['resolved', 'archived', 'intended'].includes(finding.state)
  return (
    <>
      <div class="actions" ref={opener}>
        {!isOpen && (
          <button type="button" onClick={() => void send({ reopen: true })}>
            Reopen
          </button>
        )}
        {DEEDS.filter((each) => isOpen || each === 'comment' || each === 'assign').map((each) => (
          <button key={each} type="button" aria-expanded={deed === each} onClick={() => toggle(each)}>
            {WORDS[each]}
          </button>
        ))}
      </div>
      {deed && <DeedForm key={deed} deed={deed} finding={finding} onSend={send} />}
      {failure && <Trouble failure={failure} />}
    </>
  )
}

function DeedForm({
  deed,
  finding,
  onSend,
}: {
  readonly deed: Deed
  readonly finding: FindingAnswer
  readonly onSend: (change: Change) => Promise<void>
}) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input, textarea')?.focus(), [])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const filled = new FormData(form.current ?? undefined)
    const text = (name: string) => String(filled.get(name) ?? '').trim()
    const comment = text('comment')
    void onSend({ ...changeOf(deed, text), ...(comment === '' ? {} : { comment }) })
  }
  return (
    <form class="act" ref={form} onSubmit={submit} aria-label={WORDS[deed]}>
      {deed === 'resolve' && (
        <Choice
          label="It is resolved"
          options={[
            ['now', 'now: back when it grows in a process that begins later'],
            ...(finding.grewIn.length === 0
              ? []
              : [['nextVersion', `in the version after ${finding.grewIn.at(-1)}`] as const]),
          ]}
        />
      )}
      {deed === 'archive' && (
        <Choice
          label="Put it aside"
          options={[
            ['2', `until it grows twice as fast, ${rate(2 * finding.perHour)}`],
            ['week', 'for a week'],
            ['month', 'for 30 days'],
            ['forever', 'for good'],
          ]}
        />
      )}
      {deed === 'intended' && <Line name="reason" label="Why it is meant to grow" isRequired={true} />}
      {deed === 'assign' && (
        <Line name="assign" label="To whom (nobody, if left empty)" value={finding.assignee ?? ''} />
      )}
      <label>
        <span class="hidden">Comment</span>
        <textarea
          name="comment"
          rows={1}
          maxLength={1000}
          placeholder="Comment"
          required={deed === 'comment'}
        />
      </label>
      <button type="submit" class="main">
        {WORDS[deed]}
      </button>
    </form>
  )
}

function changeOf(deed: Deed, text: (name: string) => string): Change {
  const choice = text('choice')
  if (deed === 'resolve') return { resolve: { in: choice } }
  if (deed === 'intended') return { intended: { reason: text('reason') } }
  if (deed === 'assign') return { assign: text('assign') === '' ? null : text('assign') }
  if (deed === 'comment') return {}
  if (choice === 'forever') return { archive: { until: 'forever' } }
  if (choice === '2') return { archive: { until: { growth: 2 } } }
  const days = choice === 'week' ? 7 : 30
  return { archive: { until: { date: new Date(Date.now() + days * DAY).toISOString() } } }
}

function Choice({
  label,
  options,
}: {
  readonly label: string
  readonly options: readonly (readonly [value: string, text: string])[]
}) {
  return (
    <label>
      {label}{' '}
      <select name="choice">
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

function Line({
  name,
  label,
  value = '',
  isRequired = false,
}: {
  readonly name: string
  readonly label: string
  readonly value?: string
  readonly isRequired?: boolean
}) {
  return (
    <label>
      {label} <input type="text" name={name} defaultValue={value} required={isRequired} maxLength={100} />
    </label>
  )
}
