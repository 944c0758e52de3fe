import { absolute, count } from '../format.ts'
import { Name } from '../name.tsx'
import { Time } from '../time.tsx'
import type { StrataAnswer } from './finding-answer.ts'
import { type Stratum, strataShapes } from './strata-shape.ts'

/** Units of the picture; it grows with its column. */
const BOX = { width: 560, height: 160 }
/** Between two dumps everything is one layer that begins at the first. */
const LEAST_DUMPS = 3
/** Processes that are drawn, those with most goroutines first. */
const DRAWN = 3

/** Goroutines by when they came: a leak keeps its layers and adds new ones, load loses them. Nothing without full dumps. */
export function Strata({ of: { says, processes, hidden } }: { readonly of: StrataAnswer }) {
  const drawn = processes.filter(({ times }) => times.length >= LEAST_DUMPS)
  if (drawn.length === 0) return null
  const more = drawn.length - DRAWN + hidden
  return (
    <section>
      <h2>Who stays</h2>
      <p>{says ?? 'The full dumps are too few to tell yet.'}</p>
      {drawn.slice(0, DRAWN).map((one) => (
        <Picture key={`${one.process}${one.times[0]}`} of={one} />
      ))}
      <p class="quiet small">
        Layers by when the goroutines came, the oldest at the bottom and darkest.
        {more > 0 && ` ${count(more)} more processes are not drawn.`}
      </p>
    </section>
  )
}

function Picture({ of: { process, times, layers } }: { readonly of: StrataAnswer['processes'][number] }) {
  const shapes = strataShapes(times, layers, BOX)
  const newest = layers.reduce((sum, { alive }) => sum + (alive.at(-1) ?? 0), 0)
  return (
    <figure class="strata">
      <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" role="img">
        <title>{`${count(newest)} goroutines at the newest dump, in ${layers.length} layers by when they came`}</title>
        {shapes.map((shape) => (
          <path key={shape.layer.until} d={shape.path} style={{ '--deep': `${deepOf(shape)}%` }}>
            <title>{saysOf(shape)}</title>
          </path>
        ))}
      </svg>
      <figcaption class="quiet small">
        <Name longest={60}>{process}</Name>, <Time at={times[0] ?? ''} /> to <Time at={times.at(-1) ?? ''} />
      </figcaption>
    </figure>
  )
}

/** Percent of the accent colour. */
const deepOf = ({ youth }: Stratum): number => Math.round(100 - 75 * youth)

/** Example output: `Came 2026-10-05 07:42 UTC to 2026-10-05 16:42 UTC: 183, of them 20 still there`. */
function saysOf({ came, left, layer: { after, until } }: Stratum): string {
  const when =
    after === null
      ? `There at the first dump, ${absolute(Date.parse(until))}`
      : `Came ${absolute(Date.parse(after))} to ${absolute(Date.parse(until))}`
  return `${when}: ${count(came)}, of them ${count(came - left)} still there`
}
