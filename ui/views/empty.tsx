import { useState } from 'preact/hooks'
import type { MadeToken } from '#shared/api/answers/token.ts'
import { type AnswerOf, ask, Failure } from '../api.ts'
import { Copied } from '../copied.tsx'
import { Title, Trouble } from '../layout.tsx'
import { mayChange, useSession } from '../session.ts'

/** What to write where, with the address of this Tidemark. */
const WAYS: readonly { readonly name: string; readonly snippet: (url: string, token: string) => string }[] = [
  {
    name: 'curl',
    snippet: (url, token) => `# every minute, from cron or a sidecar; the service imports net/http/pprof
curl -s http://127.0.0.1:6060/debug/pprof/goroutine |
  curl -s --data-binary @- -H 'Authorization: Bearer ${token}' \\
    "${url}/v1/profiles?service=checkout&instance=$HOSTNAME&version=v1.4.2"`,
  },
  {
    name: 'pyroscope-go',
    snippet: (url, token) => `pyroscope.Start(pyroscope.Config{
	ApplicationName:   "checkout",
	ServerAddress:     "${url}",
	BasicAuthUser:     "any",
	BasicAuthPassword: "${token}",
	ProfileTypes:      []pyroscope.ProfileType{pyroscope.ProfileGoroutines},
	Tags:              map[string]string{"instance": hostname, "version": version},
})`,
  },
  {
    name: 'Alloy',
    snippet: (url, token) => `pyroscope.write "tidemark" {
  endpoint {
    url          = "${url}"
    bearer_token = "${token}"
  }
}`,
  },
  {
    name: 'tidemark push',
    snippet: (url, token) => `curl -s http://127.0.0.1:6060/debug/pprof/goroutine > goroutine.pb.gz
TIDEMARK_TOKEN='${token}' npm run --silent tidemark -- push goroutine.pb.gz \\
  --url ${url} --service checkout --instance "$(hostname)"`,
  },
]

/** Shown until the first profile has come: how to connect a service, ready to paste. */
export function Empty() {
  const session = useSession()
  const [way, setWay] = useState(WAYS[0])
  const [token, setToken] = useState('TOKEN')
  const [failure, setFailure] = useState<Failure>()
  const make = async () => {
    try {
      const body = JSON.stringify({ name: 'first service', scopes: ['push'] })
      setToken((await ask<AnswerOf<typeof MadeToken>>('/v1/tokens', { method: 'POST', body })).token)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      setFailure(error)
    }
  }
  return (
    <div class="narrow">
      <Title text="Connect a service">Connect the first service</Title>
      <p>
        No profile received yet. A Go service is connected once it sends a goroutine profile a minute; the
        first verdicts come after some hours, fast leaks after half an hour.
      </p>
      <fieldset class="tabs">
        <legend class="hidden">Client</legend>
        {WAYS.map((one) => (
          <button key={one.name} type="button" aria-pressed={one === way} onClick={() => setWay(one)}>
            {one.name}
          </button>
        ))}
      </fieldset>
      {way && <Copied text={way.snippet(location.origin, token)} />}
      {failure && <Trouble failure={failure} />}
      {token !== 'TOKEN' ? (
        <p>This token can only push. It is shown this once: copy it now.</p>
      ) : mayChange(session) ? (
        <p>
          <button type="button" class="main" onClick={() => void make()}>
            Put a fresh token in
          </button>
        </p>
      ) : (
        <p>
          Put a token with the scope push in the place of TOKEN; whoever has an admin's token can make one.
        </p>
      )}
      <p>
        One dump in hand and no service connected? <a href="/analyze">Analyze it</a> without storing anything.
      </p>
    </div>
  )
}
