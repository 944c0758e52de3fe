import { useState } from 'preact/hooks'
import { FirstProfile } from '../connect/first-profile.tsx'
import { usePushToken } from '../connect/push-token.ts'
import { WAYS, type Way } from '../connect/ways.ts'
import { Copied } from '../copied.tsx'
import { Title, Trouble } from '../layout.tsx'
import { mayChange, useSession } from '../session.ts'

/** Shown until the first profile has come: three ways to connect a service, ready to paste. @param onFirst goes on to the inbox */
export function Empty({ onFirst }: { readonly onFirst: () => void }) {
  const session = useSession()
  const { token, failure } = usePushToken()
  return (
    <div class="connect">
      <Title text="Connect a service">Connect the first service</Title>
      <p>
        A Go service is connected once it sends a goroutine profile a minute. Choose one of three ways. The
        first verdicts come after 24 profiles.
      </p>
      <FirstProfile onGoOn={onFirst} />
      <div class="ways">
        {WAYS.map((way) => (
          <Column key={way.title} way={way} token={token ?? 'TOKEN'} />
        ))}
      </div>
      {failure && <Trouble failure={failure} />}
      {token !== undefined ? (
        <p class="quiet">
          The token in them can only push. It was made for this tab; the settings list it and can revoke it.
        </p>
      ) : (
        !mayChange(session) && (
          <p>
            Put a token with the scope push in the place of TOKEN; whoever has an admin's token can make one.
          </p>
        )
      )}
      <p>
        One dump in hand and no service connected? <a href="/analyze">Analyze it</a> without storing anything.
      </p>
    </div>
  )
}

function Column({ way: { title, when, clients }, token }: { readonly way: Way; readonly token: string }) {
  const [client, setClient] = useState(clients[0])
  return (
    <section>
      <h2>{title}</h2>
      <p class="quiet">{when}</p>
      <fieldset class="tabs">
        <legend class="hidden">Client</legend>
        {clients.map((one) => (
          <button key={one.name} type="button" aria-pressed={one === client} onClick={() => setClient(one)}>
            {one.name}
          </button>
        ))}
      </fieldset>
      {client && <Copied text={client.snippet(location.origin, token)} />}
    </section>
  )
}
