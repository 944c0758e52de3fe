import { defineConfig } from 'vitest/config'

/** Tests that mutants run against: the folders and files that TIDEMARK_MUTATE_TESTS names (`npm run mutate -- FOLDER`). */
export default defineConfig({
  test: {
    include: (process.env.TIDEMARK_MUTATE_TESTS ?? 'test')
      .split(' ')
      .map((path) => (path.endsWith('.ts') ? path : `${path}/**/*.test.ts`)),
    exclude: ['test/clients/**', 'test/browser/**', 'test/release/**', 'test/container/image.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
