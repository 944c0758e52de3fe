import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useAnswer } from '../answer.ts'
import { Failure } from '../api.ts'
import { type Change, type Deed, DeedForm, sendChange, WORDS } from '../finding/deed.tsx'
import type { FindingAnswer } from '../finding/finding-answer.ts'
import { useKeys } from '../keyboard.ts'
import { Shown, Trouble } from '../layout.tsx'
import { Name } from '../name.tsx'
import { mayChange, useSession } from '../session.ts'
import type { Summary } from '../tier.tsx'

/** What is about to be done with a row, and to which. */
interface Open {
  readonly deed: Deed
  readonly finding: Summary
}

/**
 * `e` resolves and `a` archives the selected row; neither does anything without one. A key that comes before it is
 * known who is logged in waits for that.
 */
export function useDeed(items: readonly Summary[], active: string | undefined) {
  const session = useSession()
  const [open, setOpen] = useState<Open>()
  const isAllowed = mayChange(session)
  const begin = (deed: Deed) => {
    const finding = items.find(({ id }) => id === active)
    if (finding !== undefined) setOpen({ deed, finding })
  }
  useKeys(useMemo(() => ({ e: () => begin('resolve'), a: () => begin('archive') }), [items, active]))
  return { open: isAllowed ? open : undefined, begin, close: () => setOpen(undefined) }
}

/** The line to fill in of one finding, over the list. @param onClosed is told once it is done */
export function DeedDialog({
  deed,
  finding,
  onClose,
  onClosed,
}: Open & { readonly onClose: () => void; readonly onClosed: (finding: FindingAnswer) => void }) {
  const { id, service, cause, place } = finding
  const dialog = useRef<HTMLDialogElement>(null)
  const known = useAnswer<FindingAnswer>(`/v1/findings/${encodeURIComponent(id)}`)
  const [failure, setFailure] = useState<Failure>()
  useLayoutEffect(() => dialog.current?.showModal(), [])
  const send = async (answer: FindingAnswer, change: Change) => {
    try {
      const changed = await sendChange(answer, change)
      known.replace(changed)
      onClosed(changed)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      setFailure(error)
    }
  }
  return (
    <dialog ref={dialog} onClose={onClose} aria-label={`${WORDS[deed]} the selected finding`}>
      <p>
        <strong>
          <Name longest={80}>{service}</Name>
        </strong>{' '}
        <Name longest={160}>{cause?.title ?? place}</Name>
      </p>
      <Shown of={known}>
        {(answer) => <DeedForm deed={deed} finding={answer} onSend={(change) => send(answer, change)} />}
      </Shown>
      {failure && <Trouble failure={failure} />}
      <form method="dialog">
        <button type="submit">Cancel</button>
      </form>
    </dialog>
  )
}
