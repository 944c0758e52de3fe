import { describe, expect, test } from 'vitest'
import { pprofCommand } from '#ui/service/pprof-command.ts'

const PATH = '/v1/services/team%2Fshop'

describe('the command for pprof', () => {
  test('merges all processes, or names the base of a difference', () => {
    expect(pprofCommand('https://tidemark.example', PATH, {})).toBe(
      `go tool pprof -top "https://x:$TIDEMARK_TOKEN@tidemark.example${PATH}/merge.pb.gz"`,
    )
    expect(
      pprofCommand('http://127.0.0.1:4180', PATH, { base: '2026-09-07T05:00:00Z', trim: 'runtime' }),
    ).toBe(
      `go tool pprof -top "http://x:$TIDEMARK_TOKEN@127.0.0.1:4180${PATH}/diff.pb.gz?base=2026-09-07T05:00:00Z&trim=runtime"`,
    )
  })

  test.each(['$(reboot)', '`reboot`', '"; reboot; "', '\\', '!!'])(
    'gives a shell nothing to run in the process %s',
    (process) => {
      const command = pprofCommand('http://127.0.0.1:4180', PATH, { process })
      expect(command).toMatch(
        /^go tool pprof -top "http:\/\/x:\$TIDEMARK_TOKEN@[\w.:/%-]+\?process=[\w.%+*-]+"$/,
      )
    },
  )
})
