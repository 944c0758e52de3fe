import { useState } from 'preact/hooks'
import { ask, Failure } from '../api.ts'
import { type Change, type Deed, DeedForm, sendChange, WORDS } from '../finding/deed.tsx'
import type { FindingAnswer } from '../finding/finding-answer.ts'
import { count, counted } from '../format.ts'
import { Trouble } from '../layout.tsx'
import type { Summary } from '../tier.tsx'

/** What can be done with many at once. */
const DEEDS: readonly Deed[] = ['resolve', 'archive', 'assign']
/** Changes under way at once: the API limits requests per token. */
const AT_ONCE = 4

/** What to do with all that are picked. @param onDone is told which findings were changed, and to what */
export function Bulk({
  picked,
  onClear,
  onDone,
}: {
  readonly picked: readonly Summary[]
  readonly onClear: () => void
  readonly onDone: (changed: readonly FindingAnswer[]) => void
}) {
  const [deed, setDeed] = useState<Deed>()
  const [done, setDone] = useState<number>()
  const [failure, setFailure] = useState<Failure>()
  const run = async (change: Change) => {
    setFailure(undefined)
    setDone(0)
    const { changed, failed } = await changeAll(picked, change, setDone)
    setDone(undefined)
    setDeed(undefined)
    if (failed !== undefined)
      setFailure(
        new Failure(
          failed.failure.reason,
          `${count(failed.many)} of ${counted(picked.length, 'finding')} did not change: ${failed.failure.message}`,
          failed.failure.next,
        ),
      )
    onDone(changed)
  }
  return (
    <div class="bulk" role="toolbar" aria-label="What is picked">
      <strong>{counted(picked.length, 'finding')} picked</strong>
      {DEEDS.map((each) => (
        <button
          key={each}
          type="button"
          disabled={done !== undefined}
          aria-expanded={each === deed}
          onClick={() => setDeed(each === deed ? undefined : each)}
        >
          {WORDS[each]}
        </button>
      ))}
      <button type="button" class="plain" onClick={onClear}>
        Pick none
      </button>
      {deed && done === undefined && <DeedForm key={deed} deed={deed} onSend={run} />}
      <span role="status">{done !== undefined && `${count(done)} of ${count(picked.length)} changed`}</span>
      {failure && <Trouble failure={failure} />}
    </div>
  )
}

interface Outcome {
  readonly changed: readonly FindingAnswer[]
  readonly failed: { readonly many: number; readonly failure: Failure } | undefined
}

/** Changes each as it is now; one that cannot be changed keeps no other from it. */
async function changeAll(
  picked: readonly Summary[],
  change: Change,
  onStep: (done: number) => void,
): Promise<Outcome> {
  const changed: FindingAnswer[] = []
  const failures: Failure[] = []
  const left = [...picked]
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      try {
        const known = await ask<FindingAnswer>(`/v1/findings/${encodeURIComponent(next.id)}`)
        changed.push(await sendChange(known, change))
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        failures.push(error)
      }
      onStep(changed.length)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const [first] = failures
  return { changed, failed: first && { many: failures.length, failure: first } }
}
