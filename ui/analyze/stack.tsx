import type { Analysis } from '#shared/api/answers/analysis.ts'
import type { AnswerOf } from '../api.ts'
import { count } from '../format.ts'
import { Name, short } from '../name.tsx'
import { SingleStack } from '../service/single-stack.tsx'

type Stack = AnswerOf<typeof Analysis>['stacks'][number]
type Cause = NonNullable<Stack['cause']>

/** One stack of a dump: how many stand there, why, and since when as far as the dump says. */
export function StackEntry({ stack }: { readonly stack: Stack }) {
  const { ownCode, frames, cause, ambiguity, sockets, leaked, creator } = stack
  return (
    <li id={stack.id} class="stack">
      <p>
        <strong class="number">{count(stack.count)}</strong>{' '}
        <code>
          <Name>{ownCode ?? frames[0] ?? 'unknown'}</Name>
        </code>{' '}
        <span class="quiet">{statesOf(stack)}</span>
      </p>
      {leaked > 0 && (
        <p>
          <strong>{count(leaked)} proven leaked</strong> by the runtime: nothing that could wake them is
          reachable.
        </p>
      )}
      {agesOf(stack) && <p class="quiet">{agesOf(stack)}</p>}
      <Places stack={stack} />
      {cause && <CauseText cause={cause} goroutines={stack.count} />}
      {ambiguity && (
        <>
          <p>If this count grows, one of these:</p>
          <ul>
            {ambiguity.candidates.map((candidate) => (
              <li key={candidate.id}>
                <strong>{candidate.title}.</strong> {candidate.fix}
              </li>
            ))}
          </ul>
          <p>{ambiguity.tellApart}</p>
        </>
      )}
      {stack.shape && <p class="quiet">{sentence(stack.shape)}</p>}
      {sockets && <p>{sockets}</p>}
      <Twins ids={stack.twins} />
      <details>
        <summary>
          {frames.length === 1 ? 'Stack of one frame' : `Stack of ${count(frames.length)} frames`}
        </summary>
        <SingleStack frames={frames} ownCode={ownCode} creator={creator} />
      </details>
    </li>
  )
}

/** Where its own code and the `go` statement stand, and who ran that. */
function Places({ stack: { place, otherPlaces, goPlace, startedBy } }: { readonly stack: Stack }) {
  if (place === null && goPlace === null && startedBy === null) return null
  return (
    <ul class="quiet places">
      {place !== null && (
        <li>
          at <code>{short(place)}</code>
          {otherPlaces > 0 && ` and ${count(otherPlaces)} other lines`}
        </li>
      )}
      {goPlace !== null && (
        <li>
          go statement at <code>{short(goPlace)}</code>
        </li>
      )}
      {startedBy !== null && <li>{short(startedBy)}</li>}
    </ul>
  )
}

/** One dump shows no growth: what is a leak where the count grows is told under that condition. */
function CauseText({ cause, goroutines }: { readonly cause: Cause; readonly goroutines: number }) {
  const { title, notes = [], fix, bound, whenGrowing } = cause
  // A title that says what went wrong is not true of a count that is normal.
  const isNormal = bound !== undefined && goroutines <= bound && whenGrowing === undefined
  return (
    <p>
      {bound === undefined && 'If this count grows: '}
      {isNormal && `Normal up to ${count(bound)} in a process; if more: `}
      <strong>{title}</strong>
      {bound === undefined || isNormal ? '. ' : `; normal: at most ${count(bound)} in a process. `}
      {[...notes, fix].join(' ')}
      {whenGrowing !== undefined && ` If this count grows: ${whenGrowing}`}
    </p>
  )
}

/** Example output: `No known cause; if this count grows, …`. */
const sentence = (text: string): string => short(`${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`, 600)

function Twins({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return null
  return (
    <p class="quiet">
      As many as in {ids.length === 1 ? 'its twin' : `its ${ids.length} twins`}, which one library call makes:{' '}
      {ids.map((id) => (
        <a key={id} href={`#${id}`}>
          {id.slice(0, 6)}{' '}
        </a>
      ))}
    </p>
  )
}

/** Example output: `1,201 select, 3 IO wait`. */
const statesOf = ({ states }: Stack): string =>
  Object.entries(states)
    .sort(([, a], [, b]) => b - a)
    .map(([state, n]) => `${count(n)} ${state}`)
    .join(', ')

function agesOf({ ages }: Stack): string | undefined {
  if (ages === null) return undefined
  const { youngest, median, oldest, distinct } = ages
  if (youngest === oldest) return `${count(ages.count)} wait for ${minutes(oldest)} each, at least.`
  return `Waiting for ${minutes(youngest)} to ${minutes(oldest)}, half of them longer than ${minutes(median)}; ${count(distinct)} different times.`
}

const minutes = (value: number): string => (value === 1 ? '1 minute' : `${count(value)} minutes`)
