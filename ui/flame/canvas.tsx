import { useEffect, useRef, useState } from 'preact/hooks'
import { THEME_CHANGED } from '../theme.ts'
import { drawFlame, type Picture, ROW_HEIGHT } from './draw.ts'
import { depthOf, nodeAt, type Rectangle } from './layout.ts'

interface CanvasProps {
  readonly picture: Picture
  readonly marked: Rectangle | undefined
  readonly width: number
  readonly label: string
  readonly onMark: (node: number | undefined) => void
  readonly onZoom: (node: number) => void
  readonly onKey: (event: KeyboardEvent) => void
}

/** A picture that is pointed at, clicked on, and walked through by keys. */
export function Canvas({ picture, marked, width, label, onMark, onZoom, onKey }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  const height = depthOf(picture.seen) * ROW_HEIGHT
  useEffect(() => {
    const { current } = canvas
    if (current === null || width === 0) return
    const pixels = Math.min(2, devicePixelRatio)
    if (current.width !== width * pixels || current.height !== height * pixels) {
      current.width = width * pixels
      current.height = height * pixels
      current.style.height = `${height}px`
    }
    drawFlame(current, picture, pixels)
  }, [picture, width, height, theme])
  const nodeUnder = ({ offsetX, offsetY }: MouseEvent): number | undefined =>
    nodeAt(picture.seen, offsetX, Math.floor(offsetY / ROW_HEIGHT))
  // A pointer that rests is told of whenever what lies below it is drawn; it must not take the mark from the keys.
  const isByKeys = useRef(false)
  const points = ({ movementX, movementY }: MouseEvent): boolean => {
    if (movementX !== 0 || movementY !== 0) isByKeys.current = false
    return !isByKeys.current
  }
  return (
    <div class="flame-box">
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: arrow keys move in it */}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label={label}
        onMouseMove={(event) => points(event) && onMark(nodeUnder(event))}
        onMouseLeave={(event) => points(event) && onMark(undefined)}
        onClick={(event) => {
          const node = nodeUnder(event)
          if (node !== undefined) onZoom(node)
        }}
        onKeyDown={(event) => {
          isByKeys.current = true
          onKey(event)
        }}
      />
      {marked && <Mark at={marked} />}
    </div>
  )
}

/** Over the picture, which is not drawn anew for it. */
const Mark = ({ at: { x, row, width } }: { readonly at: Rectangle }) => (
  <span
    class="flame-mark"
    style={{ left: `${x}px`, top: `${row * ROW_HEIGHT}px`, width: `${width}px`, height: `${ROW_HEIGHT}px` }}
  />
)

/** Grows by one whenever light becomes dark or dark light. */
function useTheme(): number {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const changed = () => setTurn((last) => last + 1)
    addEventListener(THEME_CHANGED, changed)
    return () => removeEventListener(THEME_CHANGED, changed)
  }, [])
  return turn
}
