import { useCallback, useEffect, useState } from 'preact/hooks'
import { ask, Failure } from './api.ts'

/** What is known of one path: the last answer stays while a new one is on its way, and where it fails. */
export interface Answered<Answer> {
  readonly answer: Answer | undefined
  readonly failure: Failure | undefined
  readonly isLoading: boolean
  readonly reload: () => void
  /** Puts in what a change has answered. */
  readonly replace: (answer: Answer) => void
}

/** Answers that a reader comes back to; the oldest leave first. */
const MOST_REMEMBERED = 40
const remembered = new Map<string, unknown>()
/** Milliseconds between two tries where nobody answers: doubled each time, up to the last. */
const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 30_000

/** Asks for a path and again while nobody answers; undefined asks nothing. */
export function useAnswer<Answer>(path: string | undefined): Answered<Answer> {
  const [turn, setTurn] = useState(0)
  const [state, setState] = useState<{ path: string | undefined; failure?: Failure; isLoading: boolean }>({
    path,
    isLoading: true,
  })
  useEffect(() => {
    if (path === undefined) return
    const stop = new AbortController()
    void keepAsking(path, stop.signal, (failure) => {
      if (!stop.signal.aborted) setState({ path, isLoading: false, ...(failure && { failure }) })
    })
    setState({ path, isLoading: true })
    return () => stop.abort()
  }, [path, turn])
  const reload = useCallback(() => setTurn((last) => last + 1), [])
  const replace = useCallback(
    (answer: Answer) => {
      if (path === undefined) return
      remember(path, answer)
      setState({ path, isLoading: false })
    },
    [path],
  )
  const isOfPath = state.path === path
  return {
    answer: path === undefined ? undefined : (remembered.get(path) as Answer | undefined),
    failure: isOfPath ? state.failure : undefined,
    isLoading: path !== undefined && (!isOfPath || state.isLoading),
    reload,
    replace,
  }
}

/** Puts a newer answer in the place of the one that is known, such as that of a change. */
function remember(path: string, answer: unknown): void {
  remembered.delete(path)
  remembered.set(path, answer)
  for (const oldest of remembered.keys()) {
    if (remembered.size <= MOST_REMEMBERED) return
    remembered.delete(oldest)
  }
}

/** Nothing of one session is shown in the next. */
export const forgetAnswers = (): void => remembered.clear()

async function keepAsking(
  path: string,
  signal: AbortSignal,
  onTurn: (failure: Failure | undefined) => void,
): Promise<void> {
  for (let pause = FIRST_PAUSE; !signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const failure = await oneTurn(path, signal)
    onTurn(failure)
    if (failure?.isPassing !== true) return
    await rest(pause, signal)
  }
}

async function oneTurn(path: string, signal: AbortSignal): Promise<Failure | undefined> {
  try {
    remember(path, await ask(path, { signal }))
    return undefined
  } catch (error) {
    if (error instanceof Failure) return error
    return new Failure('internal-error', `The page failed: ${String(error)}.`, 'Load the page again.')
  }
}

/** Ends early when the network is back. */
function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  const end = () => resolve()
  addEventListener('online', end, { once: true })
  signal.addEventListener('abort', end, { once: true })
  return promise.finally(() => {
    clearTimeout(timer)
    removeEventListener('online', end)
  })
}
