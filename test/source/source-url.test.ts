import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkoutOf } from '#shared/source/checkout.ts'
import { lineUrl } from '#shared/source/forge.ts'
import { refOf, repositoryOf } from '#shared/source/module-repository.ts'
import { type Program, sourceUrl } from '#shared/source/source-url.ts'

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('..', '../../x.go', './a', 'a//b', '\ud800'),
)

const CHECKOUT: Program = {
  version: 'v2.4.0',
  goVersion: 'go1.27.4',
  repository: { url: 'https://github.com/acme/checkout' },
  checkout: '/src',
}

describe('the page of a line', () => {
  test.each<[string, string, string, Partial<Program>, string | undefined]>([
    [
      'own code of a plain build',
      'github.com/acme/checkout/pool.Get',
      '/src/pool/pool.go:12',
      {},
      'https://github.com/acme/checkout/blob/v2.4.0/pool/pool.go#L12',
    ],
    [
      'package main, whose name tells no folder',
      'main.main.func1',
      '/src/cmd/server/main.go:3',
      {},
      'https://github.com/acme/checkout/blob/v2.4.0/cmd/server/main.go#L3',
    ],
    [
      'own code built with -trimpath',
      'github.com/acme/checkout/pool.Get',
      'github.com/acme/checkout/pool/pool.go:12',
      { checkout: undefined },
      'https://github.com/acme/checkout/blob/v2.4.0/pool/pool.go#L12',
    ],
    [
      'a module below the root of a GitLab, whose tags have a letter that versions lack',
      'git.acme.example/platform/checkout/pool.Get',
      '/src/pool/pool.go:12',
      {
        version: '2.4.0',
        repository: {
          url: 'https://gitlab.acme.example/platform/mono.git',
          directory: 'services/checkout',
          ref: 'checkout/v{version}',
        },
      },
      'https://gitlab.acme.example/platform/mono/-/blob/checkout/v2.4.0/services/checkout/pool/pool.go#L12',
    ],
    [
      'a commit on a Gitea',
      'main.run',
      '/src/main.go:7',
      { version: '4f2a9c1d', repository: { url: 'https://code.acme.example/checkout', forge: 'gitea' } },
      'https://code.acme.example/checkout/src/commit/4f2a9c1d/main.go#L7',
    ],
    [
      'other software, by a template',
      'main.run',
      '/src/main.go:7',
      {
        repository: {
          url: 'https://code.acme.example',
          template: 'https://code.acme.example/x/+/{ref}/{path}#{line}',
        },
      },
      'https://code.acme.example/x/+/v2.4.0/main.go#7',
    ],
    [
      'the standard library of a toolchain',
      'net/http.(*persistConn).readLoop',
      '/usr/local/go/src/net/http/transport.go:2325',
      {},
      'https://github.com/golang/go/blob/go1.27.4/src/net/http/transport.go#L2325',
    ],
    [
      'the standard library of a build with -trimpath',
      'net/http.(*persistConn).readLoop',
      'net/http/transport.go:2325',
      { repository: undefined },
      'https://github.com/golang/go/blob/go1.27.4/src/net/http/transport.go#L2325',
    ],
    [
      'a module of the cache, whose path escapes capitals',
      'github.com/IBM/sarama.(*Broker).responseReceiver',
      '/root/go/pkg/mod/github.com/!i!b!m/sarama@v1.43.0/broker.go:1021',
      {},
      'https://github.com/IBM/sarama/blob/v1.43.0/broker.go#L1021',
    ],
    [
      'a major version',
      'github.com/jackc/pgx/v5/pgxpool.(*Pool).backgroundHealthCheck',
      'github.com/jackc/pgx/v5@v5.5.0/pgxpool/pool.go:398',
      {},
      'https://github.com/jackc/pgx/blob/v5.5.0/pgxpool/pool.go#L398',
    ],
    [
      'a pseudo-version of a module in a folder',
      'golang.org/x/net/http2.(*clientConnReadLoop).run',
      'golang.org/x/net@v0.0.0-20260102150405-abcdef123456/http2/transport.go:2076',
      {},
      'https://github.com/golang/net/blob/abcdef123456/http2/transport.go#L2076',
    ],
    [
      'own code of a version that nobody named',
      'main.run',
      '/src/main.go:7',
      { version: undefined },
      undefined,
    ],
    ['a service without a repository', 'main.run', '/src/main.go:7', { repository: undefined }, undefined],
    ['a folder that is not of the checkout', 'main.run', '/elsewhere/main.go:7', {}, undefined],
    [
      'a forge that its host does not tell',
      'main.run',
      '/src/main.go:7',
      { repository: { url: 'https://code.acme.example/checkout' } },
      undefined,
    ],
    [
      'Go of an unknown version',
      'net/http.Serve',
      'net/http/server.go:1',
      { goVersion: undefined },
      undefined,
    ],
    [
      'a module that no forge is known of',
      'acme.example/lib.Run',
      'acme.example/lib@v1.0.0/run.go:1',
      {},
      undefined,
    ],
    ['a frame of generated code', 'main.run', '/src/main.go:0', {}, undefined],
  ])('%s', (_, frame, place, known, url) => {
    expect(sourceUrl({ frame, place }, { ...CHECKOUT, ...known })).toBe(url)
  })

  test('never leaves the address that the owners chose, whatever a profile claims', () => {
    const repository = { url: 'https://github.com/acme/checkout' }
    fc.assert(
      fc.property(anything, anything, fc.nat(), anything, (frame, file, line, version) => {
        const url = sourceUrl(
          { frame: `main.${frame}`, place: `/src/${file}:${line}` },
          { ...CHECKOUT, repository, version },
        )
        if (url === undefined) return
        expect(new URL(url).href.startsWith(`${repository.url}/blob/`)).toBe(true)
        expect(new URL(url).search).toBe('')
      }),
    )
  })
})

describe('the folder of a build', () => {
  test.each([
    [
      'a package below the root',
      'github.com/acme/checkout/pool.Get',
      '/build/app/pool/pool.go:1',
      '/build/app',
    ],
    ['the root package', 'github.com/acme/checkout.Run', '/build/app/run.go:1', '/build/app'],
    ['a major version', 'github.com/acme/checkout/v2/pool.Get', '/build/app/pool/pool.go:1', '/build/app'],
    ['a Windows path', 'github.com/acme/checkout/pool.Get', 'C:\\app\\pool\\pool.go:1', 'C:/app'],
    ['another module', 'github.com/acme/other/pool.Get', '/build/other/pool/pool.go:1', undefined],
    ['a folder of another name', 'github.com/acme/checkout/pool.Get', '/build/app/bowl/pool.go:1', undefined],
  ])('%s', (_, frame, place, folder) => {
    expect(checkoutOf([{ frame, place }], 'github.com/acme/checkout')).toBe(folder)
  })
})

test.each([
  ['go.etcd.io/etcd/client/v3', 'https://github.com/etcd-io/etcd', 'client'],
  ['gopkg.in/yaml.v3', 'https://github.com/go-yaml/yaml', ''],
  ['gopkg.in/natefinch/lumberjack.v2', 'https://github.com/natefinch/lumberjack', ''],
  ['k8s.io/client-go', 'https://github.com/kubernetes/client-go', ''],
  ['github.com/aws/aws-sdk-go-v2/service/s3', 'https://github.com/aws/aws-sdk-go-v2', 'service/s3'],
])('%s is kept at %s', (module, url, directory) => {
  expect(repositoryOf(module)).toEqual({ url, directory })
})

test.each([
  ['v1.2.3', '', 'v1.2.3'],
  ['v1.60.1', 'service/s3', 'service/s3/v1.60.1'],
  ['v2.0.0+incompatible', '', 'v2.0.0'],
  ['v1.2.4-0.20260102150405-abcdef123456', 'client', 'abcdef123456'],
])('%s of a module in "%s" is %s', (version, directory, ref) => {
  expect(refOf(version, directory)).toBe(ref)
})

test('a path is a path, whatever characters stand in it', () => {
  expect(lineUrl({ url: 'https://github.com/a/b' }, { ref: 'v1#x', path: 'a b/c?d.go', line: 1 })).toBe(
    'https://github.com/a/b/blob/v1%23x/a%20b/c%3Fd.go#L1',
  )
})
