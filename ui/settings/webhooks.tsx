import { useRef, useState } from 'preact/hooks'
import type { WebhookPage } from '#shared/api/answers/webhook.ts'
import type { Answered } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { Shown } from '../layout.tsx'
import { plain } from '../name.tsx'
import { type Made, NewWebhook } from './new-webhook.tsx'
import { ShownOnce } from './shown-once.tsx'
import { Webhook } from './webhook.tsx'

export type Webhooks = AnswerOf<typeof WebhookPage>

/** Who is told of leaks. */
export function WebhookSection({ of }: { readonly of: Answered<Webhooks> }) {
  const [isOpen, setOpen] = useState(false)
  const [made, setMade] = useState<Made>()
  const opener = useRef<HTMLButtonElement>(null)
  const changed = () => {
    of.reload()
    opener.current?.focus()
  }
  return (
    <section>
      <h2>Webhooks</h2>
      <p>
        They are told when a leak is new, gets worse, is back or is resolved. JSON is signed with the secret
        of its webhook.
      </p>
      <Shown of={of}>
        {({ items }) => (
          <ul class="rows" aria-label="Webhooks">
            {items.length === 0 && <li class="quiet">Nobody is told yet.</li>}
            {items.map((webhook) => (
              <Webhook key={webhook.id} of={webhook} onGone={changed} />
            ))}
          </ul>
        )}
      </Shown>
      {made?.secret && (
        <ShownOnce
          key={made.id}
          label={`Secret of ${plain(made.name)}`}
          secret={made.secret}
          says="With it the receiver can tell that a message is from here."
          onDone={() => {
            setMade(undefined)
            opener.current?.focus()
          }}
        />
      )}
      <button type="button" ref={opener} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Add a webhook
      </button>
      {isOpen && (
        <NewWebhook
          onMade={(webhook) => {
            setOpen(false)
            setMade(webhook)
            of.reload()
            if (webhook.secret === null) opener.current?.focus()
          }}
        />
      )}
    </section>
  )
}
