import type { Session as SessionAnswer } from '#shared/api/answers/token.ts'
import { forgetAnswers } from './answer.ts'
import { type AnswerOf, ask, Failure } from './api.ts'
import { setSession } from './session.ts'

/** How does a reader come in? With a token, once: from then on the browser has a cookie. */

type Session = AnswerOf<typeof SessionAnswer>

/** Exchanges a token for the cookie. @throws Failure */
export async function logIn(token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` }
  const session = await ask<Session>('/session', { method: 'POST', headers })
  forgetAnswers()
  setSession(session)
}

/** The token behind `/#token=`: browsers keep a fragment to themselves, no server and no log sees it. */
export const tokenFromAddress = (): string | undefined =>
  new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined

/** Logs in by the address, which loses the token at once, or finds out who is logged in already. */
export async function begin(): Promise<void> {
  const token = tokenFromAddress()
  if (token !== undefined) history.replaceState(null, '', location.pathname + location.search)
  try {
    if (token !== undefined) await logIn(token)
    else setSession(await ask<Session>('/session'))
  } catch (error) {
    // An expired session has brought up the login by itself; a server that is away is told by the view.
    if (!(error instanceof Failure)) throw error
    if (token !== undefined) setSession(null)
  }
}
