import { defineConfig } from 'vitest/config'

/** What `npm run release` writes, installed and run as a stranger would, `npm run test:release`. */
export default defineConfig({
  test: {
    include: ['test/release/**/*.test.ts'],
    globalSetup: ['test/release/build.ts'],
    // Node of other versions and platforms comes through npm the first time.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    fileParallelism: false,
    reporters: ['default', './test/support/plain-line.ts'],
  },
})
