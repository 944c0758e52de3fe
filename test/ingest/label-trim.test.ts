import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_ADMISSION } from '#shared/ingest/admission.ts'
import { bytesOf, trimLabels } from '#shared/ingest/label-trim.ts'

const ROOM = { labels: DEFAULT_ADMISSION.labels, bytes: DEFAULT_ADMISSION.labelBytes }
const real = async (name: string): Promise<Record<string, string>> =>
  JSON.parse(await readFile(new URL(`../fixtures/ingest/labels-${name}.json`, import.meta.url), 'utf8'))

describe('labels that are too many', () => {
  test('of an OpenTelemetry resource keep environment, place and runtime', async () => {
    const { labels, trimmed } = trimLabels(await real('opentelemetry-resource'), ROOM)
    expect(labels).toMatchObject({
      'deployment.environment.name': 'production',
      'k8s.cluster.name': 'prod-eu',
      'cloud.region': 'eu-west-1',
      'k8s.namespace.name': 'shop',
      'process.runtime.version': 'go1.26.8',
    })
    expect(trimmed).toEqual(
      expect.arrayContaining(['container.id', 'k8s.pod.uid', 'os.description', 'process.command_args']),
    )
  })

  test('of a pod with fifteen labels more than the chart has keep what people ask for', async () => {
    const more = Object.fromEntries(
      Array.from({ length: 15 }, (_, i) => [`example_com_annotation_${i}`, 'x'.repeat(60)]),
    )
    const { labels, trimmed } = trimLabels({ ...more, ...(await real('k8s-monitoring-chart')) }, ROOM)
    expect(labels).toMatchObject({ namespace: 'shop', team: 'payments', app_kubernetes_io_version: '2.14.3' })
    expect(trimmed.length).toBeGreaterThan(0)
    expect(trimmed).not.toContain('pod')
  })

  test('keep first what the owners chose', () => {
    const labels = { env: 'a', zone: 'b', zzz: 'c' }
    expect(trimLabels(labels, { labels: 1, bytes: 100 }, ['zzz']).labels).toEqual({ zzz: 'c' })
    expect(trimLabels(labels, { labels: 1, bytes: 100 })).toEqual({
      labels: { env: 'a' },
      trimmed: ['zone', 'zzz'],
    })
  })

  test('leave out a long one and keep a short one behind it', () => {
    const { labels, trimmed } = trimLabels({ env: 'x'.repeat(300), team: 'a' }, { labels: 30, bytes: 100 })
    expect([labels, trimmed]).toEqual([{ team: 'a' }, ['env']])
  })

  test('lose a key that is too long, whatever the room', () => {
    expect(trimLabels({ ['k'.repeat(101)]: 'v' }, ROOM).trimmed).toHaveLength(1)
  })
})

const anyLabels = fc.dictionary(
  fc.oneof(fc.constantFrom('env', 'team', 'k8s.pod.uid', 'container.id'), fc.string({ minLength: 1 })),
  fc.string({ unit: 'binary', maxLength: 60 }),
  { maxKeys: 60 },
)
const anyRoom = fc.record({ labels: fc.nat(40), bytes: fc.integer({ min: 6, max: 2_000 }) })

describe('whatever the labels and the room', () => {
  test('what is kept fits, is unchanged, and with what is told makes the whole', () => {
    fc.assert(
      fc.property(anyLabels, anyRoom, (labels, room) => {
        const { labels: kept, trimmed } = trimLabels(labels, room)
        expect(Object.keys(kept).length).toBeLessThanOrEqual(room.labels)
        expect(bytesOf(kept)).toBeLessThanOrEqual(room.bytes)
        for (const [key, value] of Object.entries(kept)) expect(value).toBe(labels[key])
        expect([...Object.keys(kept), ...trimmed].sort()).toEqual(Object.keys(labels).sort())
      }),
    )
  })

  test('the order in which they come changes nothing', () => {
    fc.assert(
      fc.property(anyLabels, anyRoom, (labels, room) => {
        const turned = Object.fromEntries(Object.entries(labels).reverse())
        expect(trimLabels(turned, room).trimmed).toEqual(trimLabels(labels, room).trimmed)
      }),
    )
  })

  test('all are kept if there is room for all', () => {
    fc.assert(
      fc.property(anyLabels, (labels) => {
        const room = { labels: 60, bytes: bytesOf(labels) }
        expect(trimLabels(labels, room)).toEqual({ labels, trimmed: [] })
      }),
    )
  })
})
