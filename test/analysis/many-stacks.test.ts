import { expect, test } from 'vitest'
import { analyzeDump } from '#shared/analysis/analyze-dump.ts'
import { growth } from '#test/support/growth.ts'

/** Dumps of so many different stacks, in the ways in which stacks could all be held against each other. */
const CROWDS: Readonly<Record<string, (stacks: number) => string>> = {
  'that one receiver enters, as often': (n) => rows(n, (i) => `main.step${i}`, 'main.(*server).run'),
  'of functions of their own': (n) => rows(n, (i) => `main.step${i}`, undefined),
  'that hold one address': (n) =>
    Array.from(
      { length: n },
      (_, i) =>
        `goroutine ${i + 1} [sync.Mutex.Lock, 3 minutes]:\nsync.(*Mutex).Lock(0xc000010000)\n\t/go/mutex.go:1\nmain.step${i}(0xc000010000)\n\t/a.go:${i}\ncreated by main.main in goroutine 1\n\t/a.go:1\n`,
    ).join('\n'),
}

/** A debug=1 text of so many stacks of twelve goroutines each. @param entry undefined: each its own */
const rows = (n: number, leaf: (i: number) => string, entry: string | undefined): string =>
  `goroutine profile: total ${n * 12}\n${Array.from(
    { length: n },
    (_, i) =>
      `12 @ 0x1 0x2\n#\t0x1\t${leaf(i)}+0x1\t/a.go:1\n#\t0x2\t${entry ?? `main.(*own${i}).run`}+0x1\t/a.go:2\n`,
  ).join('\n')}`

test.each(Object.entries(CROWDS))(
  'four times as many stacks %s take at most six times as long',
  async (_, dump) => {
    const [small, large] = [500, 2_000].map((stacks) => new TextEncoder().encode(dump(stacks)))
    expect(
      await growth(
        () => analyzeDump(small as never),
        () => analyzeDump(large as never),
        6,
      ),
    ).toBeLessThanOrEqual(6)
  },
)
