import { describe, expect, it } from 'vitest'
import { goMinor, goMinorOfLabels, goMinorOfNames } from '#shared/signature/go-version.ts'

describe('the minor version of Go', () => {
  it.each([
    ['go1.27.4', 27],
    ['1.26', 26],
    ['go version go1.25.1 linux/amd64', 25],
    ['go1.28rc1', 28],
    ['devel go1.28-abcdef', undefined],
    ['v1.4.2', undefined],
    ['', undefined],
  ])('of %j is %s', (text, want) => {
    expect(goMinor(text)).toBe(want)
  })

  it.each([
    [{ 'process.runtime.version': 'go1.24.4', env: 'prod' }, 24],
    [{ process_runtime_version: '1.27.4' }, 27],
    [{ go_version: 'go1.26.8' }, 26],
    [{ version: 'go1.26.8' }, undefined],
    [{}, undefined],
  ])('is in the labels %j', (labels, want) => {
    expect(goMinorOfLabels(labels)).toBe(want)
  })

  it.each([
    [['main.main', 'net/http/internal/http2.(*serverConn).serve'], 27],
    [['main.main', 'net/http.(*http2serverConn).serve'], 26],
    [['main.main', 'golang.org/x/net/http2.(*serverConn).serve'], undefined],
    [[], undefined],
  ])('is in the names %j', (names, want) => {
    expect(goMinorOfNames(names)).toBe(want)
  })
})
