import type { Cause } from './cause.ts'
import { go, prose } from './text.ts'

/** Pipes and iterators of the standard library whose other side has left. */
export const PIPE: readonly Cause[] = [
  {
    id: '144',
    group: 'system',
    basis: 'cause',
    class: 'leak',
    title: 'Write into an io.Pipe that nobody reads',
    where: 'that write into an io.Pipe nobody reads',
    match: [
      { top: ['io.(*pipe).write'], state: ['select', 'sync.Cond.Wait'] },
      {
        any: ['io.(*PipeWriter).Write'],
        state: ['select', 'sync.Cond.Wait', 'semacquire', 'sync.Mutex.Lock'],
      },
    ],
    why: prose`
      A write into an io.Pipe waits until it is read. The reader returned, mostly with an error, without closing its
      side, as an HTTP request that failed before its body was sent.`,
    fix: 'Close the reader on every path: defer pr.Close(), or CloseWithError, where the reading function begins.',
    snippet: {
      before: go`
        pr, pw := io.Pipe()
        go func() {
          pw.CloseWithError(json.NewEncoder(pw).Encode(rows))
        }()
        return upload(ctx, pr) // returns early: the encoder waits for ever`,
      after: go`
        pr, pw := io.Pipe()
        defer pr.Close()
        go func() {
          pw.CloseWithError(json.NewEncoder(pw).Encode(rows))
        }()
        return upload(ctx, pr)`,
    },
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/io#Pipe', 'https://pkg.go.dev/io#PipeReader.Close'],
  },
  {
    id: '145',
    group: 'system',
    basis: 'cause',
    class: 'leak',
    title: 'Read from an io.Pipe that nobody closes',
    where: 'that read an io.Pipe nobody writes to or closes',
    match: [{ top: ['io.(*pipe).read'] }, { any: ['io.(*PipeReader).Read'] }],
    why: 'A read from an io.Pipe ends when the writing side is closed. Whoever wrote has returned without it.',
    fix: 'defer pw.Close() in the one that writes, or pw.CloseWithError(err), so that the reader learns of the error.',
    snippet: {
      before: go`
        pr, pw := io.Pipe()
        go scan(pr)
        if err := export(pw); err != nil {
          return err // pw stays open
        }
        return pw.Close()`,
      after: go`
        pr, pw := io.Pipe()
        go scan(pr)
        err := export(pw)
        pw.CloseWithError(err)
        return err`,
    },
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/io#PipeWriter.CloseWithError'],
  },
  {
    id: '146',
    group: 'system',
    basis: 'cause',
    class: 'leak',
    title: 'iter.Pull without stop',
    where: 'of iterators that were pulled and not stopped',
    match: [
      { any: ['iter.Pull[...].func{n}'], state: ['coroutine'] },
      { any: ['iter.Pull2[...].func{n}'], state: ['coroutine'] },
    ],
    why: 'iter.Pull runs the sequence in a coroutine that ends with the last value or with stop.',
    fix: 'defer stop() right after iter.Pull, also where the sequence is read to its end.',
    snippet: {
      before: go`
        next, _ := iter.Pull(rows)
        first, ok := next()`,
      after: go`
        next, stop := iter.Pull(rows)
        defer stop()
        first, ok := next()`,
    },
    holds: [{ module: 'std', from: 'go1.23' }],
    links: ['https://pkg.go.dev/iter#Pull', 'https://github.com/golang/go/issues/61897'],
  },
]
