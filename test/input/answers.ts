/** What each text of test/fixtures/dumps holds: goroutines of each dump, the newest last, and what is said of them. */

interface Answer {
  readonly file: string
  readonly totals: readonly number[]
  /** A frame that is in every dump, and the one state of its goroutines where the text has states. */
  readonly frame: string
  readonly state?: string
  /** Whole minutes that a goroutine waited. */
  readonly minutes?: number
  readonly isCut?: boolean
}

const TWO_SENDS = { totals: [2], frame: 'main.ask.func1', state: 'chan send' } as const
const THREE_ASKS = { totals: [3], frame: 'main.ask.func1' } as const

export const ANSWERS: readonly Answer[] = [
  { file: '01-two-dumps-summed.debug1.txt', ...THREE_ASKS, totals: [3, 3] },
  { file: '01-two-dumps-summed.debug2.txt', ...TWO_SENDS, totals: [2, 2] },
  { file: '02-blanks-for-tab.debug2.txt', ...TWO_SENDS },
  { file: '03-blanks-for-tab.debug1.txt', ...THREE_ASKS },
  { file: '04-sharp-lost.debug1.txt', ...THREE_ASKS },
  { file: '05a-blank-line-before.debug1.txt', ...THREE_ASKS },
  { file: '05b-prompt-before.debug1.txt', ...THREE_ASKS },
  { file: '05c-bom.debug1.txt', ...THREE_ASKS },
  { file: '05d-bom-loses-first.debug2.txt', ...TWO_SENDS },
  { file: '05e-no-header.debug1.txt', ...THREE_ASKS },
  { file: '05f-words-before-header.debug1.txt', ...THREE_ASKS },
  { file: '06-after-4-KiB-of-log.debug2.txt', ...TWO_SENDS },
  { file: '07a-fence-is-taken-for-protobuf.debug2.txt', ...TWO_SENDS },
  {
    file: '07b-timestamp-is-taken-for-protobuf.debug2.txt',
    totals: [1],
    frame: 'runtime/pprof.writeGoroutineStacks',
    state: 'running',
  },
  { file: '08-docker-json.debug2.txt', ...TWO_SENDS },
  { file: '08-escaped-in-one-line.debug2.txt', ...TWO_SENDS },
  { file: '08-prefix-compose.debug2.txt', ...TWO_SENDS },
  { file: '08-prefix-cri.debug2.txt', ...TWO_SENDS },
  { file: '08-prefix-indent.debug2.txt', ...TWO_SENDS },
  { file: '08-prefix-journald.debug2.txt', ...TWO_SENDS },
  { file: '08-prefix-mail-quote.debug2.txt', ...TWO_SENDS },
  { file: '09-log-line-inside-becomes-function.debug2.txt', ...TWO_SENDS },
  {
    file: '10-wrong-cause-91-where-no-function-is-readable.debug2.txt',
    totals: [1],
    frame: 'main.(*svc).ask.func1',
    state: 'chan send',
    minutes: 29,
  },
  {
    file: '11-g0-and-doubles-counted.crash.txt',
    totals: [1],
    frame: 'os/signal.signal_recv',
    state: 'syscall',
  },
  { file: '14a-goleak-1.1.txt', ...TWO_SENDS, totals: [1] },
  { file: '14b-goleak-1.3.txt', ...TWO_SENDS, totals: [1] },
  { file: '15a-pprof-traces.txt', ...THREE_ASKS },
  { file: '16-dlv-goroutines-t.txt', ...TWO_SENDS, totals: [1], minutes: 29 },
  { file: '17a-stored-zip-read-as-text.zip', ...TWO_SENDS, totals: [3] },
  { file: '17b-tar-read-as-text.tar', ...TWO_SENDS, totals: [3] },
  { file: '17c-gzip-twice.gz', ...TWO_SENDS },
  { file: '18-truncated-tail.debug2.txt', ...TWO_SENDS, totals: [1], isCut: true },
  { file: '19-first-frame-glued.debug2.txt', ...TWO_SENDS, totals: [1], minutes: 9511 },
  {
    file: '20-wrapped-at-console-width.debug2.txt',
    totals: [1],
    frame: 'main.(*client).call',
    state: 'chan send',
  },
  { file: '21-shortened-by-hand.debug1.txt', ...THREE_ASKS },
  {
    file: '23a-wrong-cause-72-udp-listener.debug2.txt',
    totals: [1],
    frame: 'github.com/quic-go/quic-go.(*Transport).listen',
    state: 'IO wait',
  },
  {
    file: '23b-wrong-cause-83-wait-in-a-library.debug2.txt',
    totals: [1],
    frame: 'github.com/eclipse/paho%2emqtt%2egolang.(*client).startCommsWorkers',
    state: 'semacquire',
  },
]
