import { useState } from 'preact/hooks'
import { Failure } from '../api.ts'
import { Copied } from '../copied.tsx'
import { Title, Trouble } from '../layout.tsx'
import { logIn } from '../log-in.ts'

/** Asks for a token, in the place of whatever the address leads to: it is shown right after. */
export function LoginView() {
  const [token, setToken] = useState('')
  const [failure, setFailure] = useState<Failure>()
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await logIn(token.trim())
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      setFailure(refusal(error))
      setBusy(false)
    }
  }
  return (
    <div class="narrow">
      <Title text="Log in">Log in with a token</Title>
      <p>
        The page shows what your token may read; it is kept in a cookie that no script can read. After that
        you are where you wanted to go.
      </p>
      <form class="login" onSubmit={(event) => void submit(event)}>
        <label class="hidden" for="token">
          Token
        </label>
        <input
          id="token"
          type="password"
          autocomplete="current-password"
          placeholder="tdm_…"
          required
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
        <button type="submit" class="main" disabled={isBusy || token.trim() === ''}>
          Log in
        </button>
      </form>
      {failure && <Trouble failure={failure} />}
      <h2>Where the token is</h2>
      <p>
        <code>tidemark serve</code> prints a link that logs in by itself, where it runs on a terminal. Its
        first start has also written a token into the data folder:
      </p>
      <Copied text="cat .tidemark/admin-token" />
      <p>On AWS whoever may read the stack makes the first one, and from there one for each reader:</p>
      <Copied text="tidemark token create ada --scope admin --stack tidemark-dev --tenant acme" />
      <Copied text={`tidemark token create grace --scope read --url '${location.origin}'`} />
    </div>
  )
}

const refusal = (failure: Failure): Failure =>
  failure.reason === 'unauthenticated'
    ? new Failure(
        failure.reason,
        'Tidemark does not know this token.',
        'Look whether it is whole, and not revoked.',
      )
    : failure.reason === 'forbidden'
      ? new Failure(failure.reason, failure.message, 'Log in with a token that has the scope read or admin.')
      : failure
