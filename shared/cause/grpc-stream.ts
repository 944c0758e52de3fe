import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const GRPC = 'google.golang.org/grpc'

/** Streams of gRPC, each with a goroutine that waits for its end. */
export const GRPC_STREAM: readonly Cause[] = [
  {
    id: '168',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'capacity',
    bound: 256,
    title: 'gRPC stream neither read to its end nor cancelled',
    where: 'of gRPC streams that are open',
    match: ['newClientStreamWithParams', 'newClientStream'].map((name) => ({
      any: [`${GRPC}.${name}.func{n}`],
    })),
    why: prose`
      A client stream has a goroutine until its context ends, its connection is closed, or Recv has answered with an
      error, io.EOF among them. CloseSend alone does not end it.`,
    fix: 'Give each stream a context of its own and cancel it on every path, or read until Recv returns an error.',
    snippet: {
      before: go`
        stream, err := client.Watch(ctx, req)
        if err != nil {
          return nil, err
        }
        return stream.Recv() // the stream stays open`,
      after: go`
        ctx, cancel := context.WithCancel(ctx)
        defer cancel()
        stream, err := client.Watch(ctx, req)
        if err != nil {
          return nil, err
        }
        return stream.Recv()`,
    },
    holds: [{ module: 'google.golang.org/grpc' }],
    links: [
      'https://pkg.go.dev/google.golang.org/grpc#ClientConn.NewStream',
      ...github(
        'grpc/grpc-go#1936',
        'containerd/containerd#4617',
        'e2b-dev/infra#2362',
        'googleapis/google-cloud-go#12659',
      ),
    ],
  },
]
