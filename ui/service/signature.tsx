import { useAnswer } from '../answer.ts'
import type { SeriesAnswer } from '../chart/lines.ts'
import { Chart } from '../chart.tsx'
import { count, rate } from '../format.ts'
import { Shown } from '../layout.tsx'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { Time } from '../time.tsx'
import { placeOf, type Signature } from './signatures.tsx'
import { SingleStack } from './single-stack.tsx'

/** Processes of one chart, those with the most of it. */
const MOST_LINES = 10

/** One stack of a service: how it went, and its frames. */
export function SignatureDetail({ service, id }: { readonly service: string; readonly id: string }) {
  const path = `/v1/services/${encodeURIComponent(service)}/signatures/${encodeURIComponent(id)}`
  const signature = useAnswer<Signature>(path)
  const series = useAnswer<SeriesAnswer>(`${path}/series?step=3600&top=${MOST_LINES}`)
  return (
    <section class="signature">
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
              <a href={address.service(service)}>All stacks of {service}</a>
            </p>
            <Shown of={series}>
              {(points) => <Chart series={points} label={`Goroutines in ${placeOf(known)}`} />}
            </Shown>
            <SingleStack {...known} />
          </>
        )}
      </Shown>
    </section>
  )
}
