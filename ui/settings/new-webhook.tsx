import type { MadeWebhook } from '#shared/api/answers/webhook.ts'
import type { AnswerOf } from '../api.ts'
import { Trouble } from '../layout.tsx'
import { useMaking } from './making.ts'

export type Made = AnswerOf<typeof MadeWebhook>

/** What a webhook is told, where, and in which words. */
export function NewWebhook({ onMade }: { readonly onMade: (made: Made) => void }) {
  const { form, isBusy, failure, onSubmit } = useMaking<Made>('/v1/webhooks', wanted, onMade)
  return (
    <form class="make" ref={form} onSubmit={onSubmit} aria-label="New webhook">
      <label>
        Address
        <input type="url" name="url" required placeholder="https://…" autocomplete="off" />
      </label>
      <label>
        Format
        <select name="format">
          <option value="json">JSON, signed</option>
          <option value="slack">Slack, for an incoming webhook</option>
        </select>
      </label>
      <label>
        Name (the host, if left empty)
        <input type="text" name="name" maxLength={100} autocomplete="off" />
      </label>
      <label>
        Only services that begin with (all, if left empty)
        <input type="text" name="servicePrefix" maxLength={200} placeholder="shop/" autocomplete="off" />
      </label>
      <label>
        Only findings of this owner (of all, if left empty)
        <input type="text" name="owner" maxLength={100} placeholder="@payments" autocomplete="off" />
      </label>
      <label class="tick">
        <input type="checkbox" name="reports" defaultChecked />
        The daily report too
      </label>
      <button type="submit" class="main" disabled={isBusy}>
        Add
      </button>
      {failure && <Trouble failure={failure} />}
    </form>
  )
}

/** What `POST /v1/webhooks` takes; what was left empty is not sent. */
function wanted(filled: FormData): Readonly<Record<string, unknown>> {
  const texts = ['url', 'format', 'name', 'servicePrefix', 'owner']
    .map((member) => [member, String(filled.get(member) ?? '').trim()] as const)
    .filter(([, text]) => text !== '')
  return { ...Object.fromEntries(texts), reports: filled.has('reports') }
}
