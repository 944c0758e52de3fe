import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('the recipe for Go tests is the one that test/clients runs', () => {
  const recipe = read('test/clients/go-gate/main_test.go').replace(/^package .+$/m, 'package pool')
  expect(read('docs/gate.md')).toContain(recipe.trim())
})
