import { useEffect, useState } from 'preact/hooks'

/** Who is logged in? The cookie itself is out of reach of every script. */
export interface Session {
  /** Of the token. */
  readonly name: string
  readonly scopes: readonly string[]
}

/** Undefined: not known yet; null: nobody. */
type Known = Session | null | undefined

let known: Known
const listeners = new Set<(session: Known) => void>()

/** Says who is logged in, to every part of the page that shows it. */
export function setSession(session: Known): void {
  known = session
  for (const listener of listeners) listener(session)
}

/** An answer said that the cookie is worth nothing any more. */
export const expireSession = (): void => setSession(null)

export function useSession(): Known {
  const [session, set] = useState(known)
  useEffect(() => {
    listeners.add(set)
    set(known)
    return () => {
      listeners.delete(set)
    }
  }, [])
  return session
}

/** Whether buttons that change something are of use. */
export const mayChange = (session: Known): boolean => session?.scopes.includes('admin') === true
