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
    { pattern: '**.readPump', give: 'main.(*client).readPump', want: true },
    { pattern: '**.readPump', give: 'main.(*client).threadPump', want: false },
    { pattern: 'main.(*job).Start.func{n}', give: 'main.(*job).Start.func2.1', want: true },
    { pattern: 'main.(*job).Start.func{n}', give: 'main.(*job).Start.func', want: false },
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
