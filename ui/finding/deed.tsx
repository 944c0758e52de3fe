import { useLayoutEffect, useRef } from 'preact/hooks'
import { DAY } from '#shared/time.ts'
import { ask } from '../api.ts'
import { rate } from '../format.ts'
import type { FindingAnswer } from './finding-answer.ts'

/** What one can do, in the order of how often it is right. */
export const DEEDS = ['resolve', 'archive', 'intended', 'assign', 'comment'] as const
export type Deed = (typeof DEEDS)[number]

/** What goes to the API, one member and a comment. */
export type Change = Readonly<Record<string, unknown>>

export const WORDS: Readonly<Record<Deed, string>> = {
  resolve: 'Resolve',
  archive: 'Archive',
  intended: 'Intended',
  assign: 'Assign',
  comment: 'Comment',
}

/** Changes a finding as it was seen. @throws Failure `precondition-failed` where somebody else was faster */
export const sendChange = ({ id, revision }: FindingAnswer, change: Change): Promise<FindingAnswer> =>
  ask(`/v1/findings/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': `"${revision}"` },
    body: JSON.stringify(change),
  })

/** One line to fill in; nothing is done before it is sent. @param finding undefined where it is for several */
export function DeedForm({
  deed,
  finding,
  onSend,
}: {
  readonly deed: Deed
  readonly finding?: FindingAnswer
  readonly onSend: (change: Change) => Promise<void>
}) {
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('select, input, textarea')?.focus(), [])
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
            ...(finding?.grewIn.length === 0
              ? []
              : [
                  [
                    'nextVersion',
                    `in the version after ${finding?.grewIn.at(-1) ?? 'the one that grew'}`,
                  ] as const,
                ]),
          ]}
        />
      )}
      {deed === 'archive' && (
        <Choice
          label="Put it aside"
          options={[
            ['2', `until it grows twice as fast${finding ? `, ${rate(2 * finding.perHour)}` : ''}`],
            ['week', 'for a week'],
            ['month', 'for 30 days'],
            ['forever', 'for good'],
          ]}
        />
      )}
      {deed === 'intended' && <Line name="reason" label="Why it is meant to grow" isRequired={true} />}
      {deed === 'assign' && (
        <Line name="assign" label="To whom (nobody, if left empty)" value={finding?.assignee ?? ''} />
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
