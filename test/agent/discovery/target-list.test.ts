import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelledTarget } from '#cli/agent/discovery/labelled-target.ts'
import { NoList } from '#cli/agent/discovery/source.ts'
import { LIST_LIMIT, targetList } from '#cli/agent/discovery/target-list.ts'
import { targetsFile } from '#cli/agent/discovery/targets-file.ts'
import { withFolder } from '#test/support/cli.ts'

const DEFAULTS = { service: undefined, headers: {} }
const DEPS = {
  clock: { now: () => 0, sleep: async () => undefined },
  log: () => undefined,
}

/** What a file with this text tells. */
const inFile = (text: string | Buffer) =>
  withFolder(async (folder) => {
    const file = join(folder, 'targets')
    await writeFile(file, text)
    return targetsFile(file, DEFAULTS, DEPS).read(new AbortController().signal)
  })

const factsIn = async (text: string) =>
  (await inFile(text)).targets.map(({ service, instance, version, folder, labels }) => ({
    service,
    instance,
    version,
    folder: folder.href,
    labels,
  }))

const CHECKOUT = {
  service: 'checkout',
  instance: '10.0.0.7:6060',
  version: '1.10',
  folder: 'http://10.0.0.7:6060/debug/pprof/',
  labels: { zone: 'eu-1' },
}

describe('a list of targets', () => {
  test.each([
    {
      name: 'JSON',
      give: '[{"targets": ["10.0.0.7:6060"], "labels": {"service": "checkout", "version": "1.10", "zone": "eu-1"}}]',
    },
    {
      name: 'YAML, whose numbers stay text',
      give: '# ours\n- targets: [10.0.0.7:6060]\n  labels:\n    service: checkout\n    version: 1.10\n    zone: eu-1\n',
    },
    {
      name: 'YAML with aliases',
      give: '- targets: ["10.0.0.7:6060"]\n  labels: &a {service: checkout, version: "1.10", zone: eu-1}\n- {targets: [], labels: *a}\n',
    },
  ])('is read from $name', async ({ give }) => {
    expect(await factsIn(give)).toEqual([CHECKOUT])
  })

  test.each([
    { name: 'no list in it', give: '[]' },
    { name: 'a group of none', give: '- targets: []\n' },
  ])('with $name holds none', async ({ give }) => {
    expect(await inFile(give)).toEqual({ targets: [], leftOut: [] })
  })

  test.each([
    { name: 'nothing', give: '', want: 'the list: expected Array, got' },
    { name: 'null for a group', give: "- targets: ['a:1']\n\n- null\n", want: 'entry 2: expected Object' },
    {
      name: 'a number in JSON',
      give: '[{"targets":[],"labels":{"version":1.1}}]',
      want: 'entry 1, labels.version: expected string, got 1.1',
    },
    { name: 'one address for many', give: '- targets: a:1\n', want: 'entry 1, targets: expected Array' },
    { name: 'half a file', give: '[{"targets": ["10.0.0.7:6060"', want: 'line 1 is neither YAML nor JSON' },
    { name: 'a bomb of aliases', give: bomb(), want: 'its aliases stand for more than 100 values' },
    {
      name: 'too many bytes',
      give: Buffer.alloc(LIST_LIMIT + 1, ' '),
      want: `at most ${LIST_LIMIT} are read`,
    },
  ])('of $name is refused with its place', async ({ give, want }) => {
    const error = await inFile(give).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(NoList)
    expect((error as NoList).message).toContain(want)
  })

  test('that is not there is refused in words', async () => {
    const source = targetsFile('/nowhere/targets.yml', DEFAULTS, DEPS)
    await expect(source.read(new AbortController().signal)).rejects.toThrow(NoList)
  })

  test('never throws anything else, whatever is in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          targetList(value, DEFAULTS)
        } catch (error) {
          expect(error).toBeInstanceOf(NoList)
        }
      }),
    )
  })
})

function bomb(): string {
  const levels = Array.from({ length: 12 }, (_, i) => `- &l${i + 1} [${`*l${i},`.repeat(9)}]`)
  return ['- &l0 [x]', ...levels].join('\n')
}

describe('a target of a list', () => {
  const folderOf = (address: string, labels: Record<string, string> = {}): string => {
    const target = labelledTarget(address, { service: 'x', ...labels }, DEFAULTS)
    return typeof target === 'string' ? target : target.folder.href
  }

  test.each([
    { give: { __metrics_path__: '/internal/pprof' }, want: 'http://a:1/internal/pprof/' },
    { give: { __profile_path__: '/x/goroutine', __metrics_path__: '/metrics' }, want: 'http://a:1/x/' },
    { give: { __scheme__: 'https', __param_key: 'a b' }, want: 'https://a:1/debug/pprof/?key=a+b' },
  ])('is pulled from $want', ({ give, want }) => {
    expect(folderOf('a:1', give)).toBe(want)
  })

  test.each([
    { address: 'http://a:1/x', labels: {}, want: 'its address must be HOST:PORT' },
    { address: 'user:secret@a:1', labels: {}, want: 'its address must be HOST:PORT' },
    { address: 'a:99999', labels: {}, want: 'its address must be HOST:PORT' },
    { address: 'a:1', labels: { __scheme__: 'file' }, want: 'its scheme is file' },
    { address: 'a:1', labels: { service: 'a b' }, want: 'The service name may hold' },
    { address: 'a:1', labels: { 'a b': 'c' }, want: 'A label key may hold' },
  ])('$address with $labels is left out with a sentence', ({ address, labels, want }) => {
    expect(folderOf(address, labels)).toContain(want)
  })

  test('without a name is told which label to add', () => {
    expect(labelledTarget('a:1', {}, DEFAULTS)).toContain('add one, or name a service for all with --service')
  })

  test.each([
    { name: 'its service before its job', labels: { service: 'a', job: 'b' }, want: ['a', 'h:1'] },
    { name: 'its job before the option', labels: { job: 'b' }, want: ['b', 'h:1'] },
    { name: 'the option', labels: {}, want: ['all', 'h:1'] },
    {
      name: 'its pod and namespace',
      labels: { service_name: 'a', service_namespace: 'shop', pod: 'a-1' },
      want: ['shop/a', 'a-1'],
    },
    { name: 'a chosen instance', labels: { service: 'a', instance: 'one' }, want: ['a', 'one'] },
  ])('is called by $name', ({ labels, want }) => {
    const target = labelledTarget('h:1', labels, { ...DEFAULTS, service: 'all' })
    expect(typeof target === 'string' ? target : [target.service, target.instance]).toEqual(want)
  })

  test('of IPv6 keeps its address', () => {
    const target = labelledTarget('[fd00::7]:6060', { service: 'x' }, DEFAULTS)
    expect(target).toMatchObject({ instance: 'fd00::7:6060', place: '[fd00::7]:6060' })
  })
})
