import { type Alias, moved } from './alias.ts'

/** What the standard library has renamed or moved into another package; HTTP/2 has a table of its own. */
export const STANDARD_ALIASES: readonly Alias[] = [
  ...moved('context', 'go1.7', 'golang.org/x/net/context', 'golang.org/x/net/context'),
  ...moved(
    'context.(*cancelCtx).propagateCancel',
    'go1.21',
    'src/context/context.go',
    'context.propagateCancel',
  ),
  ...moved('os/exec.(*Cmd).childStdin', 'go1.20', 'src/os/exec/exec.go', 'os/exec.(*Cmd).stdin'),
  ...moved('internal/runtime', 'go1.23', 'golang/go#65355', 'runtime/internal'),
  // Moved into internal/sync with Go 1.24; whoever reads a stack still knows it as sync.Mutex.
  ...moved('sync.(*Mutex)', 'go1.24', 'src/internal/sync/mutex.go', 'internal/sync.(*Mutex)'),
  ...moved(
    'internal/sync.(*HashTrieMap[...])',
    'go1.24',
    'src/internal/sync/hashtriemap.go',
    'internal/concurrent.(*HashTrieMap[...])',
  ),
]
