import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** Caches and embedded stores: a goroutine or a few for each that is open. */
export const CACHE: readonly Cause[] = [
  {
    id: '26',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 8,
    title: 'A ristretto cache that is not closed',
    where: 'of ristretto caches that nobody closed',
    match: [
      {
        top: [
          'github.com/dgraph-io/ristretto{v}.(*Cache[...]).processItems',
          'github.com/dgraph-io/ristretto{v}.(*Cache).processItems',
          'github.com/dgraph-io/ristretto{v}.(*defaultPolicy[...]).processItems',
          'github.com/dgraph-io/ristretto{v}.(*defaultPolicy).processItems',
        ],
      },
      { any: ['github.com/dgraph-io/ristretto{v}/z.(*AllocatorPool).freeupAllocators'] },
    ],
    why: 'Each cache has two goroutines until Close, one for its items and one for its policy.',
    fix: 'Share one cache, or close each short-lived one.',
    snippet: {
      before: go`
        func export(ctx context.Context) error {
          cache, err := ristretto.NewCache(config)
          if err != nil {
            return err
          }
          return run(ctx, cache)
        }`,
      after: go`
        func export(ctx context.Context) error {
          cache, err := ristretto.NewCache(config)
          if err != nil {
            return err
          }
          defer cache.Close()
          return run(ctx, cache)
        }`,
    },
    holds: [{ module: 'github.com/dgraph-io/ristretto' }, { module: 'github.com/dgraph-io/ristretto/v2' }],
    links: github('dgraph-io/ristretto#422', 'pingcap/badger#220'),
  },
  {
    id: '27',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 4,
    title: 'A badger database that is not closed',
    where: 'of badger databases that nobody closed',
    match: [
      { any: ['github.com/dgraph-io/badger{v}.(*DB).monitorCache'] },
      { any: ['github.com/dgraph-io/badger{v}.(*DB).updateSize'] },
      { any: ['github.com/dgraph-io/badger{v}.(*DB).doWrites'] },
      { any: ['github.com/dgraph-io/badger{v}.(*levelsController).runCompactor'] },
      { any: ['github.com/dgraph-io/badger{v}.(*levelsController).runWorker'] },
      { any: ['github.com/dgraph-io/badger{v}.(*publisher).listenForUpdates'] },
      { any: ['github.com/dgraph-io/badger{v}.(*valueLog).waitOnGC'] },
      { any: ['github.com/dgraph-io/badger{v}.(*valueLog).flushDiscardStats'] },
      { any: ['github.com/dgraph-io/badger{v}.(*vlogThreshold).listenForValueThresholdUpdate'] },
      { any: ['github.com/dgraph-io/badger{v}/y.(*WaterMark).process'] },
    ],
    why: 'An open database writes, compacts and watches its cache and its size in a dozen goroutines of its own until Close.',
    fix: 'Open each database once and close it when it is done with.',
    holds: [{ module: 'github.com/dgraph-io/badger' }, { module: 'github.com/dgraph-io/badger/v4' }],
    links: github('ssbc/go-ssb#250', 'dgraph-io/badger#421'),
  },
  {
    id: '28',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'A ccache per run, never stopped',
    where: 'of ccache caches that nobody stopped',
    match: [
      { top: ['github.com/karlseguin/ccache{v}.(*Cache).worker'] },
      { top: ['github.com/karlseguin/ccache{v}.(*Cache[...]).worker'] },
      { top: ['github.com/karlseguin/ccache{v}.(*LayeredCache).worker'] },
      { top: ['github.com/karlseguin/ccache{v}.(*LayeredCache[...]).worker'] },
    ],
    why: 'Each cache has a worker until Stop; dropping the last reference does not end it.',
    fix: 'Share one cache, or defer its Stop.',
    snippet: {
      before: go`
        cache := ccache.New(ccache.Configure().MaxSize(1000))`,
      after: go`
        cache := ccache.New(ccache.Configure().MaxSize(1000))
        defer cache.Stop()`,
    },
    holds: [
      { module: 'github.com/karlseguin/ccache' },
      { module: 'github.com/karlseguin/ccache/v2' },
      { module: 'github.com/karlseguin/ccache/v3' },
    ],
    links: github('projectdiscovery/nuclei#2373'),
  },
  {
    id: '29',
    group: 'database',
    basis: 'stack',
    class: 'background',
    bound: 4,
    title: 'Background work of an open LevelDB',
    where: 'that belong to open LevelDB databases',
    match: ['mpoolDrain', 'compactionError', 'tCompaction', 'mCompaction']
      .map((method) => ({ any: [`github.com/syndtr/goleveldb/leveldb.(*DB).${method}`] }))
      .concat({ any: ['github.com/syndtr/goleveldb/leveldb/util.(*BufferPool).drain'] }),
    why: 'Every open database has one of each of these.',
    fix: 'Nothing if there is one per open database.',
    whenGrowing: {
      why: 'Every open database has one of each of these. The program opens databases and does not close them.',
      fix: 'defer db.Close() right after OpenFile, and open each database once.',
    },
    holds: [{ module: 'github.com/syndtr/goleveldb' }],
    links: github('syndtr/goleveldb#123'),
  },
  {
    id: '30',
    group: 'database',
    basis: 'stack',
    class: 'background',
    bound: 16,
    title: 'Janitors of go-cache caches',
    where: 'of go-cache caches that the garbage collector has not found yet',
    match: [{ top: ['github.com/patrickmn/go-cache.(*janitor).Run'] }],
    why: prose`
      go-cache has no Close: a finalizer stops the janitor when the garbage collector finds the cache. Short-lived
      caches leave their janitors until then, so the count rises and drops.`,
    fix: 'Share one cache.',
    holds: [{ module: 'github.com/patrickmn/go-cache' }],
    links: github('patrickmn/go-cache#23'),
  },
]
