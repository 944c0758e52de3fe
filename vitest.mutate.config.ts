import { defineConfig } from 'vitest/config'

/** Tests that mutants run against: those of one folder, named by TIDEMARK_MUTATE_TESTS (`npm run mutate -- FOLDER`). */
export default defineConfig({
  test: {
    include: (process.env.TIDEMARK_MUTATE_TESTS ?? 'test')
      .split(' ')
      .map((folder) => `${folder}/**/*.test.ts`),
    exclude: ['test/clients/**', 'test/browser/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
