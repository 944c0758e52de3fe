import { existsSync } from 'node:fs'

/** Where Debian, Ubuntu, Fedora and macOS put a Chromium. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The Chromium of this machine: that of `CHROMIUM_PATH`, or one in a usual place; undefined where there is none. */
export const chromiumPath = (env: Readonly<Record<string, string | undefined>>): string | undefined =>
  [env.CHROMIUM_PATH, ...PLACES].find((place) => place !== undefined && existsSync(place))
