import { spawnSync } from 'node:child_process'
import { defineConfig } from 'vitest/config'
import { PROGRAMS } from './test/container/engine.ts'

const missing = [...PROGRAMS, 'apt-get', 'dpkg-deb', 'nsenter'].filter(
  (program) => spawnSync(program, ['--version']).status !== 0,
)
const isRoot = process.getuid?.() === 0
if (missing.length > 0) console.log(`There is no ${missing.join(', no ')} on the PATH: no image is built.`)
else if (!isRoot) console.log('Only root can build an image here: none is built.')

/** The image of the Dockerfile, really built and run, `npm run test:container`. */
export default defineConfig({
  test: {
    include: missing.length > 0 || !isRoot ? [] : ['test/container/image.test.ts'],
    passWithNoTests: true,
    // Packages come through npm and apt.
    testTimeout: 120_000,
    hookTimeout: 900_000,
    reporters: ['default', './test/support/plain-line.ts'],
  },
})
