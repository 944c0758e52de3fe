import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** The context package. */
export const CONTEXT: readonly Cause[] = [
  {
    id: '38',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Context derived from a custom Context, and never cancelled',
    where: 'that pass the end of a custom context on to one that is never cancelled',
    match: [
      {
        top: [
          'context.(*cancelCtx).propagateCancel.func{n}',
          'context.propagateCancel.func{n}',
          'golang.org/x/net/context.propagateCancel.func{n}',
        ],
      },
    ],
    why: prose`
      For its own types the context package notes the child in the parent. A parent of any other type has to be
      watched by a goroutine, until the parent is done or the child is cancelled, and here neither happens.`,
    fix: 'Call cancel on every path; embed the parent in the custom type instead of giving it a Done of its own.',
    snippet: {
      before: go`
        ctx, _ := context.WithCancel(tenantContext{parent}) // a type with its own Done
        return query(ctx)`,
      after: go`
        ctx, cancel := context.WithCancel(context.WithValue(parent, tenantKey, tenant))
        defer cancel()
        return query(ctx)`,
    },
    holds: [{ module: 'std', from: 'go1.7' }],
    links: [
      'https://pkg.go.dev/context#WithCancel',
      ...github('jbenet/goprocess#19', 'uber/tchannel-go#278', 'kelseyhightower/confd#615'),
    ],
  },
]
