import { useState } from 'preact/hooks'
import { Failure } from '../api.ts'
import { count } from '../format.ts'
import { Trouble } from '../layout.tsx'

/** The end of a list that goes on. @param onMore is told that there are more rows */
export function More({
  known,
  ask,
  onMore,
  onBeginAgain,
}: {
  readonly known: number
  readonly ask: () => Promise<void>
  readonly onMore: () => void
  readonly onBeginAgain: () => void
}) {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const more = async () => {
    setBusy(true)
    setFailure(undefined)
    try {
      await ask()
      onMore()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      setFailure(error)
    }
    setBusy(false)
  }
  return (
    <>
      <p class="quietly">
        These are the {count(known)} most severe.{' '}
        <button type="button" disabled={isBusy} onClick={() => void more()}>
          More
        </button>
      </p>
      {failure && <Trouble failure={failure} onRetry={onBeginAgain} />}
    </>
  )
}
