import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { BUNDLES } from '#infra/build.ts'
import { TidemarkStack } from '#infra/stack.ts'
import { STAGES } from '#infra/stages.ts'
import { withoutMath } from './emulated.ts'

/** The stack as it ships, but for what the emulator refuses. */
withoutMath(
  new TidemarkStack(new App(), 'tidemark-dev', {
    description: 'Tidemark: which goroutines leak',
    settings: STAGES.dev,
    code: (name) => Code.fromAsset(join(BUNDLES, name)),
  }),
)
