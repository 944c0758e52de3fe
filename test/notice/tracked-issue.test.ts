import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noticesOf } from '#shared/notice/notice.ts'
import { issueComment, issueDraft } from '#shared/notice/tracked-issue.ts'
import { DAY } from '#shared/time.ts'
import { FOUND, findingOf } from './findings.ts'

const LINK = 'https://tidemark.test/s/checkout/f/1111111111111111'
const draftOf = (more: Parameters<typeof findingOf>[0] = {}, link = LINK, tenant = 'acme') =>
  issueDraft(findingOf(more), null, ['@payments'], tenant, link, FOUND)
const anyName = fc.string({ unit: 'binary', minLength: 1, maxLength: 40_000 })

test('an issue keeps its marker while its leak changes, and has another in another Tidemark', () => {
  const { marker } = draftOf()
  expect(marker).toMatch(/^tidemark-1{16}-[0-9a-f]{24}$/)
  expect(draftOf({ verdict: { tier: 'proven', perHour: 900 } }).marker).toBe(marker)
  expect(draftOf({}, 'https://other.test/s/checkout/f/1111111111111111').marker).not.toBe(marker)
  expect(draftOf({}, LINK, 'umbrella').marker).not.toBe(marker)
})

test('an issue of names of any length stays within the limits of each tracker, and links to the rest', () => {
  fc.assert(
    fc.property(anyName, (named) => {
      const { title, markdown, labels } = draftOf({ named })
      expect(title.length).toBeLessThanOrEqual(255)
      expect(title).not.toContain('\n')
      expect(markdown.length).toBeLessThan(32_767)
      expect(markdown).toContain(LINK)
      expect(labels).toEqual(['goroutine-leak', '@payments'])
    }),
    { numRuns: 30 },
  )
})

test('no name begins a line with a slash outside of a block of code, which GitLab would obey', () => {
  fc.assert(
    fc.property(fc.constantFrom('/close', '\n/close', 'x\n/assign @root', '\u2028/close'), (named) => {
      const finding = findingOf({ named, after: [{ to: 'resolved', reason: named }] })
      const comments = noticesOf(finding, LINK, FOUND - DAY, FOUND + DAY, [], 'systems').map(issueComment)
      const { title, markdown } = draftOf({ named })
      const prose = markdown.replace(/^(`{3,}).*?^\1$/gms, '')
      for (const text of [title, prose, ...comments]) expect(text).not.toMatch(/^\s*\/[a-z]/m)
    }),
  )
})

test('what is cut in a block of code closes it', () => {
  const long = draftOf({ named: 'x'.repeat(40_000) }).markdown
  expect([...long.matchAll(/^`{3,}/gm)].length % 2).toBe(0)
})
