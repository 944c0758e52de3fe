import { useMemo, useRef, useState } from 'preact/hooks'
import { Failure } from '../api.ts'
import { useKeys } from '../keyboard.ts'
import { Trouble } from '../layout.tsx'
import { mayChange, useSession } from '../session.ts'
import { type Change, DEEDS, type Deed, DeedForm, sendChange, WORDS } from './deed.tsx'
import type { FindingAnswer } from './finding-answer.ts'

/** Buttons of a finding; each opens one line to fill in, and nothing is done before it is sent. */
export function Actions({
  finding,
  onChange,
}: {
  readonly finding: FindingAnswer
  readonly onChange: (changed: FindingAnswer) => void
}) {
  const session = useSession()
  const [deed, setDeed] = useState<Deed>()
  const [failure, setFailure] = useState<Failure>()
  const opener = useRef<HTMLDivElement>(null)
  const isAllowed = mayChange(session)
  const toggle = (which: Deed) => isAllowed && setDeed((last) => (last === which ? undefined : which))
  useKeys(
    useMemo(
      () => ({
        e: () => toggle('resolve'),
        a: () => toggle('archive'),
        c: () => toggle('comment'),
        Escape: () => setDeed(undefined),
      }),
      [isAllowed],
    ),
  )
  const send = async (change: Change) => {
    try {
      const changed = await sendChange(finding, change)
      setFailure(undefined)
      setDeed(undefined)
      onChange(changed)
      opener.current?.querySelector('button')?.focus()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      setFailure(error)
    }
  }
  if (!isAllowed) return null
  const isOpen = !['resolved', 'archived', 'intended'].includes(finding.state)
  return (
    <>
      <div class="actions" ref={opener}>
        {!isOpen && (
          <button type="button" onClick={() => void send({ reopen: true })}>
            Reopen
          </button>
        )}
        {DEEDS.filter((each) => isOpen || each === 'comment' || each === 'assign').map((each) => (
          <button key={each} type="button" aria-expanded={deed === each} onClick={() => toggle(each)}>
            {WORDS[each]}
          </button>
        ))}
      </div>
      {deed && <DeedForm key={deed} deed={deed} finding={finding} onSend={send} />}
      {failure && <Trouble failure={failure} />}
    </>
  )
}
