import type { Analysis } from '#shared/api/answers/analysis.ts'
import type { AnswerOf } from '../api.ts'
import { count, rate, signed } from '../format.ts'
import { Name } from '../name.tsx'

type Processes = AnswerOf<typeof Analysis>['processes']
type Comparison = NonNullable<Processes[number]['comparison']>
type Change = Comparison['stacks'][number]

/** Stacks shown of each kind. */
const SHOWN = 20

/** What became of each process between its dumps; nothing of an input of one dump. */
export function Comparisons({ processes }: { readonly processes: Processes }) {
  const [first, ...others] = processes
  if (first === undefined || (others.length === 0 && first.comparison === null)) return null
  return (
    <>
      {others.length > 0 && <p>{count(processes.length)} processes: each is compared with itself alone.</p>}
      {processes.map(
        ({ source, comparison, dumps }) =>
          (comparison !== null || others.length > 0) && (
            <section key={source}>
              <h3>
                {others.length === 0 || source === '' ? (
                  `${count(dumps.length)} dumps of one process`
                ) : (
                  <Name>{source}</Name>
                )}
              </h3>
              {comparison === null ? (
                <p class="quiet">One dump, {count(dumps[0]?.goroutines ?? 0)} goroutines.</p>
              ) : (
                <Compared comparison={comparison} />
              )}
            </section>
          ),
      )}
    </>
  )
}

function Compared({ comparison }: { readonly comparison: Comparison }) {
  const { base, target, change, perHour, stacks, unchanged, says } = comparison
  const grown = stacks.filter((stack) => stack.change > 0)
  const fell = stacks.length - grown.length
  const stayed = unchanged.filter(({ goroutines }) => (goroutines?.stayed ?? 0) > 0)
  return (
    <>
      <p>
        <strong class="number">
          {count(base)} → {count(target)}
        </strong>{' '}
        goroutines, {signed(change)}
        {perHour !== null && `, ${rate(perHour)}`}: {count(grown.length)}{' '}
        {grown.length === 1 ? 'stack' : 'stacks'} grew, {count(fell)} fell.
      </p>
      <ul class="proves">
        {says.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Changes title="Grew" changes={grown} />
      <Changes title="As many as before" changes={stayed} />
    </>
  )
}

function Changes({ title, changes }: { readonly title: string; readonly changes: readonly Change[] }) {
  if (changes.length === 0) return null
  return (
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Stack</th>
          <th scope="col">First</th>
          <th scope="col">Last</th>
          <th scope="col">Stayed</th>
        </tr>
      </thead>
      <tbody>
        {changes.slice(0, SHOWN).map((each) => (
          <tr key={each.id}>
            <td>
              <code>
                <Name>{each.ownCode ?? each.frames[0] ?? 'unknown'}</Name>
              </code>{' '}
              {each.place !== null && (
                <span class="quiet">
                  <Name>{each.place}</Name>
                </span>
              )}
            </td>
            <td class="number">{count(each.base)}</td>
            <td class="number">{count(each.target)}</td>
            <td class="number">{each.goroutines === null ? '–' : count(each.goroutines.stayed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
