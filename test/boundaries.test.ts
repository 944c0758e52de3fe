import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { brokenDirections } from './support/directions.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const WRONG = fileURLToPath(new URL('fixtures/boundaries', import.meta.url))

describe('directions between folders', () => {
  test('hold in this repository', () => {
    expect(brokenDirections(ROOT)).toEqual([])
  })

  test('are missed in a tree that breaks each of them', () => {
    expect(brokenDirections(WRONG).sort()).toEqual([
      'cli/wrong.ts imports functions/api/app.ts: cli may not',
      "functions/api/wrong.ts imports functions/report/report.ts: a function may not import another's folder",
      'functions/api/wrong.ts imports infra/local/main.ts: functions may not',
      'shared/goroutine/wrong.ts imports node:fs: shared/goroutine may not',
      'shared/goroutine/wrong.ts imports shared/signature/sign.ts: shared/goroutine may not',
      'shared/store/wrong.ts imports @aws-sdk/client-s3: only adapters and functions/deps.aws.ts may',
      'shared/verdict/model/wrong.ts imports shared/store/keys.ts: shared/verdict/model may not',
      'shared/verdict/model/wrong.ts imports shared/verdict/judge/judge.ts: shared/verdict/model may not',
      'shared/verdict/model/wrong.ts reads process.env: only entries may',
    ])
  })
})
