/** What loggers, shippers, terminals and mail put around the lines of a dump. */

/** Makes a text of the lines of a dump. `at` is the time in milliseconds of line `i`. */
type Wrapping = (lines: readonly string[]) => string

const BEGIN = Date.UTC(2026, 10, 29, 1, 59, 58)
const timeOf = (i: number): Date => new Date(BEGIN + i * 7)
const isoOf = (i: number): string => timeOf(i).toISOString()
const goTime = (i: number): string => isoOf(i).replaceAll('-', '/').replace('T', ' ').slice(0, 19)
const syslogTime = (i: number): string => `Nov 29 ${isoOf(i).slice(11, 19)}`
const klogTime = (i: number): string => `1129 ${isoOf(i).slice(11, 23)}000`

const prefixed =
  (prefix: (i: number) => string): Wrapping =>
  (lines) =>
    lines.map((line, i) => `${prefix(i)}${line}\n`).join('')
const each =
  (line: (text: string, i: number) => string): Wrapping =>
  (lines) =>
    lines.map((text, i) => `${line(text, i)}\n`).join('')
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')
const html = (line: string): string =>
  line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('+', '&#43;')
const goQuote = (line: string): string => JSON.stringify(line)

/** Before every line. */
export const PREFIXES: Readonly<Record<string, Wrapping>> = {
  'RFC 3339': prefixed((i) => `${isoOf(i)} `),
  'RFC 3339 with an offset': prefixed((i) => `${isoOf(i).replace('Z', '+00:00')} `),
  'log of Go': prefixed((i) => `${goTime(i)} `),
  'log of Go with microseconds and a file': prefixed(
    (i) => `${goTime(i)}.${String(i).padStart(6, '0')} main.go:88: `,
  ),
  'log with a level': prefixed((i) => `${goTime(i)} [ERROR] `),
  klog: prefixed((i) => `E${klogTime(i)}       1 dump.go:42] `),
  journald: prefixed((i) => `${syslogTime(i)} host1 app[812]: `),
  'journald, precise': prefixed((i) => `${isoOf(i).replace('Z', '123+0000')} host1 app[812]: `),
  'syslog of RFC 5424': prefixed((i) => `<11>1 ${isoOf(i)} host1 app 812 - - `),
  CRI: prefixed((i) => `${isoOf(i).replace('Z', '123456Z')} stderr F `),
  'docker logs -t': prefixed((i) => `${isoOf(i).replace('Z', '123456Z')} `),
  'docker compose': prefixed(() => 'web-1  | '),
  'docker compose -t': prefixed((i) => `web-1  | ${isoOf(i)} `),
  'kubectl --prefix': prefixed(() => '[pod/web-7f9c6d5b8-x2x4z/app] '),
  stern: prefixed(() => 'web-7f9c6d5b8-x2x4z app '),
  'stern -t': prefixed((i) => `web-7f9c6d5b8-x2x4z app ${isoOf(i)} `),
  heroku: prefixed((i) => `${isoOf(i).replace('Z', '000+00:00')} app[web.1]: `),
  fly: prefixed((i) => `${isoOf(i)} app[148e21ea7e6789] ams [info]`),
  zap: prefixed((i) => `${isoOf(i)}\tERROR\tapp/main.go:42\t`),
  supervisor: prefixed(() => 'app:app_00 stderr | '),
  'an id of a request': prefixed((i) => `[req ${(0xabcdef01 + i * 7919).toString(16)}] `),
  'a UUID': prefixed(
    (i) =>
      `${isoOf(i)} 5f0c2d${String(10 + (i % 90))}-1b2c-4d3e-8f9a-${(0xa1b2c3d4e5f6 + i * 104729).toString(16)} `,
  ),
  'seconds since the start': prefixed((i) => `[${(12 + i * 0.007).toFixed(6).padStart(12)}] `),
  'seconds since 1970': prefixed((i) => `${((BEGIN + i * 7) / 1000).toFixed(3)} `),
  'cat -n': prefixed((i) => `${String(i + 1).padStart(6)}\t`),
  'numbers of an editor': prefixed((i) => `${String(i + 1).padStart(4)}  `),
  'grep -n': prefixed((i) => `${i + 1}:`),
  'grep -C': each((line, i) => `app.log${/oroutine/.test(line) ? `:${i + 1}:` : `-${i + 1}-`}${line}`),
  'indent of blanks': prefixed(() => '    '),
  'indent of a tab': prefixed(() => '\t'),
  mail: prefixed(() => '> '),
  'mail twice': prefixed(() => '> > '),
  'mail, blanks cut': each((line) => `> ${line}`.trimEnd()),
  diff: prefixed(() => '+'),
  'a box of text': prefixed(() => '│ '),
  'compose around klog': prefixed((i) => `api-1  | E${klogTime(i)}       1 dump.go:42] `),
  'pod, time and level': prefixed((i) => `[pod/web-0/app] ${isoOf(i)} ERROR `),
  'levels that change': prefixed((i) => `${isoOf(i)} ${i % 7 === 3 ? 'WARN ' : 'ERROR'} `),
  'a bracket around each line': each((line, i) => `[${goTime(i)} ${line}]`.replace(/ \]$/, ']')),
  'quotes around each line': each((line) => `app: "${line}"`),
  'the turn of an hour': prefixed((i) => `${i < 9 ? 'Nov 30 23:59:59' : 'Dec  1 00:00:00'} host1 app[812]: `),
}

/** In structured lines, in one line, in a page, in a document. */
export const STRUCTURES: Readonly<Record<string, Wrapping>> = {
  'JSON lines of docker': each((log, i) =>
    JSON.stringify({ log: `${log}\n`, stream: 'stderr', time: isoOf(i) }),
  ),
  'JSON lines of docker, cut at 30 bytes': (lines) =>
    lines
      .flatMap((line, i) =>
        (`${line}\n`.match(/[\s\S]{1,30}/g) ?? []).map((log) =>
          JSON.stringify({ log, stream: 'stderr', time: isoOf(i) }),
        ),
      )
      .join('\n'),
  'JSON lines, text in any field': each((body, i) =>
    JSON.stringify({ '@timestamp': isoOf(i), fields: { body }, level: 'error' }),
  ),
  'JSON lines behind a prefix': each(
    (msg, i) => `web-1  | ${JSON.stringify({ ts: (BEGIN + i) / 1000, msg })}`,
  ),
  'journalctl -o json': each((line, i) =>
    JSON.stringify({
      __REALTIME_TIMESTAMP: String((BEGIN + i) * 1000),
      _PID: '812',
      MESSAGE: i % 5 === 1 ? [...Buffer.from(line.length < 4 ? `${line}    ` : line)] : line,
    }),
  ),
  'JSON in JSON': each((line, i) =>
    JSON.stringify({ log: `${JSON.stringify({ level: 'error', msg: line })}\n`, time: isoOf(i) }),
  ),
  'zap, one line': (lines) =>
    `${JSON.stringify({ level: 'error', ts: BEGIN / 1000, msg: 'stuck', stacktrace: text(lines) })}\n`,
  'zap console, one line': (lines) =>
    `${isoOf(0)}\tERROR\tmain.go:9\tstuck\t${JSON.stringify({ dump: text(lines) })}\n`,
  'logrus, one line': (lines) => `time="${isoOf(0)}" level=error msg=${goQuote(text(lines))} pod=web-0\n`,
  'logfmt lines': each((line, i) => `time=${isoOf(i)} level=ERROR msg=${goQuote(line)}`),
  'escaped in one line': (lines) => `${goTime(0)} dump: ${goQuote(text(lines))}\n`,
  'escaped without quotes': (lines) => `${goTime(0)} dump: ${goQuote(text(lines)).slice(1, -1)}\n`,
  'escaped twice': (lines) =>
    `${JSON.stringify({ time: isoOf(0), log: `level=error msg=${goQuote(text(lines))}\n` })}\n`,
  'one JSON string': (lines) => JSON.stringify(text(lines)),
  'one JSON document': (lines) => JSON.stringify({ status: 'ok', data: { dump: text(lines) } }, undefined, 2),
  'an array of lines': (lines) => JSON.stringify({ lines }),
  'an export of CloudWatch': (lines) =>
    JSON.stringify(
      { events: lines.map((message, i) => ({ logStreamName: 'web/1', timestamp: BEGIN + i, message })) },
      undefined,
      2,
    ),
  'an answer of Loki, newest first': (lines) =>
    JSON.stringify({
      data: {
        result: [
          {
            stream: { pod: 'web-0' },
            values: lines.map((line, i) => [`${BEGIN + i}000000`, line]).toReversed(),
          },
        ],
      },
    }),
  'hits of Elasticsearch': (lines) =>
    JSON.stringify({
      hits: { hits: lines.map((message, i) => ({ _source: { '@timestamp': isoOf(i), message } })) },
    }),
  'objects of jq': (lines) =>
    lines.map((msg, i) => JSON.stringify({ t: isoOf(i), msg }, undefined, 2)).join('\n'),
  'CSV, a line a row': (lines) =>
    `date,host,message\n${lines.map((line, i) => `${isoOf(i)},web-1,"${line.replaceAll('"', '""')}"\n`).join('')}`,
  'CSV, newest first': (lines) =>
    `@timestamp,@message\n${lines
      .map((line, i) => `${isoOf(i)},"${line.replaceAll('"', '""')}"\n`)
      .toReversed()
      .join('')}`,
  'CSV, one cell': (lines) => `id,created,dump\n1,${isoOf(0)},"${text(lines).replaceAll('"', '""')}"\n`,
  'a page': (lines) =>
    `<!DOCTYPE html><html><head><title>pprof</title></head><body><pre>${html(text(lines))}</pre></body></html>\n`,
  'a page with breaks': (lines) => lines.map((line) => `${html(line)}<br/>\n`).join(''),
  'a page of divs': (lines) => lines.map((line) => `<div class="line">${html(line)}</div>`).join(''),
  entities: (lines) => html(text(lines)),
  'CR LF': (lines) => lines.map((line) => `${line}\r\n`).join(''),
  'CR CR LF': (lines) => lines.map((line) => `${line}\r\r\n`).join(''),
  CR: (lines) => lines.map((line) => `${line}\r`).join(''),
  colours: each((line) => `\u001b[31m${line}\u001b[0m`),
  'colours in a prefix': each(
    (line, i) => `\u001b[36mweb-1  |\u001b[0m \u001b[90m${isoOf(i)}\u001b[0m ${line}`,
  ),
  'asterisks that a page took': each((line) => line.replaceAll('(*', '(')),
  'asterisks that became underscores': each((line) => line.replaceAll('(*', '(_')),
  'asterisks that a person escaped': each((line) => line.replaceAll('(*', '(\\*')),
  'no-break blanks': each((line) => line.replaceAll(' ', '\u00a0')),
  'a fence': (lines) => `Our service hangs:\n\n\`\`\`text\n${text(lines)}\`\`\`\n\nAny idea?\n`,
  'a fence in a list': (lines) =>
    `* Look:\n\n  \`\`\`\n${lines.map((line) => `  ${line}\n`).join('')}  \`\`\`\n`,
  'a prompt': (lines) =>
    `root@web-0:/# curl -s localhost:6060/debug/pprof/goroutine\n${text(lines)}root@web-0:/# \n`,
  'curl -i': (lines) =>
    `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: Sun, 29 Nov 2026 01:59:58 GMT\r\n\r\n${text(lines)}`,
  'a first line of a log': (lines) => `${isoOf(0)} ERROR app: ${text(lines)}${isoOf(9)} INFO served\n`,
  'a message of many lines': (lines) => `${goTime(0)} goroutine dump:\n${text(lines)}${goTime(5)} bye\n`,
  'a log around': (lines) =>
    `${Array.from({ length: 60 }, (_, i) => `${goTime(i)} served\n`).join('')}${text(lines)}${Array.from({ length: 60 }, (_, i) => `${goTime(i)} served\n`).join('')}`,
  'CRI, cut': (lines) =>
    lines
      .flatMap((line, i) => {
        const parts = line.match(/.{1,40}/g) ?? ['']
        return parts.map(
          (part, j) =>
            `${isoOf(i).replace('Z', '123456Z')} stderr ${j + 1 < parts.length ? 'P' : 'F'} ${part}\n`,
        )
      })
      .join(''),
}
