import { DAY, HOUR } from '#shared/time.ts'
import { Copied } from '../copied.tsx'
import { count } from '../format.ts'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import type { EvidenceAnswer, FindingAnswer } from './finding-answer.ts'
import { Stack } from './stack.tsx'

/** The stack that names the finding, and those that rise with it. */
export function Stacks({
  of: { verdict },
  source,
}: {
  readonly of: FindingAnswer
  readonly source: EvidenceAnswer['source'] | undefined
}) {
  const [first, ...twins] = verdict.members
  return (
    <>
      <h2>Stack</h2>
      {first && <Stack of={first} lines={source?.frames ?? []} go={source?.go ?? null} />}
      {twins.length > 0 && (
        <h2>
          {twins.length === 1
            ? 'The stack that rises with it'
            : `${count(twins.length)} stacks that rise with it`}
        </h2>
      )}
      {twins.map((twin) => (
        <details key={twin.signature}>
          <summary>
            {count(twin.count)} in <Name>{twin.ownCode ?? twin.stack.at(-1) ?? twin.signature}</Name>
          </summary>
          <Stack of={twin} />
        </details>
      ))}
    </>
  )
}

/** How to look at it with the tools that a reader knows. */
export function Pprof({ of: { service, since } }: { readonly of: FindingAnswer }) {
  // Where shells are told the token, nobody looks over a shoulder at it.
  const { protocol, host } = location
  const base = `${protocol}//x:$TIDEMARK_TOKEN@${host}/v1/services/${encodeURIComponent(service)}/merge.pb.gz?trim=runtime`
  const before = new Date(Math.max(Date.parse(since) - HOUR, Date.now() - 14 * DAY)).toISOString()
  return (
    <section class="on-screen">
      <h2>The same in pprof</h2>
      <p class="small">
        What came since then, with a token in <code>TIDEMARK_TOKEN</code>:
      </p>
      <Copied text={`go tool pprof -diff_base "${base}&at=${before}" \\\n  "${base}"`} />
      <p class="small">
        <a href={address.flame(service)}>Flame graph</a> ·{' '}
        <a href={address.flame(service, { base: before })}>what changed since then</a>
      </p>
    </section>
  )
}
