import { join } from 'node:path'
import { run } from './run.ts'

/** Runs a script with the emulator's Python, which has a client of every service. */
const python = (
  bin: string,
  env: Readonly<Record<string, string>>,
  script: string,
  ...args: string[]
): Promise<string> =>
  run(join(bin, 'python'), ['-c', script, ...args], { env: { ...env, AWS_DEFAULT_REGION: 'us-east-1' } })

const LOGS = `
import boto3
logs = boto3.client('logs')
for group in logs.describe_log_groups()['logGroups']:
    for event in logs.filter_log_events(logGroupName=group['logGroupName'])['events'][-20:]:
        print(group['logGroupName'], event['message'].rstrip())
`

/** What the functions wrote last, for a person who looks for the cause of a failure. */
export const functionLogs = (bin: string, env: Readonly<Record<string, string>>): Promise<string> =>
  python(bin, env, LOGS)

const ALLOW_BATCHES = `
import boto3, json
iam = boto3.client('iam')
for role in iam.list_roles()['Roles']:
    if not role['RoleName'].startswith('tidemark-'): continue
    policy = iam.get_role_policy(RoleName=role['RoleName'], PolicyName='access')['PolicyDocument']
    for statement in policy['Statement']:
        # One alone is no list; those of one resource stand together.
        actions = [statement['Action']] if isinstance(statement['Action'], str) else statement['Action']
        if 'sqs:SendMessage' in actions:
            statement['Action'] = [*actions, 'sqs:SendMessageBatch']
    iam.put_role_policy(RoleName=role['RoleName'], PolicyName='access', PolicyDocument=json.dumps(policy))
`

/**
 * Lets whoever may send messages send ten at once.
 *
 * On AWS the one action stands for both (Service Authorization Reference, Amazon SQS); the emulator asks for two.
 */
export const allowBatches = (bin: string, env: Readonly<Record<string, string>>): Promise<string> =>
  python(bin, env, ALLOW_BATCHES)

const NAMED = `
import boto3, sys
names = [f['FunctionName'] for f in boto3.client('lambda').list_functions()['Functions']]
print(next(n for n in names if sys.argv[1] in n.lower().replace('-', '')))
`

/** The whole name of a function. */
export const functionNamed = async (
  bin: string,
  env: Readonly<Record<string, string>>,
  part: string,
): Promise<string> => (await python(bin, env, NAMED, part)).trim()

const CALL = `
import boto3, sys
functions = boto3.client('lambda')
names = [f['FunctionName'] for f in functions.list_functions()['Functions']]
answer = functions.invoke(FunctionName=next(n for n in names if sys.argv[1] in n.lower()))
assert 'FunctionError' not in answer, answer['Payload'].read()
`

/** Calls a function as the schedule does. @throws Error where it fails */
export const call = (bin: string, env: Readonly<Record<string, string>>, name: string): Promise<string> =>
  python(bin, env, CALL, name)
