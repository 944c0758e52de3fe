import { useCallback, useState } from 'preact/hooks'
import type { Analysis } from '#shared/api/answers/analysis.ts'
import { Chooser } from '../analyze/chooser.tsx'
import { Comparisons } from '../analyze/comparison.tsx'
import { useOffered } from '../analyze/dropped.tsx'
import { Holders } from '../analyze/holders.tsx'
import { formOf, prepare, Refused } from '../analyze/prepare.ts'
import { StackEntry } from '../analyze/stack.tsx'
import { type AnswerOf, ask, Failure } from '../api.ts'
import { count } from '../format.ts'
import { Title, Trouble } from '../layout.tsx'
import { short } from '../name.tsx'

/** Where a dropped dump stands. */
type Turn =
  | { readonly is: 'waiting' }
  | { readonly is: 'working'; readonly name: string }
  | { readonly is: 'failed'; readonly failure: Failure }
  | { readonly is: 'done'; readonly name: string; readonly says: AnswerOf<typeof Analysis> }

/** What dumps say; nothing of them is stored. */
export function AnalyzeView() {
  const [turn, setTurn] = useState<Turn>({ is: 'waiting' })
  useOffered(
    useCallback((files) => {
      setTurn({ is: 'working', name: files.map(({ name }) => name).join(', ') })
      void analyze(files).then(setTurn)
    }, []),
  )
  return (
    <>
      <Title text="Analyze dumps" />
      <Chooser />
      {turn.is === 'working' && (
        <p class="quiet" role="status">
          Reading {turn.name}…
        </p>
      )}
      {turn.is === 'failed' && <Trouble failure={turn.failure} />}
      {turn.is === 'done' && <Says key={turn.name} name={turn.name} says={turn.says} />}
    </>
  )
}

async function analyze(files: readonly File[]): Promise<Turn> {
  try {
    const prepared = await prepare(files)
    const name = prepared.flatMap((file) => (file.kind === 'dump' ? [file.name] : [])).join(', ')
    const says = await ask<AnswerOf<typeof Analysis>>('/v1/analyze', {
      method: 'POST',
      body: formOf(prepared),
    })
    return { is: 'done', name, says }
  } catch (error) {
    if (error instanceof Failure) return { is: 'failed', failure: error }
    if (error instanceof Refused)
      return { is: 'failed', failure: new Failure('refused', error.message, 'Nothing was sent.') }
    return {
      is: 'failed',
      failure: new Failure(
        'unreadable',
        `The browser cannot read the file: ${String(error)}.`,
        'Choose it again.',
      ),
    }
  }
}

/** Stacks that are shown at once. */
const AT_ONCE = 50

function Says({ name, says }: { readonly name: string; readonly says: AnswerOf<typeof Analysis> }) {
  const [shown, setShown] = useState(AT_ONCE)
  const stacks = says.stacks.toSorted((a, b) => b.count - a.count)
  return (
    <section aria-live="polite">
      <h2>
        {count(says.goroutines)} goroutines in {count(stacks.length)} stacks
      </h2>
      <p class="quiet">
        {name}, {says.type} profile, debug={says.debug}
        {says.dumps.length > 1 && `, the newest of ${count(says.dumps.length)} dumps`}
        {says.source !== '' && `, ${short(says.source)}`}
      </p>
      <ul class="proves">
        {says.proves.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {says.isCut && <p>The end of the dump is missing: goroutines behind it are not counted.</p>}
      <Notes notes={says.notes} />
      <Problems problems={says.problems} />
      <Comparisons processes={says.processes} />
      <Holders holders={says.holders} />
      <ol class="stacks">
        {stacks.slice(0, shown).map((stack) => (
          <StackEntry key={stack.id} stack={stack} />
        ))}
      </ol>
      {stacks.length > shown && (
        <button type="button" onClick={() => setShown(shown + AT_ONCE)}>
          Show {count(Math.min(AT_ONCE, stacks.length - shown))} of {count(stacks.length - shown)} more
        </button>
      )}
    </section>
  )
}

function Notes({ notes }: { readonly notes: AnswerOf<typeof Analysis>['notes'] }) {
  if (notes.length === 0) return null
  return (
    <details>
      <summary>Parts of the text were lost</summary>
      <ul>
        {notes.slice(0, AT_ONCE).map(({ line, says }) => (
          <li key={`${line} ${says}`}>
            {line > 0 && `line ${count(line)}: `}
            {short(says)}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Problems({ problems }: { readonly problems: AnswerOf<typeof Analysis>['problems'] }) {
  if (problems.length === 0) return null
  return (
    <details>
      <summary>
        {problems.length === 1 ? 'One part was' : `${count(problems.length)} parts were`} not understood
      </summary>
      <ul>
        {problems.slice(0, AT_ONCE).map(({ line, text, why }) => (
          <li key={line}>
            line {count(line)}: {why} <code>{text.slice(0, 200)}</code>
          </li>
        ))}
      </ul>
    </details>
  )
}
