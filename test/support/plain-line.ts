import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with one plain line, `20 passed, 0 failed, 0 skipped`, that any CI can read. */
export default class PlainLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++
      // A file that does not load and a beforeAll that throws fail without any failed test.
      for (const part of [module, ...module.children.allSuites()])
        if (part.errors().length > 0) count.failed++
    }
    console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  }
}
