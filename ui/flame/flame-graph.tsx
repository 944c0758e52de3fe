import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { count } from '../format.ts'
import { useKeys } from '../keyboard.ts'
import { Canvas } from './canvas.tsx'
import { FunctionTable } from './function-table.tsx'
import { rectangles } from './layout.ts'
import { neighbour } from './moves.ts'
import { SandwichView } from './sandwich.tsx'
import { Save } from './save.tsx'
import { matchesIn } from './search.ts'
import { sentenceOf } from './sentence.ts'
import type { FlameTree } from './tree.ts'

/** Rows that a canvas can be high on a screen of two pixels a pixel; deeper frames come with a zoom. */
const MOST_ROWS = 600

interface Props {
  readonly tree: FlameTree
  /** Import paths that the settings of the service call its own. */
  readonly ownCode: readonly string[]
  /** The node that fills the width, 0 for all, and the function whose callers and callees are shown: both stand in the address. */
  readonly focus: number
  readonly chosen: string | undefined
  readonly onFocus: (node: number) => void
  readonly onChoose: (name: string | undefined) => void
}

/** Stacks as a flame graph, callers above, and as a table for whoever cannot or will not read a picture. */
export function FlameGraph({ tree, ownCode, focus, chosen, onFocus, onChoose }: Props) {
  const [marked, setMarked] = useState<number>()
  const [text, setText] = useState('')
  const [isTable, setTable] = useState(false)
  const [box, width] = useWidth()
  const matches = useMemo(() => (text.trim() === '' ? undefined : matchesIn(tree, text)), [tree, text])
  const seen = useMemo(
    () => rectangles(tree, { focus, width }).filter(({ row }) => row < MOST_ROWS),
    [tree, focus, width],
  )
  useKeys(useMemo(() => ({ t: () => setTable((is) => !is) }), []))
  const moveTo = (node: number | undefined) => {
    if (node === undefined) return
    setMarked(node)
    if (!seen.some((one) => one.node === node)) onFocus(Math.max(0, tree.parent[node] as number))
  }
  const pressed = (event: KeyboardEvent) => {
    const at = marked ?? focus
    if (event.key === 'Enter') onFocus(at)
    else if (event.key === 'Escape') onFocus(Math.max(0, tree.parent[focus] as number))
    else if (neighbour(tree, at, event.key) !== undefined) moveTo(neighbour(tree, at, event.key))
    else return
    event.preventDefault()
  }
  const picture = useMemo(() => ({ tree, seen, matches, ownCode }), [tree, seen, matches, ownCode])
  return (
    <section class="flame" ref={box}>
      <div class="flame-bar">
        <input
          type="search"
          placeholder="Find a function"
          aria-label="Find a function in the flame graph"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        {matches !== undefined && (
          <span class="quiet" role="status">
            {count(matches.nodes)} {matches.nodes === 1 ? 'place' : 'places'}, {count(matches.goroutines)}{' '}
            goroutines
          </span>
        )}
        {focus !== 0 && (
          <button type="button" onClick={() => onFocus(0)}>
            Show all
          </button>
        )}
        {focus !== 0 && chosen === undefined && (
          <button type="button" onClick={() => onChoose(tree.names[focus])}>
            Callers and callees
          </button>
        )}
        {chosen !== undefined && (
          <button type="button" onClick={() => onChoose(undefined)}>
            Whole graph
          </button>
        )}
        <button type="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? 'Graph' : 'Table'} <kbd>t</kbd>
        </button>
        {chosen === undefined && !isTable && <Save picture={picture} focus={focus} width={width} />}
        <Legend isDifference={tree.isDifference} />
      </div>
      {isTable ? (
        <FunctionTable
          tree={tree}
          text={text}
          onChoose={(name) => {
            setTable(false)
            onChoose(name)
          }}
        />
      ) : chosen !== undefined ? (
        <SandwichView tree={tree} name={chosen} width={width} ownCode={ownCode} onChoose={onChoose} />
      ) : (
        <>
          <p class="flame-says" aria-live="polite">
            {sentenceOf(tree, marked ?? focus)}
          </p>
          <Canvas
            picture={picture}
            marked={seen.find(({ node }) => node === marked)}
            width={width}
            label={`Flame graph. ${sentenceOf(tree, focus)} Arrow keys move, Enter zooms, Escape goes back, t shows a table.`}
            onMark={setMarked}
            onZoom={onFocus}
            onKey={pressed}
          />
        </>
      )}
    </section>
  )
}

/** Whole pixels of CSS that an element is wide, whenever that changes. */
function useWidth() {
  const box = useRef<HTMLElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (box.current === null) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return [box, width] as const
}

const KEYS = {
  plain: [
    ['own', 'own code'],
    ['library', 'libraries'],
    ['standard', 'standard library'],
  ],
  difference: [
    ['less', 'fewer'],
    ['same', 'as many'],
    ['more', 'more'],
  ],
} as const

const Legend = ({ isDifference }: { readonly isDifference: boolean }) => (
  <small class="quiet">
    {KEYS[isDifference ? 'difference' : 'plain'].map(([name, says]) => (
      <span key={name}>
        <span class={`flame-key ${name}`} aria-hidden="true" /> {says}{' '}
      </span>
    ))}
  </small>
)
