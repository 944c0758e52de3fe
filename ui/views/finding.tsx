import { useMemo } from 'preact/hooks'
import { HOUR, MINUTE } from '#shared/time.ts'
import { useAnswer } from '../answer.ts'
import type { SeriesAnswer } from '../chart/lines.ts'
import { Chart } from '../chart.tsx'
import { History, Pprof, Stacks } from '../finding/detail.tsx'
import { Evidence } from '../finding/evidence.tsx'
import type { EvidenceAnswer, FindingAnswer, StrataAnswer } from '../finding/finding-answer.ts'
import { Figures, Head } from '../finding/head.tsx'
import { Share } from '../finding/share.tsx'
import { Strata } from '../finding/strata.tsx'
import { CauseAndFix, Why } from '../finding/verdict.tsx'
import { Where } from '../finding/where.tsx'
import { counted, rate } from '../format.ts'
import { Shown, Title } from '../layout.tsx'
import { Name, plain, short } from '../name.tsx'
import { address } from '../router.ts'
import { PACE } from '../tier.tsx'

/**
 * `/s/<service>/f/<id>`: one leak, what it is, why it is called one, and what to do.
 *
 * @param id of the signature that named it
 */
export function FindingView({ service, id }: { readonly service: string; readonly id: string }) {
  const path = `/v1/findings/${encodeURIComponent(`${id}@${service}`)}`
  const finding = useAnswer<FindingAnswer>(path)
  const evidence = useAnswer<EvidenceAnswer>(finding.answer && `${path}/evidence`)
  const { since, members } = finding.answer?.verdict ?? {}
  // Worked out once: a path that moves with the clock would reload under the reader's hand.
  const chart = useMemo(() => seriesPath(service, members?.[0]?.signature, since), [service, since])
  const series = useAnswer<SeriesAnswer>(chart)
  const strata = useAnswer<StrataAnswer>(strataPath(service, members?.[0]?.signature))
  return (
    <>
      <p class="crumbs">
        <a href={address.inbox}>Inbox</a> /{' '}
        <a href={address.service(service)}>
          <Name longest={80}>{service}</Name>
        </a>
      </p>
      {finding.answer === undefined && <Title text={`A finding of ${service}`} />}
      <Shown of={finding}>
        {(answer) => (
          <>
            <Head finding={answer} onChange={finding.replace} />
            <Share path={path} />
            <Figures of={answer} />
            <Shown of={series}>
              {(points) => <Chart series={points} label={chartLabel(answer)} note={partOf(answer)} />}
            </Shown>
            {strata.answer !== undefined && <Strata of={strata.answer} />}
            <div class="two">
              <Why verdict={answer.verdict} />
              <CauseAndFix verdict={answer.verdict} />
              <Where of={evidence.answer?.source} />
              <section>
                <Stacks of={answer} source={evidence.answer?.source} />
                <Pprof of={answer} />
                <History of={answer} />
              </section>
              <section>
                <Shown of={evidence}>{(told) => <Evidence of={told} verdict={answer.verdict} />}</Shown>
              </section>
            </div>
          </>
        )}
      </Shown>
    </>
  )
}

/** Points of the chart, and processes in it: 50 lines of 400 points stay under the limit of the API. */
const POINTS = 400
const PROCESSES = 50

/** As far back as the leak goes and a third more, so that the time before it is seen. */
function seriesPath(
  service: string,
  signature: string | undefined,
  since: string | undefined,
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
  })
  return `/v1/services/${encodeURIComponent(service)}/signatures/${signature}/series?${query}`
}

const strataPath = (service: string, signature: string | undefined): string | undefined =>
  signature && `/v1/services/${encodeURIComponent(service)}/signatures/${signature}/strata`

/** The chart is of the stack that names the finding; its last point is this count. */
const partOf = ({ stacks }: FindingAnswer): string | undefined =>
  stacks.length < 2
    ? undefined
    : `${counted(stacks[0] ?? 0, 'goroutine')} now, in the first of ${stacks.length} stacks`

const chartLabel = ({ service, place, perHour, stacks, seen }: FindingAnswer): string =>
  `Goroutines of ${short(place, 80)} in ${plain(service)} over time: now ${counted(stacks[0] ?? 0, 'goroutine')}, ${seen === 'growing' ? rate(perHour) : PACE[seen]}`
