import { useState } from 'preact/hooks'
import type { MadeWebhook } from '#shared/api/answers/webhook.ts'
import type { AnswerOf } from '../api.ts'
import { Trouble } from '../layout.tsx'
import { isKind, KINDS } from './kinds.ts'
import { useMaking } from './making.ts'

export type Made = AnswerOf<typeof MadeWebhook>

/** What a webhook is told, where, and in which words. */
export function NewWebhook({ onMade }: { readonly onMade: (made: Made) => void }) {
  const [kind, setKind] = useState<keyof typeof KINDS>('json')
  const { form, isBusy, failure, onSubmit } = useMaking<Made>('/v1/webhooks', wanted, onMade)
  const { address, token, user, issueType, reports } = KINDS[kind]
  return (
    <form class="make" ref={form} onSubmit={onSubmit} aria-label="New webhook">
      <label>
        Address
        <input type="url" name="url" required placeholder={address} autocomplete="off" />
      </label>
      <label>
        Kind
        <select
          name="kind"
          value={kind}
          onChange={({ currentTarget: { value } }) => isKind(value) && setKind(value)}
        >
          {Object.entries(KINDS).map(([name, { label }]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {token && (
        <label>
          {token.label}
          <input type="password" name="token" required={token.required} autocomplete="off" />
        </label>
      )}
      {user && (
        <label>
          {user}
          <input type="text" name="user" autocomplete="off" />
        </label>
      )}
      {issueType && (
        <label>
          {issueType}
          <input type="text" name="issueType" maxLength={100} autocomplete="off" />
        </label>
      )}
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
      {reports && (
        <label class="tick">
          <input type="checkbox" name="reports" defaultChecked />
          The daily report too
        </label>
      )}
      <button type="submit" class="main" disabled={isBusy}>
        Add
      </button>
      {failure && <Trouble failure={failure} />}
    </form>
  )
}

/** What `POST /v1/webhooks` takes; what was left empty is not sent. */
function wanted(filled: FormData): Readonly<Record<string, unknown>> {
  const texts = ['url', 'kind', 'token', 'user', 'issueType', 'name', 'servicePrefix', 'owner']
    .map((member) => [member, String(filled.get(member) ?? '').trim()] as const)
    .filter(([, text]) => text !== '')
  return { ...Object.fromEntries(texts), reports: filled.has('reports') }
}
