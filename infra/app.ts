import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { BUNDLES } from './build.ts'
import { optionsOf } from './options.ts'
import { TidemarkStack } from './stack.ts'
import { STAGES, stageNamed } from './stages.ts'

/** `cdk synth --context stage=dev`: account and region come with the credentials. */
const app = new App()
const stage = stageNamed(app.node.tryGetContext('stage') ?? 'dev')

new TidemarkStack(app, `tidemark-${stage}`, {
  description: 'Tidemark: which goroutines leak',
  settings: STAGES[stage],
  options: optionsOf((name) => app.node.tryGetContext(name)),
  code: (name) => Code.fromAsset(join(BUNDLES, name)),
})
