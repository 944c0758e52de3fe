import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundlePage, type PageFiles } from '#infra/page-bundle.ts'

/** Bytes of all that a first visit loads, gzipped. */
const MOST = 150 * 1024

let files: PageFiles
let html: string

beforeAll(async () => {
  files = await bundlePage()
  html = new TextDecoder().decode(files.get('index.html'))
})

describe('the bundle of the page', () => {
  test('is at most 150 KB on a first visit', () => {
    const bytes = [...files.values()].reduce((sum, file) => sum + gzipSync(file).length, 0)
    expect(bytes).toBeLessThan(MOST)
  })

  test('has every file that its document names, and names every file', () => {
    const named = [...html.matchAll(/"\/assets\/([^"]+)"/g)].map(([, name]) => name)
    expect(named.sort()).toEqual([...files.keys()].filter((name) => name !== 'index.html').sort())
  })

  test('names files by what is in them', async () => {
    expect([...(await bundlePage()).keys()]).toEqual([...files.keys()])
    for (const name of files.keys()) if (name !== 'index.html') expect(name).toMatch(/-[A-Z0-9]{8}\.\w+$/)
  })

  test('has neither script nor style in its document', () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/i)
  })
})
