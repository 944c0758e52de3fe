import { useAnswer } from '../answer.ts'
import { Title, Trouble } from '../layout.tsx'
import { OwnerSection } from '../settings/owners.tsx'
import { TokenSection } from '../settings/tokens.tsx'
import { WebhookSection, type Webhooks } from '../settings/webhooks.tsx'

/** `/settings`: whose findings are, who is told, and who gets in. */
export function SettingsView() {
  const webhooks = useAnswer<Webhooks>('/v1/webhooks?limit=100')
  return (
    <div class="narrow">
      <Title text="Settings" />
      {webhooks.failure?.reason === 'forbidden' ? (
        <Trouble failure={webhooks.failure} />
      ) : (
        <>
          <OwnerSection />
          <WebhookSection of={webhooks} />
          <TokenSection />
        </>
      )}
    </div>
  )
}
