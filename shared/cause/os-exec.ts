import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** Child processes. */
export const OS_EXEC: readonly Cause[] = [
  {
    id: '69',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'exec.CommandContext started, Cmd.Wait never called',
    where: 'that watch the context of commands nobody waited for',
    match: [
      { top: ['os/exec.(*Cmd).watchCtx'] },
      { top: ['os/exec.(*Cmd).Start.func{n}'], state: ['select'] },
    ],
    unless: ['os/exec.(*Cmd).Wait'],
    why: prose`
      Start of a command with a context starts a goroutine that kills it when the context ends, and Wait of the Cmd
      ends that goroutine. Process.Wait does not.`,
    fix: 'Call cmd.Wait on every path after Start, in a goroutine where nobody has the time.',
    snippet: {
      before: go`
        cmd := exec.CommandContext(ctx, "convert", file)
        if err := cmd.Start(); err != nil {
          return err
        }
        _, err := cmd.Process.Wait()
        return err`,
      after: go`
        cmd := exec.CommandContext(ctx, "convert", file)
        if err := cmd.Start(); err != nil {
          return err
        }
        return cmd.Wait()`,
    },
    holds: [{ module: 'std', from: 'go1.7' }],
    links: [
      'https://pkg.go.dev/os/exec#CommandContext',
      ...github('Mi-Bee-Studio/MiBeeNvr#691', 'Mi-Bee-Studio/MiBeeNvr#692'),
    ],
  },
  {
    id: '70',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Command that has ended while its children hold the output',
    where: 'that wait for the output of commands which have ended',
    match: [
      { any: ['os/exec.(*Cmd).awaitGoroutines'] },
      { top: ['os/exec.(*Cmd).Wait'], state: ['chan receive'] },
    ],
    companions: [{ any: ['os/exec.(*Cmd).writerDescriptor.func{n}'] }],
    why: prose`
      Where Stdout or Stderr is no *os.File, Wait also waits for the pipe to end, and a grandchild that inherited it
      keeps it open after the command is dead.`,
    fix: 'Set Cmd.WaitDelay, or give the command an *os.File.',
    snippet: {
      before: go`
        var out bytes.Buffer
        cmd := exec.CommandContext(ctx, "sh", "-c", script)
        cmd.Stdout = &out
        err := cmd.Run()`,
      after: go`
        var out bytes.Buffer
        cmd := exec.CommandContext(ctx, "sh", "-c", script)
        cmd.Stdout = &out
        cmd.WaitDelay = 5 * time.Second // then the pipe is closed from our side
        err := cmd.Run()`,
    },
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/os/exec#Cmd.WaitDelay', ...github('golang/go#23019', 'golang/go#69060')],
  },
  {
    id: '71',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Result of a command sent after the time limit',
    where: 'that send the result of a command to nobody',
    match: [
      { top: ['github.com/codeskyblue/go-sh.Go.func{n}'] },
      { top: ['**/gotify/cli{v}/command.doWatch.func{n}'], state: ['chan send'] },
      {
        called: ['cmd', 'command', 'commands', 'exec', 'shell', 'subprocess'],
        ownLeaf: true,
        origin: 'anonymous',
        state: ['chan send'],
      },
    ],
    why: prose`
      A goroutine waits for the command and sends its error. Where the time limit came first, nobody receives from
      that unbuffered channel any more.`,
    fix: 'Give the channel room for one, or use exec.CommandContext with WaitDelay and no goroutine at all.',
    snippet: {
      before: go`
        done := make(chan error)
        go func() { done <- cmd.Wait() }()
        select {
        case err := <-done:
          return err
        case <-time.After(limit):
          return errTimeout
        }`,
      after: go`
        done := make(chan error, 1)
        go func() { done <- cmd.Wait() }()
        select {
        case err := <-done:
          return err
        case <-time.After(limit):
          cmd.Process.Kill()
          return errTimeout
        }`,
    },
    holds: [{ module: 'github.com/codeskyblue/go-sh' }, { module: 'github.com/gotify/cli/v2' }],
    links: github('gotify/cli#85', 'codeskyblue/go-sh#26'),
  },
]
