import { spawn } from 'node:child_process'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#cli/agent/clock.ts'
import { targetsFile } from '#cli/agent/discovery/targets-file.ts'
import { type Ended, ended } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'
import { type Served, serve } from '#test/support/serve.ts'
import { clientFolder } from './folder.ts'

const GUIDE = new URL('../../docs/clients/prometheus.md', import.meta.url)
const folder = clientFolder()
let served: Served

beforeAll(async () => {
  served = await serve(await folder.made)
})

afterAll(async () => {
  await served.stop()
  await folder.remove()
})

function promtool(args: readonly string[], input = ''): Promise<Ended> {
  const child = spawn('promtool', args)
  child.stdin.end(input)
  return ended(child)
}

test('promtool finds nothing wrong with the metrics', async () => {
  const body = dump({ 'main.recv < main.worker': 5 })
  const facts = 'service=checkout&instance=pod-1&version=v1.4.2'
  await served.send(`/v1/profiles?${facts}`, { method: 'POST', body })
  await served.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
  const metrics = await (await served.send('/metrics')).text()
  expect(metrics).toMatch(/^tidemark_goroutines\{.*service="checkout".*\} 5$/m)
  expect(await promtool(['check', 'metrics'], metrics)).toEqual({ code: 0, stdout: '', stderr: '' })
})

const RULES = new URL('../../docs/prometheus/tidemark.rules.yml', import.meta.url)
const RULES_TEST = new URL('../fixtures/prometheus/tidemark.rules.test.yml', import.meta.url)

test('promtool accepts the rules, and each raises its alert at the figures that it is for', async () => {
  const home = await folder.made
  await copyFile(RULES, join(home, 'tidemark.rules.yml'))
  await copyFile(RULES_TEST, join(home, 'tidemark.rules.test.yml'))
  expect(await promtool(['check', 'rules', join(home, 'tidemark.rules.yml')])).toMatchObject({ code: 0 })
  const { code, stdout } = await promtool(['test', 'rules', join(home, 'tidemark.rules.test.yml')])
  expect([code, stdout]).toEqual([0, expect.stringContaining('SUCCESS')])
})

test('promtool accepts the configuration of the guide', async () => {
  const [, config = ''] = /^```yaml\n(.*?)^```$/ms.exec(await readFile(GUIDE, 'utf8')) ?? []
  const file = join(await folder.made, 'prometheus.yaml')
  await writeFile(file, config)
  const { code, stdout } = await promtool(['check', 'config', '--syntax-only', file])
  expect([code, stdout]).toEqual([0, expect.stringContaining('is valid prometheus config file syntax')])
})

test('Prometheus and the agent read the list of targets that its page shows', async () => {
  const page = await readFile(new URL('../../docs/agent.md', import.meta.url), 'utf8')
  const [, list = ''] = /^## Lists of targets$.*?^```yaml\n(.*?)^```$/ms.exec(page) ?? []
  const home = await folder.made
  const [file, config] = [join(home, 'targets.yml'), join(home, 'file-sd.yaml')]
  await writeFile(file, list)
  await writeFile(config, `scrape_configs: [{job_name: x, file_sd_configs: [{files: ['${file}']}]}]\n`)
  const checked = await promtool(['check', 'config', config])
  expect([checked.code, checked.stderr]).toEqual([0, ''])
  const deps = { clock: systemClock, log: () => undefined }
  const source = targetsFile(file, { service: undefined, headers: {} }, deps)
  const { targets, leftOut } = await source.read(new AbortController().signal)
  expect([targets.map(({ folder }) => folder.href), leftOut]).toEqual([
    [
      'http://10.0.0.7:6060/debug/pprof/',
      'http://10.0.0.8:6060/debug/pprof/',
      'https://cart.shop.svc:8080/internal/pprof/',
    ],
    [],
  ])
})
