import { readFileSync } from 'node:fs'
import { type Import, importsOf, sourceFiles } from './imports.ts'

/** Folders that a folder may import from beside itself, and packages that it may name. */
const MAY_IMPORT: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'shared/time.ts': [],
  'shared/lazy.ts': [],
  'shared/fnv1a.ts': [],
  'shared/at-most.ts': ['lru-cache'],
  'shared/reading': [],
  'shared/goroutine': ['shared/reading', 'node:zlib'],
  'shared/input': [
    'shared/goroutine',
    'shared/reading',
    'shared/signature/wait-state.ts',
    /^node:(stream|util|zlib)/,
    'csv-parse',
    'entities',
    'jsonc-parser',
    'modern-tar',
    'yauzl',
  ],
  'shared/signature': ['shared/goroutine', 'node:crypto'],
  'shared/statistics': ['d3-array', 'simple-statistics'],
  'shared/survivor': [/^shared\/(goroutine|signature|statistics)\//],
  'shared/trend': ['shared/goroutine', 'shared/signature', 'shared/survivor', 'd3-array'],
  'shared/cause': ['shared/signature'],
  'shared/source': ['shared/signature'],
  'shared/socket': ['shared/reading'],
  'shared/settings': ['shared/source/repository.ts'],
  'shared/owner': ['shared/signature', 'ignore'],
  // Rooms, each of which builds on those above it in this list.
  'shared/verdict/model': ['shared/cause', 'shared/signature'],
  'shared/verdict/life': [/^shared\/(signature|statistics|survivor|trend)\//, 'd3-array'],
  'shared/verdict/measure': [
    /^shared\/(statistics|trend)\//,
    /^shared\/verdict\/(model|life)\//,
    'd3-array',
    'simple-statistics',
  ],
  'shared/verdict/rules': [
    /^shared\/(statistics|trend)\//,
    /^shared\/verdict\/(model|life|measure)\//,
    'd3-array',
    'simple-statistics',
  ],
  'shared/verdict/growth': [
    /^shared\/(statistics|survivor|trend)\//,
    /^shared\/verdict\/(model|life|measure|rules)\//,
    'd3-array',
  ],
  'shared/verdict/corroboration': [
    /^shared\/(cause|signature|socket|statistics|survivor|trend)\//,
    /^shared\/verdict\/(model|life|measure|rules|growth)\//,
    'd3-array',
  ],
  'shared/verdict/odds': [
    /^shared\/(cause|statistics|survivor|trend)\//,
    /^shared\/verdict\/(model|life|measure|rules|growth|corroboration)\//,
    'd3-array',
  ],
  'shared/verdict/judge': [
    /^shared\/(cause|settings|signature|socket|statistics|survivor|trend)\//,
    /^shared\/verdict\/(model|life|measure|rules|growth|corroboration|odds)\//,
    'd3-array',
  ],
  'shared/finding': [/^shared\/(signature|statistics|trend|verdict)\//, 'd3-array'],
  'shared/analysis': [/^shared\/(cause|goroutine|input|reading|signature|socket|survivor)\//],
  'shared/gate': [/^shared\/(analysis|notice|signature|verdict)\//],
  'shared/pprof': [
    /^shared\/(goroutine|signature)\//,
    'shared/api/reason.ts',
    'node:zlib',
    'node:util',
    'pprof-format',
  ],
  'shared/api': [
    'shared/reading',
    'shared/input/input-refusal.ts',
    'shared/reading',
    'shared/socket',
    'shared/source/repository.ts',
    'valibot',
    '@valibot/to-json-schema',
  ],
  'shared/access': ['shared/api', 'node:crypto'],
  'shared/store': [
    /^shared\/(access|finding|goroutine|settings|signature|socket|survivor|trend|verdict)\//,
    /^node:(crypto|sqlite|timers|util|v8|zlib)/,
    'lru-cache',
    'pbf',
    'p-retry',
  ],
  'shared/ingest': [
    /^shared\/(api|goroutine|settings|signature|socket|store|survivor|trend)\//,
    /^node:(crypto|zlib|util)/,
    'lru-cache',
    '@remix-run/multipart-parser',
    'modern-tar',
    'node:stream/web',
  ],
  'shared/notice': [/^shared\/(cause|finding|reading|verdict)\//, 'node:crypto'],
  'shared/report': [/^shared\/(finding|notice|signature|trend|verdict)\//, 'hono'],
  'shared/delivery': [
    /^shared\/(api|finding|notice|store|trend|verdict)\//,
    /^node:(crypto|dns|http|https|net)/,
    'ipaddr.js',
    'marklassian',
    'p-retry',
    'valibot',
  ],
  'shared/push': ['shared/api', '@bufbuild/protobuf'],
  'shared/otlp': ['shared/api', 'shared/goroutine', '@bufbuild/protobuf', 'pprof-format'],
  'shared/mcp': [
    'shared/api',
    'shared/verdict/model/words.ts',
    'valibot',
    '@valibot/to-json-schema',
    '@modelcontextprotocol/server',
  ],
  'shared/history': [
    /^shared\/(ingest|settings|signature|socket|statistics|store|trend)\//,
    'd3-array',
    'node:crypto',
  ],
  functions: [
    'shared',
    /^node:(async_hooks|crypto|fs|module|path|url|util|zlib)/,
    'd3-array',
    'hono',
    'lru-cache',
    'valibot',
    'prom-client',
    '@modelcontextprotocol/server',
    'package.json',
  ],
  infra: [
    'shared/access',
    'shared/store',
    'functions/env.ts',
    'functions/meter.emf.ts',
    'functions/push-paths.ts',
    /^node:/,
    /^aws-cdk-lib(\/|$)/,
    'constructs',
    'esbuild',
    'valibot',
  ],
  'infra/release': [
    /^infra\/(page-bundle|local\/(folder|shipped)-files)\.ts$/,
    /^node:/,
    'esbuild',
    'modern-tar',
    'package.json',
  ],
  'infra/causes.ts': ['shared/cause', /^node:/],
  'infra/local': ['functions', 'shared', 'infra/page-bundle.ts', /^node:/, 'hono', '@hono/node-server'],
  ui: [
    'shared/api/answers',
    'shared/signature/own-code.ts',
    'shared/verdict/model/odds-text.ts',
    'shared/verdict/model/words.ts',
    'preact',
    'uplot',
    'valibot',
  ],
  cli: [
    'shared',
    'functions/deps.ts',
    'functions/judge-service',
    'infra/local',
    /^node:/,
    'valibot',
    'p-limit',
    'p-retry',
    'leven',
    'modern-tar',
    'pbf',
    'lru-cache',
    'yaml',
    '@modelcontextprotocol/server/stdio',
    'package.json',
  ],
  bench: [
    'shared',
    'functions',
    'infra/build.ts',
    'infra/local',
    'infra/function-limits.ts',
    'infra/stages.ts',
    'cli',
    'test/support',
    /^node:/,
    'd3-array',
    'p-limit',
    'simple-statistics',
    'p-limit',
  ],
}

/** Words that stand below everything. */
const FOR_ALL: readonly string[] = [
  'shared/time.ts',
  'shared/lazy.ts',
  'shared/fnv1a.ts',
  'shared/at-most.ts',
]

/** Clients of AWS are named by the files that say so, and by the one place that builds them. */
const AWS = /^@aws-sdk\//
const MAY_USE_AWS = [
  /\.(s3|dynamo|sqs|sns|cloudwatch)\.ts$/,
  /^functions\/deps\.aws\.ts$/,
  /^cli\/stack\.ts$/,
  /^infra\//,
  /^bench\//,
]

/** The environment is read where a program begins. */
const ENVIRONMENT = /\bprocess\.env\b/
const MAY_READ_ENVIRONMENT = [
  /^functions\/[^/]+\/lambda\.ts$/,
  /^infra\/local\/main\.ts$/,
  /^infra\/(app|cdk)\.ts$/,
  /^cli\/main\.ts$/,
  /^bench\//,
]

/** Every way in which the sources below a root break the directions of docs/architecture.md, a sentence each. */
export function brokenDirections(root: string): string[] {
  return sourceFiles(root).flatMap((file) => [
    ...importsOf(root, file).flatMap(brokenImport),
    ...(ENVIRONMENT.test(readFileSync(`${root}/${file}`, 'utf8')) && !matches(MAY_READ_ENVIRONMENT, file)
      ? [`${file} reads process.env: only entries may`]
      : []),
  ])
}

function brokenImport({ from, to }: Import): string[] {
  if (AWS.test(to))
    return matches(MAY_USE_AWS, from)
      ? []
      : [`${from} imports ${to}: only adapters and functions/deps.aws.ts may`]
  const folder = folderOf(from)
  if (folder === undefined) return [`${from} lies in no folder of docs/architecture.md`]
  if (isInside(to, folder)) return siblingFunction(from, to)
  const allowed = [...FOR_ALL, ...(MAY_IMPORT[folder] ?? [])]
  return allowed.some((one) => (one instanceof RegExp ? one.test(to) : isInside(to, one)))
    ? []
    : [`${from} imports ${to}: ${folder} may not`]
}

/** Each folder of functions/ is deployed alone; what two of them need stands in shared/. */
function siblingFunction(from: string, to: string): string[] {
  const [, own] = /^functions\/([^/]+)\//.exec(from) ?? []
  const [, other] = /^functions\/([^/]+)\//.exec(to) ?? []
  if (own === undefined || other === undefined || own === other || from.endsWith('/lambda.ts')) return []
  return [`${from} imports ${to}: a function may not import another's folder`]
}

/** The most exact folder that has rules. */
const folderOf = (file: string): string | undefined =>
  Object.keys(MAY_IMPORT)
    .filter((folder) => isInside(file, folder))
    .sort((a, b) => b.length - a.length)[0]

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)
const matches = (patterns: readonly RegExp[], path: string): boolean =>
  patterns.some((pattern) => pattern.test(path))
