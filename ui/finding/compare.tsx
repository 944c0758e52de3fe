import { HOUR } from '#shared/time.ts'
import { count, duration, rate } from '../format.ts'
import { Name, short } from '../name.tsx'
import { address, addressWith, navigate } from '../router.ts'
import { Scroll } from '../scroll.tsx'
import type { ProcessesAnswer } from './finding-answer.ts'
import { Overlaid } from './overlaid.tsx'
import {
  type Compared,
  type ComparedSide,
  choicesOf,
  comparedIn,
  KINDS,
  type Kind,
  kindsOf,
} from './sides.ts'

const WORDS: Readonly<Record<Kind, string>> = {
  release: 'two releases',
  deploy: 'before and after a deploy',
  instance: 'two instances',
}

interface Props {
  readonly of: ProcessesAnswer
  readonly service: string
  readonly id: string
  /** `compare`, `left`, `right`, and what other parts of the page keep there. */
  readonly query: URLSearchParams
}

/** Release against release, before and after a deploy, two instances: one control, and what is chosen is the address. */
export function Compare({ of: answer, service, id, query }: Props) {
  const kinds = kindsOf(answer)
  const asked = KINDS.find((kind) => kind === query.get('compare'))
  const kind = asked !== undefined && kinds.includes(asked) ? asked : kinds[0]
  if (kind === undefined) return null
  const sides = comparedIn(answer, kind, query.get('left'), query.get('right'))
  if (sides === undefined) return null
  const [left, right] = sides
  const choices = choicesOf(answer, kind)
  const chosen =
    kind === 'deploy'
      ? { left: left.name.slice('before '.length), right: '' }
      : { left: left.name, right: right.name }
  const go = (more: Readonly<Record<string, string | undefined>>) =>
    navigate(addressWith(address.finding(service, id), query, { compare: kind, ...more }), { replace: true })
  return (
    <section class="compare on-screen">
      <h2>Compare</h2>
      <div class="controls">
        <Choice
          label="Compare"
          value={kind}
          names={kinds}
          words={WORDS}
          onChoose={(value) => go({ compare: value, left: undefined, right: undefined })}
        />
        <Choice
          label={kind === 'deploy' ? 'deploy of' : 'left'}
          value={chosen.left}
          names={choices.left}
          onChoose={(value) => go({ ...chosen, left: value })}
        />
        {choices.right.length > 0 && (
          <Choice
            label="right"
            value={chosen.right}
            names={choices.right}
            onChoose={(value) => go({ ...chosen, right: value })}
          />
        )}
        <a href={flameOf(service, left, right)}>Flame graph of what changed</a>
      </div>
      <Overlaid of={answer} sides={sides} />
      <Sides of={sides} />
    </section>
  )
}

function Choice<Value extends string>({
  label,
  value,
  names,
  words,
  onChoose,
}: {
  readonly label: string
  readonly value: Value
  readonly names: readonly Value[]
  readonly words?: Readonly<Record<Value, string>>
  readonly onChoose: (value: Value) => void
}) {
  return (
    <label>
      {label}{' '}
      <select
        aria-label={label}
        value={value}
        onChange={({ currentTarget }) => onChoose(currentTarget.value as Value)}
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {words?.[name] ?? short(name, 60)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** A side is looked at when its last profile came. */
const flameOf = (service: string, base: ComparedSide, target: ComparedSide): string =>
  address.flame(service, {
    base: base.at,
    target: target.at,
    ...(target.process !== undefined && { process: target.process }),
    ...(base.process !== undefined && { baseProcess: base.process }),
  })

const paceOf = (rose: number, hours: number): string =>
  hours <= 0 ? 'too early to tell' : rose <= 0 ? 'none' : rate(rose / hours)

const ROWS: readonly (readonly [string, (side: ComparedSide) => string])[] = [
  ['rate in one process', ({ rose, hours }) => paceOf(rose, hours)],
  ['rose by', ({ rose }) => count(rose)],
  ['watched, all processes', ({ hours }) => duration(hours * HOUR)],
  ['show the leak', ({ leaking, processes }) => `${count(leaking)} of ${count(processes)}`],
]

const Sides = ({ of: sides }: { readonly of: Compared }) => (
  <Scroll label="Both sides">
    <table class="fits">
      <thead>
        <tr>
          <th scope="col">
            <span class="hidden">figure</span>
          </th>
          {sides.map(({ name }, i) => (
            <th key={i} scope="col" class="number">
              <Name longest={60}>{name}</Name>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([what, says]) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            {sides.map((side, i) => (
              <td key={i} class="number">
                {says(side)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)
