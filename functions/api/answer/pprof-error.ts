import type { Context } from 'hono'
import { REASONS } from '#shared/api/reason.ts'
import { answerErrors, problemOf } from './problem.ts'

/**
 * An error that `go tool pprof` prints: it shows a body only where the type is text/plain and the header
 * `X-Go-Pprof` is there (google/pprof, driver/fetch.go statusCodeError).
 */
const readable = answerErrors({
  contentType: 'text/plain; charset=utf-8',
  headers: { 'x-go-pprof': '1' },
  status: (reason) => REASONS[reason].status,
  body: ({ reason, message }) => `${reason}: ${message}\n`,
})

/** Readable for whoever fetches a profile and does not ask for JSON by name, else a problem+json. */
export const pprofProblemOf = (error: unknown, c: Context): Response =>
  c.req.path.endsWith('.pb.gz') && !wantsJson(c) ? readable(error, c) : problemOf(error, c)

const wantsJson = ({ req }: Context): boolean =>
  !req.header('user-agent')?.startsWith('Go-http-client') && req.header('accept')?.includes('json') === true
