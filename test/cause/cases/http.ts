import { type CauseCase, POLL, stack } from '../stack.ts'

const PEEK = `${POLL} < net/http.(*persistConn).Read < bufio.(*Reader).fill < bufio.(*Reader).Peek`
const READ_LOOP = 'net/http.(*persistConn).readLoop'
const SERVE = 'net/http.(*conn).serve'
const HTTP2 = 'golang.org/x/net/http2'

export const HTTP_CASES: readonly CauseCase[] = [
  {
    id: '1',
    matches: stack(READ_LOOP, { state: 'select', by: 'net/http.(*Transport).dialConn' }),
    misses: stack(`${PEEK} < ${READ_LOOP}`, { state: 'IO wait' }),
  },
  {
    id: '2',
    matches: stack(`${PEEK} < ${READ_LOOP}`, { state: 'IO wait' }),
    misses: stack('net/http.(*persistConn).writeLoop', { state: 'select' }),
  },
  {
    id: '3',
    matches: stack(`${PEEK} < ${READ_LOOP}`, { state: 'IO wait', by: 'net/http.(*Transport).dialConn' }),
    misses: stack(READ_LOOP, { state: 'select' }),
  },
  {
    id: '4',
    matches: stack(READ_LOOP, { state: 'chan receive' }),
    misses: stack(READ_LOOP),
  },
  {
    id: '5',
    matches: stack(READ_LOOP, { state: 'select' }),
    misses: stack('net/http.(*persistConn).writeLoop', { state: 'select' }),
  },
  {
    id: '6',
    matches: stack(`${POLL} < ${HTTP2}.(*Framer).ReadFrame < ${HTTP2}.(*ClientConn).readLoop`),
    misses: stack(`${POLL} < ${HTTP2}.(*Framer).ReadFrame < ${HTTP2}.(*serverConn).readFrames`),
  },
  {
    id: '7',
    matches: stack(`${HTTP2}.awaitRequestCancel`, { state: 'select' }),
    misses: stack(`${HTTP2}.(*clientStream).writeRequest < ${HTTP2}.(*clientStream).doRequest`),
  },
  {
    id: '8',
    matches: stack(`${POLL} < net/http.(*http2clientConnReadLoop).run`, { state: 'IO wait' }),
    misses: stack(READ_LOOP, { state: 'select' }),
  },
  {
    id: '9',
    matches: stack(`${POLL} < net/http.(*connReader).Read < bufio.(*Reader).fill < ${SERVE}`),
    misses: stack(
      `${POLL} < net/http.(*connReader).Read < main.upload < net/http.serverHandler.ServeHTTP < ${SERVE}`,
    ),
  },
  {
    id: '10',
    matches: stack('net/http.(*persistConn).roundTrip < net/http.(*Client).Do < main.scrape', {
      state: 'select',
      waited: 0.9,
    }),
    misses: stack('net/http.(*persistConn).roundTrip < net/http.(*Client).Do < main.scrape', {
      state: 'select',
      waited: 0,
    }),
  },
]
