import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesName } from '#shared/cause/name-pattern.ts'

describe('matchesName', () => {
  it.each([
    { pattern: 'main.(*a).run', give: 'main.(*a).run', want: true },
    { pattern: 'main.(*a).run', give: 'main.(*a).running', want: false },
    { pattern: 'a.b/c.F', give: 'axb/c.F', want: false },
    {
      pattern: '**/internal/pool.(*ConnPool).reaper',
      give: 'github.com/go-redis/redis/v8/internal/pool.(*ConnPool).reaper',
      want: true,
    },
    { pattern: '**/internal/pool.(*ConnPool).reaper', give: 'internal/pool.(*ConnPool).reaper', want: true },
    {
      pattern: '**/internal/pool.(*ConnPool).reaper',
      give: 'example.com/myinternal/pool.(*ConnPool).reaper',
      want: false,
    },
    {
      pattern: 'github.com/jackc/pgx{v}/pgxpool.(*Pool).Close',
      give: 'github.com/jackc/pgx/v5/pgxpool.(*Pool).Close',
      want: true,
    },
    {
      pattern: 'github.com/jackc/pgx{v}/pgxpool.(*Pool).Close',
      give: 'github.com/jackc/pgx/pgxpool.(*Pool).Close',
      want: true,
    },
    {
      pattern: 'github.com/jackc/pgx{v}/pgxpool.(*Pool).Close',
      give: 'github.com/jackc/pgx/x5/pgxpool.(*Pool).Close',
      want: false,
    },
    {
      pattern: 'gopkg.in/natefinch/lumberjack{v}.(*Logger).millRun',
      give: 'gopkg.in/natefinch/lumberjack.v2.(*Logger).millRun',
      want: true,
    },
    {
      pattern: 'github.com/IBM/sarama.(*Broker).responseReceiver',
      give: 'github.com/Shopify/sarama.(*Broker).responseReceiver',
      want: true,
    },
    {
      pattern: 'nhooyr.io/websocket.(*Conn).Reader',
      give: 'github.com/coder/websocket.(*Conn).Reader',
      want: true,
    },
    {
      pattern: 'github.com/go-redis/redis{v}/internal/pool.(*ConnPool).reaper',
      give: 'github.com/redis/go-redis/v9/internal/pool.(*ConnPool).reaper',
      want: true,
    },
    {
      pattern: 'github.com/acme/queue.(*Queue).run.func{n}',
      give: 'github.com/acme/queue/v3.(*Queue).run.func2',
      want: true,
    },
    {
      pattern: 'golang.org/x/net/http2.(*clientStream).{n}',
      give: 'net/http.(*http2clientStream).1',
      want: true,
    },
    {
      pattern: 'net/http/internal/http2.(*serverConn).readFrames',
      give: 'net/http.(*http2serverConn).serve',
      want: false,
    },
    { pattern: '**.readPump', give: 'main.(*client).readPump', want: true },
    { pattern: '**.readPump', give: 'main.(*client).threadPump', want: false },
    { pattern: 'os/exec.(*Cmd).Start.func{n}', give: 'os/exec.(*Cmd).Start.func2.1', want: true },
    { pattern: 'os/exec.(*Cmd).Start.func{n}', give: 'os/exec.(*Cmd).Start.func', want: false },
    { pattern: 'os/exec.(*Cmd).Start.func{n}', give: 'os/exec.(*Cmd).Start.func12', want: true },
    { pattern: 'os/exec.(*Cmd).Start.func{n}', give: 'os/exec.(*Cmd).Start.func2.', want: false },
    { pattern: 'os/exec.(*Cmd).Start.func{n}', give: 'os/exec.(*Cmd).Start.func1.12.3', want: true },
    { pattern: 'os/exec.(*Cmd).Start.func{n}', give: 'os/exec.(*Cmd).Start.func1.x', want: false },
    { pattern: 'os/exec.(*Cmd).Start.func{n}', give: 'my/os/exec.(*Cmd).Start.func1', want: false },
    { pattern: 'example.com/a{v}.F', give: 'example.com/a/v12.F', want: true },
    { pattern: 'example.com/a{v}.F', give: 'example.com/a.v12.F', want: true },
    { pattern: 'example.com/a{v}.F', give: 'example.com/a/v.F', want: false },
    { pattern: 'example.com/a{v}.F', give: 'example.com/a-v2.F', want: false },
    { pattern: '**/pool.(*P).run', give: 'a/b/pool.(*P).run', want: true },
    { pattern: '**/pool.(*P).run', give: 'pool.(*P).run2', want: false },
    { pattern: '**/pool.(*P).run', give: 'a/b/poolx(*P).run', want: false },
    { pattern: '**.run', give: 'main.(*a[...]).run', want: true },
    { pattern: '**.run', give: 'run', want: false },
    { pattern: '**.run', give: 'main.run.func1', want: false },
    { pattern: 'main.F[...]', give: 'main.F[...]', want: true },
    { pattern: '**/a.F[...]', give: 'x/a.F[...]', want: true },
    { pattern: '**/a.F[...]', give: 'x/a.F[xxx]', want: false },
    { pattern: '**/a.F+|?^$', give: 'x/a.FF', want: false },
    { pattern: 'a**/b.F', give: 'axx/b.F', want: false },
  ])('$pattern and $give: $want', ({ pattern, give, want }) => {
    expect(matchesName(give, pattern)).toBe(want)
  })

  it('knows each name by itself and, without a wildcard, no other', () => {
    const name = fc.stringMatching(/^[a-z.*()/+$\\[\]]{1,12}$/).filter((text) => !text.startsWith('**'))
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(matchesName(one, one)).toBe(true)
        expect(matchesName(other, one)).toBe(one === other)
      }),
    )
  })
})
