import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** Watchers of files. */
export const FILE_WATCH: readonly Cause[] = [
  {
    id: '67',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 8,
    title: 'fsnotify watcher that is not drained or not closed',
    where: 'of fsnotify watchers that nobody closed',
    match: [
      ...['(*Watcher).readEvents', '(*inotify).readEvents', '(*kqueue).readEvents'].map((method) => ({
        any: [`github.com/fsnotify/fsnotify.${method}`],
      })),
      ...['(*Watcher).sendEvent', '(*inotify).sendEvent', '(*kqueue).sendEvent', '(*shared).sendEvent'].map(
        (method) => ({ any: [`github.com/fsnotify/fsnotify.${method}`] }),
      ),
      { any: ['gopkg.in/fsnotify{v}.(*Watcher).readEvents'] },
    ],
    why: prose`
      Each watcher reads events in a goroutine until Close. An event that nobody takes from Events holds it in
      sendEvent, in old versions even against Close.`,
    fix: 'Read Events and Errors for as long as the watcher lives, and close it after.',
    snippet: {
      before: go`
        w, err := fsnotify.NewWatcher()
        if err != nil {
          return err
        }
        w.Add(path)
        <-w.Events // one event, then gone`,
      after: go`
        w, err := fsnotify.NewWatcher()
        if err != nil {
          return err
        }
        defer w.Close()
        if err := w.Add(path); err != nil {
          return err
        }
        select {
        case <-w.Events:
        case err := <-w.Errors:
          return err
        case <-ctx.Done():
        }`,
    },
    holds: [{ module: 'github.com/fsnotify/fsnotify' }, { module: 'gopkg.in/fsnotify.v1' }],
    links: github('ory/x#672', 'golang/go#13723', 'fsnotify/fsnotify#3'),
  },
  {
    id: '68',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 4,
    title: 'viper WatchConfig, which has no stop',
    where: 'that watch the files of viper configurations',
    match: [{ any: ['github.com/spf13/viper.(*Viper).WatchConfig.func{n}'] }],
    why: 'WatchConfig starts goroutines that live as long as the process; there is nothing to stop them with.',
    fix: 'Keep one viper for the process, or watch the file with fsnotify and read it into a new viper.',
    holds: [{ module: 'github.com/spf13/viper' }],
    links: github('spf13/viper#2038', 'spf13/viper#313'),
  },
]
