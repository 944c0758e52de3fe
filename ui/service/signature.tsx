import { useMemo } from 'preact/hooks'
import { useAnswer } from '../answer.ts'
import type { SeriesAnswer } from '../chart/lines.ts'
import { Chart } from '../chart.tsx'
import { count, rate } from '../format.ts'
import { Shown } from '../layout.tsx'
import { Name } from '../name.tsx'
import { drawnRange, type Range, rangeQuery, stepOf } from '../range.ts'
import { address, addressWith, navigate } from '../router.ts'
import { Time } from '../time.tsx'
import { RangeBar } from './range-bar.tsx'
import { SingleStack } from './single-stack.tsx'
import { placeOf, type Signature } from './stack-groups.ts'

/** Processes of one chart, those with the most of it. */
const MOST_LINES = 10

/** One stack of a service: how it went, and its frames. */
export function SignatureDetail({
  service,
  id,
  query,
  range,
}: {
  readonly service: string
  readonly id: string
  readonly query: URLSearchParams
  readonly range: Range
}) {
  const step = useMemo(() => stepOf(range, Date.now()), [range.from, range.to])
  const path = `/v1/services/${encodeURIComponent(service)}/signatures/${encodeURIComponent(id)}`
  const signature = useAnswer<Signature>(path)
  const series = useAnswer<SeriesAnswer>(
    `${path}/series${rangeQuery(range, { step, top: String(MOST_LINES) })}`,
  )
  return (
    <section>
      <Shown of={signature}>
        {(known) => (
          <>
            <h2>
              <span class="code">
                <Name>{placeOf(known)}</Name>
              </span>
            </h2>
            <p>
              {count(known.count)} goroutines now, low water {count(known.lowWater)}
              {known.perHour === 0 ? '' : `, ${rate(known.perHour)} in the process that grows most`}; first
              seen <Time at={known.firstSeen.at} />
              {known.firstSeen.version && ` in ${known.firstSeen.version}`}.{' '}
              <a href={addressWith(address.service(service), query, { signature: undefined })}>
                All stacks of {service}
              </a>
            </p>
            <RangeBar service={service} query={query} range={range} />
            <Shown of={series}>
              {(points) => (
                <Chart
                  series={points}
                  label={`Goroutines in ${placeOf(known)}`}
                  onDraw={(from, to) =>
                    navigate(addressWith(address.service(service), query, { ...drawnRange(from, to) }), {
                      replace: true,
                    })
                  }
                />
              )}
            </Shown>
            <SingleStack {...known} />
          </>
        )}
      </Shown>
    </section>
  )
}
