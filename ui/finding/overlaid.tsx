import { count, counted, duration } from '../format.ts'
import { Name, plain } from '../name.tsx'
import type { ProcessesAnswer } from './finding-answer.ts'
import { multiplePath } from './multiple.ts'
import { overlayOf } from './overlay.ts'
import type { Compared } from './sides.ts'

/** Units of the picture. */
const BOX = { width: 720, height: 160 }
/** The left side is dashed, so that the two are told apart without colours. */
const TONES = ['left', 'right'] as const

/** Both sides in one chart, a line a process, each from its start; nothing where a side has no line. */
export function Overlaid({ of: answer, sides }: { readonly of: ProcessesAnswer; readonly sides: Compared }) {
  const overlay = overlayOf(answer, sides)
  if (overlay === undefined) return null
  const { lines, axes } = overlay
  const names = sides.map(({ name }) => name)
  return (
    <figure class="overlay">
      <span class="most">{count(axes.most)}</span>
      <svg
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Goroutines since the start of each process, ${names.map(plain).join(' beside ')}: up to ${counted(axes.most, 'goroutine')}. The table below has the figures.`}
      >
        {lines.flatMap((some, side) =>
          some.map((points, i) => (
            <path key={`${side}.${i}`} class={TONES[side]} d={multiplePath(points, axes, BOX)} />
          )),
        )}
      </svg>
      <figcaption class="legend">
        {names.map((name, side) => (
          <span key={name}>
            <svg width="24" height="8" aria-hidden="true">
              <path class={TONES[side]} d="M0 4h24" />
            </svg>
            <Name longest={60}>{name}</Name>, {counted(lines[side]?.length ?? 0, 'process')}
          </span>
        ))}
        <span>each from its start, over {duration(axes.to)}</span>
      </figcaption>
    </figure>
  )
}
