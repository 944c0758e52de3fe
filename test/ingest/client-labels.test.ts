import { describe, expect, test } from 'vitest'
import { DEFAULT_ADMISSION } from '#shared/ingest/admission.ts'
import { readClientLabels } from '#shared/ingest/client-labels.ts'

const read = (labels: Readonly<Record<string, string>>, application = 'app') =>
  readClientLabels(labels, application, DEFAULT_ADMISSION)

describe('the labels of a client name', () => {
  test('the service, before the application does', () => {
    expect(read({}).service).toBe('app')
    expect(read({ service_name: 'checkout' }).service).toBe('checkout')
    expect(read({ 'service.name': 'checkout' }).service).toBe('checkout')
    expect(() => read({ service_name: '' }, '')).toThrow('add service_name')
  })

  test.each([
    ['the instance', { instance: '10.0.0.7:8080', pod: 'pod-1', __session_id__: 'ab' }, '10.0.0.7:8080'],
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
    ['of the sources', { service_git_ref: 'abc' }, 'abc'],
    ['that is no word, which stays a label', { version: 'of today' }, undefined],
  ])('the version %s', (_, labels: Record<string, string>, version) => {
    expect(read(labels).process.version).toBe(version)
  })

  test('the session beside the instance', () => {
    expect(read({ instance: 'pod-1', __session_id__: 'ab' }).process).toMatchObject({
      instance: 'pod-1',
      session: 'ab',
    })
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
