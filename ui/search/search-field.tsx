import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import type { Found } from '#shared/api/answers/search.ts'
import { useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { useKeys } from '../keyboard.ts'
import { address, navigate } from '../router.ts'
import { HitLine } from './hit-line.tsx'
import { hitsOf } from './hits.ts'
import { LONGEST, searchPath } from './path.ts'

/** Milliseconds without a key after which the API is asked. */
const PAUSE = 200
/** Hits below the field; the view has all. */
const AT_ONCE = 8

/** In the header of every view; `/` focuses it. */
export function SearchField() {
  const field = useRef<HTMLInputElement>(null)
  const box = useId()
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const settled = useSettled(text)
  const { answer } = useAnswer<AnswerOf<typeof Found>>(isOpen ? searchPath(settled) : undefined)
  const hits = useMemo(() => (answer === undefined ? [] : hitsOf(answer).slice(0, AT_ONCE)), [answer])
  useKeys(useMemo(() => ({ '/': () => field.current?.select() }), []))
  const leaveFor = (href: string) => {
    setOpen(false)
    setChosen(-1)
    field.current?.blur()
    navigate(href)
  }
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && hits.length > 0) {
      event.preventDefault()
      // One more than the hits: the text itself is a choice, too.
      setChosen((at) => ((at + 1 + step + hits.length + 1) % (hits.length + 1)) - 1)
    } else if (event.key === 'Escape') {
      setOpen(false)
      field.current?.blur()
    }
  }
  return (
    <search>
      <form
        class="search"
        onSubmit={(event) => {
          event.preventDefault()
          const hit = hits[chosen]
          if (hit !== undefined) leaveFor(hit.href)
          else if (text.trim() !== '') leaveFor(address.search(text.trim()))
        }}
      >
        <input
          ref={field}
          type="search"
          // biome-ignore lint/a11y/noRedundantRoles: only with a datalist, which there is none of
          role="combobox"
          list={undefined}
          aria-label="Search services, functions, findings"
          aria-expanded={isOpen && hits.length > 0}
          aria-controls={box}
          aria-autocomplete="list"
          aria-activedescendant={chosen < 0 ? undefined : `${box}-${chosen}`}
          placeholder="Search services, functions, findings"
          autocomplete="off"
          spellcheck={false}
          maxLength={LONGEST}
          value={text}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value)
            setOpen(true)
            setChosen(-1)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={pressed}
        />
        <span class="key" aria-hidden="true">
          /
        </span>
        <div id={box} role="listbox" aria-label="Found" hidden={!isOpen || hits.length === 0}>
          {hits.map((hit, i) => (
            <div
              key={hit.href}
              id={`${box}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === chosen}
              // The field would lose the focus, and the list with it, before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => leaveFor(hit.href)}
              onKeyDown={pressed}
            >
              <HitLine hit={hit} />
            </div>
          ))}
        </div>
      </form>
    </search>
  )
}

/** The text once nobody has changed it for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
