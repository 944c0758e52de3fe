import * as v from 'valibot'
import { count, instant, Problem, perHour, states } from './common.ts'

/** Minutes of waiting, where a debug=2 dump tells. */
const Ages = v.object({
  count,
  distinct: count,
  youngest: v.number(),
  median: v.number(),
  oldest: v.number(),
})

const place = v.nullable(v.pipe(v.string(), v.description('`file:line`, as the dump writes it')))

/** Who started the goroutines of a stack, where the dump names goroutines of `go` statements (Go 1.21). */
const Creators = v.object({
  distinct: v.pipe(count, v.description('Different goroutines that started those of the stack')),
  alive: v.pipe(count, v.description('Those of them that still live')),
  chain: v.pipe(
    v.array(
      v.object({ goroutine: count, function: v.string(), place: v.string(), state: v.nullable(v.string()) }),
    ),
    v.description(
      'From who started most of them to the oldest ancestor known; `state` is null where the dump does not have it',
    ),
  ),
})

const Cause = v.object({
  id: v.string(),
  title: v.string(),
  fix: v.string(),
  notes: v.exactOptional(
    v.pipe(
      v.array(v.string()),
      v.description('What holds for the Go that built the program, or for a proof'),
    ),
  ),
  bound: v.exactOptional(
    v.pipe(
      count,
      v.description('Goroutines of a process, twins among them, up to which the stack is normal'),
    ),
  ),
  whenGrowing: v.exactOptional(
    v.pipe(v.string(), v.description('The fix where the number grows and fix speaks of one that does not')),
  ),
})

const Stack = v.object({
  id: v.string(),
  frames: v.array(v.string()),
  places: v.pipe(
    v.array(place),
    v.description(
      'Where each frame stands, of the goroutines that are most alike; empty where no frame has one',
    ),
  ),
  ownCode: v.nullable(v.string()),
  entry: v.pipe(v.nullable(v.string()), v.description('The function that `go` started')),
  creator: v.nullable(v.string()),
  place: v.pipe(
    place,
    v.description('Where the own code nearest to the leaf stands, else a library, else the entry'),
  ),
  otherPlaces: v.pipe(count, v.description('How many other lines that frame stands at')),
  goPlace: v.pipe(place, v.description('Where the `go` statement stands')),
  otherGoPlaces: count,
  count,
  leaked: v.pipe(count, v.description('Proven by the runtime')),
  states,
  ages: v.nullable(Ages),
  twins: v.pipe(
    v.array(v.string()),
    v.description(
      'Stacks with the same count that one library call makes, or whose goroutines come in pairs',
    ),
  ),
  creators: v.nullable(Creators),
  startedBy: v.nullable(v.string()),
  sockets: v.nullable(v.string()),
  cause: v.nullable(Cause),
  ambiguity: v.exactOptional(
    v.pipe(
      v.object({ candidates: v.array(Cause), tellApart: v.string() }),
      v.description(
        'The causes that it may be, where the dump does not decide, and what would; cause is null then',
      ),
    ),
  ),
  shape: v.pipe(v.nullable(v.string()), v.description('What the wait says where no cause is known')),
  intended: v.exactOptional(
    v.pipe(v.nullable(v.string()), v.description('The settings that call it so; of --settings alone')),
  ),
})

const Holder = v.object({
  goroutine: count,
  function: v.string(),
  place: v.string(),
  state: v.string(),
  minutes: count,
  evidence: v.pipe(
    v.picklist(['object', 'line', 'type', 'child', 'sibling', 'nested', 'caller']),
    v.description(
      '`object` its arguments name the same object; `line` it is after the line that takes the lock; `type` it is in a method of the same type; `child` a waiting goroutine started it; `sibling` the call that started a waiting goroutine started it too; `nested` it waits itself, called from a method of the same object after that took the lock; `caller` it waits itself, called from another method of the same object',
    ),
  ),
})

const Held = v.object({
  primitive: v.picklist([
    'sync.Mutex',
    'sync.RWMutex',
    'sync.Once',
    'sync.WaitGroup',
    'sync.Cond',
    'chan send',
  ]),
  address: v.nullable(v.string()),
  object: v.nullable(v.string()),
  type: v.nullable(v.string()),
  waiters: count,
  oldest: v.pipe(count, v.description('Whole minutes, a floor')),
  goroutines: v.pipe(v.array(count), v.description('Ids of those that wait, 20 at most')),
  holders: v.pipe(v.array(Holder), v.description('Likely ones, the likeliest first')),
  alike: v.pipe(count, v.description('Others that are held up in the same way, and not listed')),
  deadlock: v.pipe(v.boolean(), v.description('All who may hold it wait in such a group themselves')),
  says: v.array(v.string()),
})

/** What was mended in a text, or lost. */
const Note = v.object({ line: count, goroutines: v.number(), says: v.string() })

const DumpSummary = v.object({ source: v.string(), at: v.nullable(instant), goroutines: count })

const Turnover = v.object({
  stayed: v.pipe(count, v.description('In the same stack in the first and the last dump')),
  came: count,
  went: count,
  oldest: v.pipe(
    v.nullable(count),
    v.description('Whole minutes that the oldest of those that stayed has waited'),
  ),
  ids: v.pipe(v.array(count), v.description('Of those that stayed, 20 at most')),
})

const Survivors = v.object({
  word: v.picklist(['stay-and-keep-joining', 'come-and-go', 'stay-but-stopped-joining']),
  residents: v.pipe(count, v.description('Seen in two dumps or more')),
  joined: v.pipe(count, v.description('Came after the first dump')),
  left: count,
  neverLeaves: v.pipe(v.boolean(), v.description('Nobody leaves, or hardly anybody: counts decide')),
  olderThan: v.pipe(
    v.nullable(v.number()),
    v.description('Hours beyond which it was asked whether they leave; null where nobody stayed'),
  ),
  says: v.string(),
})

const Change = v.object({
  id: v.string(),
  frames: v.array(v.string()),
  ownCode: v.nullable(v.string()),
  place,
  goPlace: place,
  states: v.array(v.string()),
  base: count,
  target: count,
  change: v.pipe(v.number(), v.integer()),
  counts: v.pipe(v.array(count), v.description('In each dump, oldest first')),
  perHour: v.nullable(perHour),
  goroutines: v.nullable(Turnover),
  survivors: v.pipe(
    v.nullable(Survivors),
    v.description('Over all dumps; null where they are too few to tell, or have no times'),
  ),
})

/** Dumps of one process side by side. */
const Comparison = v.object({
  source: v.string(),
  dumps: v.array(DumpSummary),
  base: count,
  target: count,
  change: v.pipe(v.number(), v.integer()),
  minutes: v.nullable(count),
  perHour: v.nullable(perHour),
  stacks: v.pipe(v.array(Change), v.description('What grew most first, what fell most last')),
  unchanged: v.pipe(v.array(Change), v.description('Stacks whose count stayed, 20 at most')),
  goroutines: v.nullable(Turnover),
  says: v.array(v.string()),
})

const Process = v.object({
  source: v.string(),
  sameBy: v.picklist(['source', 'goroutines', 'name']),
  dumps: v.array(DumpSummary),
  comparison: v.nullable(Comparison),
})

/** What `tidemark analyze --json` prints of one dump. */
const DumpAnalysis = v.object({
  type: v.picklist(['goroutine', 'goroutineleak']),
  debug: v.picklist([0, 1, 2, 3]),
  source: v.pipe(
    v.string(),
    v.description('What tells this dump from others of the input; empty where it is alone'),
  ),
  at: v.pipe(v.nullable(instant), v.description('When it was taken; null where nothing tells')),
  goroutines: count,
  stacks: v.array(Stack),
  holders: v.pipe(v.array(Held), v.description('Locks and channels with their waiters, deadlocks first')),
  problems: v.array(Problem),
  notes: v.pipe(
    v.array(Note),
    v.description('What was mended in the text, or lost; lines are those of the file'),
  ),
  isCut: v.pipe(v.boolean(), v.description('The end of the dump is missing')),
  proves: v.pipe(
    v.array(v.string()),
    v.description('What the dump proves, what it leaves open, and which one to take next'),
  ),
})

/** The answer to `POST /v1/analyze`: the newest dump, and what became of its process. */
export const Analysis = v.object({
  ...DumpAnalysis.entries,
  dumps: v.pipe(
    v.array(DumpSummary),
    v.description('All dumps of the input, the newest of each process last'),
  ),
  comparison: v.pipe(
    v.nullable(Comparison),
    v.description('Of the process whose newest dump this is; null where that has one dump alone'),
  ),
  processes: v.pipe(v.array(Process), v.description('Every process of the input')),
})
