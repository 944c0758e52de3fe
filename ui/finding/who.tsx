import { count, counted, rate } from '../format.ts'
import { Name, plain } from '../name.tsx'
import { Time } from '../time.tsx'
import type { ProcessesAnswer } from './finding-answer.ts'
import { type Axes, axesOf, MULTIPLE, multiplePath, timed } from './multiple.ts'

type Process = ProcessesAnswer['processes'][number]

/** Pictures that are shown at once; the others fold. */
const FEW = 8

/** A small picture of each process on the same axes, those that leak first, healthy ones grey. Nothing of one alone. */
export function Who({
  of: { processes, hidden },
  isGone,
}: {
  readonly of: ProcessesAnswer
  /** Of what is over, what they did. */
  readonly isGone: boolean
}) {
  if (processes.length < 2) return null
  const axes = axesOf(processes.map(({ points }) => timed(points)))
  const leaking = processes.filter(({ shows }) => shows === 'leak').length
  const more = processes.length - FEW + hidden
  return (
    <section class="on-screen">
      <h2>Who</h2>
      <p>
        {leaking === 0 ? 'None' : count(leaking)} of {counted(processes.length + hidden, 'process')} of the
        last 14 days {isGone ? 'showed' : leaking === 1 ? 'shows' : 'show'} the leak.
      </p>
      <Pictures of={processes.slice(0, FEW)} axes={axes} />
      {more > 0 && (
        <details class="small">
          <summary>{count(more)} more</summary>
          <Pictures of={processes.slice(FEW)} axes={axes} />
          {hidden > 0 && <p class="quiet">{count(hidden)} with less of it are not drawn.</p>}
        </details>
      )}
      <p class="quiet small">
        All on the same axes, up to {counted(axes.most, 'goroutine')}. Grey: those that do not show the leak.
      </p>
    </section>
  )
}

const Pictures = ({ of: processes, axes }: { readonly of: readonly Process[]; readonly axes: Axes }) => (
  <ul class="multiples">
    {processes.map((one) => (
      <li key={`${one.process}${one.from}`} class={toneOf(one)}>
        <strong>
          <Name longest={60}>{one.instance}</Name>
        </strong>{' '}
        {one.version !== null && <Name longest={40}>{one.version}</Name>}
        <svg
          viewBox={`0 0 ${MULTIPLE.width} ${MULTIPLE.height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${plain(one.instance)}: ${saysOf(one)}`}
        >
          <path d={multiplePath(timed(one.points), axes)} />
        </svg>
        <small>
          {saysOf(one)}
          {!one.isRunning && (
            <>
              , ended <Time at={one.to} />
            </>
          )}
        </small>
      </li>
    ))}
  </ul>
)

const toneOf = ({ shows, isRunning }: Process): string =>
  shows === 'leak' ? (isRunning ? 'leaks' : 'leaked') : ''

/** Example outputs: `1,315 goroutines, +25 per hour`, `2 goroutines, no growth`. */
function saysOf({ shows, goroutines, rose, hours }: Process): string {
  const pace =
    shows === 'too-early'
      ? 'too early to tell'
      : shows === 'leak' && hours > 0
        ? rate(rose / hours)
        : rose > 0
          ? `rose by ${count(rose)}`
          : 'no growth'
  return `${counted(goroutines, 'goroutine')}, ${pace}`
}
