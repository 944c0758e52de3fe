import { defineConfig } from 'vitest/config'
import { isEmulated } from './test/release/emulator.ts'

if (process.arch !== 'arm64' && !isEmulated)
  console.log('There is no qemu-aarch64-static, or no libraries for it: the executable for arm64 is not run.')

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
