import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { DEFAULT_ADMISSION } from '#shared/ingest/admission.ts'
import { readClientLabels } from '#shared/ingest/client-labels.ts'

const read = (labels: Readonly<Record<string, string>>, application = 'app') =>
  readClientLabels(labels, application, DEFAULT_ADMISSION)

const real = async (name: string): Promise<Record<string, string>> =>
  JSON.parse(await readFile(new URL(`../fixtures/ingest/labels-${name}.json`, import.meta.url), 'utf8'))

describe('real label sets', () => {
  test("of Grafana's Kubernetes chart name pod, release and namespace", async () => {
    const { service, process, labels } = read(await real('k8s-monitoring-chart'))
    expect([service, process.instance, process.version]).toEqual([
      'shop/checkout',
      'shop.checkout-7d9f6c5b8d-x2x7k.checkout',
      '2.14.3',
    ])
    expect(labels).toMatchObject({ instance: '10.42.3.117:6060', version: 'v1', namespace: 'shop' })
  })

  test('of an OpenTelemetry resource do too', async () => {
    const { service, process } = read(await real('opentelemetry-resource'))
    expect([service, process.instance, process.version]).toEqual([
      'shop/checkout',
      '627cc493-f310-47de-96bd-71410b7dec09',
      '2.14.3',
    ])
  })
})

describe('the labels of a client name', () => {
  test('the service, before the application does', () => {
    expect(read({}).service).toBe('app')
    expect(read({ service_name: 'checkout' }).service).toBe('checkout')
    expect(read({ 'service.name': 'checkout' }).service).toBe('checkout')
    expect(() => read({ service_name: '' }, '')).toThrow('add service_name')
  })

  test.each([
    ['the instance that somebody chose', { instance: 'worker-3', pod: 'pod-1' }, 'worker-3'],
    [
      'the pod before its address',
      { instance: '10.0.0.7:8080', pod: 'pod-1', __session_id__: 'ab' },
      'pod-1',
    ],
    ['the pod before its address of IPv6', { instance: '[fd00::7]:8080', pod: 'pod-1' }, 'pod-1'],
    ['the pod before its address by name', { instance: 'pod-1.checkout.svc:80', pod: 'pod-1' }, 'pod-1'],
    ['the address before the node', { instance: '10.0.0.7:8080', host: 'node-1' }, '10.0.0.7:8080'],
    ['the container in the pod', { service_instance_id: 'shop.pod-1.app', pod: 'pod-1' }, 'shop.pod-1.app'],
    ['the instance of OpenTelemetry', { 'service.instance.id': 'i-1', pod: 'pod-1' }, 'i-1'],
    ['the pod', { pod: 'pod-1', hostname: 'node-1' }, 'pod-1'],
    ['the pod of OpenTelemetry', { 'k8s.pod.name': 'pod-1', host: 'node-1' }, 'pod-1'],
    ['the host', { hostname: 'node-1', __session_id__: 'ab' }, 'node-1'],
    ['the session, where nothing is better', { env: 'prod', __session_id__: 'ab' }, 'ab'],
    [
      'the next one, where a value can be no name',
      { instance: 'a b', pod: '../x', host: 'node-1' },
      'node-1',
    ],
    ['what can be no name, where nothing else is there to be refused', { instance: 'a b' }, 'a b'],
    ['no one', { env: 'prod' }, 'unnamed'],
  ])('%s', (_, labels: Record<string, string>, instance) => {
    expect(read(labels).process.instance).toBe(instance)
  })

  test.each([
    ['of the service', { 'service.version': 'v2', version: 'v1' }, 'v2'],
    ['of anything', { version: 'v1', service_git_ref: 'abc' }, 'v1'],
    [
      'of the release before that of a mesh',
      { version: 'v1', app_kubernetes_io_version: '2.14.3' },
      '2.14.3',
    ],
    ['of Kubernetes in its own spelling', { 'app.kubernetes.io/version': '2.14.3' }, '2.14.3'],
    ['of the label of a pod', { 'k8s.pod.labels.app.kubernetes.io/version': '2.14.3' }, '2.14.3'],
    ['of the tag of the image', { image: 'registry:5000/shop/checkout:2.14.3@sha256:ab12' }, '2.14.3'],
    ['of the first tag in a list', { 'container.image.tags': '["2.14.3","stable"]' }, '2.14.3'],
    ['not of an image without a tag', { image: 'registry:5000/shop/checkout' }, undefined],
    ['not of an image that is called latest', { image: 'shop/checkout:latest' }, undefined],
    ['of the sources', { service_git_ref: 'abc' }, 'abc'],
    ['that is no word, which stays a label', { version: 'of today' }, undefined],
  ])('the version %s', (_, labels: Record<string, string>, version) => {
    expect(read(labels).process.version).toBe(version)
  })

  test.each([
    [{ service_namespace: 'shop' }, 'shop/checkout'],
    [{ 'service.namespace': 'shop' }, 'shop/checkout'],
    [{ namespace: 'shop', k8s_namespace_name: 'shop' }, 'checkout'],
    [{ service_namespace: '' }, 'checkout'],
    [{ service_namespace: '../shop' }, 'checkout'],
    [{ service_namespace: 'x'.repeat(200) }, 'checkout'],
  ])('with %j the service is %s', (labels: Record<string, string>, service) => {
    expect(read({ service_name: 'checkout', ...labels }).service).toBe(service)
  })

  test('a name that begins with its namespace has it once', () => {
    expect(read({ service_name: 'shop/checkout', service_namespace: 'shop' }).service).toBe('shop/checkout')
  })

  test('the session beside the instance', () => {
    expect(read({ instance: 'pod-1', __session_id__: 'ab' }).process).toMatchObject({
      instance: 'pod-1',
      session: 'ab',
    })
  })

  test('the start of the process, where it is a time', () => {
    const startOf = (text: string) =>
      read({ 'service.name': 'a', 'process.creation.time': text }).process.startedAt
    expect(startOf('2026-11-18T12:52:09.345Z')).toBe(Date.parse('2026-11-18T12:52:09.345Z'))
    expect(startOf('2026-11-18T13:52:09+01:00')).toBe(Date.parse('2026-11-18T12:52:09Z'))
    for (const other of ['2026-11-18', '1763000015', 'today', '2026-99-99T00:00:00Z', 'x'.repeat(9_999)])
      expect(startOf(other)).toBeUndefined()
  })

  test('nothing twice: what has a place of its own, is private or is empty is no label', () => {
    const { labels } = read({
      service_name: 'checkout',
      instance: 'pod-1',
      pod: 'pod-1',
      version: 'of today',
      service_version: 'v1',
      __name__: 'goroutine',
      __session_id__: 'ab',
      __meta_x: 'y',
      empty: '',
      'process.runtime.version': 'go1.24.4',
    })
    expect(labels).toEqual({ pod: 'pod-1', version: 'of today', 'process.runtime.version': 'go1.24.4' })
  })
})
