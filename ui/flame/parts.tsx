import type { ProcessPage } from '#shared/api/answers/service.ts'
import { useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { short } from '../name.tsx'

/** Processes that can be chosen from: the first page of them. */
const MOST = 100

/** Which process is looked at, and what the stacks are parted by; each choice is an address. */
export function Parts({
  service,
  asked,
  onChoose,
}: {
  readonly service: string
  readonly asked: { readonly process?: string; readonly by?: string }
  readonly onChoose: (more: Readonly<Record<string, string | undefined>>) => void
}) {
  const { answer } = useAnswer<AnswerOf<typeof ProcessPage>>(
    `/v1/services/${encodeURIComponent(service)}/processes?limit=${MOST}`,
  )
  const processes = answer?.items ?? []
  const labels = [...new Set(processes.flatMap((process) => Object.keys(process.labels)))].sort()
  const known = processes.map(({ id }) => id)
  // What the address asks for can be chosen, known or not.
  const ids = asked.process === undefined || known.includes(asked.process) ? known : [asked.process, ...known]
  const parts = ['process', 'version', ...labels.map((key) => `label.${key}`)]
  const by = asked.by === undefined || parts.includes(asked.by) ? parts : [asked.by, ...parts]
  // A zoom is of the stacks that were seen.
  const choose = (more: Readonly<Record<string, string | undefined>>) =>
    onChoose({ ...more, zoom: undefined })
  return (
    <div class="flame-bar">
      <label>
        process{' '}
        <select
          aria-label="process"
          value={asked.process ?? ''}
          onChange={({ currentTarget: { value } }) => choose({ process: value === '' ? undefined : value })}
        >
          <option value="">all</option>
          {ids.map((id) => (
            <option key={id} value={id}>
              {short(id, 60)}
            </option>
          ))}
        </select>
      </label>
      <label>
        parted by{' '}
        <select
          aria-label="parted by"
          value={asked.by ?? ''}
          onChange={({ currentTarget: { value } }) => choose({ by: value === '' ? undefined : value })}
        >
          <option value="">nothing</option>
          {by.map((name) => (
            <option key={name} value={name}>
              {short(name.replace(/^label\./, 'label '), 60)}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
