import { fileURLToPath } from 'node:url'

const recorded = (file: string): string =>
  fileURLToPath(
    new URL(
      `../test/fixtures/series/shopfront-week/profiles/shopfront-6c5d7-9hq2n/1/${file}`,
      import.meta.url,
    ),
  )

/** A debug=0 profile of the recorded incident. */
export const PROFILE = recorded('0121.pb.gz')
/** One of the same process an hour before. */
export const OTHER_PROFILE = recorded('0119.pb.gz')
/** A debug=2 dump of a real program. */
export const DUMP = fileURLToPath(
  new URL('../test/fixtures/goroutine/go1.27.goroutine.debug2.txt', import.meta.url),
)
