import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const PAGES = ['README.md', 'CONTRIBUTING.md', ...globSync('{docs,shared,functions,ui}/**/*.md')]

/** What GitHub makes of a heading: lower case, spaces to hyphens, punctuation gone. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const withoutCode = (page: string): string => readFileSync(page, 'utf8').replace(/^```.*?^```/gms, '')
const anchorsOf = (page: string): string[] =>
  [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))

/** Links of a page to files of this repository, as written. */
const linksOf = (page: string): string[] =>
  [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))

function isBroken(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (!existsSync(target)) return true
  return anchor !== undefined && !anchorsOf(target).includes(anchor)
}

test.each(PAGES)('every link of %s leads to a file, and to a heading of it', (page) => {
  expect(linksOf(page).filter((link) => isBroken(page, link))).toEqual([])
})

test('a wrong link is noticed', () => {
  expect(isBroken('docs/api.md', 'no-such-page.md')).toBe(true)
  expect(isBroken('docs/api.md', 'storage.md#no-such-heading')).toBe(true)
  expect(isBroken('docs/api.md', 'storage.md#rebuild-the-index')).toBe(false)
})
