import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goVersionIn } from '#shared/goroutine/go-version.ts'

const dump = (path: string): Buffer =>
  Buffer.from(`goroutine 1 [running]:\nmain.main()\n\t${path}:816 +0x69\n`)

describe('the Go that built a program', () => {
  it.each([
    ['/home/ci/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.27.4.linux-amd64/src/runtime/proc.go', 'go1.27.4'],
    ['/home/ci/sdk/go1.26rc1/src/runtime/proc.go', 'go1.26rc1'],
    ['/usr/local/go1.27.4/src/internal/poll/fd_unix.go', 'go1.27.4'],
    ['/opt/hostedtoolcache/go/1.25.0/x64/src/net/http/server.go', 'go1.25.0'],
    ['/opt/homebrew/Cellar/go/1.26.2/libexec/src/runtime/proc.go', 'go1.26.2'],
    ['/nix/store/0abc-go-1.24.4/share/go/src/runtime/proc.go', 'go1.24.4'],
    ['/usr/lib/go-1.24/src/runtime/proc.go', 'go1.24'],
    ['C:/hostedtoolcache/windows/go/1.27.1/x64/src/runtime/proc.go', 'go1.27.1'],
  ])('is in the path %s', (path, want) => {
    expect(goVersionIn(dump(path))).toBe(want)
  })

  it.each([
    ['a folder without a version', '/usr/local/go/src/runtime/proc.go'],
    ['a build with -trimpath', 'runtime/proc.go'],
    ['a module of another version', '/home/ci/go/pkg/mod/example.com/cargo@v1.27.0/src/runtime/x.go'],
  ])('is not in %s', (_, path) => {
    expect(goVersionIn(dump(path))).toBeUndefined()
  })

  it('is looked for in any bytes without harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), (a, b) => {
        const version = goVersionIn(Buffer.concat([a, Buffer.from('/src/runtime/'), b]))
        expect(version ?? 'go1.1').toMatch(/^go1\.\d/)
      }),
    )
  })
})
