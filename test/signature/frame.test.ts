import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBlockingDetail, isRuntimeFrame, isWrapperFrame, normaliseFrame } from '#shared/signature/frame.ts'
import { packageOf } from '#shared/signature/package-of.ts'

describe('normaliseFrame', () => {
  it.each([
    ['a plain function', 'main.worker', 'main.worker'],
    ['a method', 'net/http.(*persistConn).readLoop', 'net/http.(*persistConn).readLoop'],
    ['closures, which are told apart', 'main.main.func1.2', 'main.main.func1.2'],
    ['the body of a range over a function', 'main.f-range1', 'main.f-range1'],
    ['an escaped dot', 'gopkg.in/yaml%2ev3.Unmarshal', 'gopkg.in/yaml.v3.Unmarshal'],
    ['an escape in capitals', 'gopkg.in/yaml%2Ev3.Unmarshal', 'gopkg.in/yaml.v3.Unmarshal'],
    ['two escapes', 'a.io/b%2ec%25d.F', 'a.io/b.c%d.F'],
    ['a percent sign that escapes nothing', 'a.io/b%zz.F', 'a.io/b%zz.F'],
    ['a vendored package', 'corp.io/app/vendor/github.com/x/y.F', 'github.com/x/y.F'],
    ['a package vendored twice', 'corp.io/a/vendor/b.io/c/vendor/d.io/e.F', 'd.io/e.F'],
    ['what the standard library vendors', 'vendor/golang.org/x/net/http2.F', 'golang.org/x/net/http2.F'],
    ['a path that only ends like vendor', 'corp.io/myvendor/y.F', 'corp.io/myvendor/y.F'],
    ['a module version in the path', 'github.com/x/y@v1.2.3/z.F', 'github.com/x/y/z.F'],
    ['a pseudo version', 'x.io/y@v0.0.0-20240102150405-abcdefabcdef/z.(*T).F', 'x.io/y/z.(*T).F'],
    ['a major version, which is a part of the path', 'github.com/x/y/v2.F', 'github.com/x/y/v2.F'],
    ['shapes of debug=0', 'main.generic[go.shape.string]', 'main.generic[...]'],
    ['what the text forms write', 'main.generic[...]', 'main.generic[...]'],
    ['arguments within arguments', 'main.f[go.shape.map[string][]int]', 'main.f[...]'],
    [
      'arguments of a receiver',
      'app.(*Server[go.shape.int,go.shape.int]).Run.func1',
      'app.(*Server[...]).Run.func1',
    ],
    ['arguments with a path', 'main.F[corp.io/app/vendor/x.io/y.T]', 'main.F[...]'],
    ['a method of generics in generics', 'a.(*T[b.U[c.V]]).M[...]', 'a.(*T[...]).M[...]'],
    ['a bracket that nothing opened', 'main.f]', 'main.f]'],
    ['what stands behind a bracket that nothing opened', 'main.f].g[int].h', 'main.f].g[...].h'],
    ['the last character that is escaped, and none behind it', 'a.io/b%7e%7f.F', 'a.io/b~%7f.F'],
    ['a path that begins with what is vendored', '/vendor/x.io/y.F', 'x.io/y.F'],
    ['no name at all', '', ''],
  ])('gives %s one name: %s', (_, raw, expected) => {
    expect(normaliseFrame(raw)).toBe(expected)
  })

  it('leaves what it gave as it is', () => {
    const part = fc.constantFrom(
      'main',
      '/vendor/',
      '@v1.2.3',
      '/',
      '.F',
      '%2e',
      '[',
      ']',
      'go.shape.int',
      '(*T)',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = normaliseFrame(parts.join(''))
        expect(normaliseFrame(once)).toBe(once)
      }),
    )
  })
})

describe('packageOf', () => {
  it.each([
    ['main.main', 'main'],
    ['main.(*store).locked', 'main'],
    ['main.generic[...].func1', 'main'],
    ['net/http.(*conn).serve', 'net/http'],
    ['github.com/x/y/v2.New', 'github.com/x/y/v2'],
    ['go.uber.org/zap.(*Logger).Info', 'go.uber.org/zap'],
    ['gopkg.in/yaml.v3.Unmarshal', 'gopkg.in/yaml.v3'],
    ['gopkg.in/yaml.v3.(*Decoder).Decode', 'gopkg.in/yaml.v3'],
    ['gopkg.in/natefinch/lumberjack.v2.(*Logger).millRun.func1', 'gopkg.in/natefinch/lumberjack.v2'],
    ['corp.io/app.(*T[...]).F', 'corp.io/app'],
    ['corp.io/app.(*T[corp.io/other/b.U]).F', 'corp.io/app'],
    ['corp.io/app.F[corp.io/other/b.U]', 'corp.io/app'],
    ['gopkg.in/corp/app.v12.New', 'gopkg.in/corp/app.v12'],
    ['corp.io/app.New.v2.F', 'corp.io/app'],
    ['0x48c169', '0x48c169'],
    ['', ''],
  ])('of %j is %j', (frame, expected) => {
    expect(packageOf(frame)).toBe(expected)
  })
})

describe('frames that no signature holds', () => {
  it.each([
    ['runtime.gopark', true],
    ['runtime.goexit', true],
    ['internal/runtime/syscall.Syscall6', true],
    ['runtime/internal/syscall.Syscall6', true],
    ['runtime/pprof.(*Profile).WriteTo', false],
    ['runtime/debug.Stack', false],
    ['corp.io/runtime.F', false],
    ['internal/poll.runtime_pollWait', false],
  ])('%s is of the runtime: %s', (frame, expected) => {
    expect(isRuntimeFrame(frame)).toBe(expected)
  })

  it.each([
    ['main.main.gowrap1', true],
    ['main.(*T).Wait-fm', true],
    ['main.main.gowrap12', true],
    ['main.main.func1', false],
    ['main.(*T).Wait-fm.func1', false],
    ['main.gowrap', false],
    ['main.main.gowrap1.(*T).Run.1', false],
  ])('%s is a wrapper: %s', (frame, expected) => {
    expect(isWrapperFrame(frame)).toBe(expected)
  })

  it.each([
    ['sync.runtime_SemacquireMutex', true],
    ['internal/sync.(*Mutex).lockSlow', true],
    ['runtime/pprof.writeGoroutineStacks', true],
    ['corp.io/sync.F', false],
    ['golang.org/x/sync/errgroup.(*Group).Wait', false],
    ['main.sync.', false],
    ['main.internal/sync.', false],
    ['main.runtime/pprof.', false],
  ])('%s is a detail of a blocking call: %s', (frame, expected) => {
    expect(isBlockingDetail(frame)).toBe(expected)
  })
})
