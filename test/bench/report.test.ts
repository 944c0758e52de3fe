import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { BASELINES, DETECTORS } from '#bench/verdicts/baselines/all.ts'
import { playBattery } from '#bench/verdicts/battery/play-battery.ts'
import { methodsFrom } from '#bench/verdicts/given-methods.ts'
import { optionsOf } from '#bench/verdicts/options.ts'
import { delayPicture } from '#bench/verdicts/report/delay-picture.ts'
import { rightPicture } from '#bench/verdicts/report/right-picture.ts'
import { table } from '#bench/verdicts/report/table.ts'
import { rowOf } from '#bench/verdicts/row.ts'

const MAIN = fileURLToPath(new URL('../../bench/verdicts/main.ts', import.meta.url))
const ROSE = fileURLToPath(new URL('rose-method.ts', import.meta.url))
const names = BASELINES.map(({ name }) => name)
const outcomes = playBattery({ seed: 2, every: 95, rest: 40 }, BASELINES)

it('a table has a line for each row, all of one width', () => {
  const lines = table(
    'method',
    names.map((name) => rowOf(name, outcomes)),
  ).split('\n')
  expect(lines).toHaveLength(2 + names.length)
  expect(new Set(lines.map(({ length }) => length)).size).toBe(1)
})

it.each([
  ['delay', delayPicture(names, outcomes)],
  ['right', rightPicture(names.map((name) => rowOf(name, outcomes)))],
])('the picture of %s says its title, names the methods and has a place for every point', (_, svg) => {
  expect(svg).toMatch(/^<svg .*aria-label="[^"]+">/)
  expect(svg).toContain('prefers-color-scheme:dark')
  expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  for (const name of names) expect(svg).toContain(`>${name}</text>`)
})

it('options: folders add up, the gate can be left out, an unknown one is named', () => {
  expect(optionsOf(['--series', 'a', '--series', 'b', '--no-gate'])).toMatchObject({
    series: ['a', 'b'],
    gate: false,
    quick: false,
  })
  expect(optionsOf(['--only', 'libs', '--seed', '101', '--seed', '102'])).toMatchObject({
    only: ['libs'],
    seeds: [101, 102],
  })
  expect(() => optionsOf(['--fast'])).toThrow('--fast')
  expect(() => optionsOf(['--seed', '1.5'])).toThrow('1.5')
})

it('the quick run prints one JSON document, and its rows are those of all methods, given ones too', async () => {
  const quick = ['--quick', '--json', '--no-gate', '--method', ROSE]
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...quick])
  const { sets, seeds } = JSON.parse(stdout)
  expect([sets.map(({ name }: { name: string }) => name), seeds]).toEqual([['battery', 'phenomena'], [1]])
  for (const { rows, contests } of sets) {
    expect(rows.map((row: { method: string }) => row.method)).toEqual(['Tidemark', ...names, 'rose'])
    expect(contests.map(({ name }: { name: string }) => name)).toEqual(DETECTORS.map(({ name }) => name))
    for (const { curve } of contests) expect(curve.at(-1)).toMatchObject({ recall: expect.any(Number) })
  }
}, 120_000)

it('a module that is no method is named', async () => {
  const none = fileURLToPath(new URL('report.test.ts', import.meta.url))
  await expect(methodsFrom([none.replace('report.test', 'no-method')])).rejects.toThrow(
    'no-method.ts must export',
  )
})
