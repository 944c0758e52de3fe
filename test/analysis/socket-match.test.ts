import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { analyzeDump } from '#shared/analysis/analyze-dump.ts'
import { readSocketTable } from '#shared/socket/detect.ts'
import { type GroupedSockets, groupSockets } from '#shared/socket/grouped-sockets.ts'

const NOW = Date.UTC(2026, 10, 29)
const FIXTURES = new URL('../fixtures/socket/', import.meta.url)

/** Goroutines of a client of SSH that read from their connections. */
const readers = (count: number): Uint8Array =>
  Buffer.from(
    Array.from({ length: count }, (_, i) => {
      const frames = [
        'internal/poll.runtime_pollWait',
        'net.(*conn).Read',
        'golang.org/x/crypto/ssh.readVersion',
      ]
      const lines = frames.map((frame) => `${frame}(0x1)\n\t/src/f.go:1 +0x1d\n`)
      return `goroutine ${i + 1} [IO wait, 5 minutes]:\n${lines.join('')}created by main.main\n\t/src/main.go:9 +0x1d\n`
    }).join('\n'),
  )

function socketsIn(text: string | Uint8Array): GroupedSockets {
  const reading = readSocketTable(Buffer.from(text), { now: NOW })
  if (reading.answer === 'broken') throw new Error(reading.broken.detail)
  return groupSockets([reading.table], { now: NOW })
}

async function analysed(count: number, sockets: GroupedSockets) {
  const analysis = await analyzeDump(readers(count), { sockets })
  if ('reason' in analysis) throw new Error(analysis.detail)
  return analysis
}

const fleet = (hosts: number, port: number): string =>
  Array.from({ length: hosts }, (_, i) => `ESTAB 0 0 10.0.0.5:${41_000 + i} 10.9.0.${i}:${port}\n`).join('')

describe('sockets beside a dump', () => {
  test('to one host each behind one port match the goroutines', async () => {
    const { stacks } = await analysed(55, socketsIn(fleet(55, 22)))
    expect(stacks[0]?.sockets).toBe('55 sockets ESTABLISHED to 55 hosts on port 22')
  })

  test('that match no stack are said to match none', async () => {
    const { stacks, proves } = await analysed(55, socketsIn(fleet(7, 22)))
    expect(stacks[0]?.sockets).toBeNull()
    expect(proves.at(-1)).toMatch(/^The socket table matches no stack: .*\(7 TCP sockets opened\)\.$/)
  })

  test('of listeners alone are said to say nothing', async () => {
    const { proves } = await analysed(55, socketsIn('LISTEN 0 4096 *:8080 *:*\n'))
    expect(proves.at(-1)).toMatch(/^The socket table has 1 TCP socket and none that the process opened/)
  })

  test.each(['macos', 'windows', 'openbsd', 'solaris'])('of %s are read', async (system) => {
    const { groups } = socketsIn(await readFile(new URL(`${system}.netstat.txt`, FIXTURES)))
    expect(groups).toContainEqual(
      expect.objectContaining({ side: 'client', endpoint: { address: '10.0.0.9', port: 8_086 } }),
    )
  })
})
