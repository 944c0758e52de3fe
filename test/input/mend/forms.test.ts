/** Forms met in public reports, the smallest of each; every name, path and figure is made up. */

import { describe, expect, it } from 'vitest'
import type { DumpForm } from '#shared/input/clean-dump.ts'
import { cleanOf, profileOf } from './read.ts'

interface Case {
  readonly name: string
  readonly form?: DumpForm
  readonly text: string
  /** Per stack: goroutines, frames from the leaf on, then states, minutes and creators where there are any. */
  readonly stacks: readonly string[]
  readonly isCut?: boolean
  /** Goroutines that the notes count. */
  readonly noted?: number
}

const CASES: readonly Case[] = [
  {
    name: 'leaktest puts its words before each header',
    text: `--- FAIL: TestAsk (5.00s)
    leaktest.go:132: leaktest: timed out checking goroutines
    ask_test.go:9: leaktest: leaked goroutine: goroutine 21 [chan send]:
        shop/ask.ask.func1()
        	/src/ask.go:9 +0x1d
        created by shop/ask.ask in goroutine 20
        	/src/ask.go:8 +0x5a
    ask_test.go:9: leaktest: leaked goroutine: goroutine 22 [chan send]:
        shop/ask.ask.func1()
        	/src/ask.go:9 +0x1d
        created by shop/ask.ask in goroutine 20
        	/src/ask.go:8 +0x5a`,
    stacks: ['2 shop/ask.ask.func1 [chan send] by shop/ask.ask'],
  },
  {
    name: 'Go 1.4: threads run functions of C without a package, and closures have a middle dot',
    text: `SIGQUIT: quit
PC=0x43f571

goroutine 0 [idle]:
runtime.futex(0x8e8f18, 0x0, 0x0)
        /usr/local/go/src/runtime/sys_linux_amd64.s:277 +0x21
stopm()
        /usr/local/go/src/runtime/proc.c:1178 +0x119

goroutine 7 [IO wait, 14 minutes]:
net.(*netFD).Read(0xc208010140, 0x72, 0x0, 0x0)
        /usr/local/go/src/net/fd_poll_runtime.go:84 +0x47
main.func·001(0xc20803e018)
        /home/ann/main.go:9 +0x47
created by main.main
        /home/ann/main.go:8 +0x5a

rax     0xfffffffffffffffc`,
    stacks: ['1 net.(*netFD).Read < main.func·001 [IO wait] 14min by main.main'],
  },
  {
    name: 'line ends became blanks',
    text: 'goroutine 7 [chan send, 3 minutes]: main.ask.func1() /src/main.go:9 +0x1d created by main.ask in goroutine 1 /src/main.go:8 +0x5a  goroutine 8 [select]: main.(*svc).run(0xc000012345, 0x3?) /src/svc.go:4 +0x2 created by main.main /src/main.go:7 +0x5a',
    stacks: ['1 main.ask.func1 [chan send] 3min by main.ask', '1 main.(*svc).run [select] by main.main'],
  },
  {
    name: 'stackparse before it printed states',
    form: 'stackparse',
    text: `goroutine 7 [2h5m0s]:
main.(*svc).run [0xc000012345, 0x3]
	/src/main.go:9
created by main.main []
	/src/main.go:8

goroutine 9 [0s]:
main.main []
	/src/main.go:3
`,
    stacks: ['1 main.(*svc).run [waiting] 125min by main.main', '1 main.main [???]'],
  },
  {
    name: 'goroutine-inspect folds twins',
    text: `goroutine 7 [chan send, 29 minutes]: 3 times: [[7, 8, 9]
main.ask.func1()
	/src/main.go:9 +0x1d
created by main.ask
	/src/main.go:8 +0x5a
`,
    stacks: ['3 main.ask.func1 [chan send] 29min by main.ask'],
  },
  {
    name: 'a person writes how many more there are',
    text: `goroutine 7 [chan send]:
main.ask.func1()
	/src/main.go:9 +0x1d
created by main.ask
	/src/main.go:8 +0x5a
(×100 more)

goroutine 9 [select]:
main.run()
	/src/main.go:19 +0x1d
created by main.main
	/src/main.go:3 +0x5a`,
    stacks: ['101 main.ask.func1 [chan send] by main.ask', '1 main.run [select] by main.main'],
  },
  {
    name: 'delve 1.7 prints the wait as time since 1970',
    form: 'delve',
    text: `(dlv) goroutines
  Goroutine 1 - User: c:/shop/main.go:7 main.main (0x7ff6) [select 457422h31m13.3206878s]
* Goroutine 5 - User: c:/shop/main.go:9 main.ask.func1 (0x7ff5) (thread 17308)
  Goroutine 7 - User: c:/shop/main.go:9 main.ask.func1 (0x7ff5) [chan send 457423h1m33.7s]
[3 goroutines]`,
    stacks: ['1 main.main [select] cut', '2 main.ask.func1 [chan send, running] 30min cut'],
    noted: 3,
  },
  {
    name: 'delve prints the clock at which a wait began',
    form: 'delve',
    text: `  Goroutine 6 - User: /src/main.go:9 main.ask.func1 (0x4762ce) [chan send 6139131606581034]
  Goroutine 7 - User: /src/main.go:9 main.ask.func1 (0x4762ce) [chan send 6140931606581034]
  Goroutine 8 - User: /src/main.go:4 main.run (0x4762ce) [select]
[3 goroutines]`,
    stacks: ['2 main.ask.func1 [chan send] 30min cut', '1 main.run [select] cut'],
    noted: 3,
  },
  {
    name: 'delve lists five of a group',
    form: 'delve',
    text: `(dlv) goroutines -group userloc
/src/main.go:9 in main.ask.func1
	  Goroutine 6 - User: ./main.go:9 main.ask.func1 (0x4762ce) [chan send]
	  Goroutine 7 - User: ./main.go:9 main.ask.func1 (0x4762ce) [chan send]
	Total: 12

/src/main.go:4 in main.run
	  Goroutine 8 - User: ./main.go:4 main.run (0x4762ce) [select]
	Total: 1`,
    stacks: ['12 main.ask.func1 [chan send] cut', '1 main.run [select] cut'],
    noted: 13,
  },
  {
    name: 'delve: stacks of single goroutines one after the other',
    form: 'delve',
    text: `(dlv) goroutine 7 bt
0  0x00000000004866ee in runtime.gopark
   at /usr/local/go/src/runtime/proc.go:463
1  0x0000000000417bfc in runtime.chansend
   at /usr/local/go/src/runtime/chan.go:283
2  0x000000000064693d in main.ask.func1
   at ./main.go:9
(truncated)
(dlv) goroutine 8
Switched from 7 to 8 (thread 3459)
(dlv) bt
0  0x00000000004866ee in runtime.gopark
   at /usr/local/go/src/runtime/proc.go:463
1  0x000000000064693d in main.(*svc).run
   at ./main.go:4`,
    stacks: [
      '1 runtime.gopark < runtime.chansend < main.ask.func1 [chan send] cut',
      '1 runtime.gopark < main.(*svc).run [waiting]',
    ],
    noted: 1,
  },
  {
    name: 'delve is older than the program: its wait words are wrong',
    form: 'delve',
    text: `  Goroutine 1 - User: /usr/local/go/src/runtime/time.go:363 time.Sleep (0x48a605) [chan receive]
  Goroutine 7 - User: /src/main.go:9 main.ask.func1 (0x4762ce) [sync.Cond.Wait]`,
    stacks: ['1 time.Sleep [sleep] cut', '1 main.ask.func1 [waiting] cut'],
    noted: 3,
  },
  {
    name: 'panicparse: buckets with a span of minutes, packages of the standard library by their last element',
    form: 'panicparse',
    text: `Goroutines: 3
3: IO wait [2~11 minutes] [locked] [Created by http.(*Server).Serve @ server.go:3285]
    poll      fd_unix.go:165         (*FD).Read(#1, {#2, 0x1000, 0x1000})
    http      server.go:788          (*connReader).backgroundRead(*connReader(#400))
    (...)
1: running
    main      main.go:9              main()`,
    stacks: [
      '3 internal/poll.(*FD).Read < net/http.(*connReader).backgroundRead [IO wait] 2min, 11min by net/http.(*Server).Serve cut',
      '1 main.main [running]',
    ],
    noted: 0,
  },
  {
    name: 'panicparse with full paths',
    form: 'panicparse',
    text: `2: select [29 minutes] [Created by redis.(*Client).start @ /go/pkg/mod/github.com/acme/redis/v9@v9.1.0/client.go:12]
    redis   /go/pkg/mod/github.com/acme/redis/v9@v9.1.0/client.go:44     (*Client).loop(*Client(#3))`,
    stacks: [
      '2 github.com/acme/redis/v9.(*Client).loop [select] 29min by github.com/acme/redis/v9.(*Client).start',
    ],
  },
  {
    name: 'pprof -traces with labels, inlined calls, addresses and lines',
    form: 'pprof-traces',
    text: `File: shop
Build ID: 6d53a994be61
Type: goroutine
Time: 2026-11-29 02:00:01 UTC
-----------+-------------------------------------------------------
  endpoint:  /v1
    tenant:  acme "x"
         1   00000000004866ed runtime.gopark /usr/local/go/src/runtime/proc.go:462
             00000000004661d1 runtime.goparkunlock /usr/local/go/src/runtime/proc.go:468 (inline)
             00000000006479c4 main.(*Store[go.shape.string]).Locked /src/store.go:5
-----------+-------------------------------------------------------
         1   runtime.gopark
             main.run (inline)
-----------+-------------------------------------------------------`,
    stacks: [
      '1 runtime.gopark < runtime.goparkunlock < main.(*Store[go.shape.string]).Locked',
      '1 runtime.gopark < main.run',
    ],
  },
  {
    name: 'pprof -raw',
    form: 'pprof-traces',
    text: `PeriodType: goroutine count
Period: 1
Time: 2026-11-29 02:00:01 +0000 UTC
Samples:
goroutine/count
          3: 1 2 
          1: 1 3 
                tenant:[acme]
Locations
     1: 0x4866ed M=1 runtime.gopark /usr/local/go/src/runtime/proc.go:462:0 s=445
     2: 0x41797b M=1 runtime.chansend /usr/local/go/src/runtime/chan.go:283:0 s=176
             main.ask.func1 /src/main.go:9:0 s=8
     3: 0x417576 M=1 main.run /src/main.go:4:0 s=3
Mappings
1: 0x400000/0x648000/0x0 /src/shop 6d53 [FN]`,
    stacks: ['3 runtime.gopark < runtime.chansend < main.ask.func1', '1 runtime.gopark < main.run'],
  },
  {
    name: 'goroutines taken out between two others',
    text: `goroutine 7 [chan send]:
main.ask.func1()
	/src/main.go:9 +0x1d
created by main.ask
	/src/main.go:8 +0x5a

[ ... elided ... ]

goroutine 39308 gp=0xc008ab8a80 m=nil [semacquire]:
main.run()
	/src/main.go:4 +0x1d
created by main.main
	/src/main.go:3 +0x5a`,
    stacks: ['1 main.ask.func1 [chan send] by main.ask', '1 main.run [semacquire] by main.main'],
    noted: 1,
  },
  {
    name: 'frames taken out on the root side and in the middle',
    text: `goroutine 7 [chan send]:
main.ask.func1()
	/src/main.go:9 +0x1d
...
created by main.ask
	/src/main.go:8 +0x5a

goroutine 8 [select]:
main.run()
	/src/main.go:4 +0x1d
[...]
main.serve()
	/src/main.go:5 +0x1d
created by main.main
	/src/main.go:3 +0x5a`,
    stacks: ['1 main.ask.func1 [chan send] by main.ask cut', '1 main.run < main.serve [select] by main.main'],
    noted: 2,
  },
  {
    name: 'functions without their locations',
    text: `goroutine 7 [chan send, 5 min]
main.ask.func1(0xc000012345)
main.(*svc).run(…)
created by main.ask

goroutine 8 [select]
main.run()
created by main.main`,
    stacks: [
      '1 main.ask.func1 < main.(*svc).run [chan send] 5min by main.ask',
      '1 main.run [select] by main.main',
    ],
  },
  {
    name: 'functions without arguments, as gccgo and error libraries print them',
    text: `goroutine 7 [chan send]:
main.ask..func1
	/src/main.go:9
main.(*svc).run
	/src/svc.go:4
created by main.ask
	/src/main.go:8`,
    stacks: ['1 main.ask..func1 < main.(*svc).run [chan send] by main.ask'],
  },
  {
    name: 'values in place of argument words',
    text: `goroutine 7 [chan send]:
main.ask(h int8(123), s string{data: 0x46f1c5, len: 5})
	/src/main.go:9 +0x1d
created by main.main
	/src/main.go:8 +0x5a`,
    stacks: ['1 main.ask [chan send] by main.main'],
  },
  {
    name: 'a fatal error prints the stack of a thread first',
    text: `fatal error: concurrent map writes

runtime stack:
runtime.throw({0x4b2a3c, 0x15})
	/usr/local/go/src/runtime/panic.go:1047 +0x5d
runtime.systemstack()
	/usr/local/go/src/runtime/asm_amd64.s:492 +0x49

goroutine 7 gp=0xc0000061c0 m=3 mp=0xc000080008 [running]:
	goroutine running on other thread; stack unavailable
created by main.ask in goroutine 1
	/src/main.go:8 +0x5a
exit status 2`,
    stacks: ['1  [running] by main.ask'],
  },
  {
    name: 'Windows: backslashes and a path with blanks',
    text: `goroutine 7 [syscall, 2 minutes, locked to thread]:
syscall.SyscallN(0x7ff9, {0xc000012345?, 0x2, 0x0?})
        C:/Program Files/Go/src/runtime/syscall_windows.go:544 +0x107
main.ask.func1()
        C:\\Users\\ann b\\shop\\main.go:9 +0x1d
created by main.ask in goroutine 1
        C:\\Users\\ann b\\shop\\main.go:8 +0x5a`,
    stacks: ['1 syscall.SyscallN < main.ask.func1 [syscall] 2min by main.ask'],
  },
  {
    name: 'labels, durable waits and bubbles of new Go versions, indented with blanks',
    text: `goroutine 7 [chan receive (durable), 3 minutes, synctest bubble 4] {endpoint: /v1, tenant: "a [x]: b"}:
main.ask.func1()
    /src/main.go:9 +0x1d
created by main.ask in goroutine 1
    /src/main.go:8 +0x5a
goroutine 8 [running labels:{"job": "in, [gest]"}]:
main.run()
    /src/main.go:4 +0x1d
created by main.main in goroutine 1
    /src/main.go:3 +0x5a`,
    stacks: ['1 main.ask.func1 [chan receive] 3min by main.ask', '1 main.run [running] by main.main'],
  },
  {
    name: 'cgo: functions of C behind a symbolizer, and without one',
    text: `goroutine 7 [syscall, locked to thread]:
non-Go function
        pc=0x7f0e3c1a2b3c
c_sleep_loop
        /src/sleep.c:12 pc=0x7f0e3c1a2b40
main._Cfunc_c_sleep_loop(0xf4240)
        _cgo_gotypes.go:56 +0x45
created by main.main in goroutine 1
        /src/cgo.go:36 +0x45

goroutine 8 [syscall]:
non-Go function at pc=7f0e3c1a2b3c
main._Cfunc_c_sleep_loop(0xf4240)
        _cgo_gotypes.go:56 +0x45
created by main.main in goroutine 1
        /src/cgo.go:36 +0x45`,
    stacks: [
      '1 non-Go function < c_sleep_loop < main._Cfunc_c_sleep_loop [syscall] by main.main',
      '1 non-Go function < main._Cfunc_c_sleep_loop [syscall] by main.main',
    ],
  },
  {
    name: 'ancestors and their creators are no frames of the goroutine',
    text: `goroutine 7 [chan send]:
main.ask.func1()
    /src/main.go:9 +0x1d
created by main.ask in goroutine 5
    /src/main.go:8 +0x5a
[originating from goroutine 5]:
main.ask(...)
    /src/main.go:8 +0x5a
created by main.main
    /src/main.go:3 +0x5a`,
    stacks: ['1 main.ask.func1 [chan send] by main.ask'],
  },
  {
    name: 'the text ends inside a location',
    text: `goroutine 7 [chan send]:
main.ask.func1()
	/src/main.go:9 +0x1d
created by main.ask
	/src/main.go:8 +0x5a

goroutine 8 [select]:
main.run(0xc000012345)
	/src/main.go:4 +0x1d
main.serve()
	/sr`,
    stacks: ['1 main.ask.func1 [chan send] by main.ask', '1 main.run < main.serve [select] cut'],
    isCut: true,
    noted: 1,
  },
  {
    name: 'the text ends inside arguments',
    text: `goroutine 8 [select]:
main.run()
	/src/main.go:4 +0x1d
main.serve(0xc000012345, 0xc0`,
    stacks: ['1 main.run < main.serve [select] cut'],
    isCut: true,
    noted: 1,
  },
  {
    name: 'the text ends inside a header',
    text: `goroutine 7 [chan send]:
main.ask.func1()
	/src/main.go:9 +0x1d
created by main.ask
	/src/main.go:8 +0x5a

goroutine 8 [sel`,
    stacks: ['1 main.ask.func1 [chan send] by main.ask'],
    isCut: true,
    noted: 1,
  },
  {
    name: 'the text begins inside a goroutine',
    text: `	/src/main.go:2 +0x1d
main.serve()
	/src/main.go:5 +0x1d
created by main.main
	/src/main.go:3 +0x5a

goroutine 7 [chan send]:
main.ask.func1()
	/src/main.go:9 +0x1d
created by main.ask
	/src/main.go:8 +0x5a`,
    stacks: ['1 main.ask.func1 [chan send] by main.ask'],
    noted: 1,
  },
  {
    name: 'headers alone',
    form: 'headers',
    text: `goroutine 1 [IO wait, 29 minutes]:
goroutine 7 [chan send, 29 minutes]:
goroutine 8 [chan send]:`,
    stacks: ['3  [IO wait, chan send] 29min'],
    noted: 3,
  },
  {
    name: 'goleak: many in one list, inside the output of testify, headers broken by a console',
    form: 'goleak',
    text: `        	Error Trace:	/src/ask_test.go:12
        	Error:      	Received unexpected error:
        	            	found unexpected goroutines:
        	            	[Goroutine 9 in state chan send, 2 minutes, with example.org/shop/internal/
ask.ask.func1 on top of the stack:
        	            	example.org/shop/internal/ask.ask.func1()
        	            		/src/ask.go:9 +0x1e
        	            	created by example.org/shop/internal/ask.ask in goroutine 8
        	            		/src/ask.go:8 +0x4f
        	            	 Goroutine 12 in state sleep, with time.Sleep on top of the stack:
        	            	time.Sleep(0x34630b8a000)
        	            		/usr/local/go/src/runtime/time.go:363 +0x165
        	            	created by example.org/shop/internal/ask.TestAsk in goroutine 8
        	            		/src/ask_test.go:4 +0x8b
        	            	]
        	Test:       	TestAsk`,
    stacks: [
      '1 example.org/shop/internal/ask.ask.func1 [chan send] 2min by example.org/shop/internal/ask.ask',
      '1 time.Sleep [sleep] by example.org/shop/internal/ask.TestAsk',
    ],
  },
  {
    name: 'counted text broken by a console in rows and paths',
    form: 'debug1',
    text: `goroutine profile: total 560
560 @ 0x40423d2 0x404246a 0x4053252 0x406f1e5 0x4084f9c 0x548aa49 0x564ccd8 0x56
4c3e5 0x4073661
#       0x406f1e4       sync.runtime_Semacquire+0x24                            /usr/local/opt/go/libe
xec/src/runtime/sema.go:56
#       0x548aa48       github.com/acme/group.(*Group).Wait+0x28        client/vendor/github.com/acme/group/group.go:83`,
    stacks: ['560 sync.runtime_Semacquire < github.com/acme/group.(*Group).Wait'],
  },
  {
    name: 'counted text of which the first groups were kept',
    form: 'debug1',
    text: `goroutine profile: total 3308
560 @ 0x40423d2 0x404246a
#	0x406f1e4	main.ask.func1+0x24	/src/main.go:9

...`,
    stacks: ['560 main.ask.func1'],
    isCut: true,
    noted: 2748,
  },
  {
    name: 'counted text shortened by hand in several ways',
    form: 'debug1',
    text: `3 @ ... main.ask.func1  (/src/main.go:9)
2 @ 0x43c365 ... main.(*svc).run main.main
5 @ 0x40423d2 0x404246a
#	...
#	main.serve	/src/main.go:4`,
    stacks: ['3 main.ask.func1', '2 main.(*svc).run < main.main', '5 main.serve'],
    noted: 5,
  },
  {
    name: 'a leak profile whose blanks were lost',
    form: 'debug1',
    text: `goroutineleak profile: total 111
111 @ 0x43c365 0x40892f
# labels: {"endpoint":"/v1"}
# 0x925da8 main.ask.func1+0x708 /src/main.go:9`,
    stacks: ['111 main.ask.func1'],
  },
  {
    name: 'gostackparse with errors below its list',
    form: 'stackparse',
    text: `[
  {
    "ID": 7,
    "State": "chan send",
    "Wait": 1740000000000,
    "LockedToThread": false,
    "Stack": [
      { "Func": "main.ask.func1", "File": "/src/main.go", "Line": 9 }
    ],
    "FramesElided": false,
    "CreatedBy": { "Func": "main.ask", "File": "/src/main.go", "Line": 8 }
  }
]
error 1: invalid header on line 7: "goroutine x"`,
    stacks: ['1 main.ask.func1 [chan send] 29min by main.ask'],
  },
]

describe('a form that people have is read', () => {
  it.each(CASES)('$name', ({ text, form = 'debug2', stacks, isCut = false, noted = 0 }) => {
    const clean = cleanOf(text.split('\n'), form)
    const profile = profileOf(clean.bytes)
    const seen = profile.groups.map(({ count, frames, states, waitMinutes, creators, rootLost }) =>
      [
        `${count} ${frames.join(' < ')}`,
        ...(states.size > 0 ? [`[${[...states.keys()].sort().join(', ')}]`] : []),
        ...(waitMinutes.size > 0
          ? [
              [...waitMinutes.keys()]
                .sort((a, b) => a - b)
                .map((one) => `${one}min`)
                .join(', '),
            ]
          : []),
        ...(creators.size > 0 ? [`by ${[...creators.keys()].join(', ')}`] : []),
        ...(rootLost ? ['cut'] : []),
      ].join(' '),
    )
    expect(seen).toEqual(stacks)
    expect(profile.problems).toEqual([])
    expect({
      isCut: clean.isCut,
      noted: clean.notes.reduce((sum, { goroutines }) => sum + goroutines, 0),
    }).toEqual({ isCut, noted })
  })
})
