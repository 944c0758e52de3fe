import type { MadeToken } from '#shared/api/answers/token.ts'
import type { AnswerOf } from '../api.ts'
import { Trouble } from '../layout.tsx'
import { useMaking } from './making.ts'

export type Made = AnswerOf<typeof MadeToken>

/** In the order of how much each allows. */
const SCOPES = [
  ['push', 'send profiles and sockets'],
  ['read', 'read everything'],
  ['admin', 'both, and change everything, these settings too'],
] as const

/** Who gets in, for what and how long. */
export function NewToken({ onMade }: { readonly onMade: (made: Made) => void }) {
  const { form, isBusy, failure, onSubmit } = useMaking<Made>('/v1/tokens', wanted, onMade)
  return (
    <form class="make" ref={form} onSubmit={onSubmit} aria-label="New token">
      <label>
        Name
        <input type="text" name="name" required maxLength={100} placeholder="checkout" autocomplete="off" />
      </label>
      <label>
        Only services that begin with (all, if left empty)
        <input type="text" name="servicePrefix" maxLength={200} placeholder="shop/" autocomplete="off" />
      </label>
      <label>
        Days it lasts (for good, if left empty)
        <input type="number" name="days" min={1} max={3650} step={1} />
      </label>
      <fieldset>
        <legend>It may</legend>
        {SCOPES.map(([scope, says]) => (
          <label key={scope} class="tick">
            <input type="checkbox" name="scopes" value={scope} defaultChecked={scope === 'push'} />
            {scope}: {says}
          </label>
        ))}
      </fieldset>
      <button type="submit" class="main" disabled={isBusy}>
        Make
      </button>
      {failure && <Trouble failure={failure} />}
    </form>
  )
}

/** What `POST /v1/tokens` takes; what was left empty is not sent. */
function wanted(filled: FormData): Readonly<Record<string, unknown>> {
  const text = (member: string) => String(filled.get(member) ?? '').trim()
  return {
    name: text('name'),
    scopes: filled.getAll('scopes'),
    ...(text('servicePrefix') !== '' && { servicePrefix: text('servicePrefix') }),
    ...(text('days') !== '' && { expiresInDays: Number(text('days')) }),
  }
}
