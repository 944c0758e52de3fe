import { useState } from 'preact/hooks'
import type { Owners } from '#shared/api/answers/owners.ts'
import { type Answered, useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { counted } from '../format.ts'
import { Shown, Trouble } from '../layout.tsx'
import { useSending } from './sending.ts'

type Known = AnswerOf<typeof Owners>

const EXAMPLE = `# the last line that fits counts
service payments/ @payments

# CODEOWNERS of a repository
module github.com/acme/shop
* @shop
/internal/prices/ @prices`

/** Whose a finding is: shown in the inbox, reports and messages. */
export function OwnerSection() {
  const owners = useAnswer<Known>('/v1/owners')
  // The rules are of all services: a token of some reads none of them.
  if (owners.failure?.reason === 'forbidden') return null
  return (
    <section>
      <h2>Owners</h2>
      <p>
        Rules say whose a finding is: by the beginning of the name of its service, or by the package of your
        own code in its stack, in the words of a CODEOWNERS file below the line <code>module</code>.
      </p>
      <Shown of={owners}>{(known) => <Rules key={known.revision} known={known} of={owners} />}</Shown>
    </section>
  )
}

function Rules({ known, of }: { readonly known: Known; readonly of: Answered<Known> }) {
  const [text, setText] = useState(known.text)
  const { isBusy, failure, send } = useSending()
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const saved = await send<Known>('/v1/owners', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': `"${known.revision}"` },
      body: JSON.stringify({ text }),
    })
    if (saved) of.replace(saved.answer)
  }
  return (
    <form class="owners" onSubmit={(event) => void save(event)} aria-label="Owners">
      <textarea
        class="code"
        aria-label="Rules"
        rows={Math.min(24, Math.max(8, text.split('\n').length + 1))}
        spellcheck={false}
        placeholder={EXAMPLE}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      {failure && <Trouble failure={failure} />}
      <p>
        <button type="submit" class="main" disabled={isBusy || text === known.text}>
          Save
        </button>{' '}
        <span class="quiet" role="status">
          {counted(known.rules, 'rule')} in force
        </span>
      </p>
    </form>
  )
}
