import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { prose } from './text.ts'

/** The Docker daemon and its Go clients. */
export const DOCKER: readonly Cause[] = [
  {
    id: '106',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Attach of the Docker daemon whose client has left',
    where: 'that copy the output of containers for clients which have left',
    match: [
      { any: ['**/ioutils.(*BytesPipe).Read', '**/container/stream.(*Config).CopyStreams.func{n}'] },
      { any: ['**/container/stream.(*Config).CopyStreams.func{n}'] },
      { any: ['**/daemon.(*Daemon).containerAttach'] },
      { any: ['**/api/server/router/container.notifyClosed'] },
      { any: ['**/pkg/broadcaster.(*Unbuffered).Add'] },
    ],
    why: prose`
      An attach copies input and output in goroutines of its own. Where the client goes while the container writes
      nothing, the copies wait on until it does, and keep the connection.`,
    fix: prose`
      Upgrade the daemon: since 24.0 it notices a client that has left. Until then find who attaches, such as a
      monitor that calls attach or logs --follow repeatedly, and restart the daemon.`,
    holds: [{ module: 'github.com/docker/docker', until: 'v24.0.0' }],
    links: github(
      'moby/moby#37182',
      'moby/moby#45052',
      'moby/moby#9797',
      'projectatomic/docker#257',
      'moby/moby#48236',
    ),
  },
  {
    id: '107',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'go-dockerclient stream whose reader has left',
    where: 'of go-dockerclient streams whose reader has left',
    match: [
      { any: ['github.com/fsouza/go-dockerclient.(*Client).hijack.func{n}'] },
      {
        any: ['github.com/fsouza/go-dockerclient.(*eventMonitoringState).connectWithRetry'],
        state: ['chan send'],
      },
      { top: ['github.com/fsouza/go-dockerclient.(*Client).eventHijack.func{n}'], state: ['chan send'] },
    ],
    why: prose`
      Attach, exec and logs copy from the hijacked connection in goroutines that report their end on a channel. The
      caller left without Close, or the container said nothing more.`,
    fix: 'Close the CloseWaiter of AttachToContainerNonBlocking and StartExecNonBlocking on every path; upgrade the client.',
    holds: [{ module: 'github.com/fsouza/go-dockerclient' }],
    links: github('weaveworks/scope#1767', 'fsouza/go-dockerclient#209', 'openshift/origin#9108'),
  },
]
