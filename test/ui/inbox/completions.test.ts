import { describe, expect, test } from 'vitest'
import { completionsOf } from '#ui/inbox/completions.ts'
import { facetsOf } from '#ui/inbox/filter.ts'
import { summaryOf } from './summary.ts'

const FACETS = facetsOf(
  [summaryOf({ owners: ['@pay', 'Ada Lovelace'] }), summaryOf({ tier: 'proven', service: 'cart' })],
  { mine: [], since: 0 },
)
const texts = (written: string) => completionsOf(written, FACETS).map(({ text }) => text)

describe('what is being typed', () => {
  test.each([
    ['ti', ['tier:']],
    ['tier:proven s', ['tier:proven state:', 'tier:proven service:']],
    ['tier:p', ['tier:probable ', 'tier:proven ']],
    ['owner:', ['owner:me ', 'owner:@pay ', 'owner:"Ada Lovelace" ', 'owner:none ']],
    ['cause:transp', ['cause:2 ']],
    ['main.go:', []],
  ])('%s may become %j', (written, wanted) => expect(texts(written).sort()).toEqual([...wanted].sort()))

  test('is any word where nothing is typed', () => expect(texts('tier:proven ')).toHaveLength(7))
})
