import { expect, test } from 'vitest'
import { METRICS, NAMESPACE } from '#functions/meter.emf.ts'
import { templateOf } from './template.ts'

const { namesOf, propertiesOf, text } = templateOf('prod')
const [name = ''] = namesOf('AWS::CloudWatch::Dashboard')
const { widgets } = JSON.parse(text(propertiesOf<{ DashboardBody: unknown }>(name).DashboardBody)) as {
  widgets: { properties: { metrics?: unknown[][] } }[]
}
const shown = widgets.flatMap(({ properties }) => properties.metrics ?? [])

/** Of rows that name a metric, and of searches. */
const own = shown.flatMap(([first, second]) => {
  if (first === NAMESPACE) return [String(second)]
  const { expression = '' } = first as { expression?: string }
  return expression.includes(`{${NAMESPACE},FunctionName,`)
    ? [...expression.matchAll(/MetricName="(\w+)"/g)].map(([, found]) => found)
    : []
})

test('the dashboard shows every metric that the functions emit, and no other of that namespace', () => {
  expect([...new Set(own)].toSorted()).toEqual(Object.keys(METRICS).toSorted())
})

test('a search of the dashboard is for the dimensions that the metric has', () => {
  const searches = shown.flatMap(([first]) => (first as { expression?: string }).expression ?? [])
  expect(searches).toHaveLength(2)
  for (const search of searches)
    expect(search).toContain(`{Tidemark,FunctionName,${METRICS.Profiles.by}} MetricName="Profiles"`)
})
