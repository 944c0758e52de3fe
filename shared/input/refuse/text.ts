/** Names texts that hold no goroutines by what stands in them, and says what to send instead. */

import type { InputReason } from '../input-refusal.ts'

/** What a text without dumps is. */
export interface TextWithoutDump {
  /** 1-based line that says it. */
  readonly line: number
  readonly reason: InputReason
  readonly detail: string
}

interface Kind {
  readonly form: RegExp
  readonly reason: InputReason
  readonly says: (match: RegExpExecArray) => string
}

const CURL = 'curl "http://HOST:PORT/debug/pprof/goroutine?debug=2"'
const TRACES = '"go tool pprof -traces PROFILE"'
const OTHER_RUNTIME = (runtime: string) => () =>
  `These are stacks of ${runtime}: Tidemark reads goroutines of Go; send the output of ${CURL}.`

/** A function of Go with its package, as people draw it: `main.(*store).get`. */
const DRAWN = String.raw`[\w./-]{1,200}\.[\w.()*\[\]]{2,200}`

/** Asked in this order, each line by line. */
const KINDS: readonly Kind[] = [
  {
    form: /^\s*(?:<h1>)?\/debug\/pprof\/|Types of profiles available:/,
    reason: 'not-a-goroutine-profile',
    says: () => `It is the list of profiles: send what ${CURL} prints.`,
  },
  {
    form: /^(?:Showing (?:nodes|top \d+ nodes)\b|\s*flat\s+flat%\s+sum%|\s*ROUTINE =+ )/,
    reason: 'not-a-goroutine-profile',
    says: () =>
      `It is a table of "go tool pprof" without stacks: send the profile itself, the output of ${TRACES} (or what "traces" prints at its prompt), or of ${CURL}.`,
  },
  {
    form: /^(?:PeriodType: |Samples:$)/,
    reason: 'not-a-goroutine-profile',
    says: () =>
      `It is the output of "go tool pprof -raw": send the profile itself or the output of ${TRACES}.`,
  },
  {
    form: /^(?:--- ?([a-z]+)|([\w./-]{1,80}) profile: )/,
    reason: 'not-a-goroutine-profile',
    says: ([, dashed, named]) =>
      `It is a ${dashed ?? named} profile, which has no goroutines: send the output of ${CURL}.`,
  },
  {
    form: /^Type: (\w{1,40})/,
    reason: 'not-a-goroutine-profile',
    says: ([, type]) => `It is a profile of ${type}, which has no goroutines: send the output of ${CURL}.`,
  },
  {
    form: /^Goroutines:\s*$|^Goroutine types?\b|^Start location\s+Count\b|href="\/(?:goroutines?|trace)\?| N=\d+ ?(?:<br>)?\s*$/,
    reason: 'not-a-goroutine-profile',
    says: () =>
      `It is a list of "go tool trace", which tells what ran and not where goroutines wait: send the output of ${CURL}.`,
  },
  {
    form: /^"?(?:symbol|function|name|location|resource)(?: name)?"?\s{0,4}[\t,;|].{0,200}\b(?:self|total|flat|cum\w{0,8}|goroutines|count|value)\b|^"?(?:self|total|flat|cum\w{0,8}|goroutines|count|value)\b[^a-z]{1,40}.{0,200}[\t,;|]\s{0,4}"?(?:symbol|function|name|location|resource)\b/i,
    reason: 'not-a-goroutine-profile',
    says: () =>
      `It is a table of functions, as Grafana, Datadog and Parca show it, without stacks: download the profile itself (pprof) there, or send the output of ${CURL}.`,
  },
  {
    form: /^HTTP\/[\d.]+ ([45]\d\d)|<title>[^<]{0,40}?([45]\d\d)|^([45]\d\d) page not found/i,
    reason: 'unknown-format',
    says: ([, ...codes]) =>
      `It is an error page (${codes.find((code) => code !== undefined)}) instead of a dump: look at the address and the login of the request, and send the output of ${CURL}.`,
  },
  {
    form: /<!doctype html|<html\b/i,
    reason: 'unknown-format',
    says: () =>
      `It is an HTML page without a dump, as a proxy or a login page sends it: send the output of ${CURL}.`,
  },
  {
    form: /^curl: \(\d+\)|^wget: |^Unable to connect|^Error from server|^error: unable to upgrade connection/,
    reason: 'unknown-format',
    says: () => 'It is the message of a request that failed: send what a request that succeeds prints.',
  },
  {
    form: /^Full thread dump|^"[^"]{1,200}" (?:#\d+ )?(?:daemon )?prio=\d|^\s+at (?:java|javax|sun|org|com)\.[\w.$]+\(/,
    reason: 'unknown-format',
    says: OTHER_RUNTIME('Java'),
  },
  {
    form: /^Traceback \(most recent call last\)|^(?:Current t|T)hread 0x[\da-f]+ .*\(most recent call first\)|^ {2}File "[^"]{1,500}", line \d+/,
    reason: 'unknown-format',
    says: OTHER_RUNTIME('Python'),
  },
  {
    form: /^\s+at .{1,300}[.](?:js|ts|mjs|cjs|tsx?):\d+:\d+\)?$/,
    reason: 'unknown-format',
    says: OTHER_RUNTIME('JavaScript'),
  },
  {
    form: /^\s+(?:from|in) \S+\.rb:\d+:in /,
    reason: 'unknown-format',
    says: OTHER_RUNTIME('Ruby'),
  },
  {
    form: /^\s*(?:Proto\s+(?:Recv-Q|Local Address)|Active (?:Internet|Connections)|Netid\s+State|COMMAND\s+PID\s+USER)/i,
    reason: 'unknown-format',
    says: () => 'It is a table of sockets: give it as --sockets FILE beside a dump.',
  },
  {
    form: /^(?:# (?:HELP|TYPE) )?go_goroutines\b/,
    reason: 'not-a-goroutine-profile',
    says: () => `These are metrics, which count goroutines without their stacks: send the output of ${CURL}.`,
  },
  {
    form: /^\s{0,20}\d{1,9} (?:created by [\w.~-]+[./]\S|goroutine \[|[\w./%~-]{1,500}\.[\w.()*·-]{1,500}\(\)?$)/,
    reason: 'not-a-goroutine-profile',
    says: () =>
      `It counts equal lines of a dump, as "sort | uniq -c" does, and one goroutine has several of them: send the dump itself, the output of ${CURL}.`,
  },
  {
    form: /^\(dlv\) (?:bt|stack|where)\b/,
    reason: 'unknown-format',
    says: () =>
      'It is one stack of dlv without its goroutine: send what "goroutines -t" prints, which has the stacks of all.',
  },
  {
    form: new RegExp(
      `^[\\s|│]{0,200}(?:->|→|=>|↳|[├└╰+\`][─-]{1,4}>?) {0,4}(?:\\d{1,9} )?${DRAWN}|${DRAWN} ?(?:->|→|=>|⇒|←|<-) ?${DRAWN}`,
    ),
    reason: 'unknown-format',
    says: () =>
      `It is a drawing of calls, which does not tell how many goroutines are in each stack: send the dump that it was drawn from, the output of ${CURL}.`,
  },
  {
    // The last is what debuggers copy of one stack: `main.ask (/src/main.go:9)`.
    form: /\bcreated by \S+|^\s+\S+\.go:\d+ \+0x[\da-f]+|^[\w./()*[\]·-]{3,500} \(\S[^()]{0,1000}\.go:\d+\)$/,
    reason: 'unknown-format',
    says: () =>
      'It has frames of Go and no line that begins a goroutine ("goroutine 7 [chan send]:"): send the dump from its first line on.',
  },
]

/** Lines that are looked at, and characters of each. */
const LINES = 2_000
const CHARACTERS = 2_000

/** What a text is that holds no dump, by its first lines. */
export function textWithoutDump(text: string): TextWithoutDump {
  const lines = text.slice(0, LINES * 100).split('\n', LINES)
  for (const { form, reason, says } of KINDS) {
    for (const [i, line] of lines.entries()) {
      const match = form.exec(line.slice(0, CHARACTERS).replace(/\r$/, ''))
      if (match !== null) return { line: i + 1, reason, detail: says(match) }
    }
  }
  const begin = lines.find((line) => line.trim() !== '')
  if (begin === undefined) {
    return {
      line: 1,
      reason: 'empty-body',
      detail: `It has nothing but blank lines: send the output of ${CURL}.`,
    }
  }
  return {
    line: 1,
    reason: 'unknown-format',
    detail: `It begins with "${shown(begin)}" and has no goroutine in any form that is known: send the output of ${CURL}.`,
  }
}

/** How a text begins, as ASCII. */
const SHOWN = 60
const shown = (line: string): string =>
  line
    .trim()
    .slice(0, SHOWN)
    .replaceAll(/[^\x20-\x7e]/g, '?')
