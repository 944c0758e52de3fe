import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type App, type Stack, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'

/** The rules of AWS Solutions that a stack breaks without a written reason. @param directory where its app is synthesized */
export async function findingsOf(stack: Stack, directory: string): Promise<string[]> {
  const app = stack.node.root as App
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  try {
    app.synth()
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error
  }
  const { pluginReports } = JSON.parse(await readFile(join(directory, 'validation-report.json'), 'utf8'))
  return pluginReports.flatMap(({ violations }: { violations: { ruleName: string }[] }) =>
    violations.map(({ ruleName }) => ruleName),
  )
}
