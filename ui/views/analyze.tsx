import { useCallback, useState } from 'preact/hooks'
import type { Analysis } from '#shared/api/answers/analysis.ts'
import { offer, useOffered } from '../analyze/dropped.tsx'
import { formOf, prepare, Refused } from '../analyze/prepare.ts'
import { StackEntry } from '../analyze/stack.tsx'
import { type AnswerOf, ask, Failure } from '../api.ts'
import { count } from '../format.ts'
import { Title, Trouble } from '../layout.tsx'

/** Where a dropped dump stands. */
type Turn =
  | { readonly is: 'waiting' }
  | { readonly is: 'working'; readonly name: string }
  | { readonly is: 'failed'; readonly failure: Failure }
  | { readonly is: 'done'; readonly name: string; readonly says: AnswerOf<typeof Analysis> }

/** What one dump says; nothing of it is stored. */
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
      <Title text="Analyze a dump" />
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
    const name = prepared.find(({ kind }) => kind === 'dump')?.name ?? ''
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

const Chooser = () => (
  <section class="chooser">
    <p>
      Drop a goroutine dump anywhere on the page, or{' '}
      <label>
        choose a file{' '}
        <input type="file" multiple onChange={({ currentTarget: { files } }) => offer([...(files ?? [])])} />
      </label>
    </p>
    <p class="quiet">
      <code>debug=0</code>, <code>1</code> or <code>2</code>, gzipped or not. The output of{' '}
      <code>ss -tanp</code>, <code>netstat</code>, <code>lsof</code> or <code>/proc/net/tcp</code> of the same
      process with it tells which connections the goroutines hold. Nothing is stored.
    </p>
    <pre>
      <code>curl -o goroutine.txt 'http://127.0.0.1:6060/debug/pprof/goroutine?debug=2'</code>
    </pre>
  </section>
)

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
      </p>
      <ul class="proves">
        {says.proves.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Problems problems={says.problems} />
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
