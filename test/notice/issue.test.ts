import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { issueOf } from '#shared/notice/issue.ts'
import { codeBlock, markdownText } from '#shared/notice/markdown.ts'
import { newIssueUrl } from '#shared/source/forge.ts'
import { DAY } from '#shared/time.ts'
import { FOUND, findingOf } from './findings.ts'

const LINK = 'https://tidemark.test/s/checkout/f/1111111111111111'
const LINE = { place: '/src/pool.go:12', url: 'https://github.com/acme/checkout/blob/v1.4.2/pool.go#L12' }
const issue = issueOf(findingOf(), { telling: LINE, go: null, frames: [LINE] }, LINK, FOUND + DAY)

describe('the text of an issue', () => {
  test('says in its title where what leaks', () => {
    expect(issue.title).toMatch(/^Goroutine leak in checkout: .+/)
  })

  test.each([
    ['what the headline says', '120 goroutines in idle keep-alive connections'],
    ['since when, and in which release', '| Since | 2026-09-01 00:00 UTC (v1.4.2) |'],
    ['how fast', '| Growth | +5.0 per hour in each process that grows |'],
    ['where, with a link', `| Blocked at | [/src/pool.go:12](${LINE.url}) |`],
    ['why', '### Cause'],
    ['what to do', 'IdleConnTimeout'],
    ['the stack with its lines', '\n\t/src/pool.go:12'],
    ['where to read on', `[Open in Tidemark](${LINK})`],
  ])('says %s', (_, part) => {
    expect(issue.markdown).toContain(part)
  })

  test('has no line of source where no profile has one', () => {
    expect(issueOf(findingOf(), null, LINK, FOUND + DAY).markdown).not.toContain('Blocked at')
  })
})

test('names of others stay in their cell and their block', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(markdownText(text)).not.toMatch(/[\r\n]|(?<!\\)(?:\\\\)*[|<`]/)
      const [fence = '', ...lines] = codeBlock(text).split('\n')
      expect(lines.slice(0, -1).some((line) => line.startsWith(fence))).toBe(false)
    }),
  )
})

describe('the form of a new issue', () => {
  test.each([
    ['https://github.com/acme/checkout', 'https://github.com/acme/checkout/issues/new?title=T&body=M'],
    [
      'https://gitlab.com/acme/checkout.git',
      'https://gitlab.com/acme/checkout/-/issues/new?issue%5Btitle%5D=T&issue%5Bdescription%5D=M',
    ],
    ['https://codeberg.org/acme/checkout', 'https://codeberg.org/acme/checkout/issues/new?title=T&body=M'],
    ['https://code.acme.example/checkout', undefined],
  ])('of %s', (url, address) => {
    expect(newIssueUrl({ url }, { title: 'T', markdown: 'M' })).toBe(address)
  })

  test('is an address that servers take, however long the text is', () => {
    const address = newIssueUrl(
      { url: 'https://github.com/a/b' },
      { title: 'T', markdown: '🙂`'.repeat(5_000) },
    )
    expect(address?.length).toBeLessThan(8_000)
  })
})
