import { randomBytes } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createToken, TOKEN_BYTES, tokenHash } from '#shared/access/token.ts'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import { tokenStore } from '#shared/store/token-store.ts'
import { outputsOf } from './cdk.ts'
import { stageNamed } from './stages.ts'

/** Makes an admin token of a tenant: whoever may write the table may do so. The others are made over the API. */
export async function adminToken(
  client: DynamoDBClient,
  table: string,
  tenant: string,
  now: number,
): Promise<string> {
  const token = createToken(tenant, randomBytes(TOKEN_BYTES))
  await tokenStore(dynamoRows(client, table, () => now)).put({
    sha256: tokenHash(token),
    tenant,
    name: 'made with AWS credentials',
    scopes: ['admin'],
    createdAt: now,
    expiresAt: undefined,
    servicePrefix: undefined,
  })
  return token
}

/** A tenant stands in keys of rows and objects: no `#`, no `/`. */
const TENANT = /^[a-z0-9][a-z0-9-]{0,38}$/

if (import.meta.main) {
  const [stage, tenant = ''] = process.argv.slice(2)
  if (!TENANT.test(tenant)) throw new Error('say a stage and a tenant of small letters, digits and hyphens')
  const { TableName } = await outputsOf(stageNamed(stage))
  console.log(await adminToken(new DynamoDBClient({}), TableName, tenant, Date.now()))
}
