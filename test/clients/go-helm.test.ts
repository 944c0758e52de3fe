import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { agent } from '#cli/commands/agent.ts'
import { serve } from '#cli/commands/serve.ts'
import { clientFolder } from './folder.ts'
import { type Check, type Manifest, manifestCheck } from './manifest-check.ts'

const CHART = fileURLToPath(new URL('../../deploy/helm/tidemark', import.meta.url))
const TOOL = fileURLToPath(new URL('helm-tool', import.meta.url))
const folder = clientFolder()
let helm: string
let check: Check

beforeAll(async () => {
  helm = join(await folder.made, 'helm')
  const env = { ...process.env, GOFLAGS: '' }
  await promisify(execFile)('go', ['build', '-o', helm, 'helm.sh/helm/v4/cmd/helm'], { cwd: TOOL, env })
  check = await manifestCheck()
  // The first build of a machine takes minutes; the go command keeps it.
}, 900_000)
afterAll(() => folder.remove())

interface Container {
  readonly name: string
  readonly args: readonly string[]
  readonly securityContext: unknown
}
interface Workload extends Manifest {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly automountServiceAccountToken: boolean
        readonly securityContext: unknown
        readonly containers: readonly Container[]
        readonly initContainers?: readonly Container[]
      }
    }
  }
}

async function run(...args: string[]): Promise<string> {
  const home = await folder.made
  const env = { PATH: process.env.PATH, HOME: home }
  return (await promisify(execFile)(helm, args, { env })).stdout
}
const settings = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).flatMap(([key, value]) => ['--set', `${key}=${value}`])

/** What a release called `leaks` in the namespace `monitoring` consists of. */
async function rendered(values: Readonly<Record<string, string>> = {}): Promise<Manifest[]> {
  const text = await run('template', 'leaks', CHART, '--namespace', 'monitoring', ...settings(values))
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null)
}
const kindsOf = (manifests: readonly Manifest[]): string[] =>
  manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()
const workloadsOf = (manifests: readonly Manifest[]): Workload[] =>
  manifests.filter(({ kind }) => kind === 'StatefulSet' || kind === 'DaemonSet') as Workload[]
const refusal = async (values: Readonly<Record<string, string>>): Promise<string> =>
  rendered(values).then(
    () => 'it was rendered',
    (error: unknown) => String((error as { readonly stderr: string }).stderr),
  )

const VARIANTS: readonly { readonly name: string; readonly values: Readonly<Record<string, string>> }[] = [
  { name: 'by default', values: {} },
  { name: 'without agent', values: { 'agent.enabled': 'false' } },
  { name: 'without server', values: { 'server.enabled': 'false', 'agent.url': 'https://tidemark.example' } },
  { name: 'for one namespace', values: { 'agent.namespace': 'shop' } },
  {
    name: 'with everything',
    values: {
      'image.digest': `sha256:${'0'.repeat(64)}`,
      'imagePullSecrets[0].name': 'registry',
      'server.keepDays': '30',
      'server.maxGb': '15',
      'server.persistence.storageClassName': 'fast',
      'server.service.type': 'LoadBalancer',
      'server.podAnnotations.a': 'b',
      'server.tolerations[0].operator': 'Exists',
      'server.priorityClassName': 'high',
      'agent.labels.cluster': 'eu-1',
      'agent.leak': 'false',
      'agent.podAnnotations.a': 'b',
      'agent.tolerations[0].operator': 'Exists',
      'agent.priorityClassName': 'high',
    },
  },
  {
    name: 'with nothing that can be left out',
    values: { 'server.persistence.enabled': 'false', 'networkPolicy.enabled': 'false' },
  },
]

describe('the chart', () => {
  test('passes helm lint, strictly', async () => {
    expect(await run('lint', '--strict', CHART)).toContain('1 chart(s) linted, 0 chart(s) failed')
  })

  test.each(VARIANTS)('makes manifests that the API takes, $name', async ({ values }) => {
    const manifests = await rendered(values)
    const wrong = manifests.map(async (manifest) =>
      (await check(manifest)).map((line) => `${manifest.kind} ${manifest.metadata.name}${line}`),
    )
    expect((await Promise.all(wrong)).flat()).toEqual([])
    expect(new Set(kindsOf(manifests)).size).toBe(manifests.length)
  })

  test.each(VARIANTS)('calls tidemark with options that it has, $name', async ({ values }) => {
    for (const { spec } of workloadsOf(await rendered(values))) {
      const { containers, initContainers = [] } = spec.template.spec
      for (const { args } of [...initContainers, ...containers]) {
        const options = { agent, serve }[args[0] ?? '']?.options ?? {}
        const named = args.flatMap((arg) => /^--([^=]+)/.exec(arg)?.[1] ?? [])
        expect(named.filter((name) => !Object.hasOwn(options, name))).toEqual([])
      }
    }
  })

  test.each(VARIANTS)(
    'runs nothing that the restricted Pod Security Standard forbids, $name',
    async ({ values }) => {
      const workloads = workloadsOf(await rendered(values))
      expect(workloads.length).toBeGreaterThan(0)
      for (const { kind, spec } of workloads) {
        const {
          securityContext,
          containers,
          initContainers = [],
          automountServiceAccountToken,
        } = spec.template.spec
        expect(securityContext).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        })
        expect(automountServiceAccountToken).toBe(kind === 'DaemonSet')
        for (const container of [...initContainers, ...containers]) {
          expect(container.securityContext).toEqual({
            readOnlyRootFilesystem: true,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          })
        }
      }
    },
  )

  test('holds these objects, and no Secret', async () => {
    expect(kindsOf(await rendered())).toEqual([
      'ClusterRole monitoring-leaks-tidemark-agent',
      'ClusterRoleBinding monitoring-leaks-tidemark-agent',
      'DaemonSet leaks-tidemark-agent',
      'NetworkPolicy leaks-tidemark',
      'NetworkPolicy leaks-tidemark-agent',
      'Service leaks-tidemark',
      'ServiceAccount leaks-tidemark',
      'ServiceAccount leaks-tidemark-agent',
      'StatefulSet leaks-tidemark',
    ])
  })

  test.each([
    { values: {}, kind: 'ClusterRole', namespace: undefined },
    { values: { 'agent.namespace': 'shop' }, kind: 'Role', namespace: 'shop' },
  ])('lets the agent see pods and nothing else, by a $kind', async ({ values, kind, namespace }) => {
    const manifests = await rendered(values)
    const roles = manifests.filter((manifest) => /Role$/.test(manifest.kind))
    expect(roles.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([[kind, namespace]])
    expect(roles[0]).toMatchObject({
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
    })
    const binding = manifests.find((manifest) => manifest.kind === `${kind}Binding`)
    expect(binding).toMatchObject({
      roleRef: { kind, name: roles[0]?.metadata.name },
      subjects: [{ kind: 'ServiceAccount', name: 'leaks-tidemark-agent', namespace: 'monitoring' }],
    })
  })

  test.each([
    {
      name: 'a value that it does not know',
      values: { 'server.persistance.size': '1Gi' },
      want: 'persistance',
    },
    { name: 'days in words', values: { 'server.keepDays': 'ninety' }, want: 'keepDays' },
    { name: 'an address without a scheme', values: { 'agent.url': 'tidemark.example' }, want: 'agent/url' },
    { name: 'a token in its values', values: { 'agent.token.value': 'tdm_x' }, want: 'token' },
    {
      name: 'agents without a server',
      values: { 'server.enabled': 'false' },
      want: 'name the Tidemark to push to in agent.url',
    },
  ])('refuses $name', async ({ values, want }) => {
    expect(await refusal(values)).toContain(want)
  })
})

describe('the check of manifests', () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } }
  test.each([
    {
      name: 'a field that does not exist',
      give: { ...service, spec: { prots: [] } },
      want: '/spec must NOT have additional properties',
    },
    {
      name: 'a field of another type',
      give: { ...service, spec: { ports: [{ port: 'http' }] } },
      want: '/spec/ports/0/port must be integer',
    },
    {
      name: 'a field that is missing',
      give: { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'x' }, spec: {} },
      want: "/spec must have required property 'selector'",
    },
    { name: 'a kind that does not exist', give: { ...service, kind: 'Servise' }, want: 'v1 has no Servise' },
  ])('sees $name', async ({ give, want }) => {
    expect((await check(give)).join('\n')).toContain(want)
  })
})
