import { useEffect, useState } from 'preact/hooks'
import type { MadeToken } from '#shared/api/answers/token.ts'
import { type AnswerOf, ask, Failure } from '../api.ts'
import { mayChange, useSession } from '../session.ts'

/** The token that a first service sends with: it can push and nothing else. */

const KEY = 'tidemark-push-token'

/** What was made in this tab: a reload makes no second one, and another tab or a later visit knows nothing of it. */
const made = {
  get: () => sessionStorage.getItem(KEY) ?? undefined,
  put: (token: string) => sessionStorage.setItem(KEY, token),
}

/** @returns the token; undefined while it is made, and for a session that may make none */
export function usePushToken(): {
  readonly token: string | undefined
  readonly failure: Failure | undefined
} {
  const isAllowed = mayChange(useSession())
  const [token, setToken] = useState(made.get)
  const [failure, setFailure] = useState<Failure>()
  useEffect(() => {
    if (!isAllowed || token !== undefined) return
    make().then(setToken, (error: unknown) => {
      if (!(error instanceof Failure)) throw error
      setFailure(error)
    })
  }, [isAllowed])
  return { token, failure }
}

async function make(): Promise<string> {
  const body = JSON.stringify({ name: 'first service', scopes: ['push'] })
  const { token } = await ask<AnswerOf<typeof MadeToken>>('/v1/tokens', { method: 'POST', body })
  made.put(token)
  return token
}
