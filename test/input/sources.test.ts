import { describe, expect, test } from 'vitest'
import { dumpOf, read, totals } from './read.ts'

/** Two processes of one program dump at once into one log. */
const FIRST = dumpOf([1, 7, 8], 'main.web').split('\n')
const SECOND = dumpOf([1, 7, 9, 12], 'main.api').split('\n')

const timeOf = (i: number): string => new Date(Date.UTC(2026, 10, 29, 2) + i * 9).toISOString()

/** Lines of both, two of the first to one of the second. */
function interleaved(line: (text: string, i: number, isFirst: boolean) => string): string[] {
  const lines: string[] = []
  for (let a = 0, b = 0; a < FIRST.length || b < SECOND.length; ) {
    const isFirst = a < FIRST.length && (lines.length % 3 !== 2 || b >= SECOND.length)
    lines.push(line((isFirst ? FIRST[a++] : SECOND[b++]) ?? '', lines.length, isFirst))
  }
  return lines
}

const text = (line: (text: string, i: number, isFirst: boolean) => string): string =>
  interleaved(line)
    .map((one) => `${one}\n`)
    .join('')

describe('writers of one log are told apart', () => {
  test.each([
    ['docker compose, services', text((l, _, a) => `${a ? 'web-1  ' : 'api-1  '}| ${l}`), 'web-1', 'api-1'],
    ['docker compose, replicas', text((l, _, a) => `web-${a ? 1 : 2}  | ${l}`), 'web-1', 'web-2'],
    [
      'kubectl logs --prefix',
      text((l, _, a) => `[pod/web-7f9c6d5b8-${a ? 'x2x4z' : 'k8s9p'}/app] ${l}`),
      'pod/web-7f9c6d5b8-x2x4z/app',
      'pod/web-7f9c6d5b8-k8s9p/app',
    ],
    [
      'stern with times',
      text((l, i, a) => `web-${a ? 'x2x4z' : 'k8s9p'} app ${timeOf(i)} ${l}`),
      'web-x2x4z app',
      'web-k8s9p app',
    ],
    [
      'syslog, processes',
      text((l, i, a) => `Nov 29 02:00:0${i % 10} host1 app[${a ? 812 : 913}]: ${l}`),
      'host1 app[812]',
      'host1 app[913]',
    ],
    [
      'syslog, hosts',
      text((l, i, a) => `Nov 29 02:00:0${i % 10} node-${a ? 'a' : 'b'} app[812]: ${l}`),
      'node-a app[812]',
      'node-b app[812]',
    ],
    ['heroku', text((l, i, a) => `${timeOf(i)} app[web.${a ? 1 : 2}]: ${l}`), 'app[web.1]', 'app[web.2]'],
    ['addresses', text((l, i, a) => `10.0.0.${a ? 4 : 17} ${timeOf(i)} ${l}`), '10.0.0.4', '10.0.0.17'],
    [
      'JSON lines',
      text((l, i, a) =>
        JSON.stringify({ kubernetes: { pod_name: a ? 'web-0' : 'web-1' }, log: `${l}\n`, time: timeOf(i) }),
      ),
      'web-0',
      'web-1',
    ],
    [
      'JSON behind a prefix',
      text((l, _, a) => `web-${a ? 1 : 2}  | ${JSON.stringify({ level: 'error', msg: l })}`),
      'web-1',
      'web-2',
    ],
    [
      'an export of CloudWatch',
      JSON.stringify({
        events: interleaved((message, i, a) =>
          JSON.stringify({ timestamp: 1_796_000_000_000 + i, logStreamName: a ? 's/1' : 's/2', message }),
        ).map((event) => JSON.parse(event)),
      }),
      's/1',
      's/2',
    ],
    [
      'streams of Loki',
      JSON.stringify({
        data: {
          result: [FIRST, SECOND].map((lines, s) => ({
            stream: { pod: `web-${s}`, namespace: 'shop' },
            values: lines.map((line, i) => [`${1_796_000_000_000 + i}000000`, line]),
          })),
        },
      }),
      'shop web-0',
      'shop web-1',
    ],
    [
      'logfmt',
      text((l, i, a) => `ts=${timeOf(i)} pod=web-${a ? 0 : 1} msg=${JSON.stringify(l)}`),
      'web-0',
      'web-1',
    ],
    ['CSV', `date,host,message\n${text((l, i, a) => `${timeOf(i)},h${a ? 1 : 2},"${l}"`)}`, 'h1', 'h2'],
  ])('%s', async (_, log, first, second) => {
    expect(await totals(await read(log))).toEqual([`${first}: 3`, `${second}: 4`])
  })

  test('a counter, a level, a time and an id of a request name nobody', async () => {
    const lines = FIRST.map(
      (line, i) =>
        `#${1000 + i} ${timeOf(i)} ${i % 4 === 0 ? 'WARN' : 'ERROR'} [${(0xabcdef12 + i * 7).toString(16)}] ${line}\n`,
    )
    expect(await totals(await read(lines.join('')))).toEqual([': 3'])
  })

  test('lines without a prefix belong to the writer before them', async () => {
    const message = (pod: string, dump: string) =>
      `[pod/${pod}/app] dump: ${dump}[pod/${pod}/app] done\n[pod/${pod}/app] ok\n`
    const log = message('web-0', dumpOf([1, 2])) + message('web-1', dumpOf([1, 2, 3]))
    expect((await totals(await read(log))).map((one) => one.slice(-1))).toEqual(['2', '3'])
  })
})
