import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const foldersOf = (parent: string): string[] =>
  readdirSync(`${ROOT}/${parent}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)

describe('a newcomer finds', () => {
  test.each(foldersOf('shared'))('what shared/%s answers', (folder) => {
    expect(readFileSync(`${ROOT}/shared/${folder}/README.md`, 'utf8')).toMatch(/^# .+\n\n\S/)
  })

  test.each(foldersOf('shared/verdict'))('what the room shared/verdict/%s answers', (room) => {
    expect(readFileSync(`${ROOT}/shared/verdict/${room}/README.md`, 'utf8')).toMatch(/^# .+\n\n\S/)
  })

  test.each(['functions', 'functions/api', 'shared/verdict', 'ui'])(
    'each folder of %s in its table',
    (parent) => {
      const readme = readFileSync(`${ROOT}/${parent}/README.md`, 'utf8')
      for (const folder of foldersOf(parent)) expect(readme).toContain(`| \`${folder}/\` |`)
      const named = [...readme.matchAll(/^\| `([a-z-]+)\/` \|/gm)].map(([, name]) => name)
      expect(named.filter((name) => !existsSync(`${ROOT}/${parent}/${name}`))).toEqual([])
    },
  )
})
