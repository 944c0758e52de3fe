import { offer } from './dropped.tsx'

/** Takes what somebody has: files, or text that is pasted. */
export const Chooser = () => (
  <section class="chooser">
    <div class="offer">
      <p>
        <label>
          Drop goroutine dumps anywhere on the page, or{' '}
          <input
            type="file"
            multiple
            onChange={({ currentTarget: { files } }) => offer([...(files ?? [])])}
          />
        </label>
      </p>
      <Paste />
    </div>
    <p class="quiet small">
      <code>debug=0</code>, <code>1</code> or <code>2</code>, a log with dumps in it, an archive, the output
      of goleak, <code>dlv goroutines -t</code> or <code>go tool pprof -traces</code>. Several dumps of one
      process are compared. The output of <code>ss -tanp</code>, <code>netstat</code>, <code>lsof</code> or{' '}
      <code>/proc/net/tcp</code> of the same process with it tells which connections the goroutines hold.
      Nothing is stored.
    </p>
    <pre>
      <code>curl -o goroutine.txt 'http://127.0.0.1:6060/debug/pprof/goroutine?debug=2'</code>
    </pre>
  </section>
)

/** What is pasted is analyzed at once; what is typed, on the button. */
const Paste = () => (
  <form
    onSubmit={(event) => {
      event.preventDefault()
      take(new FormData(event.currentTarget).get('dump'))
    }}
  >
    <label>
      or paste one{' '}
      <textarea
        name="dump"
        rows={4}
        placeholder="goroutine 1 [chan receive, 5 minutes]:"
        spellcheck={false}
        onPaste={(event) => {
          const text = event.clipboardData?.getData('text/plain') ?? ''
          if (text.includes('\n')) {
            event.preventDefault()
            take(text)
          }
        }}
      />
    </label>{' '}
    <button type="submit">Analyze</button>
  </form>
)

function take(text: FormDataEntryValue | string | null): void {
  if (typeof text === 'string' && text.trim() !== '') offer([new File([text], 'pasted text')])
}
