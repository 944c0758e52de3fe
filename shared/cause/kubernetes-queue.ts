import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const any = (...names: readonly string[]) => names.map((name) => ({ any: [name] }))

/** Queues, events and certificates of the Kubernetes client. */
export const KUBERNETES_QUEUE: readonly Cause[] = [
  {
    id: '167',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 16,
    title: 'Kubernetes clients with client certificates, made repeatedly',
    where: 'that turn the client certificates of Kubernetes clients',
    match: any(
      'k8s.io/client-go/transport.(*dynamicClientCert).run',
      'k8s.io/client-go/transport.(*dynamicClientCert).runWorker',
      'k8s.io/client-go/transport.(*dynamicClientCert).processNextWorkItem',
      'k8s.io/client-go/transport.(*dynamicClientCert).loadClientCert',
    ),
    why: prose`
      A transport with certificates in files watches them in goroutines that never end. Transports are shared by
      equal configurations; one with its own Dial or Proxy is not.`,
    fix: 'Make one rest.Config and one clientset per cluster and keep them; do not set Dial or Proxy per client.',
    links: ['https://github.com/kubernetes/client-go/blob/master/transport/cert_rotation.go'],
  },
  {
    id: '165',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 128,
    title: 'Kubernetes work queue that nobody shut down',
    where: 'of Kubernetes work queues',
    match: any(
      '**/util/workqueue.(*delayingType).waitingLoop',
      '**/util/workqueue.(*delayingType[...]).waitingLoop',
      '**/util/workqueue.(*Type).updateUnfinishedWorkLoop',
      '**/util/workqueue.(*Typed[...]).updateUnfinishedWorkLoop',
      '**/util/workqueue.(*Type).Get',
      '**/util/workqueue.(*Typed[...]).Get',
      '**/controller/priorityqueue.(*priorityqueue[...]).spin',
      '**/controller/priorityqueue.(*priorityqueue[...]).logState',
      '**/controller/priorityqueue.(*priorityqueue[...]).handleWaitingItems',
      '**/controller/priorityqueue.(*priorityqueue[...]).handleReadyItems',
    ),
    why: 'Each queue has two goroutines, for delayed items and for its metrics, and each worker waits in Get, until ShutDown.',
    fix: 'defer queue.ShutDown() where the queue is made; make one per controller, not per run.',
    snippet: {
      before: go`
        queue := workqueue.NewTypedRateLimitingQueue(limiter) // in each reconcile
        queue.Add(key)`,
      after: go`
        queue := workqueue.NewTypedRateLimitingQueue(limiter) // once
        defer queue.ShutDown()`,
    },
    holds: [{ module: 'k8s.io/client-go' }, { module: 'sigs.k8s.io/controller-runtime', from: 'v0.20.0' }],
    links: github(
      'kubernetes-sigs/controller-runtime#649',
      'argoproj/argo-workflows#7493',
      'kubernetes/kubernetes#134323',
      'kubernetes/kubernetes#135072',
    ),
  },
  {
    id: '166',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 32,
    title: 'Kubernetes event broadcasters that nobody shut down',
    where: 'of Kubernetes event broadcasters',
    match: any(
      '**/pkg/watch.(*Broadcaster).loop',
      '**/tools/record.(*eventBroadcasterImpl).StartEventWatcher.func{n}',
      '**/tools/events.(*eventBroadcasterImpl).StartEventWatcher.func{n}',
      '**/tools/record.(*recorderImpl).generateEvent.func{n}',
    ),
    why: 'A broadcaster has a loop, and each watcher of it, such as StartRecordingToSink, another one, until Shutdown.',
    fix: 'Make one broadcaster for the process and take recorders from it; Shutdown a short-lived one.',
    snippet: {
      before: go`
        func (r *reconciler) event(pod *v1.Pod) {
          broadcaster := record.NewBroadcaster() // two goroutines each
          broadcaster.StartRecordingToSink(sink)
          broadcaster.NewRecorder(scheme, source).Event(pod, "Normal", "Seen", "")
        }`,
      after: go`
        broadcaster := record.NewBroadcaster() // once
        defer broadcaster.Shutdown()
        broadcaster.StartRecordingToSink(sink)
        recorder := broadcaster.NewRecorder(scheme, source)`,
    },
    holds: [{ module: 'k8s.io/client-go' }, { module: 'k8s.io/apimachinery' }],
    links: ['https://pkg.go.dev/k8s.io/client-go/tools/record#EventBroadcaster'],
  },
  {
    id: '249',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 64,
    title: 'Managers of controller-runtime that nobody stopped',
    where: 'of controller-runtime managers',
    match: any(
      ...[
        'internal/controller.(*Controller).Start.func{n}',
        'internal/controller.(*Controller[...]).Start.func{n}',
        'manager.(*runnableGroup).reconcile',
        'manager.(*runnableGroup).reconcile.func{n}',
        'manager.(*controllerManager).startLeaderElectionRunnables.func{n}',
        'manager.(*controllerManager).startNonLeaderElectionRunnables.func{n}',
        'source.(*Channel).syncLoop',
        'source.(*channel[...]).syncLoop',
        'cache/internal.(*specificInformersMap).Start',
      ].map((name) => `sigs.k8s.io/controller-runtime/pkg/${name}`),
    ),
    why: 'A manager runs its caches, controllers and servers in goroutines until the context of Start ends.',
    fix: 'Make one manager per cluster for the process; cancel the context of Start, also in tests, and wait for its return.',
    holds: [{ module: 'sigs.k8s.io/controller-runtime' }],
    links: ['https://pkg.go.dev/sigs.k8s.io/controller-runtime/pkg/manager#Manager'],
  },
]
