import { describe, expect, test } from 'vitest'
import { dump } from '#test/support/pprof.ts'
import { dumpOf, fixture, read, totals } from './read.ts'

const bytes = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part))),
  )

describe('what is no dump is refused by name, with what to send instead', () => {
  test.each<[string, string | Uint8Array, string, number, string]>([
    ['an empty file', '', 'empty-body', 0, 'It is empty'],
    ['blank lines', '\n \n\n', 'empty-body', 1, 'blank lines'],
    ['a program', bytes(0x7f, 'ELF', 2, 1, 1, '\0'.repeat(9), 2, 0), 'unknown-format', 0, 'a program'],
    ['a core file', bytes(0x7f, 'ELF', 2, 1, 1, '\0'.repeat(9), 4, 0), 'unknown-format', 0, 'dlv core'],
    ['a picture', bytes(0x89, 'PNG\r\n\x1a\n'), 'unknown-format', 0, 'copy the text'],
    ['a photo', bytes(0xff, 0xd8, 0xff, 0xe0), 'unknown-format', 0, 'copy the text'],
    ['a PDF', '%PDF-1.7\n%âãÏÓ', 'unknown-format', 0, 'a PDF'],
    ['packets', bytes(0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0), 'unknown-format', 0, 'capture of packets'],
    ['an execution trace', bytes('go 1.26 trace', 0, 0, 0), 'unknown-format', 0, 'execution trace'],
    ['a journal', bytes('LPKSHHRH', 0, 1), 'unknown-format', 0, 'journalctl -o cat'],
    [
      'a stack that a debugger copied',
      'main.(*svc).ask (/src/main.go:9)\nmain.main (/src/main.go:20)\n',
      'unknown-format',
      1,
      'no line that begins a goroutine',
    ],
    ['an error page', '<html>\n<head><title>404 Not Found</title></head></html>', 'unknown-format', 2, '404'],
    ['an error of net/http', '404 page not found\n', 'unknown-format', 1, '404'],
    ['an error answer', 'HTTP/1.1 502 Bad Gateway\r\nServer: x\r\n\r\nupstream', 'unknown-format', 1, '502'],
    ['a login page', '<!DOCTYPE html>\n<html><body>Sign in</body></html>', 'unknown-format', 1, 'HTML page'],
    [
      'the list of profiles',
      '<html>\n<body>\n/debug/pprof/\n<p>Types of profiles available:',
      'not-a-goroutine-profile',
      3,
      'list of profiles',
    ],
    [
      'a failed request',
      'curl: (7) Failed to connect to localhost port 6060\n',
      'unknown-format',
      1,
      'failed',
    ],
    [
      'a heap profile in text',
      'heap profile: 3: 64 [5: 96] @ heap/1048576\n',
      'not-a-goroutine-profile',
      1,
      'heap profile',
    ],
    [
      'a mutex profile in text',
      '--- mutex:\ncycles/second=1\n',
      'not-a-goroutine-profile',
      1,
      'mutex profile',
    ],
    [
      'a heap profile',
      dump({ main: 1 }, { type: 'inuse_space', unit: 'bytes' }),
      'not-a-goroutine-profile',
      0,
      'inuse_space',
    ],
    ['a difference', dump({ main: 1 }, { durationNanos: 5e9 }), 'delta-profile', 0, 'seconds'],
    [
      'go tool pprof -top',
      'Type: goroutine\nShowing nodes accounting for 3\n',
      'not-a-goroutine-profile',
      2,
      '-traces',
    ],
    [
      'traces of heap',
      'File: app\nType: inuse_space\n-----------+-----\n     1MB   main.f\n',
      'not-a-goroutine-profile',
      2,
      'inuse_space',
    ],
    [
      'lines of a dump that were counted',
      '  31631 created by shop/cart.(*store).ask\n      2 shop/cart.(*store).run(\n',
      'not-a-goroutine-profile',
      1,
      'sort | uniq -c',
    ],
    [
      'more counted lines than goroutines are read',
      '  90000 created by shop/cart.(*store).ask\n  20000 created by shop/cart.Open\n',
      'too-many-samples',
      1,
      'the limit is 100000',
    ],
    [
      'stacks of threads in gdb',
      'Thread 2 (Thread 0x7f (LWP 18)):\n#0  0x0000000000401 in epoll_wait () at epoll.c:30\n',
      'unknown-format',
      2,
      'goroutine all bt',
    ],
    [
      'folded stacks',
      'main.main;main.f;main.g 12\nmain.main;main.f 3\n',
      'not-a-goroutine-profile',
      1,
      'folded',
    ],
    ['metrics', '# HELP go_goroutines Number\ngo_goroutines 12\n', 'not-a-goroutine-profile', 1, 'metrics'],
    [
      'a table of sockets',
      'Proto Recv-Q Send-Q Local Address Foreign Address State\n',
      'unknown-format',
      1,
      '--sockets',
    ],
    [
      'the list of an execution trace',
      'Goroutines:\nmain.run N=40\n',
      'not-a-goroutine-profile',
      1,
      'go tool trace',
    ],
    [
      'the page of an execution trace',
      '<html><body>\n<a href="/goroutine?id=33">main.run</a> N=40 <br>\n',
      'not-a-goroutine-profile',
      2,
      'go tool trace',
    ],
    [
      'a table of Grafana',
      'Symbol\tSelf\tTotal\nmain.run\t0\t3.9 K\n',
      'not-a-goroutine-profile',
      1,
      'table of functions',
    ],
    [
      'a table of Parca',
      '"Flat","Flat (%)","Cumulative","Name"\n',
      'not-a-goroutine-profile',
      1,
      'table of functions',
    ],
    [
      'stacks drawn with arrows',
      'hangs:\nmain.run -> main.(*store).ask -> sync.(*Mutex).Lock\n',
      'unknown-format',
      2,
      'a drawing',
    ],
    [
      'stacks drawn as a tree',
      '120 goroutines\n├── 80 main.run\n│   └── 80 main.(*store).ask\n',
      'unknown-format',
      2,
      'a drawing',
    ],
    [
      'one stack of dlv',
      '(dlv) bt\n 0  0x0000000000438e96 in runtime.gopark\n    at /go/src/runtime/proc.go:381\n',
      'unknown-format',
      1,
      'goroutines -t',
    ],
    ['threads of Java', 'x\nFull thread dump OpenJDK 64-Bit\n', 'unknown-format', 2, 'Java'],
    [
      'a traceback of Python',
      'Traceback (most recent call last):\n  File "a.py", line 3\n',
      'unknown-format',
      1,
      'Python',
    ],
    ['a stack of JavaScript', 'Error: x\n    at f (/app/x.js:1:2)\n', 'unknown-format', 2, 'JavaScript'],
    ['frames without a goroutine', 'main.f()\n\t/src/main.go:9 +0x1d\n', 'unknown-format', 2, 'first line'],
    ['some text', 'hello\n', 'unknown-format', 1, 'begins with "hello"'],
    ['bytes', bytes(1, 2, 3, 4, 'abc', 0), 'unknown-format', 0, 'neither text nor a profile'],
  ])('%s', async (_, given, reason, line, says) => {
    const { dumps, refusals } = await read(given)
    expect(dumps).toEqual([])
    expect(refusals).toMatchObject([{ reason, line, detail: expect.stringContaining(says) }])
    expect(refusals[0]?.detail).not.toContain('body')
  })

  test('a line that is too long is left out, and named', async () => {
    const limits = { wholeBytes: 1 << 20, lineBytes: 2 << 20 }
    const reading = await read(`first\n${'a'.repeat(3 << 20)}\n${dumpOf([1, 2])}`, limits)
    expect(await totals(reading)).toEqual([': 2'])
    expect(reading.refusals).toMatchObject([{ line: 2, limit: 2 << 20, actual: (3 << 20) + 1 }])
    expect(reading.dumps[0]?.lineOf(1)).toBe(3)
  })

  test('a text that would be kept whole beyond the limit is refused', async () => {
    const limits = { wholeBytes: 1 << 20, keptBytes: 2 << 20 }
    const ids = Array.from({ length: 30_000 }, (_, i) => i + 1)
    expect(await read(`log\n${dumpOf(ids)}`, limits)).toMatchObject({
      dumps: [],
      refusals: [{ reason: 'inflated-too-large', limit: 2 << 20 }],
    })
  })

  test('headers alone are counted as goroutines whose stacks are missing', async () => {
    const log = dumpOf([1, 2, 3])
      .split('\n')
      .filter((line) => line.includes('goroutine'))
      .map((line) => `Nov 29 02:00:00 host1 app[812]: ${line}\n`)
    const { dumps } = await read(log.join(''))
    expect(dumps).toMatchObject([{ form: 'headers' }])
    expect(dumps[0]?.notes.length).toBeGreaterThan(0)
  })
})

test('a dump as the runtime writes it is handed on as it is', async () => {
  const text = fixture('go1.27.goroutine.debug2.txt')
  const { dumps } = await read(text)
  expect(Buffer.from(dumps[0]?.bytes ?? []).equals(Buffer.from(text))).toBe(true)
})
