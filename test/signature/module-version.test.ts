import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, modulesIn } from '#shared/signature/module-version.ts'

describe('modulesIn', () => {
  it.each<{ name: string; give: string; want: readonly [string, string][] }>([
    {
      name: 'the module cache',
      give: '/go/pkg/mod/github.com/quic-go/quic-go@v0.36.4/transport.go:299',
      want: [['github.com/quic-go/quic-go', 'v0.36.4']],
    },
    {
      name: 'the module cache of Windows',
      give: 'C:\\Users\\me\\go\\pkg\\mod\\github.com\\quic-go\\quic-go@v0.36.4\\transport.go',
      want: [['github.com/quic-go/quic-go', 'v0.36.4']],
    },
    {
      name: 'escaped capitals and a major version',
      give: '/home/ann/go/pkg/mod/github.com/!i!b!m/sarama/v2@v2.0.1+incompatible/broker.go',
      want: [['github.com/IBM/sarama/v2', 'v2.0.1+incompatible']],
    },
    {
      name: 'a build with -trimpath',
      give: 'github.com/panjf2000/ants/v2@v2.7.0/pool.go',
      want: [['github.com/panjf2000/ants/v2', 'v2.7.0']],
    },
    {
      name: 'a toolchain of the module cache',
      give: '/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64/src/net/http/transport.go',
      want: [['std', '1.26.8']],
    },
    { name: 'an unpacked Go', give: '/home/ann/sdk/go1.21.5/src/net/net.go', want: [['std', '1.21.5']] },
    {
      name: 'a Go of a build farm',
      give: '/opt/toolcache/go/1.24.1/x64/src/io/io.go',
      want: [['std', '1.24.1']],
    },
    { name: 'a Go without a version', give: '/usr/local/go/src/io/io.go', want: [] },
    {
      name: 'a vendored copy, which has no version',
      give: '/src/app/vendor/golang.org/x/crypto/ssh/mux.go',
      want: [],
    },
    { name: 'own code', give: '/src/app/main.go', want: [] },
    { name: 'no file', give: '', want: [] },
  ])('reads $name', ({ give, want }) => {
    expect([...modulesIn([give])]).toEqual(want)
  })

  it('never throws, and takes the first version of a module', () => {
    fc.assert(fc.property(fc.array(fc.string()), (paths) => void modulesIn(paths)))
    expect(modulesIn(['a.org/b@v1.0.0/c.go', 'a.org/b@v2.0.0/c.go']).get('a.org/b')).toBe('v1.0.0')
  })
})

describe('compareVersions', () => {
  it.each([
    ['v0.36.4', 'v0.37.0'],
    ['v1.9.0', 'v1.10.0'],
    ['v0.37.0-rc.1', 'v0.37.0'],
    ['v0.37.0-zeta.1', 'v0.37.0'],
    ['v0.0.0-20190322152051-20337d8c3947', 'v0.1.0'],
    ['1.26.8', '1.27'],
    ['go1.27rc1', '1.27'],
    ['v1.2.3', 'v2.0.0+incompatible'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0)
    expect(compareVersions(newer, older)).toBeGreaterThan(0)
  })

  it.each([
    ['1.27', '1.27.0'],
    ['v1.2.3', 'v1.2.3+incompatible'],
  ])('%s is %s', (one, other) => {
    expect(compareVersions(one, other)).toBe(0)
  })
})
