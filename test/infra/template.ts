import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Code } from 'aws-cdk-lib/aws-lambda'
import type { Options } from '#infra/options.ts'
import { TidemarkStack } from '#infra/stack.ts'
import { STAGES, type Stage } from '#infra/stages.ts'

interface Resource {
  readonly Type: string
  readonly Properties: unknown
  readonly Metadata: { readonly 'aws:cdk:path': string }
}

const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'))
/** What the CDK's command line sets. */
const PATHS = { 'aws:cdk:enable-path-metadata': true }

/** The stack of a stage; its functions hold no code. @param outdir where the CDK writes what it makes */
export function stackOf(stage: Stage, outdir: string, options: Options = {}): TidemarkStack {
  const app = new App({ context: { ...context, ...PATHS }, outdir })
  const code = () => Code.fromInline('export const handler = 0')
  return new TidemarkStack(app, `tidemark-${stage}`, { settings: STAGES[stage], code, options })
}

/** The template of a stage; its resources are named by the paths of their constructs, such as `Storage/Table`. */
export function templateOf(stage: Stage, options: Options = {}) {
  const template = synthesized(stage, options)
  const { Resources } = template.toJSON() as { Resources: Record<string, Resource> }
  const names = new Map(Object.entries(Resources).map(([id, resource]) => [id, nameOf(resource)]))
  const byName = new Map(Object.values(Resources).map((resource) => [nameOf(resource), resource]))
  return {
    template,
    namesOf: (type: string): string[] =>
      [...byName].flatMap(([name, { Type }]) => (Type === type ? [name] : [])).toSorted(),
    /** @param name of a resource whose properties have this shape */
    propertiesOf: <Shape>(name: string): Shape => {
      const resource = byName.get(name)
      if (resource === undefined) throw new Error(`the template has no ${name}`)
      return resource.Properties as Shape
    },
    text: (value: unknown): string => textOf(value, names),
  }
}

/** The CDK writes a template before it gives it; nothing of it stays. */
function synthesized(stage: Stage, options: Options): Template {
  const outdir = mkdtempSync(join(tmpdir(), 'tidemark-template-'))
  try {
    return Template.fromStack(stackOf(stage, outdir, options))
  } finally {
    rmSync(outdir, { recursive: true })
  }
}

/** `tidemark-dev/Storage/Table/Resource` is `Storage/Table`. */
const nameOf = ({ Metadata }: Resource): string =>
  Metadata['aws:cdk:path'].replace(/^[^/]+\//, '').replace(/\/Resource$/, '')

/** What a resource gives at deployment stands as its name: `Storage/Bucket/profiles/*`. */
function textOf(value: unknown, names: ReadonlyMap<string, string>): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const [[kind, inner] = []] = Object.entries(value)
  if (kind === 'Fn::Join') return inner[1].map((part: unknown) => textOf(part, names)).join('')
  if (kind === 'Fn::GetAtt') return `${names.get(inner[0])}${inner[1] === 'Arn' ? '' : `.${inner[1]}`}`
  if (kind === 'Ref') return names.get(inner) ?? `{${inner}}`
  // A part of an ARN stands as the resource that the ARN is of.
  if (kind === 'Fn::Select') return textOf(inner[1]['Fn::Split'][1], names)
  throw new Error(`no text for ${JSON.stringify(value)}`)
}
