import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { emfMeter, METRICS, NAMESPACE } from '#functions/meter.emf.ts'
import { memoryMeter } from '#functions/meter.ts'
import { forRequest } from '#functions/request-id.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'
import { dump } from '#test/support/pprof.ts'

/** "Embedded metric format specification", Amazon CloudWatch User Guide: what CloudWatch takes a metric from. */
const Emf = v.looseObject({
  _aws: v.strictObject({
    Timestamp: v.pipe(v.number(), v.integer()),
    CloudWatchMetrics: v.pipe(
      v.array(
        v.strictObject({
          Namespace: v.pipe(v.string(), v.nonEmpty()),
          Dimensions: v.array(v.pipe(v.array(v.string()), v.maxLength(30))),
          Metrics: v.pipe(
            v.array(
              v.strictObject({
                Name: v.string(),
                Unit: v.picklist(['Count', 'Bytes', 'Milliseconds', 'Seconds', 'Percent']),
              }),
            ),
            v.maxLength(100),
          ),
        }),
      ),
      v.nonEmpty(),
    ),
  }),
})

/** The metrics of a line as CloudWatch reads them: `Name{Dimension=value}` → value. */
function readMetrics(line: string): Record<string, unknown> {
  expect(line).not.toContain('\n')
  const read = v.parse(v.pipe(v.string(), v.parseJson(), Emf), line)
  const directives = read._aws.CloudWatchMetrics
  return Object.fromEntries(
    directives.flatMap(({ Namespace, Dimensions, Metrics }) => {
      expect(Namespace).toBe(NAMESPACE)
      const [names = []] = Dimensions
      for (const name of names) expect(read[name]).toEqual(expect.stringMatching(/./))
      const dimensions = names.map((name) => `${name}=${read[name]}`).join(',')
      return Metrics.map(({ Name, Unit }) => {
        expect(METRICS).toMatchObject({ [Name]: { unit: Unit } })
        return [`${Name}{${dimensions}}`, read[Name]]
      })
    }),
  )
}

function opened() {
  const lines: string[] = []
  const write = (line: string): void => void lines.push(line)
  return { lines, write, meter: emfMeter(memoryMeter(), { functionName: 'api', now: () => NOW, write }) }
}

describe('the metrics of a function', () => {
  test('are one line a push, or all of a batch that came to the same, with outcome, bytes and what was new', () => {
    const { lines, meter } = opened()
    meter.ingested({
      tenant: TENANT,
      services: { checkout: 7, cart: 3 },
      outcome: 'stored',
      bytes: 4_711,
      newSignatures: 3,
    })
    meter.ingested({
      tenant: TENANT,
      services: { checkout: 1 },
      outcome: 'unknown-format',
      bytes: 5,
      newSignatures: 0,
    })
    expect(lines.map(readMetrics)).toEqual([
      {
        'Profiles{FunctionName=api,Outcome=stored}': 10,
        'ProfileBytes{FunctionName=api}': 4_711,
        'NewSignatures{FunctionName=api}': 3,
      },
      {
        'Profiles{FunctionName=api,Outcome=unknown-format}': 1,
        'ProfileBytes{FunctionName=api}': 5,
        'NewSignatures{FunctionName=api}': 0,
      },
    ])
    expect(meter.counts(TENANT)).toMatchObject({ bytes: 4_716, newSignatures: 3 })
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { services: { checkout: 7, cart: 3 } },
      { service: 'checkout' },
    ])
  })

  test('are one line a run of the judge, with findings by tier', () => {
    const { lines, meter } = opened()
    const findings = { proven: 1, probable: 2, suspect: 0, watch: 4 }
    meter.judged({ tenant: TENANT, service: 'checkout', milliseconds: 250, findings, unjudgedFor: 90_000 })
    expect(lines.map(readMetrics)).toEqual([
      {
        'JudgeDuration{FunctionName=api}': 250,
        'UnjudgedAge{FunctionName=api}': 90,
        'FindingsProven{FunctionName=api}': 1,
        'FindingsProbable{FunctionName=api}': 2,
        'FindingsSuspect{FunctionName=api}': 0,
        'FindingsWatch{FunctionName=api}': 4,
      },
    ])
  })

  test('tell pushes that the table did not confirm, and notices, by tenant and service', () => {
    const { lines, meter } = opened()
    meter.trusted({ tenant: TENANT })
    meter.told({ tenant: TENANT, service: 'checkout', sent: 3, failed: 1 })
    expect(lines.map(readMetrics)).toEqual([
      { 'TokensTrusted{FunctionName=api}': 1 },
      { 'NoticesSent{FunctionName=api}': 3, 'NoticesFailed{FunctionName=api}': 1 },
    ])
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ tenant: TENANT, service: 'checkout' })
  })

  test('lead to the request by its id', () => {
    const { lines, meter } = opened()
    forRequest('r-1', () =>
      meter.ingested({
        tenant: TENANT,
        services: { checkout: 1 },
        outcome: 'stored',
        bytes: 1,
        newSignatures: 0,
      }),
    )
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      tenant: TENANT,
      service: 'checkout',
      requestId: 'r-1',
    })
  })
})

describe('what comes in', () => {
  const pyroscope = (at: number) =>
    `/ingest?${new URLSearchParams({ name: 'checkout{instance=pod-1}', from: `${at / 1000}`, format: 'pprof' })}`
  const pushBody = (service: string, profile: Uint8Array) =>
    JSON.stringify({
      series: [
        {
          labels: [
            { name: '__name__', value: 'goroutine' },
            { name: 'service_name', value: service },
            { name: 'instance', value: 'pod-1' },
          ],
          samples: [{ rawProfile: Buffer.from(profile).toString('base64') }],
        },
      ],
    })

  test('is counted once, whatever the route', async () => {
    const lines: string[] = []
    const api = await testApi({ metrics: (line) => void lines.push(line) })
    const body = dump({ 'main.a < main.b': 1 })
    const outcomes = () => lines.splice(0).map((line) => JSON.parse(line).Outcome)
    await api.push(body)
    expect(outcomes()).toEqual(['stored'])
    await api.push(body)
    expect(outcomes()).toEqual(['duplicate'])
    await api.push('nonsense')
    expect(outcomes()).toEqual(['unknown-format'])
    api.clock.now += 5 * MINUTE
    expect((await api.send(pyroscope(api.clock.now), { method: 'POST', body })).status).toBe(200)
    expect(outcomes()).toEqual(['stored'])
    const pushed = await api.send('/push.v1.PusherService/Push', {
      method: 'POST',
      body: pushBody('by-push', body),
      headers: { 'content-type': 'application/json' },
    })
    expect(pushed.status).toBe(200)
    expect(outcomes()).toEqual(['stored'])
    api.profiles.fails = 'before'
    await api.push(body, { service: 'other' })
    expect(outcomes()).toEqual(['storage-unavailable'])
  })
})

describe('the age of the oldest snapshot that nobody had judged', () => {
  test('grows with the time between two runs, and is 0 where nothing came', async () => {
    const lines: string[] = []
    const api = await testApi({ metrics: (line) => void lines.push(line) })
    const judged = async () => {
      await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
      return lines.splice(0).flatMap((line) => JSON.parse(line).UnjudgedAge ?? [])
    }
    await api.push(dump({ 'main.a < main.b': 1 }))
    expect(await judged()).toEqual([0])
    for (let minute = 1; minute <= 25; minute++) {
      api.clock.now = NOW + minute * MINUTE
      await api.push(dump({ 'main.a < main.b': 1 }))
    }
    expect(await judged()).toEqual([24 * 60])
    api.clock.now += 3 * MINUTE
    expect(await judged()).toEqual([0])
  })
})

test('a run of the judge counts what it found by tier, for CloudWatch and for Prometheus', async () => {
  const lines: string[] = []
  const api = await testApi({ metrics: (line) => void lines.push(line) })
  await leakingService(api, 'checkout', 12)
  api.clock.now += HOUR
  lines.length = 0
  await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
  const [run] = lines.map((line) => JSON.parse(line))
  expect(run.FindingsProven + run.FindingsProbable + run.FindingsSuspect).toBe(1)
  const runs = /^tidemark_judge_runs_total (\d+)$/m.exec(await (await api.send('/metrics')).text())
  expect(Number(runs?.[1])).toBeGreaterThan(0)
})
