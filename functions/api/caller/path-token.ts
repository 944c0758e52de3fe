import { getPath } from 'hono/utils/url'

/** `/t/<token>/ingest`: for clients that can be told an address and nothing else. */
const IN_PATH = /^\/t(?:\/([^/]*))?(\/.*)?$/s

/** The path that routes see, and whatever is logged or answered: without the token that may stand in it. */
export function pathOf(request: Request): string {
  const path = getPath(request)
  const match = IN_PATH.exec(path)
  return match === null ? path : (match[2] ?? '/t')
}

/** The token in the path; undefined where the path has no place for one. */
export const pathToken = (request: Request): string | undefined => IN_PATH.exec(getPath(request))?.[1]
