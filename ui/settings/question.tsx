import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { plain } from '../name.tsx'

/** A button that asks before it does what cannot be undone; `esc` and `enter` keep everything as it is. */
export function Question({
  verb,
  of,
  isBusy,
  onYes,
  children,
}: {
  readonly verb: string
  readonly of: string
  readonly isBusy: boolean
  readonly onYes: () => void
  readonly children: ComponentChildren
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const name = `${verb} ${plain(of)}`
  return (
    <>
      <button type="button" disabled={isBusy} aria-label={name} onClick={() => dialog.current?.showModal()}>
        {verb}
      </button>
      <dialog class="question" ref={dialog} aria-label={name}>
        <p>{children}</p>
        <form method="dialog">
          <button type="submit">Keep</button>
          <button type="submit" class="main" onClick={onYes}>
            {verb}
          </button>
        </form>
      </dialog>
    </>
  )
}
