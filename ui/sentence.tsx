import { short } from './name.tsx'

/** `2026-11-25 03:31 UTC`, and a date alone. */
const MOMENT = /(\d{4}-\d\d-\d\d(?: \d\d:\d\d UTC)?)/

/** A sentence from outside, whose dates stay on one line: browsers break at their hyphens. @param longest characters */
export function Sentence({
  children: text,
  longest,
}: {
  readonly children: string
  readonly longest?: number
}) {
  return (
    <>
      {short(text, longest)
        .split(MOMENT)
        .map((part, i) =>
          i % 2 === 0 ? (
            part
          ) : (
            <span key={`${i}`} class="moment">
              {part}
            </span>
          ),
        )}
    </>
  )
}
