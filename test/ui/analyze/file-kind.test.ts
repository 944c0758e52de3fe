import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fileKindOf } from '#ui/analyze/file-kind.ts'

const FIXTURES = new URL('../../fixtures/', import.meta.url)
const inputsIn = (folder: string): string[] =>
  readdirSync(new URL(`${folder}/`, FIXTURES)).filter((name) => !name.endsWith('.golden.json'))

function headOf(folder: string, name: string): Uint8Array {
  const bytes = readFileSync(new URL(`${folder}/${name}`, FIXTURES))
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).subarray(0, 8_192)
}

describe('a file that is dropped', () => {
  test.each(inputsIn('goroutine'))('is a dump: %s', (name) => {
    expect(fileKindOf(headOf('goroutine', name))).toBe('dump')
  })

  test.each(inputsIn('socket'))('is a socket table: %s', (name) => {
    expect(fileKindOf(headOf('socket', name))).toBe('sockets')
  })

  test('that is neither is for the API to refuse', () => {
    expect(fileKindOf(new TextEncoder().encode('<html>LISTENING</html>'))).toBe('dump')
    expect(fileKindOf(new Uint8Array())).toBe('dump')
  })
})
