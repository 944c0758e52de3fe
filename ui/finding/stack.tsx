import { count } from '../format.ts'
import { Name } from '../name.tsx'
import type { Member, SourceLine } from './finding-answer.ts'
import { folds } from './frames.ts'
import { Place } from './place.tsx'

type Lines = readonly (SourceLine | null)[]

/** A stack, leaf first: own code bold, what is below and between folded. */
export function Stack({
  of: { stack, ownCode, creator, stacks, entry, formerly },
  lines = [],
  go = null,
}: {
  readonly of: Pick<Member, 'stack' | 'ownCode' | 'creator' | 'stacks' | 'entry' | 'formerly'>
  /** One for each frame, of the `go` statement: where a profile has them. */
  readonly lines?: Lines
  readonly go?: SourceLine | null
}) {
  return (
    <>
      {stacks > 1 && (
        <p class="small">
          A family of {count(stacks)} stacks that <Name>{entry ?? ''}</Name> begins; one of them:
        </p>
      )}
      {formerly !== undefined && (
        <p class="small">
          As the newest build shows it. Builds by an older Go name its frames otherwise; they are counted with
          it.
        </p>
      )}
      <ul class="frames">
        {folds(stack, ownCode).map(({ isFolded, origin, frames, from }, i) => (
          <li key={i} class={origin === 'own' ? 'own' : ''}>
            {isFolded ? (
              <details>
                <summary>
                  {frames.length} frames of{' '}
                  {origin === 'runtime' ? 'the runtime' : 'libraries and the runtime'}
                </summary>
                <Frames of={frames} lines={lines.slice(from)} />
              </details>
            ) : (
              frames.map((frame, j) => (
                <div key={j}>
                  <Name>{frame}</Name> <Place of={lines[from + j]} />
                </div>
              ))
            )}
          </li>
        ))}
        {creator !== undefined && (
          <li>
            <span class="quiet">created by </span>
            <Name>{creator}</Name> <Place of={go} />
          </li>
        )}
      </ul>
    </>
  )
}

const Frames = ({ of: frames, lines }: { readonly of: readonly string[]; readonly lines: Lines }) => (
  <ul class="folded">
    {frames.map((frame, i) => (
      <li key={i}>
        <Name>{frame}</Name> <Place of={lines[i]} />
      </li>
    ))}
  </ul>
)
