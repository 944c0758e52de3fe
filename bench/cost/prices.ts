/**
 * What AWS charges in us-east-1, in US dollars, without free tiers and discounts; from the pricing pages of each service
 * as they were known in mid-2025. They were not looked up since: check them before you plan with them.
 */
export const PRICES = {
  asOf: '2025-06',
  region: 'us-east-1',
  /** A million requests of an HTTP API, the first 300 million a month; a request counts once for each 512 KB. */
  gatewayRequests: 1,
  /** Each million above these. */
  gatewayRequestsAbove: { million: 300, price: 0.9 },
  lambdaRequests: 0.2,
  /** A GB-second on ARM. */
  lambdaGbSecond: 0.0000133334,
  /** A million units on demand; since 2024-11. */
  readUnits: 0.125,
  writeUnits: 0.625,
  /** A GB and month: the table itself, and its point-in-time recovery. */
  tableStorage: 0.25,
  tableRecovery: 0.2,
  /** A million, Standard: PUT and LIST; GET. */
  objectPuts: 5,
  objectGets: 0.4,
  objectStorage: 0.023,
  /** Each GB above these. */
  objectStorageAbove: { gb: 50_000, price: 0.022 },
  /** A GB taken in; and kept for a month. */
  logs: 0.5,
  logStorage: 0.03,
  /** A million. */
  queueRequests: 0.4,
  /** A month each. */
  metric: 0.3,
  alarm: 0.1,
  dashboard: 3,
} as const

/**
 * What cannot be counted here: nobody has run Tidemark on AWS for this table. Milliseconds are those that Lambda bills,
 * bytes those that it and the gateway log beside Tidemark's own lines.
 */
export const ASSUMED = {
  /** Ingest computes for 3 ms (`npm run bench`) and waits for one row and one object: 5 and 20 ms are usual. */
  ingestMilliseconds: 30,
  coalescedMilliseconds: 10,
  /** Each profile more of a batch: what ingest computes for it. */
  batchedProfileMilliseconds: 3,
  /** A run waits for some pages of one query after another and computes for 7 ms a process (README). */
  judgeMilliseconds: 500,
  judgeMillisecondsEachProcess: 15,
  /** An answer of DynamoDB within the region, and each megabyte of a page beside. */
  tableMilliseconds: 5,
  tableMillisecondsEachMegabyte: 10,
  /** An answer of S3, of a page of a list, and of SQS. */
  objectMilliseconds: 20,
  listMilliseconds: 40,
  queueMilliseconds: 10,
  /** What the SDK computes for a request, and for each megabyte of JSON (237 pages of `docs/cost.md` took 9 s of a core). */
  sdkMilliseconds: 1,
  sdkMillisecondsEachMegabyte: 30,
  /** START, END and REPORT of Lambda, and a line of the access log. */
  platformLogBytes: 650,
} as const
