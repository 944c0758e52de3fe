import { useState } from 'preact/hooks'
import { type Ask, ask, Failure } from '../api.ts'

/** A request that changes something, as far as it has gone. */
export interface Sending {
  readonly isBusy: boolean
  readonly failure: Failure | undefined
  /** Asks once. @returns undefined where it did not work, and `failure` says why */
  readonly send: <Answer>(path: string, init: Ask) => Promise<{ readonly answer: Answer } | undefined>
}

/** Sends changes, each once, and keeps what went wrong with the last. */
export function useSending(): Sending {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const send = async <Answer>(path: string, init: Ask) => {
    setBusy(true)
    setFailure(undefined)
    try {
      return { answer: await ask<Answer>(path, init) }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      setFailure(error)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, failure, send }
}
