import { useLayoutEffect, useRef } from 'preact/hooks'
import { Copied } from '../copied.tsx'

/** A secret that no answer will ever hold again, until the reader has it. */
export function ShownOnce({
  label,
  secret,
  says,
  onDone,
}: {
  readonly label: string
  readonly secret: string
  readonly says: string
  readonly onDone: () => void
}) {
  const whole = useRef<HTMLElement>(null)
  useLayoutEffect(() => whole.current?.focus(), [])
  return (
    <section class="once" ref={whole} tabIndex={-1} aria-label={label}>
      <p>
        <strong>{label}.</strong> {says} It is shown this once: copy it now.
      </p>
      <Copied text={secret} />
      <button type="button" onClick={onDone}>
        I have it
      </button>
    </section>
  )
}
