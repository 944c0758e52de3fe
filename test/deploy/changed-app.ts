import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import { BUNDLES } from '#infra/build.ts'
import { TidemarkStack } from '#infra/stack.ts'
import { STAGES } from '#infra/stages.ts'
import { withoutMath } from './emulated.ts'

/** The same stack with another setting, and a schedule that a test can wait for. */
const stack = withoutMath(
  new TidemarkStack(new App(), 'tidemark-dev', {
    description: 'Tidemark: which goroutines leak',
    settings: { ...STAGES.dev, retentionDays: STAGES.dev.retentionDays + 1 },
    code: (name) => Code.fromAsset(join(BUNDLES, name)),
  }),
)
for (const one of stack.node.findAll())
  if (one instanceof CfnSchedule) one.scheduleExpression = 'rate(1 minute)'
