import { useEffect, useMemo } from 'preact/hooks'
import { HOUR, MINUTE } from '#shared/time.ts'
import { useAnswer } from '../answer.ts'
import type { SeriesAnswer } from '../chart/lines.ts'
import type { TimeView } from '../chart/time-axis.ts'
import { Chart } from '../chart.tsx'
import { Compare } from '../finding/compare.tsx'
import { Pprof, Stacks } from '../finding/detail.tsx'
import { Evidence } from '../finding/evidence.tsx'
import type {
  EvidenceAnswer,
  FindingAnswer,
  ProcessesAnswer,
  StoryAnswer,
  StrataAnswer,
} from '../finding/finding-answer.ts'
import { Figures, Head } from '../finding/head.tsx'
import { Share } from '../finding/share.tsx'
import { Story } from '../finding/story.tsx'
import { Strata } from '../finding/strata.tsx'
import { CauseAndFix, Settle, Why } from '../finding/verdict.tsx'
import { Where } from '../finding/where.tsx'
import { Who } from '../finding/who.tsx'
import { counted, rate } from '../format.ts'
import { Shown, Title } from '../layout.tsx'
import { Name, plain, short } from '../name.tsx'
import { drawnRange, type Range, rangeIn } from '../range.ts'
import { address, addressWith, navigate } from '../router.ts'
import { isOver, PACE } from '../tier.tsx'

interface Props {
  readonly service: string
  /** Of the signature that named it. */
  readonly id: string
  readonly query: URLSearchParams
}

/** `/s/<service>/f/<id>`: one leak, what it is, who has it, what to do, why it is called one, and what became of it. */
export function FindingView({ service, id, query }: Props) {
  const path = `/v1/findings/${encodeURIComponent(`${id}@${service}`)}`
  const finding = useAnswer<FindingAnswer>(path)
  const { answer } = finding
  const evidence = useAnswer<EvidenceAnswer>(answer && `${path}/evidence`)
  const processes = useAnswer<ProcessesAnswer>(answer && `${path}/processes`)
  const story = useAnswer<StoryAnswer>(answer && `${path}/story`)
  useEffect(story.reload, [answer?.revision])
  const { since, members } = answer?.verdict ?? {}
  const isGone = answer !== undefined && isOver(answer)
  // Worked out once: a path that moves with the clock would reload under the reader's hand.
  const chart = useMemo(
    () => seriesPath(service, members?.[0]?.signature, since, isGone),
    [service, since, isGone],
  )
  const series = useAnswer<SeriesAnswer>(chart)
  const range = rangeIn(query)
  const isPart = range.from !== undefined || range.to !== undefined
  const look = (next: Range) =>
    navigate(addressWith(address.finding(service, id), query, { ...next }), { replace: true })
  const strata = useAnswer<StrataAnswer>(strataPath(service, members?.[0]?.signature))
  return (
    <>
      <p class="crumbs">
        <a href={address.inbox}>Inbox</a> /{' '}
        <a href={address.service(service)}>
          <Name longest={80}>{service}</Name>
        </a>
      </p>
      {answer === undefined && <Title text={`A finding of ${service}`} />}
      <Shown of={finding}>
        {(known) => (
          <>
            <Head finding={known} onChange={finding.replace} />
            <Share path={path} />
            <Figures of={known} />
            <div class="charts">
              {strata.answer !== undefined && <Strata of={strata.answer} />}
              <Shown of={series}>
                {(points) => (
                  <Chart
                    series={points}
                    label={chartLabel(known)}
                    note={partOf(known)}
                    end={endOf(known)}
                    view={viewOf(range)}
                    onDraw={(from, to) => look(drawnRange(from, to, LEAST_SHOWN))}
                    onReset={isPart ? () => look({ from: undefined, to: undefined }) : undefined}
                  />
                )}
              </Shown>
            </div>
            <Shown of={processes}>
              {(some) => (
                <>
                  <Who of={some} isGone={isGone} />
                  <Compare of={some} service={service} id={id} query={query} />
                </>
              )}
            </Shown>
            <div class="two">
              <section>
                <Where of={evidence.answer?.source} />
                <Stacks of={known} source={evidence.answer?.source} />
              </section>
              <div>
                <CauseAndFix verdict={known.verdict} />
                <Settle verdict={known.verdict} />
              </div>
              <Why verdict={known.verdict} />
              <section class="on-screen">
                <Shown of={evidence}>{(told) => <Evidence of={told} verdict={known.verdict} />}</Shown>
              </section>
            </div>
            <Shown of={story}>{(told) => <Story of={told} />}</Shown>
            <Pprof of={known} />
          </>
        )}
      </Shown>
    </>
  )
}

/** Points of the chart, and processes in it: 50 lines of 400 points stay under the limit of the API. */
const POINTS = 400
const PROCESSES = 50

/** Snapshots are a minute apart: of less time there is no line. */
const LEAST_SHOWN = 5 * MINUTE

const viewOf = ({ from, to }: Range): TimeView => {
  const seconds = (at: string | undefined) => (at === undefined ? undefined : Date.parse(at) / 1000)
  return { from: seconds(from), to: seconds(to) }
}

/** As far back as the leak goes and a third more, so that the time before it is seen. */
function seriesPath(
  service: string,
  signature: string | undefined,
  since: string | undefined,
  isGone: boolean,
): string | undefined {
  if (signature === undefined || since === undefined) return undefined
  const now = Date.now()
  const begin = Date.parse(since)
  const from = Math.floor((begin - Math.max(HOUR, (now - begin) / 3)) / MINUTE) * MINUTE
  const step = Math.min(86_400, Math.max(60, 60 * Math.ceil((now - from) / POINTS / MINUTE)))
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    since,
    step: String(step),
    top: String(PROCESSES),
    // What runs without it shows that it is over.
    ...(isGone && { absent: 'zero' }),
  })
  return `/v1/services/${encodeURIComponent(service)}/signatures/${signature}/series?${query}`
}

const strataPath = (service: string, signature: string | undefined): string | undefined =>
  signature && `/v1/services/${encodeURIComponent(service)}/signatures/${signature}/strata`

/** Where the drop is, with its words. */
const endOf = ({ seen, healed }: FindingAnswer) =>
  healed === null || (seen !== 'fixed' && seen !== 'gone')
    ? undefined
    : {
        at: Date.parse(healed.at) / 1000,
        says: seen === 'fixed' ? `fixed in ${short(healed.version ?? '', 40)}` : 'gone',
      }

/** The chart is of the stack that names the finding; its last point is this count. */
const partOf = ({ stacks }: FindingAnswer): string | undefined =>
  stacks.length < 2
    ? undefined
    : `${counted(stacks[0] ?? 0, 'goroutine')} now, in the first of ${stacks.length} stacks`

const chartLabel = ({ service, place, perHour, stacks, seen }: FindingAnswer): string =>
  `Goroutines of ${short(place, 80)} in ${plain(service)} over time: now ${counted(stacks[0] ?? 0, 'goroutine')}, ${seen === 'growing' ? rate(perHour) : PACE[seen]}`
