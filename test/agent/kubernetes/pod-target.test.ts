import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Pod } from '#cli/agent/kubernetes/pod.ts'
import { podTarget } from '#cli/agent/kubernetes/pod-target.ts'
import { podOf } from '#test/support/kubernetes.ts'

const GRAFANA = 'profiles.grafana.com/goroutine.'
type Given = ReturnType<typeof podOf>

const told = (pod: unknown) => podTarget(v.parse(Pod, pod))
const targetOf = (pod: unknown) => {
  const found = told(pod)
  return found !== undefined && 'target' in found ? found.target : undefined
}
const whyNot = (pod: unknown): string => {
  const found = told(pod)
  return found !== undefined && 'leftOut' in found ? `${found.leftOut.what}: ${found.leftOut.why}` : ''
}

/** A pod that asks for it, with these annotations beside. */
const asking = (annotations: Record<string, string>, rest: Partial<Parameters<typeof podOf>[0]> = {}) =>
  podOf({
    name: 'checkout-7d9f8b6c5-x2x4z',
    ...rest,
    annotations: { 'tidemark.dev/scrape': 'true', ...annotations },
  })
const withContainers = (
  pod: Given,
  containers: readonly object[],
  initContainers: readonly object[] = [],
) => ({
  ...pod,
  spec: { ...pod.spec, containers, initContainers },
})
const http = { name: 'http', containerPort: 8080 }
const pprof = { name: 'pprof', containerPort: 6060, protocol: 'TCP' }
const dns = { name: 'dns', containerPort: 53, protocol: 'UDP' }

describe('where a pod is pulled', () => {
  const two = [
    { name: 'app', ports: [http, dns] },
    { name: 'other', ports: [pprof] },
  ]
  test.each([
    {
      name: 'its port',
      annotations: { 'tidemark.dev/port': '7070' },
      want: 'http://127.0.0.1:7070/debug/pprof/',
    },
    {
      name: 'the name of a port',
      annotations: { 'tidemark.dev/port_name': 'pprof' },
      want: 'http://127.0.0.1:6060/debug/pprof/',
    },
    {
      name: 'a container with one TCP port',
      annotations: { 'tidemark.dev/container': 'app' },
      want: 'http://127.0.0.1:8080/debug/pprof/',
    },
    {
      name: 'path and scheme',
      annotations: {
        'tidemark.dev/port': '1',
        'tidemark.dev/path': '/x/goroutine',
        'tidemark.dev/scheme': 'https',
      },
      want: 'https://127.0.0.1:1/x/',
    },
    {
      name: 'the words of Grafana',
      annotations: { [`${GRAFANA}port_name`]: 'pprof' },
      want: 'http://127.0.0.1:6060/debug/pprof/',
    },
    {
      name: 'own words before those of Grafana',
      annotations: { 'tidemark.dev/port': '2', [`${GRAFANA}port`]: '1' },
      want: 'http://127.0.0.1:2/debug/pprof/',
    },
  ])('$name says', ({ annotations, want }) => {
    expect(targetOf(withContainers(asking(annotations), two))?.folder.href).toBe(want)
  })

  test.each([
    { name: 'no port at all', annotations: {}, want: 'it declares 2 ports: name one' },
    {
      name: 'a port out of range',
      annotations: { 'tidemark.dev/port': '70000' },
      want: 'its annotation port is 70000',
    },
    {
      name: 'a port in words',
      annotations: { 'tidemark.dev/port': 'pprof' },
      want: 'its annotation port is pprof',
    },
    {
      name: 'a name that nobody declares',
      annotations: { 'tidemark.dev/port_name': 'x' },
      want: 'its annotation port_name is x',
    },
    {
      name: 'a container that is not there',
      annotations: { 'tidemark.dev/container': 'x' },
      want: 'its annotation container names x; it has app, other',
    },
    {
      name: 'another scheme',
      annotations: { 'tidemark.dev/port': '1', 'tidemark.dev/scheme': 'ftp' },
      want: 'its scheme is ftp',
    },
  ])('$name leaves it out with a sentence', ({ annotations, want }) => {
    expect(whyNot(withContainers(asking(annotations), two))).toContain(
      `shop/checkout-7d9f8b6c5-x2x4z: ${want}`,
    )
  })

  test.each([
    { name: 'that does not ask', pod: podOf({ name: 'a' }) },
    {
      name: 'that asks not to be',
      pod: asking({ 'tidemark.dev/scrape': 'false', [`${GRAFANA}scrape`]: 'true' }),
    },
    { name: 'that has ended', pod: asking({ 'tidemark.dev/port': '1' }, { phase: 'Succeeded' }) },
    { name: 'without an address', pod: asking({ 'tidemark.dev/port': '1' }, { ip: '' }) },
  ])('a pod $name is not pulled, and nothing is said of it', ({ pod }) => {
    expect(told(pod)).toBeUndefined()
  })

  test('a pod that is about to end is not pulled', () => {
    const pod = asking({ 'tidemark.dev/port': '1' })
    const ending = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-09-07T08:30:00Z' } }
    expect([told(pod) === undefined, told(ending)]).toEqual([false, undefined])
  })

  test('an address of IPv6 stands in brackets', () => {
    expect(targetOf(asking({ 'tidemark.dev/port': '1' }, { ip: 'fd00::7' }))?.place).toBe('[fd00::7]:1')
  })
})

describe('what a pod is called', () => {
  const otel = 'resource.opentelemetry.io/'
  const labels = {
    'app.kubernetes.io/name': 'cart',
    'app.kubernetes.io/instance': 'cart-eu',
    'app.kubernetes.io/version': '2.0',
  }
  test.each([
    {
      name: 'annotations of OpenTelemetry',
      annotations: {
        [`${otel}service.name`]: 'a',
        [`${otel}service.namespace`]: 'n',
        [`${otel}service.version`]: '3',
        [`${otel}service.instance.id`]: 'one',
      },
      labels,
      want: ['n/a', 'one', '3'],
    },
    {
      name: 'its instance of Helm',
      annotations: {},
      labels,
      want: ['shop/cart-eu', 'shop.checkout-7d9f8b6c5-x2x4z.app', '2.0'],
    },
    {
      name: 'its name',
      annotations: {},
      labels: { 'app.kubernetes.io/name': 'cart' },
      want: ['shop/cart', 'shop.checkout-7d9f8b6c5-x2x4z.app', 'v1.2.3'],
    },
    {
      name: 'nothing but itself',
      annotations: {},
      labels: {},
      want: ['shop/checkout-7d9f8b6c5-x2x4z', 'shop.checkout-7d9f8b6c5-x2x4z.app', 'v1.2.3'],
    },
  ])('by $name', ({ annotations, labels, want }) => {
    const target = targetOf(asking({ 'tidemark.dev/port': '1', ...annotations }, { labels }))
    expect([target?.service, target?.instance, target?.version]).toEqual(want)
  })

  test.each([
    {
      kind: 'ReplicaSet',
      owner: 'checkout-7d9f8b6c5',
      labels: { 'pod-template-hash': '7d9f8b6c5' },
      want: 'checkout',
    },
    { kind: 'ReplicaSet', owner: 'checkout-7d9f8b6c5', labels: {}, want: 'checkout' },
    {
      kind: 'ReplicaSet',
      owner: 'checkout-canary',
      labels: { 'rollouts-pod-template-hash': 'canary' },
      want: 'checkout',
    },
    { kind: 'ReplicaSet', owner: 'of-our-own', labels: {}, want: 'of-our-own' },
    { kind: 'Job', owner: 'backup-29388240', labels: {}, want: 'backup' },
    { kind: 'Job', owner: 'migrate-42', labels: {}, want: 'migrate-42' },
    { kind: 'StatefulSet', owner: 'db', labels: {}, want: 'db' },
    { kind: 'DaemonSet', owner: 'exporter', labels: {}, want: 'exporter' },
    { kind: 'Node', owner: 'node-1', labels: {}, want: 'checkout-7d9f8b6c5-x2x4z' },
  ])('by the $kind $owner', ({ kind, owner, labels, want }) => {
    const pod = asking({ 'tidemark.dev/port': '1' }, { labels, owner: { kind, name: owner } })
    expect(targetOf(pod)?.service).toBe(`shop/${want}`)
  })

  test('a name that is too long gives way to a shorter one', () => {
    const pod = asking({ 'tidemark.dev/port': '1' }, { name: 'p'.repeat(195) })
    expect(targetOf(pod)?.instance).toBe('p'.repeat(195))
    const longest = asking(
      { 'tidemark.dev/port': '1' },
      { name: 'p'.repeat(253), labels: { 'app.kubernetes.io/name': 'x' } },
    )
    expect(targetOf(longest)?.instance).toBe(`uid-of-${'p'.repeat(29)}`)
  })

  test('by the digest of its image where that has no tag', () => {
    const pod = asking({ 'tidemark.dev/port': '1' }, { image: 'acme/app:latest' })
    const [status] = pod.status.containerStatuses
    const imageID = `docker.io/acme/app@sha256:${'0123456789abcdef'.repeat(4)}`
    const known = { ...pod, status: { ...pod.status, containerStatuses: [{ ...status, imageID }] } }
    expect(targetOf(known)?.version).toBe('sha256:0123456789ab')
  })

  test('with the labels that people ask for', () => {
    expect(targetOf(asking({ 'tidemark.dev/port': '1' }))?.labels).toEqual({
      namespace: 'shop',
      pod: 'checkout-7d9f8b6c5-x2x4z',
      container: 'app',
      node: 'node-1',
      image: 'acme/app:v1.2.3',
    })
  })
})

describe('when its process began', () => {
  const at = Date.parse('2026-09-07T07:30:00Z')
  const two = [{ name: 'app', ports: [pprof] }, { name: 'other' }]
  test.each([
    { name: 'the container that declares the port', annotations: { 'tidemark.dev/port': '6060' }, want: at },
    {
      name: 'the container that is named',
      annotations: { 'tidemark.dev/port': '1', 'tidemark.dev/container': 'app' },
      want: at,
    },
    { name: 'nobody, where several may listen', annotations: { 'tidemark.dev/port': '1' }, want: undefined },
  ])('$name says', ({ annotations, want }) => {
    expect(targetOf(withContainers(asking(annotations), two))?.startedAt).toBe(want)
  })

  test('a sidecar among the init containers says too', () => {
    const pod = withContainers(
      asking({ 'tidemark.dev/port': '9' }),
      [{ name: 'main' }],
      [
        { name: 'app', restartPolicy: 'Always', ports: [{ containerPort: 9 }] },
        { name: 'setup', ports: [{ containerPort: 10 }] },
      ],
    )
    const { containerStatuses, ...status } = pod.status
    const moved = { ...pod, status: { ...status, initContainerStatuses: containerStatuses } }
    expect(targetOf(moved)).toMatchObject({ startedAt: at, instance: 'shop.checkout-7d9f8b6c5-x2x4z.app' })
  })
})

test('whatever a pod says, it is pulled at its own address or left out with a sentence', () => {
  const word = fc.string({ unit: 'binary', maxLength: 40 })
  const keys = ['port', 'port_name', 'path', 'scheme', 'container'].map((key) => `tidemark.dev/${key}`)
  const annotations = fc.dictionary(
    fc.constantFrom(
      ...keys,
      'resource.opentelemetry.io/service.name',
      'resource.opentelemetry.io/service.version',
    ),
    word,
  )
  fc.assert(
    fc.property(
      annotations,
      fc.dictionary(fc.constantFrom('app.kubernetes.io/name', 'app.kubernetes.io/version'), word),
      (annotations, labels) => {
        const found = told(asking(annotations, { labels, ip: '10.1.2.3' }))
        if (found === undefined) throw new Error('it was forgotten')
        if ('target' in found) expect(found.target.folder.hostname).toBe('10.1.2.3')
        else expect(found.leftOut.why).toMatch(/\S/)
        expect('target' in found ? found.target.headers : {}).toEqual({})
      },
    ),
  )
})
