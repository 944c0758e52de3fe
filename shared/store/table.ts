/** The one table, as CDK, the local stack and the contract tests create it. */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds; readers filter it themselves, since DynamoDB deletes late. */
  timeToLive: 'expires',
  index: { name: 'gsi1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
} as const
