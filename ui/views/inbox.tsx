import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { FindingPage } from '#shared/api/answers/finding.ts'
import type { ServicePage } from '#shared/api/answers/service.ts'
import { useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { count, duration, signed } from '../format.ts'
import { useKeys } from '../keyboard.ts'
import { Shown, Title } from '../layout.tsx'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { Spark } from '../spark.tsx'
import { type Summary, Tier } from '../tier.tsx'
import { Time } from '../time.tsx'
import { Empty } from './empty.tsx'

const HOUR = 3_600_000

/** `/`: what leaks, the most severe first, each with what to do. */
export function InboxView() {
  const findings = useAnswer<AnswerOf<typeof FindingPage>>('/v1/findings?limit=1000')
  const services = useAnswer<AnswerOf<typeof ServicePage>>('/v1/services?limit=1000')
  if (findings.answer?.items.length === 0 && services.answer?.items.length === 0) return <Empty />
  return (
    <>
      {findings.answer === undefined && <Title text="Inbox" />}
      <Shown of={findings}>{(page) => <Findings {...page} />}</Shown>
      <Shown of={services}>{(page) => <Quiet {...page} />}</Shown>
    </>
  )
}

function Findings({ items, next }: AnswerOf<typeof FindingPage>) {
  const list = useRef<HTMLUListElement>(null)
  const shown = useGrowing(items.length)
  // The same row again is not compared anew.
  const rows = useMemo(() => items.map((finding) => <Row key={finding.id} finding={finding} />), [items])
  const step = (by: number) => {
    const links = [...(list.current?.querySelectorAll('a') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
  }
  useKeys(useMemo(() => ({ j: () => step(1), k: () => step(-1) }), []))
  return (
    <>
      <Title text={headline(items)} />
      {items.length > 0 && (
        <ul class="findings" ref={list}>
          {rows.slice(0, shown)}
        </ul>
      )}
      {next !== undefined && (
        <p class="quietly">These are the {count(items.length)} most severe; there are more behind them.</p>
      )}
    </>
  )
}

/** Rows of the first frame, more than a window holds, and of each one after it. */
const AT_ONCE = 100

/** Grows to the whole frame by frame: a long list never holds up what the reader does. */
function useGrowing(whole: number): number {
  const [shown, setShown] = useState(AT_ONCE)
  useEffect(() => {
    if (shown >= whole) return
    const frame = requestAnimationFrame(() => setShown(shown + AT_ONCE))
    return () => cancelAnimationFrame(frame)
  }, [shown, whole])
  return shown
}

/** Example output: `2 leaks in shopfront and checkout, 1 suspicion`. */
function headline(items: readonly Summary[]): string {
  const sure = items.filter(({ tier }) => tier === 'proven' || tier === 'probable')
  const others = items.length - sure.length
  const services = [...new Set(sure.map(({ service }) => service))]
  const where = services.length === 1 ? (services[0] ?? '') : `${count(services.length)} services`
  const parts = [
    ...(sure.length === 0 ? [] : [`${counted(sure.length, 'leak')} in ${where}`]),
    ...(others === 0 ? [] : [counted(others, 'suspicion')]),
  ]
  return parts.length === 0 ? 'Nothing leaks' : parts.join(', ')
}

const counted = (n: number, what: string): string => `${count(n)} ${what}${n === 1 ? '' : 's'}`

function Row({ finding }: { readonly finding: Summary }) {
  const {
    id,
    service,
    cause,
    place,
    perHour,
    hoursToLimit,
    since,
    version,
    state,
    goroutines,
    water,
    assignee,
  } = finding
  return (
    <li>
      <a href={address.finding(service, id)}>
        <Tier of={finding} />
        <span class="what">
          <span class="title">
            <span class="service">
              <Name longest={80}>{service}</Name>
            </span>{' '}
            {cause === null ? <Name longest={160}>{place}</Name> : <Name>{cause.title}</Name>}
          </span>
          {cause !== null && (
            <span class="place code">
              <Name longest={160}>{place}</Name>
            </span>
          )}
          <span class="facts">
            {count(goroutines)} goroutines, since <Time at={since} />
            {version !== null && (
              <>
                {' '}
                (<Name longest={40}>{version}</Name>)
              </>
            )}
            , {state}
            {assignee !== null && (
              <>
                , with <Name longest={40}>{assignee}</Name>
              </>
            )}
          </span>
          {cause !== null && <span class="fix">Fix: {cause.fix}</span>}
        </span>
        <Spark water={water} isQuiet={!finding.growsNow} />
        <span class="rate">
          {signed(perHour)} <small>an hour</small>
        </span>
        <span class="left">
          {hoursToLimit !== null && (
            <>
              {duration(hoursToLimit * HOUR)} <small>to the limit</small>
            </>
          )}
        </span>
      </a>
    </li>
  )
}

/** What is watched and has no finding, and when it was last looked at. */
function Quiet({ items }: AnswerOf<typeof ServicePage>) {
  const quiet = items.filter(({ openFindings }) => openFindings === 0)
  const judged = items
    .flatMap(({ lastJudged }) => lastJudged ?? [])
    .sort()
    .at(-1)
  return (
    <>
      <p class="quietly">
        {counted(items.length, 'service')} watched, {count(quiet.length)} quiet.{' '}
        {judged === undefined ? (
          'None has been judged yet.'
        ) : (
          <>
            Last judged <Time at={judged} />.
          </>
        )}
      </p>
      <ul class="services">
        {items.map(({ name, openFindings }) => (
          <li key={name}>
            <a href={address.service(name)}>
              <Name longest={80}>{name}</Name>
            </a>
            <span class="quiet">{openFindings === 0 ? 'quiet' : `${count(openFindings)} open`}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
