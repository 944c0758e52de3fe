import { Copied } from '../copied.tsx'
import { count } from '../format.ts'
import { Name } from '../name.tsx'
import { Sentence } from '../sentence.tsx'
import { isOver } from '../tier.tsx'
import type { Verdict } from './finding-answer.ts'
import { Odds } from './odds.tsx'

/** What weighs most, then each rule with its figures; those that did not fire are folded. */
export function Why({ verdict }: { readonly verdict: Verdict }) {
  const fired = verdict.rules.filter((rule) => rule.fired)
  const others = verdict.rules.filter((rule) => !rule.fired)
  return (
    <section class="on-screen">
      <h2>{isOver(verdict) ? 'Why it was called a leak' : 'Why this verdict'}</h2>
      <Odds of={verdict} />
      <Rules of={fired} />
      {others.length > 0 && (
        <details class="small">
          <summary>
            {others.length === 1 ? 'One rule does' : `${count(others.length)} rules do`} not speak for a leak
          </summary>
          <Rules of={others} />
        </details>
      )}
    </section>
  )
}

const Rules = ({ of: rules }: { readonly of: Verdict['rules'] }) => (
  <ul class="rules">
    {rules.map(({ id, title, fired, says, figures }) => (
      <li key={id} class={fired ? '' : 'against'}>
        <span aria-label={fired ? 'speaks for a leak' : 'does not speak for a leak'} role="img">
          {fired ? '✓' : '·'}
        </span>
        <span>
          {title} <small class="quiet">{id}</small>
        </span>
        <span title={figuresText(figures)}>
          <Sentence longest={2_000}>{says}</Sentence>
        </span>
      </li>
    ))}
  </ul>
)

const figuresText = (figures: Verdict['rules'][number]['figures']): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name}: ${value === null ? 'no end' : Number(value.toPrecision(6))}`)
    .join('\n')

/** The causes between which what was seen does not decide. */
function Candidates({ ambiguity }: { readonly ambiguity: NonNullable<Verdict['ambiguity']> }) {
  return (
    <>
      <p>One of these:</p>
      <ul>
        {ambiguity.candidates.map(({ id, title, why, fix }) => (
          <li key={id}>
            <strong>{title}.</strong> {why} <strong>Fix:</strong> {fix}
          </li>
        ))}
      </ul>
      <p>{ambiguity.tellApart}</p>
    </>
  )
}

/** What the catalogue knows, or how to find out where it knows nothing. */
export function CauseAndFix({ verdict }: { readonly verdict: Verdict }) {
  const { cause, ambiguity, members } = verdict
  const [first] = members
  return (
    <section>
      <h2>{isOver(verdict) ? 'What it was' : 'What to do'}</h2>
      {ambiguity !== undefined ? (
        <Candidates ambiguity={ambiguity} />
      ) : cause === undefined ? (
        <>
          <p>The catalogue has no cause for this stack.</p>
          <p>
            Look at what should end{' '}
            <code>
              <Name>{first?.entry ?? first?.stack.at(-1) ?? ''}</Name>
            </code>
            {first?.creator !== undefined && (
              <>
                , which{' '}
                <code>
                  <Name>{first.creator}</Name>
                </code>{' '}
                starts
              </>
            )}
            : a channel that somebody closes, a context that somebody cancels, a deadline.
          </p>
        </>
      ) : (
        <>
          <p>
            <strong>{cause.title}.</strong> {cause.why}
          </p>
          {isOver(verdict) ? (
            <details>
              <summary>The fix that the catalogue names</summary>
              <Fix of={cause} />
            </details>
          ) : (
            <Fix of={cause} />
          )}
          {cause.links.length > 0 && (
            <ul class="small on-screen">
              {cause.links.map((link) => (
                <li key={link}>
                  <a href={link} target="_blank" rel="noreferrer noopener">
                    {link.replace(/^https:\/\//, '')}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  )
}

const Fix = ({ of: { fix, snippet } }: { readonly of: NonNullable<Verdict['cause']> }) => (
  <>
    <p>
      <strong>Fix:</strong> {fix}
    </p>
    {snippet && (
      <>
        <h3>Before</h3>
        <Copied text={snippet.before} />
        <h3>After</h3>
        <Copied text={snippet.after} />
      </>
    )}
  </>
)

/** What would make a suspicion sure, to copy. */
export function Settle({ verdict: { settle } }: { readonly verdict: Verdict }) {
  if (settle === null) return null
  return (
    <section>
      <h2>What would make it sure</h2>
      <p>{settle.says}:</p>
      <Copied text={settle.command} />
    </section>
  )
}
