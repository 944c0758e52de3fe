/** Forms of dumps in public reports, the smallest of each, with all that stands around them; every name is made up. */

import { describe, expect, test } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { read } from './read.ts'

/** Stacks of each dump: `12 main.ask.func1 < main.run [select] by main.ask`. */
async function stacksOf(text: string): Promise<string[][]> {
  const { dumps } = await read(text)
  return Promise.all(
    dumps.map(async ({ bytes }) => {
      const reading = await readProfile(bytes, DEFAULT_READ_LIMITS)
      if (reading.answer === 'broken') return [reading.broken.reason]
      return reading.profile.groups.map(({ count, frames, states, creators }) =>
        [
          `${count} ${frames.join(' < ')}`,
          ...(states.size > 0 ? [`[${[...states.keys()].sort().join(', ')}]`] : []),
          ...(creators.size > 0 ? [`by ${[...creators.keys()].sort().join(', ')}`] : []),
        ].join(' '),
      )
    }),
  )
}

const CASES: readonly (readonly [string, string, readonly (readonly string[])[]])[] = [
  [
    'an editor logs what delve answered it',
    `debug layer=rpc (async 4) -> *rpc2.ListGoroutinesOut{"Goroutines":[{"id":1,"currentLoc":{"pc":1,"file":"/go/proc.go","line":398,"function":{"name":"runtime.gopark"}},"userCurrentLoc":{"pc":2,"file":"/src/main.go","line":31,"function":{"name":"main.main"}},"goStatementLoc":{"file":"/go/asm.s","line":345,"function":{"name":"runtime.rt0_go"}}},{"id":7,"userCurrentLoc":{"file":"/src/main.go","line":9,"function":{"name":"main.ask"}},"goStatementLoc":{"file":"/src/main.go","line":8,"function":{"name":"main.main"}}}],"Nextg":-1} error: ""
debug layer=rpc (async 5) -> *rpc2.ListGoroutinesOut{"Goroutines":[{"id":1,"userCurrentLoc":{"file":"/src/main.go","line":32,"function":{"name":"main.main"}}}`,
    [
      ['1 runtime.gopark < main.main [waiting]', '1 main.ask [waiting] by main.main'],
      ['1 main.main [waiting]'],
    ],
  ],
  [
    'a leak check below a line of a test, which is indented',
    `--- FAIL: TestShop (1.64s)
	shop_test.go:64: 2 instances of:
		cart.(*store).ask(0xc420110270)
			/src/cart/store.go:698 +0x2f4
		created by cart.open
			/src/cart/store.go:12 +0x97
	shop_test.go:71: Test leaks 2 goroutines.
`,
    [['2 cart.(*store).ask [waiting] by cart.open']],
  ],
  [
    'a stack without its first line, below words',
    `this one grows:
\`\`\`
.../vendor/shop/cart.(*store).ask.func2(0xc420308f00, 0xc424812380)
.../vendor/shop/cart/store.go:298 +0x112
created by shop/cart.(*store).ask
.../vendor/shop/cart/store.go:297 +0xb59
\`\`\`
nobody knows why`,
    [['1 .../vendor/shop/cart.(*store).ask.func2 [waiting] by shop/cart.(*store).ask']],
  ],
  [
    'a selection begins inside a goroutine',
    `	/src/cart/store.go:526
cart.(*store).ask.func2()
	/src/cart/store.go:55 +0x20
created by cart.(*store).run in goroutine 18
	/src/cart/store.go:70 +0x77

goroutine 35 [select]:
cart.(*store).next(0x2498284)
	D:/Program Files (x86)/Go/src/cart/store.go:74 +0x50
`,
    [['1 cart.(*store).ask.func2 [waiting] by cart.(*store).run', '1 cart.(*store).next [select]']],
  ],
  [
    'a selection begins with the creator of a goroutine, in a log',
    `2018-03-23T08:47:11.875294434Z created by cart.(*store).run
2018-03-23T08:47:11.875297919Z 	/src/cart/store.go:646 +0x1443
2018-03-23T08:47:11.875301430Z 
2018-03-23T08:47:11.875304689Z goroutine 51 [select]:
2018-03-23T08:47:11.875308037Z cart.(*store).next(0xc4, 0x0)
2018-03-23T08:47:11.875311551Z 	/src/cart/store.go:290 +0x257
`,
    [['1  [waiting] by cart.(*store).run', '1 cart.(*store).next [select]']],
  ],
  [
    'a selection begins inside a goroutine of goleak',
    `cart.(*store).ask(0x140)
	/src/cart/store.go:55 +0x50
created by cart.(*store).run in goroutine 68
	/src/cart/store.go:70 +0x1144
 Goroutine 66 in state select, with cart.(*store).next on top of the stack:
cart.(*store).next(0x140)
	/src/car`,
    [['1 cart.(*store).ask [waiting] by cart.(*store).run', '1 cart.(*store).next [select]']],
  ],
  [
    'a selection begins inside a goroutine, each line with a blank one below it',
    `cart.(*store).ask(0x140)

	/src/cart/store.go:55 +0x50

created by cart.(*store).run

	/src/cart/store.go:70 +0x1144


goroutine 50 [select]:

cart.(*store).next(0x140)

	/src/cart/store.go:9 +0x1c5
`,
    [['1 cart.(*store).ask [waiting] by cart.(*store).run', '1 cart.(*store).next [select]']],
  ],
  [
    'a stack without header in a log',
    `2022-10-18T23:24:55.1535695Z sync.(*WaitGroup).Wait(0xc0)
2022-10-18T23:24:55.1535950Z 	/usr/local/go/src/sync/waitgroup.go:130 +0x71
2022-10-18T23:24:55.1536226Z cart.(*store).ask(0x140)
2022-10-18T23:24:55.1536523Z 	/src/cart/store.go:55 +0x50
2022-10-18T23:24:55.1539882Z created by cart.(*store).run
2022-10-18T2`,
    [['1 sync.(*WaitGroup).Wait < cart.(*store).ask [sync.WaitGroup.Wait] by cart.(*store).run']],
  ],
  [
    'a log prints calls above a dump: no goroutine',
    `failed:
cart.(*store).ask(0xc4)
	/src/cart/store.go:55 +0x20

goroutine 35 [select]:
cart.(*store).next(0x2498284)
	/src/cart/store.go:74 +0x50
`,
    [['1 cart.(*store).next [select]']],
  ],
  [
    'a heap dump shows 40,000 goroutines by the names of one',
    'thousands of these:\n\nruntime.gopark \nruntime.chanrecv \nshop/cart.(*store).clean \nruntime.goexit \n',
    [['1 runtime.gopark < runtime.chanrecv < shop/cart.(*store).clean < runtime.goexit [chan receive]']],
  ],
  [
    'a debugger glues places to names',
    `it hangs here:
runtime.gopark(proc.go:381)
runtime.chanrecv(chan.go:583)
shop/cart.(*store).ask(store.go:201)
runtime.goexit(asm_amd64.s:1598)
`,
    [['1 runtime.gopark < runtime.chanrecv < shop/cart.(*store).ask < runtime.goexit [chan receive]']],
  ],
  [
    'a debugger glues places to names, and the root is cut off',
    `hangs inside a call:
<unknown>
syscall.Syscall6(syscall_windows.go:201)
shop/cart.(*store).read(store.go:112)
shop/cart.(*store).ask(store.go:16)
`,
    [['1 syscall.Syscall6 < shop/cart.(*store).read < shop/cart.(*store).ask [syscall]']],
  ],
  [
    'an error prints the calls that it came from: no goroutine',
    'lost\nmain.ask\n\t/src/main.go:9\nmain.main\n\t/src/main.go:3\nruntime.goexit\n\t/usr/local/go/src/runtime/asm_amd64.s:1594\n',
    [],
  ],
  [
    'a session of gdb, twice the list',
    '(gdb) info goroutines\n  1 waiting  runtime.gopark\n* 7 running  main.ask\n(gdb) c\nContinuing.\n(gdb) info goroutines\n  1 waiting  runtime.gopark\n',
    [['1 runtime.gopark [waiting]', '1 main.ask [running]'], ['1 runtime.gopark [waiting]']],
  ],
  [
    'folded stacks',
    'main.main;main.ask;runtime.chansend;runtime.gopark 12\nmain.main;main.run;runtime.gopark 1\n',
    [
      [
        '12 runtime.gopark < runtime.chansend < main.ask < main.main',
        '1 runtime.gopark < main.run < main.main',
      ],
    ],
  ],
  [
    'a page made links of what begins with a host',
    `12 @ 0x17850d6 0x1795bfe
#   0x374e385   [example.com/cart/store.newNode.func1+0xa5](http://example.com/cart/store.newNode.func1+0xa5)  /go/src/[example.com/cart/store/node.go:159](http://example.com/cart/store/node.go:159)
#   0x357c6b9   [example.com/cart/store.(*node).work+0x1b9](http://example.com/cart/store.(*node).work+0x1b9)   /go/src/[example.com/cart/store/node.go:126](http://example.com/cart/store/node.go:126)
`,
    [['12 example.com/cart/store.newNode.func1 < example.com/cart/store.(*node).work']],
  ],
  [
    'somebody set the dump in bold type',
    '**goroutine profile: total 2\n2 @ 0x1032760 0x10420bb\n#\t0x1309342\tshop/cart.(*store).run+0x122\t/src/cart/store.go:22**\n\nit grows\n',
    [['2 shop/cart.(*store).run']],
  ],
  [
    'journalctl cut each line at the width of a console',
    `May 25 21:17:40 web-1 shop[3386]: goroutine 207 [semacquire, 649 minutes]:
May 25 21:17:40 web-1 shop[3386]: sync.(*Cond).Wait(0xc82033e580)
May 25 21:17:40 web-1 shop[3386]:         /usr/src/go/src/sync/cond.go:63 +0xe4
May 25 21:17:40 web-1 shop[3386]: shop/cart.(*store).ask(0xc82019c000, 0x3fff8
May 25 21:17:40 web-1 shop[3386]:         /go/src/shop/cart/vendor/src/example.org/g
May 25 21:17:40 web-1 shop[3386]: shop/cart.(*store).run(0xc82036caa0
May 25 21:17:40 web-1 shop[3386]:         /go/src/shop/cart/vendor/src/example.org/g
`,
    [['1 sync.(*Cond).Wait < shop/cart.(*store).ask < shop/cart.(*store).run [semacquire]']],
  ],
  [
    'the heading of the last goroutine of goleak is cut',
    `[Goroutine 62 in state select, with shop/cart.(*store).run on top of the stack:
shop/cart.(*store).run(0xc0000e0120)
	/src/cart/store.go:22 +0x1b7
created by shop/cart.Open in goroutine 90
	/src/cart/store.go:8 +0x2dda
 Goroutine 61 in state chan send, with shop/cart.(*store).ask on top`,
    [['1 shop/cart.(*store).run [select] by shop/cart.Open', '1 shop/cart.(*store).ask [chan send]']],
  ],
  [
    'counted text without the row that has the count',
    'a huge number of these:\n\n    # 0x4274f6 internal/poll.runtime_pollWait+0x56 /go/src/runtime/netpoll.go:173\n    # 0x5ecf1e shop/cart.(*store).listen+0x6e /src/cart/sto',
    [['1 internal/poll.runtime_pollWait < shop/cart.(*store).listen']],
  ],
  [
    'speedscope keeps samples as numbers of frames',
    `{"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{"frames":[{"name":"main.main"},{"name":"main.ask"},{"name":"runtime.gopark"}]},
"profiles":[{"type":"sampled","samples":[[0,1,2],[0,2]],"weights":[12,1]},{"type":"evented"}]}`,
    [['12 runtime.gopark < main.ask < main.main', '1 runtime.gopark < main.main']],
  ],
  [
    'Markdown took the asterisks of receivers, and those of creators stayed',
    `goroutine 49 [IO wait, 4 minutes]:
net.(_conn).Read(0xc20808c2a0, 0x0)
        /usr/local/go/src/net/net.go:121 +0xdc
shop/cart.(_client).loop(0xc208071e40)
        /src/cart/client.go:42 +0xa4
created by shop/cart.(*client).Dial
        /src/cart/client.go:60 +0xc9f

goroutine 50 [select, 4 minutes]:
shop/cart.(store[...]).run(0xc208071e40)
        /src/cart/store.go:45 +0x41d
created by shop/cart.Open
        /src/cart/store.go:61 +0xcba`,
    [
      [
        '1 net.(*conn).Read < shop/cart.(*client).loop [IO wait] by shop/cart.(*client).Dial',
        '1 shop/cart.(*store[...]).run [select] by shop/cart.Open',
      ],
    ],
  ],
  [
    'a person escaped the asterisks for Markdown',
    '5 @ 0x43c365 0x40892f\n#\t0x925da8\tshop/cart.(\\*client).loop+0x708\t/src/cart/client.go:42\n',
    [['5 shop/cart.(*client).loop']],
  ],
  [
    'a logger puts time and line into brackets',
    `[2026-11-29 02:02:51]
[2026-11-29 02:02:51 goroutine 638 [sleep]:]
[2026-11-29 02:02:51 time.Sleep(0x3b9aca00)]
[2026-11-29 02:02:51    /usr/local/go/src/runtime/time.go:194 +0x12e]
[2026-11-29 02:02:51 shop/cart.(*dialer).clean(0x1493740)]
[2026-11-29 02:02:51    /src/cart/dialer.go:372 +0x33]
[2026-11-29 02:02:51 created by shop/cart.(*dialer).Dial.func1]
[2026-11-29 02:02:51    /src/cart/dialer.go:282 +0xaa]
[2026-11-29 02:02:51]
[2026-11-29 02:02:51 goroutine 1187 [IO wait, 2 minutes]:]
[2026-11-29 02:02:51 net.(*netFD).Read(0xc001611a80, {0xc000b95000?, 0x405ea9?, 0x4?})]
[2026-11-29 02:02:51    /usr/local/g`,
    [
      [
        '1 time.Sleep < shop/cart.(*dialer).clean [sleep] by shop/cart.(*dialer).Dial.func1',
        '1 net.(*netFD).Read [IO wait]',
      ],
    ],
  ],
  [
    'the first goroutine of goleak is cut off, and the rest stands in a list',
    `- [ ] shop/cart.run
    \`\`\`
     Goroutine 25 in state select, with shop/cart.run on top of the stack:
    shop/cart.run(0xc000373560, {0x102fde440, 0xc00004ab90})
      /src/cart/run.go:76 +0x150
    created by shop/cart.Open in goroutine 54
      /src/cart/run.go:52 +0x1f8
     Goroutine 40 in state IO wait, with net.(*conn).Read on top of the stack:
    net.(*conn).Read(0xc00052c080, {0xc0000dd200, 0x900, 0x900})
      /go/src/net/net.go:84 +0xb8`,
    [['1 shop/cart.run [select] by shop/cart.Open', '1 net.(*conn).Read [IO wait]']],
  ],
  [
    'old goleak with a blank line below each line',
    ` Goroutine 501 in state select, with shop/cart.run on top of the stack:

goroutine 501 [select]:

shop/cart.run(0xc0019fecd0, 0x1)

\t/src/cart/run.go:407 +0x1c5

created by shop/cart.Open

\t/src/cart/run.go:412 +0x314c


 Goroutine 377 in state chan receive, with shop/cart.wait on top of the stack:

goroutine 377 [chan receive]:

shop/cart.wait(0xc0013e43c0, 0x1)

\t/src/cart/wait.go:9 +0x1`,
    [['1 shop/cart.run [select] by shop/cart.Open', '1 shop/cart.wait [chan receive]']],
  ],
  [
    'the leak check of etcd counts stacks',
    `Too many goroutines running after all test(s).
1 instances of:
shop/cart.Invoke(0x7f1a1b7383c8, 0xc820641e60, ...)
\t/src/cart/call.go:132 +0x4a0
created by shop/cart.(*stresser).Stress
\t/src/cart/stresser.go:97 +0x4f6
101 instances of:
time.Sleep(...)
\t/usr/local/go/src/runtime/time.go:59 +0xf9
shop/cart.(*stresser).Stress.func1(...)
\t/src/cart/stresser.go:83 +0x212
created by shop/cart.(*stresser).Stress
\t/src/cart/stresser.go:97 +0x4f6
FAIL\tshop/cart\t270.490s
FAIL`,
    [
      [
        '1 shop/cart.Invoke [waiting] by shop/cart.(*stresser).Stress',
        '101 time.Sleep < shop/cart.(*stresser).Stress.func1 [sleep] by shop/cart.(*stresser).Stress',
      ],
    ],
  ],
  [
    'stacks that somebody grouped, with their state',
    `Showing 2 unique goroutines out of 49 total:

48 goroutines [semacquire, 4 minutes]:
sync.runtime_Semacquire(0xc208052534)
    /usr/local/go/src/pkg/runtime/sema.goc:199 +0x30
sync.(*RWMutex).RLock(0xc208052528)
    /usr/local/go/src/pkg/sync/rwmutex.go:36 +0x5e
shop/cart.(*Model).Request(0xc208052500, 0xc2080aa540, 0x34, ...)
    /src/cart/model.go:316 +0x86
created by shop/cart.(*conn).handle
    /src/cart/conn.go:319 +0xc7

1 goroutines [chan send]:
shop/cart.(*conn).send(0xc2080aa540)
    /src/cart/conn.go:40 +0x86`,
    [
      [
        '48 sync.runtime_Semacquire < sync.(*RWMutex).RLock < shop/cart.(*Model).Request [semacquire] by shop/cart.(*conn).handle',
        '1 shop/cart.(*conn).send [chan send]',
      ],
    ],
  ],
  [
    'the leak check of a test has stacks without headings',
    `\t\tleak_test.go:97: Test appears to have leaked a Transport:
\t\tnet/http.(*persistConn).readLoop(0xc20858c0b0)
\t\t\t/usr/local/go/src/net/http/transport.go:858 +0x4eb
\t\tcreated by net/http.(*Transport).dialConn
\t\t\t/usr/local/go/src/net/http/transport.go:660 +0x10d4

\t\tshop/cart.run(0x6bb550, 0x838980)
\t\t\t/src/cart/run.go:556 +0xdc3
\t\tcreated by shop/cart.Open
\t\t\t/src/cart/run.go:102 +0x28d`,
    [
      [
        '1 net/http.(*persistConn).readLoop [waiting] by net/http.(*Transport).dialConn',
        '1 shop/cart.run [waiting] by shop/cart.Open',
      ],
    ],
  ],
  [
    'the first letter is lost, for which a selection began too late',
    `oroutine 1482 [chan send, 47 minutes]:
shop/cart.run.func1()
\t/src/cart/run.go:94 +0x3f
created by shop/cart.run
\t/src/cart/run.go:94 +0x43f

goroutine 2141 [chan send, 20 minutes]:
shop/cart.run.func1()
\t/src/cart/run.go:94 +0x3f
created by shop/cart.run
\t/src/cart/run.go:94 +0x43f`,
    [['2 shop/cart.run.func1 [chan send] by shop/cart.run']],
  ],
  [
    'folders whose names somebody hid',
    `1 instances of:

**/vendor/gopkg.in/natefinch/lumberjack%2ev2.(*Logger).millRun(...)
**/vendor/gopkg.in/natefinch/lumberjack.v2/lumberjack.go:379 +0x58
created by **/vendor/gopkg.in/natefinch/lumberjack%2ev2.(*Logger).mill.func1
***/vendor/gopkg.in/natefinch/lumberjack.v2/lumberjack.go:390 +0x7e
ERROR: *manager.**Suite is failed by the leak check.`,
    [
      [
        '1 vendor/gopkg.in/natefinch/lumberjack%2ev2.(*Logger).millRun [waiting] by vendor/gopkg.in/natefinch/lumberjack%2ev2.(*Logger).mill.func1',
      ],
    ],
  ],
  [
    'headings of goleak whose stacks somebody left out',
    `found unexpected goroutines:
[Goroutine 20 in state select, with shop/cart.(*worker).start on top of the stack:

 Goroutine 39 in state chan receive, with shop/cart.wait on top of the stack:

 Goroutine 27 in state select, with shop/cart.(*worker).start on top of the stack:
`,
    [['2 shop/cart.(*worker).start [select]', '1 shop/cart.wait [chan receive]']],
  ],
  [
    'a session of dlv that looks at one goroutine after the other, and comes back',
    `(dlv) goroutine 1
Switched from 7987173 to 1 (thread 1)
(dlv) bt
0  0x000000000042ca8a in runtime.gopark
   at /usr/local/go/src/runtime/proc.go:292
1  0x0000000000403edb in runtime.chanrecv
   at /usr/local/go/src/runtime/chan.go:400
2  0x0000000000e2b1a8 in main.main
   at /src/main.go:180
(dlv) goroutine 7987171
Switched from 1 to 7987171 (thread 1)
(dlv) bt
 0  0x000000000042ca8a in runtime.gopark
    at /usr/local/go/src/runtime/proc.go:292
 1  0x0000000000aff91c in shop/cart.(*Group).Run
    at /src/cart/group.go:43
(dlv) goroutine 1
Switched from 7987171 to 1 (thread 1)
(dlv) goroutine 12 bt
 0  0x0000000000aff91c in shop/cart.wait
    at /src/cart/wait.go:43`,
    [
      [
        '1 runtime.gopark < runtime.chanrecv < main.main [chan receive]',
        '1 runtime.gopark < shop/cart.(*Group).Run [waiting]',
        '1 shop/cart.wait [waiting]',
      ],
    ],
  ],
  [
    'go tool pprof -raw',
    `PeriodType: goroutine count
Period: 1
Time: 2026-11-29 02:00:00.1 +0000 UTC
Samples:
goroutine/count
         12: 1 2
          1: 3
Locations
     1: 0x43c365 M=1 runtime.gopark /usr/local/go/src/runtime/proc.go:424:0 s=401
     2: 0x925da8 M=1 shop/cart.(*client).wait /src/cart/client.go:9:0 s=8
             shop/cart.(*client).loop /src/cart/client.go:20:0 s=18
     3: 0x925db0 M=1 main.main /src/main.go:9:0 s=3
Mappings
1: 0x400000/0x9a0000/0x0 /bin/shop  [FN]`,
    [['12 runtime.gopark < shop/cart.(*client).wait < shop/cart.(*client).loop', '1 main.main']],
  ],
  [
    'a path is cut off where the location was due',
    `goroutine 1 [select, 286 minutes]:
shop/cart.run()
\t/src/cart/run.go:1427 +0x141a
shop/cart.glob..func1(0x3b14be0)
\t/go/src/github.co`,
    [['1 shop/cart.run < shop/cart.glob..func1 [select]']],
  ],
  [
    'a short path is cut off where the location was due',
    `goroutine 1 [select, 286 minutes]:
shop/cart.run()
\tshop/cart/run.go:1427 +0x141a
shop/cart.glob..func1(0x3b14be0)
\tshop/cart/run.g`,
    [['1 shop/cart.run < shop/cart.glob..func1 [select]']],
  ],
  [
    'each column of a symbol line has a line of its own',
    `goroutine profile: total 8
5 @ 0x43c365 0x40892f
#
0x925da8
shop/cart.ask.func1+0x708
/src/cart/ask.go:9
#
0x925da9
shop/cart.run+0x1
/src/cart/run.go:19

3 @ 0x43c365 0x40892f
#
0x925da8
shop/cart.wait+0x708
/src/cart/wait.go:9`,
    [['5 shop/cart.ask.func1 < shop/cart.run', '3 shop/cart.wait']],
  ],
  [
    'the version of Go above the groups',
    `go 1.7 stable
centos 6.4

426 @ 0x4416ea 0x450c79
#\t0x4c72e8\tshop/cart.(*client).loop+0x9c8\t/src/cart/client.go:1536

//code
var trans *http.Transport
`,
    [['426 shop/cart.(*client).loop']],
  ],
  [
    'the last group is cut off inside its only function',
    `goroutine profile: total 2020
822 @ 0x5ac2b6 0x5bbfd2
#   0x94e4b4    shop/cart.(*client).write+0xf4  /src/cart/client.go:2392

820 @ 0x5ac2b6 0x5bbfd2
#   0x94d3c4    shop/cart.(*cli`,
    [['822 shop/cart.(*client).write', '820 runtime.goexit']],
  ],
  [
    'a page folds each goroutine below a caption of its header',
    `<details><summary>goroutine 115 [semacquire, 5611 minutes]</summary>

\`\`\`
goroutine 115 [semacquire, 5611 minutes]:
sync.(*RWMutex).RLock(0xc421056a68)
        /usr/local/go/src/sync/rwmutex.go:50 +0x4b
shop/cart.(*store).list(0xc421056a60)
        /src/cart/store.go:140 +0x4d
created by shop/cart.Open
        /src/cart/store.go:98 +0x2b
...
(truncated)
\`\`\`
</details>

<details><summary>goroutine 623 [semacquire, 3708 minutes]</summary>

\`\`\`
goroutine 623 [semacquire, 3708 minutes]:
shop/cart.(*store).list(0xc421056a60)
        /src/cart/store.go:140 +0x4d`,
    [
      [
        '1 sync.(*RWMutex).RLock < shop/cart.(*store).list [semacquire] by shop/cart.Open',
        '1 shop/cart.(*store).list [semacquire]',
      ],
    ],
  ],
  [
    'the last header of old goleak is cut, the heading above it is whole',
    ` Goroutine 415 in state select, 4 minutes, with shop/cart.(*link).mux on top of the stack:
goroutine 415 [select, 4 minutes]:
shop/cart.(*link).mux(0xc00075e000)
        /src/cart/link.go:306 +0x30c
created by shop/cart.attach
        /src/cart/link.go:222 +0x61a

 Goroutine 873 in state select, with shop/cart.(*link).mux on top of the stack:
goroutine 873 [selec`,
    [['2 shop/cart.(*link).mux [select] by shop/cart.attach']],
  ],
  [
    'a stack without header and creator, each line with a blank one below it',
    `leaks:

shop/cart.(*stream).wait(0xc001d6d8c0)

\texternal/cart/stream.go:323 +0x11a

shop/cart.(*stream).receive(...)

\texternal/cart/stream.go:338

shop/cart.(*call).do(0xc0011c8b00, {0x6338ea0?, 0xc000d48780}, 0x0)

\texternal/cart/call.go:963 +0x14b

main.ask({0x7c7f420, 0xc000f0d320})

\texternal/main.go:73 +0x14e

github.com/shop/kvproto/pkg/di`,
    [
      [
        '1 shop/cart.(*stream).wait < shop/cart.(*stream).receive < shop/cart.(*call).do < main.ask [waiting]',
      ],
    ],
  ],
  [
    'creators that sort | uniq -c counted: each goroutine has one',
    '$ grep "created by" dump | sort | uniq -c\n  3 created by shop/cart.(*store).ask\n  2 created by net/http.(*Server).Serve in goroutine 7\n',
    [['5  [waiting] by net/http.(*Server).Serve, shop/cart.(*store).ask']],
  ],
  [
    'headers that were counted without their ids',
    '      3 goroutine [chan receive, 12 minutes]:\n      1 goroutine [select]:\n',
    [['4  [chan receive, select]']],
  ],
  [
    'GoLand copies all goroutines, each below its number',
    `Goroutine 87
  runtime.gopark (/opt/go/src/runtime/proc.go:364)
  sync.(*RWMutex).RLock (/opt/go/src/sync/rwmutex.go:71)
  shop/cart.(*store).ask (/src/cart/store.go:9)
  runtime.goexit (/opt/go/src/runtime/asm_arm64.s:1165)
  created at: shop/cart.Open (/src/cart/store.go:12)

Goroutine 88 shop/cart.(*store).run
  runtime.gopark (proc.go:364)
  shop/cart.(*store).run (store.go:9)
`,
    [
      [
        '1 runtime.gopark < sync.(*RWMutex).RLock < shop/cart.(*store).ask < runtime.goexit [sync.RWMutex.RLock] by shop/cart.Open',
        '1 runtime.gopark < shop/cart.(*store).run [waiting]',
      ],
    ],
  ],
  [
    'somebody hid names in a stack that goes on below them',
    `runtime.gopark (/go/src/runtime/proc.go:364)
runtime.chanrecv (/go/src/runtime/chan.go:583)
shop/cart.(*store).ask (/src/cart/store.go:9)
<snip>.TestShop.func2 (<snip>)
runtime.goexit (/go/src/runtime/asm_arm64.s:1165)
`,
    [['1 runtime.gopark < runtime.chanrecv < shop/cart.(*store).ask < runtime.goexit [chan receive]']],
  ],
  [
    'calls without arguments, their places in parentheses',
    'goroutine 18 [chan receive]:\n  shop/cart.(*store).ask (store.go:9)\n  main.main.func1 (main.go:12)\n',
    [['1 shop/cart.(*store).ask < main.main.func1 [chan receive]']],
  ],
  [
    'calls with their places on one line',
    'goroutine 18 [chan send]:\nruntime.chansend1(...) runtime/chan.go:161\nshop/cart.(*store).ask(...) store.go:66\n',
    [['1 runtime.chansend1 < shop/cart.(*store).ask [chan send]']],
  ],
  [
    'the calls of a goroutine are drawn as a tree',
    'goroutine 18 [chan receive]:\n└─ shop/cart.(*store).ask\n   └─ main.main.func1\n',
    [['1 shop/cart.(*store).ask < main.main.func1 [chan receive]']],
  ],
  [
    'a log broke a quoted text amid its escapes',
    String.raw`time="2026-11-29T13:49:31Z" level=info msg="stacks ===\ngoroutine 1 [chan receive, 3 minutes]:\nmain.main()\n\t/src/main.go:8 +0x27\n\ngorou
tine 7 [select]:\nshop/cart.(*store).run()\n\t/src/cart/store.go:68 +0x49\n"
time="2026-11-29T13:49:32Z" level=info msg="stacks written"
`,
    [['1 main.main [chan receive]', '1 shop/cart.(*store).run [select]']],
  ],
  [
    'a flame graph of Pyroscope',
    JSON.stringify({
      version: 1,
      flamebearer: {
        names: ['total', 'main.serve', 'main.ask', 'runtime.gopark', 'main.run'],
        levels: [
          [0, 120, 0, 0],
          [0, 80, 0, 1, 0, 40, 0, 4],
          [0, 80, 0, 2, 0, 40, 40, 3],
          [0, 80, 80, 3],
        ],
      },
    }),
    [['40 runtime.gopark < main.run', '80 runtime.gopark < main.ask < main.serve']],
  ],
  [
    'folded stacks with a blank behind each semicolon',
    'main.main; main.ask; runtime.gopark 12\nmain.main; main.run; runtime.gopark 1\n',
    [['12 runtime.gopark < main.ask < main.main', '1 runtime.gopark < main.run < main.main']],
  ],
  [
    'speedscope keeps frames that open and close',
    `{"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{"frames":[{"name":"main.main"},{"name":"main.ask"},{"name":"runtime.gopark"}]},
"profiles":[{"type":"evented","events":[{"type":"O","frame":0,"at":0},{"type":"O","frame":1,"at":0},{"type":"O","frame":2,"at":0},{"type":"C","frame":2,"at":12},{"type":"C","frame":1,"at":12},{"type":"O","frame":2,"at":12},{"type":"C","frame":2,"at":13},{"type":"C","frame":0,"at":13}]}]}`,
    [['12 runtime.gopark < main.ask < main.main', '1 runtime.gopark < main.main']],
  ],
  [
    'counted text whose rows a person wrote anew',
    '80 goroutines:\n#\t0x4a45\tshop/cart.(*store).ask+0x45\t/src/cart/store.go:12\n#\t0x4b12\tshop/cart.serve+0x12\t/src/cart/serve.go:40\n\n40x\n#\tshop/cart.(*store).run+0x33\t/src/cart/store.go:9\n',
    [['80 shop/cart.(*store).ask < shop/cart.serve', '40 shop/cart.(*store).run']],
  ],
  [
    'an editor links numbers inside of numbers to lines of a job',
    'panic: test timed out after 10m0s\n\ngoroutine 27 [running]:\ntesting.(*M).startAlarm.func1()\n\t/go/src/testing/testing.go:2373 +0x265\ncreated by time.goFunc\n\t/go/src/time/sleep.go:[2](https://jobs.example/run/1?pr=3#step:6:2)15 +0x45\n\ngoroutine 7 [select]:\nshop/cart.(*store).ask(0xc000[12](https://jobs.example/run/1#step:6:12)4340)\n\t/src/cart/store.go:12 +0x1d\n',
    [['1 testing.(*M).startAlarm.func1 [running] by time.goFunc', '1 shop/cart.(*store).ask [select]']],
  ],
  [
    'numbers above stacks without their first lines',
    'after ten runs:\n\n10 *\n```\nshop/cart.(*store).ask(0xc000012345)\n\t/src/cart/store.go:12 +0x1d\ncreated by shop/cart.Open\n\t/src/cart/open.go:9 +0x33\n```\n\nx3\nshop/cart.(*store).run(0xc000012345)\n\t/src/cart/store.go:30 +0x1d\ncreated by shop/cart.Open\n\t/src/cart/open.go:7 +0x33\n\nshop/cart.serve(0xc000012345)\n\t/src/cart/serve.go:30 +0x1d\ncreated by shop/cart.Open\n\t/src/cart/open.go:8 +0x33\n',
    [
      [
        '10 shop/cart.(*store).ask [waiting] by shop/cart.Open',
        '3 shop/cart.(*store).run [waiting] by shop/cart.Open',
        '1 shop/cart.serve [waiting] by shop/cart.Open',
      ],
    ],
  ],
  [
    'places stand in a column behind the calls, words behind them',
    'goroutine N [IO wait, 9 minutes]:\nio.Copy(...)\nshop.(*proxy).tunnel            proxy.go:1076\nshop.(*proxy).c                 proxy.go:742\nshop.(*proxy).serve(...)        proxy.go:338\n\nthe same in others\n',
    [['1 io.Copy < shop.(*proxy).tunnel < shop.(*proxy).c < shop.(*proxy).serve [IO wait]']],
  ],
  [
    'a viewer folds twins and counts them below the header',
    'goroutine 22 [sync.Cond.Wait, 1178 minutes]:\n – instances: 3\nStates: sync.Cond.Wait\nsync.(*Cond).Wait(0xADDR)\n  /go/src/sync/cond.go:56 +0x8c\nshop/cart.(*store).ask.func1()\n  cart/store.go:150 +0xc8\n',
    [['3 sync.(*Cond).Wait < shop/cart.(*store).ask.func1 [sync.Cond.Wait]']],
  ],
  [
    'counts of creators and headers have each goroutine twice',
    '  3 created by shop/cart.Open\n  3 goroutine [select]:\n',
    [],
  ],
  [
    'an error prints offsets and no words of arguments: no goroutine',
    'lost\nmain.ask\n\t/src/main.go:9 +0x1d\nmain.run\n\t/src/main.go:12 +0x1d\nmain.main\n\t/src/main.go:3 +0x2e\n',
    [],
  ],
]

describe('a dump as people post it', () => {
  test.each(CASES)('%s', async (_, text, stacks) => {
    expect(await stacksOf(text)).toEqual(stacks)
  })
})

/** What begins pictures and programs begins words, too. */
test.each(['BMW orders hang', 'MZ is stuck', 'RIFF: why', 'go 1.26 hangs', 'GIF89 service'])(
  'a text that begins with "%s" is a text',
  async (words) => {
    expect(await stacksOf(`${words}\n\ngoroutine 7 [select]:\nmain.f()\n\t/src/main.go:9 +0x1d\n`)).toEqual([
      ['1 main.f [select]'],
    ])
  },
)

test('a number above a stack makes no text larger than a dump is', async () => {
  const stack = (id: number) =>
    `99999 *\nmain.ask${id}(0xc000012345)\n\t/src/main.go:9 +0x1d\ncreated by main.run\n\t/src/main.go:7 +0x33\n`
  const text = Array.from({ length: 40 }, (_, id) => stack(id)).join('\n')
  expect((await stacksOf(text))[0]).toHaveLength(40)
  expect((await stacksOf(text))[0]?.[0]).toBe('1 main.ask0 [waiting] by main.run')
})
