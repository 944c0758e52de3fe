import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const REFLECTOR = 'k8s.io/client-go/tools/cache.(*Reflector)'
const RECEIVE = 'k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive'

/** A list or a watch that the server has not answered yet is that call, whoever made it. */
const CALL = ['net/http.(*Client).do']

/** The Kubernetes client. */
export const KUBERNETES: readonly Cause[] = [
  {
    id: '42',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Kubernetes watch left without Stop',
    where: 'that hold events of Kubernetes watches nobody reads',
    // Waiting for the server it stands under its decoder; innermost it is where it hands an event over.
    match: [
      { top: [RECEIVE], state: ['chan send', 'select'] },
      { top: ['k8s.io/apimachinery/pkg/watch.(*filteredWatch).loop'], state: ['chan send'] },
    ],
    why: prose`
      The reader of a watch hands each event to ResultChan. Where the loop over that channel was left without Stop,
      the next event waits for ever.`,
    fix: 'defer watcher.Stop() where the watch is made.',
    snippet: {
      before: go`
        watcher, err := pods.Watch(ctx, options)
        if err != nil {
          return err
        }
        for event := range watcher.ResultChan() {
          if ready(event) {
            return nil
          }
        }`,
      after: go`
        watcher, err := pods.Watch(ctx, options)
        if err != nil {
          return err
        }
        defer watcher.Stop()
        for event := range watcher.ResultChan() {
          if ready(event) {
            return nil
          }
        }`,
    },
    holds: [{ module: 'k8s.io/apimachinery' }],
    links: github('kuberhealthy/kuberhealthy#533', 'kubernetes/apimachinery#123'),
  },
  {
    id: '45',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Informer watcher with a goroutine per unread event',
    where: 'that wait for their turn to hand over an event of a Kubernetes watch',
    match: [
      { any: ['k8s.io/client-go/tools/watch.(*ticketer).WaitForTicket'] },
      { any: ['k8s.io/client-go/tools/watch.NewIndexerInformerWatcher.func{n}'], state: ['sync.Cond.Wait'] },
    ],
    why: 'Each event that was not read yet held a goroutine in a queue of tickets: ten thousand events, as many goroutines.',
    fix: 'Upgrade client-go.',
    holds: [{ module: 'k8s.io/client-go', from: 'v9.0.0+incompatible', until: 'v12.0.0+incompatible' }],
    links: github('kubernetes/kubernetes#77434'),
  },
  {
    id: '43',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 256,
    title: 'Kubernetes informers that nobody stops',
    where: 'of Kubernetes informers',
    match: [
      ...['watch', 'ListAndWatch', 'ListAndWatchWithContext', 'Run', 'RunWithContext'].flatMap((method) => [
        { any: [`${REFLECTOR}.${method}`], none: CALL },
        { any: [`**/cache.(*Reflector).${method}`], none: CALL },
      ]),
      { any: ['**.(*processorListener).run'] },
      { any: ['**.(*processorListener).run.func{n}'] },
      { any: ['**.(*processorListener).pop'] },
      { any: ['**.(*sharedIndexInformer).Run'] },
      { any: ['**.(*sharedIndexInformer).RunWithContext'] },
    ],
    companions: [{ any: ['k8s.io/client-go/tools/cache.(*sharedProcessor).run'] }],
    why: prose`
      One reflector per informer, which is one per kind of object, and two goroutines per handler. Their number
      grows if each reconcile creates new informers, or if they run with a stop channel that nobody closes.`,
    fix: 'Share one informer factory, and run it with a context or a stop channel that ends.',
    snippet: {
      before: go`
        func (r *reconciler) Reconcile(ctx context.Context, req Request) (Result, error) {
          factory := informers.NewSharedInformerFactory(r.client, 0)
          factory.Core().V1().Pods().Informer()
          factory.Start(wait.NeverStop)
          // …
        }`,
      after: go`
        factory := informers.NewSharedInformerFactory(client, 0) // once, in main
        pods := factory.Core().V1().Pods().Lister()
        factory.Start(ctx.Done())
        r := &reconciler{pods: pods}`,
    },
    holds: [{ module: 'k8s.io/client-go' }],
    links: github('kubernetes/kubernetes#116435', 'openshift/origin#2869'),
  },
  {
    id: '44',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Own watch.Interface whose Stop does nothing',
    where: 'in a Kubernetes watch of our own whose Stop does nothing',
    match: [
      { top: ['**/listwatch.(*pollBasedListerWatcher).ResultChan.func{n}'] },
      { any: ['**/listwatch.(*pollBasedListerWatcher).poll'] },
      { any: ['**/listwatch.newMultiWatch.func{n}'] },
      { top: ['**.ResultChan.func{n}'], ownLeaf: true },
    ],
    why: prose`
      A reflector calls Stop, Watch and ResultChan each time its watch breaks. A ResultChan that starts a goroutine
      and a Stop that does not end it leave one behind each time.`,
    fix: 'Let Stop cancel the goroutine that ResultChan or Watch started, and select on that context in each send.',
    snippet: {
      before: go`
        func (w *poller) ResultChan() <-chan watch.Event {
          go w.poll()
          return w.events
        }

        func (w *poller) Stop() {}`,
      after: go`
        func newPoller(ctx context.Context) *poller {
          ctx, cancel := context.WithCancel(ctx)
          w := &poller{events: make(chan watch.Event), cancel: cancel}
          go w.poll(ctx) // sends in a select with ctx.Done()
          return w
        }

        func (w *poller) ResultChan() <-chan watch.Event { return w.events }
        func (w *poller) Stop()                          { w.cancel() }`,
    },
    holds: [{ module: 'github.com/prometheus-operator/prometheus-operator', until: 'v0.92.0' }],
    links: github('prometheus-operator/prometheus-operator#8593', 'maistra/istio#50'),
  },
  {
    id: '46',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Receive from a channel of pods that nobody sends to',
    where: 'that wait for pods of a watch which has none',
    match: [
      { top: ['**.WatchPods', '**.WatchPods.func{n}'], state: ['chan receive', 'select'], ownLeaf: true },
      { top: ['github.com/h3poteto/kube-job/pkg/job.(*Watcher).WatchPods'] },
    ],
    why: 'The list of pods was empty, so no goroutine was started that would send, and the receive waits for ever.',
    fix: 'Return early when there is nothing to watch, or receive in a select with ctx.Done().',
    snippet: {
      before: go`
        for _, pod := range pods {
          go func() { done <- watch(pod) }()
        }
        <-done // never, where pods is empty`,
      after: go`
        for _, pod := range pods {
          go func() { done <- watch(pod) }()
        }
        for range pods {
          <-done
        }`,
    },
    holds: [{ module: 'github.com/h3poteto/kube-job' }],
    links: github('h3poteto/kube-job#281'),
  },
]
