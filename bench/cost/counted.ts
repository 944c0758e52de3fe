/** Puts into the bucket, and DynamoDB's units. */
export interface Cost {
  readonly puts: number
  readonly readUnits: number
  readonly writeUnits: number
}
