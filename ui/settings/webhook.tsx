import { useState } from 'preact/hooks'
import type { TestedWebhook, WebhookPage } from '#shared/api/answers/webhook.ts'
import type { AnswerOf } from '../api.ts'
import { Trouble } from '../layout.tsx'
import { Name, plain, short } from '../name.tsx'
import { Time } from '../time.tsx'
import { Deliveries, type Outcome, outcome } from './deliveries.tsx'
import { KINDS } from './kinds.ts'
import { Question } from './question.tsx'
import { useSending } from './sending.ts'

type Known = AnswerOf<typeof WebhookPage>['items'][number]

/** One address that is told, and whether it hears. */
export function Webhook({ of, onGone }: { readonly of: Known; readonly onGone: () => void }) {
  const { id, name, url, kind, user, servicePrefix, owner, reports, createdAt } = of
  const { isBusy, failure, send } = useSending()
  const [tested, setTested] = useState<Outcome | 'under way'>()
  const [isOpen, setOpen] = useState(false)
  const [turn, setTurn] = useState(0)
  const path = `/v1/webhooks/${encodeURIComponent(id)}`
  const label = plain(name)
  const test = async () => {
    setTested('under way')
    const done = await send<AnswerOf<typeof TestedWebhook>>(`${path}/test`, { method: 'POST' })
    setTested(done?.answer)
    setTurn(turn + 1)
  }
  const remove = async () => {
    if (await send(path, { method: 'DELETE' })) onGone()
  }
  return (
    <li>
      <div class="what">
        <strong>
          <Name longest={100}>{name}</Name>
        </strong>
        <code>
          <Name longest={160}>{url}</Name>
        </code>
        <small class="quiet">
          {KINDS[kind].label}
          {user !== null && (
            <>
              , as <Name longest={100}>{user}</Name>
            </>
          )}
          , <Services begin={servicePrefix} />
          {owner !== null && (
            <>
              , of <Name longest={100}>{owner}</Name> alone
            </>
          )}
          {KINDS[kind].reports && (reports ? ', with the daily report' : ', without the daily report')}, since{' '}
          <Time at={createdAt} />
        </small>
      </div>
      <div class="actions">
        <button type="button" disabled={isBusy} onClick={() => void test()} aria-label={`Test ${label}`}>
          Test
        </button>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          aria-label={`Deliveries to ${label}`}
        >
          Deliveries
        </button>
        <Question verb="Delete" of={name} isBusy={isBusy} onYes={() => void remove()}>
          Delete {short(name, 100)}? It is told nothing more, and its secret is gone.
        </Question>
      </div>
      <div class="said" role="status">
        {tested && <TestSaid of={tested} />}
      </div>
      {failure && <Trouble failure={failure} />}
      {isOpen && <Deliveries key={turn} webhook={id} name={label} />}
    </li>
  )
}

/** Which services, in words. */
export function Services({ begin }: { readonly begin: string | null }) {
  if (begin === null) return <>all services</>
  return (
    <>
      services that begin with <Name longest={100}>{begin}</Name>
    </>
  )
}

function TestSaid({ of }: { readonly of: Outcome | 'under way' }) {
  if (of === 'under way') return <>Sending; this can take 15 seconds.</>
  return (
    <>
      {of.delivered ? '✔' : '✘'} {short(outcome(of), 300)}
      {!of.delivered && ' Look whether the address is right and the other side is up, then test again.'}
    </>
  )
}
