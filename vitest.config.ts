import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/clients/**', 'test/browser/**'],
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', './test/support/plain-line.ts'],
    coverage: { include: ['shared/**/*.ts', 'functions/**/*.ts'], exclude: ['functions/*/lambda.ts'] },
  },
})
