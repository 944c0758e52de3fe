import { useRef, useState } from 'preact/hooks'
import type { TokenPage } from '#shared/api/answers/token.ts'
import type { AnswerOf } from '../api.ts'
import { Trouble } from '../layout.tsx'
import { Name, plain, short } from '../name.tsx'
import { Paged } from '../service/paged.tsx'
import { useSession } from '../session.ts'
import { Time } from '../time.tsx'
import { type Made, NewToken } from './new-token.tsx'
import { Question } from './question.tsx'
import { useSending } from './sending.ts'
import { ShownOnce } from './shown-once.tsx'
import { Services } from './webhook.tsx'

type Known = AnswerOf<typeof TokenPage>['items'][number]

/** Who gets in: tokens that allow no more than one's own. */
export function TokenSection() {
  const [isOpen, setOpen] = useState(false)
  const [made, setMade] = useState<Made>()
  const [turn, setTurn] = useState(0)
  const opener = useRef<HTMLButtonElement>(null)
  const gone = () => {
    setTurn(turn + 1)
    opener.current?.focus()
  }
  return (
    <section>
      <h2>Tokens</h2>
      <p>Whoever sends profiles or reads what leaks does so with one. Give each sender one of its own.</p>
      <Paged<Known> key={turn} path="/v1/tokens?" limit={50} label="Pages of tokens">
        {(items) => (
          <ul class="rows" aria-label="Tokens">
            {items.map((token) => (
              <Token key={token.id} of={token} onGone={gone} />
            ))}
          </ul>
        )}
      </Paged>
      {made && (
        <ShownOnce
          key={made.id}
          label={`Token ${plain(made.name)}`}
          secret={made.token}
          says="Only its hash is kept."
          onDone={() => {
            setMade(undefined)
            opener.current?.focus()
          }}
        />
      )}
      <button type="button" ref={opener} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Make a token
      </button>
      {isOpen && (
        <NewToken
          onMade={(token) => {
            setOpen(false)
            setMade(token)
            setTurn(turn + 1)
          }}
        />
      )}
    </section>
  )
}

function Token({ of, onGone }: { readonly of: Known; readonly onGone: () => void }) {
  const { id, name, scopes, servicePrefix, createdAt, expiresAt } = of
  const session = useSession()
  const { isBusy, failure, send } = useSending()
  const revoke = async () => {
    if (await send(`/v1/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' })) onGone()
  }
  return (
    <li>
      <div class="what">
        <strong>
          <Name longest={100}>{name}</Name>
        </strong>
        <small class="quiet">
          {scopes.join(', ')} for <Services begin={servicePrefix} />, made <Time at={createdAt} />,{' '}
          {expiresAt === null ? (
            'never expires'
          ) : (
            <>
              expires <Time at={expiresAt} />
            </>
          )}
        </small>
      </div>
      <div class="actions">
        <Question verb="Revoke" of={name} isBusy={isBusy} onYes={() => void revoke()}>
          Revoke {short(name, 100)}? Whoever uses it is refused within 30 seconds, and it does not come back.
          {session?.name === name && ' This page is logged in with a token of this name.'}
        </Question>
      </div>
      {failure && <Trouble failure={failure} />}
    </li>
  )
}
