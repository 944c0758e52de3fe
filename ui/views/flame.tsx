import { useMemo } from 'preact/hooks'
import type { Service } from '#shared/api/answers/service.ts'
import { HOUR } from '#shared/time.ts'
import { useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { Copied } from '../copied.tsx'
import { FlameGraph } from '../flame/flame-graph.tsx'
import { idOf, nodeOf } from '../flame/node-id.ts'
import { Parts } from '../flame/parts.tsx'
import { type FlameNode, flameTree } from '../flame/tree.ts'
import { absolute, toMinute, ZONE } from '../format.ts'
import { Shown, Title } from '../layout.tsx'
import { address, navigate } from '../router.ts'
import { pprofCommand } from '../service/pprof-command.ts'

interface Props {
  readonly service: string
  readonly query: URLSearchParams
}

const NO_PREFIXES: readonly string[] = []
const BEFORE = [
  ['an hour before', HOUR],
  ['a day before', 24 * HOUR],
  ['a week before', 7 * 24 * HOUR],
] as const

/** All stacks of a service at one time, or what changed between two. */
export function FlameView({ service, query }: Props) {
  const asked = pickFrom(query)
  const path = `/v1/services/${encodeURIComponent(service)}`
  const wanted = `${path}/flame.json?${new URLSearchParams(asked)}`
  const answered = useAnswer<FlameNode>(wanted)
  const { answer: known } = useAnswer<AnswerOf<typeof Service>>(path)
  const tree = useMemo(() => answered.answer && flameTree(answered.answer), [answered.answer])
  const isDifference = asked.base !== undefined
  const look = (more: Readonly<Record<string, string | undefined>>) =>
    navigate(address.flame(service, defined({ ...Object.fromEntries(query), ...more })), { replace: true })
  return (
    <>
      <Title text={`${isDifference ? 'What changed in' : 'Flame graph of'} ${service}`} />
      <p class="quiet">
        <a href={address.service(service)}>{service}</a> {timesOf(asked)}
      </p>
      <Moments service={service} asked={asked} />
      <Parts service={service} asked={asked} onChoose={look} />
      <Shown of={answered}>
        {() =>
          tree && (
            <FlameGraph
              key={wanted}
              tree={tree}
              ownCode={known?.settings.ownCode ?? NO_PREFIXES}
              focus={nodeOf(tree, query.get('zoom'))}
              chosen={query.get('function') ?? undefined}
              onFocus={(node) => look({ zoom: idOf(tree, node) })}
              onChoose={(name) => look({ function: name })}
            />
          )
        }
      </Shown>
      <h2>The same in pprof</h2>
      <Copied text={pprofCommand(location.origin, path, pprofQuery(asked))} />
    </>
  )
}

type Asked = Readonly<
  Partial<Record<'at' | 'base' | 'target' | 'process' | 'baseProcess' | 'by' | 'trim', string>>
>

/** What the API is asked for; frames of the runtime are left out unless somebody wants them. */
function pickFrom(query: URLSearchParams): Asked {
  const given = ['at', 'base', 'target', 'process', 'baseProcess', 'by'].flatMap((name) => {
    const value = query.get(name)
    return value === null || value === '' ? [] : [[name, value]]
  })
  return { ...Object.fromEntries(given), ...(query.get('frames') === 'all' ? {} : { trim: 'runtime' }) }
}

function timesOf({ at, base, target, process, baseProcess }: Asked): string {
  const shown = (moment: string | undefined): string => {
    const time = Date.parse(moment ?? '')
    return Number.isNaN(time) ? (moment ?? 'now') : absolute(time)
  }
  const now = shown(target ?? at)
  const of = process === undefined ? 'all processes' : `process ${process}`
  const before = baseProcess === undefined ? shown(base) : `process ${baseProcess}, ${shown(base)}`
  return base === undefined ? `${of}, ${now}` : `${of}, ${now} against ${before}`
}

/** Which time, against which one, with which frames: each choice is an address. */
function Moments({ service, asked }: { readonly service: string; readonly asked: Asked }) {
  const { trim, ...moments } = asked
  const shown = moments.target ?? moments.at
  const time = Date.parse(shown ?? '')
  const to = (more: Readonly<Record<string, string | undefined>>): string =>
    address.flame(service, defined({ ...moments, ...(trim === undefined ? { frames: 'all' } : {}), ...more }))
  const base = (before: number): string =>
    new Date((Number.isNaN(time) ? Math.floor(Date.now() / 60_000) * 60_000 : time) - before).toISOString()
  return (
    <nav class="flame-bar" aria-label="Times">
      <label>
        at ({ZONE}){' '}
        <input
          type="datetime-local"
          value={Number.isNaN(time) ? '' : toMinute(time)}
          onChange={({ currentTarget: { value } }) =>
            navigate(
              to({ target: undefined, at: value === '' ? undefined : new Date(`${value}Z`).toISOString() }),
            )
          }
        />
      </label>
      <span>
        against{' '}
        {BEFORE.map(([name, before]) => (
          <span key={name}>
            <a href={to({ base: base(before) })}>{name}</a>
            {' · '}
          </span>
        ))}
        <a href={to({ base: undefined })} aria-current={moments.base === undefined}>
          nothing
        </a>
      </span>
      <a href={to({ frames: trim === undefined ? undefined : 'all' })}>
        {trim === undefined ? 'Leave out' : 'Show'} frames of the runtime
      </a>
    </nav>
  )
}

const defined = (query: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined))

/** `merge` knows no target, `diff` no `at`, and neither of them parts. */
function pprofQuery({ at, base, target, baseProcess: _, by: __, ...more }: Asked): Record<string, string> {
  const time = target ?? at
  return defined(base === undefined ? { ...more, at: time } : { ...more, base, target: time })
}
