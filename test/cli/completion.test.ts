import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { tidemark, withFolder } from '#test/support/cli.ts'

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0

describe('bash completes', () => {
  let script: string
  beforeAll(async () => {
    script = (await tidemark(['completion', 'bash'])).stdout
  })

  /** What bash offers behind `tidemark WORDS`, the last of which is being typed. */
  const offered = (...words: readonly string[]): string[] => {
    const typed = ['tidemark', ...words].map((word) => `'${word}'`).join(' ')
    const asks = `${script}\nCOMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _tidemark; printf '%s\\n' "\${COMPREPLY[@]}"`
    return execFileSync('bash', ['-c', asks], { encoding: 'utf8' }).split('\n').filter(Boolean)
  }

  test('commands', () => {
    expect(offered('se')).toEqual(['serve'])
    expect(offered('re')).toEqual(expect.arrayContaining(['replay', 'report', 'reindex', 'redrive']))
  })

  test('options of the command', () => {
    expect(offered('serve', '--po')).toEqual(['--port'])
    expect(offered('agent', '--no-')).toEqual(['--no-leak'])
    expect(offered('judge', '--he')).toEqual(['--help'])
  })

  test('no options where an operand stands: files are bash’s own offer', () => {
    expect(offered('analyze', 'du')).toEqual([])
  })
})

describe.runIf(has('zsh'))('zsh', () => {
  test('reads the script', async () => {
    const { stdout } = await tidemark(['completion', 'zsh'])
    execFileSync('zsh', ['-n'], { input: stdout })
  })
})

describe.runIf(has('fish'))('fish completes', () => {
  test('commands and their options, with what they mean', () =>
    withFolder(async (home) => {
      const script = join(home, 'tidemark.fish')
      writeFileSync(script, (await tidemark(['completion', 'fish'])).stdout)
      const offered = (typed: string): string =>
        execFileSync('fish', ['--no-config', '-c', `source ${script}; complete -C '${typed}'`], {
          encoding: 'utf8',
          env: { PATH: process.env.PATH, HOME: home },
        })
      expect(offered('tidemark se')).toMatch(/^serve\tRun all of Tidemark/m)
      expect(offered('tidemark serve --po')).toMatch(/^--port\tport; 0 takes any free one/m)
      expect(offered('tidemark serve --po')).not.toMatch(/^--once/m)
    }))
})

test('another shell is refused with those that there are', async () => {
  const { code, stderr } = await tidemark(['completion', 'tcsh'])
  expect([code, stderr.split('\n')[0]]).toEqual([2, 'tidemark completion: name one shell: bash, zsh, fish'])
})
