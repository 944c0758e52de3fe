import { defineConfig } from 'vitest/config'
import { chromiumPath } from './test/support/chromium.ts'

const isLeftOut = chromiumPath(process.env) === undefined && process.env.CI === undefined
if (isLeftOut) console.log('There is no Chromium (set CHROMIUM_PATH): the tests of the page are left out.')

/** The page in a real Chromium, on the real local stack, `npm run test:browser`. Where CI is set, Chromium must be there. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    exclude: isLeftOut ? ['test/browser/**'] : [],
    passWithNoTests: true,
    globalSetup: isLeftOut ? [] : ['test/browser/start-stack.ts'],
    // All files look at one stack, and a browser takes a core.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is read off the page may still be on its way to it.
    expect: { poll: { timeout: 10_000 } },
    reporters: ['default', './test/support/plain-line.ts'],
  },
})
