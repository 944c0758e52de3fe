import { useAnswer } from '../answer.ts'
import { Title, Trouble } from '../layout.tsx'
import { TokenSection } from '../settings/tokens.tsx'
import { WebhookSection, type Webhooks } from '../settings/webhooks.tsx'

/** `/settings`: who is told, and who gets in. */
export function SettingsView() {
  const webhooks = useAnswer<Webhooks>('/v1/webhooks?limit=100')
  return (
    <div class="narrow">
      <Title text="Settings" />
      {webhooks.failure?.reason === 'forbidden' ? (
        <Trouble failure={webhooks.failure} />
      ) : (
        <>
          <WebhookSection of={webhooks} />
          <TokenSection />
        </>
      )}
    </div>
  )
}
