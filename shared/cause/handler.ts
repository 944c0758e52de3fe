import type { Cause } from './cause.ts'

/** Handlers of requests. They say less than what the handler itself waits in, so they stand behind the shapes. */
export const HANDLER: readonly Cause[] = [
  {
    id: '161',
    group: 'http',
    basis: 'cause',
    class: 'leak',
    title: 'Handler that goes on after its TimeoutHandler',
    where: 'in handlers whose TimeoutHandler may have answered',
    match: [
      'net/http.(*timeoutHandler).ServeHTTP.func{n}',
      'github.com/zeromicro/go-zero/rest/handler.(*timeoutHandler).ServeHTTP.func{n}',
      'github.com/zeromicro/go-zero/zrpc/internal/serverinterceptors.UnaryTimeoutInterceptor.func{n}',
    ].map((name) => ({ any: [name], wakes: false })),
    why: 'A TimeoutHandler answers in the name of the handler when the time is over. The handler itself goes on, in its goroutine.',
    fix: 'Let the handler end with r.Context(): hand it to each query and call, and select on its Done.',
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/net/http#TimeoutHandler'],
  },
  {
    id: '163',
    group: 'http',
    basis: 'cause',
    class: 'capacity',
    bound: 1_000,
    title: 'Request body that comes slowly, or not at all',
    where: 'that read the bodies of requests',
    match: [
      { any: ['net/http.(*body).Read', 'net/http.(*conn).serve'] },
      { any: ['net/http.(*connReader).Read', 'net/http.(*body).readLocked'] },
    ],
    why: 'The handler reads a body whose client is slow or gone. Without ReadTimeout it waits for as long as the connection lives.',
    fix: 'Set ReadTimeout of http.Server, or http.ResponseController.SetReadDeadline for uploads; bound the body by MaxBytesReader.',
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/net/http#Server'],
  },
]
