import { useId, useMemo, useRef, useState } from 'preact/hooks'
import { useKeys } from '../keyboard.ts'
import { Name } from '../name.tsx'
import { completionsOf } from './completions.ts'
import type { Facet } from './filter.ts'
import type { Key } from './query.ts'

/** The words that narrow the inbox, completed as they are typed; `f` focuses it. */
export function FilterField({
  text,
  facets,
  onText,
}: {
  readonly text: string
  readonly facets: Readonly<Record<Key, readonly Facet[]>>
  readonly onText: (text: string) => void
}) {
  const field = useRef<HTMLInputElement>(null)
  const box = useId()
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const completions = useMemo(() => (isOpen ? completionsOf(text, facets) : []), [isOpen, text, facets])
  useKeys(useMemo(() => ({ f: () => field.current?.focus() }), []))
  const write = (next: string) => {
    setChosen(-1)
    onText(next)
  }
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const completion = completions[chosen]
    if (step !== undefined && completions.length > 0) {
      event.preventDefault()
      setOpen(true)
      // One more than there are: what is written is a choice, too.
      setChosen((at) => ((at + 1 + step + completions.length + 1) % (completions.length + 1)) - 1)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (completion === undefined) field.current?.blur()
      else write(completion.text)
    } else if (event.key === 'Escape') {
      setOpen(false)
      field.current?.blur()
    }
  }
  return (
    <search class="filter">
      <input
        ref={field}
        type="search"
        // biome-ignore lint/a11y/noRedundantRoles: only with a datalist, which there is none of
        role="combobox"
        list={undefined}
        aria-label="Filter findings"
        aria-expanded={completions.length > 0}
        aria-controls={box}
        aria-autocomplete="list"
        aria-activedescendant={chosen < 0 ? undefined : `${box}-${chosen}`}
        placeholder="tier:probable owner:me service:payments/* or any text"
        autocomplete="off"
        spellcheck={false}
        maxLength={400}
        value={text}
        onInput={({ currentTarget }) => {
          setOpen(true)
          write(currentTarget.value)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={pressed}
      />
      <span class="key" aria-hidden="true">
        f
      </span>
      <div id={box} role="listbox" aria-label="Words" hidden={completions.length === 0}>
        {completions.map(({ text: next, shown, says }, i) => (
          <div
            key={shown}
            id={`${box}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            // The field would lose the focus, and the list with it, before the click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => write(next)}
            onKeyDown={pressed}
          >
            <code>
              <Name longest={80}>{shown}</Name>
            </code>
            {says !== undefined && (
              <span class="quiet">
                <Name longest={120}>{says}</Name>
              </span>
            )}
          </div>
        ))}
      </div>
    </search>
  )
}
