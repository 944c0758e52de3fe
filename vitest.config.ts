import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/clients/**', 'test/browser/**', 'test/release/**', 'test/container/image.test.ts'],
    isolate: false,
    // Vitest leaves a core free; here nothing else wants it.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/plain-line.ts'],
    coverage: { include: ['shared/**/*.ts', 'functions/**/*.ts'], exclude: ['functions/*/lambda.ts'] },
  },
})
