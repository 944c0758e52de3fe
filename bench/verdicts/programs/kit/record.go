package kit

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"time"
)

// loss is what a process counted of one leak.
type loss struct {
	Since      time.Time `json:"since"`
	Goroutines int       `json:"goroutines"`
}

// profile is an entry of series.json; file is relative to the folder of the life.
type profile struct {
	At    time.Time `json:"at"`
	Type  string    `json:"type"`
	Debug int       `json:"debug"`
	File  string    `json:"file"`
}

// report is life.json: what record.ts makes series.json and truth.json of.
type report struct {
	StartedAt time.Time        `json:"startedAt"`
	EndedAt   time.Time        `json:"endedAt"`
	Profiles  []profile        `json:"profiles"`
	Lost      map[string]*loss `json:"lost"`
}

// record takes a profile at every step until the life ends, then writes its report.
func record(life *Life, set settings, started time.Time) {
	check(os.MkdirAll(set.dir, 0o755))
	told := report{StartedAt: started, Profiles: []profile{}}
	begin := life.Hours()
	for taken := 1; ; taken++ {
		due := begin + float64(taken)*set.step.Hours()
		if due > set.until {
			break
		}
		life.SleepUntil(due)
		told.Profiles = append(told.Profiles, life.take(set.dir, len(told.Profiles)+1, 0))
		if set.fullEvery > 0 && taken%set.fullEvery == 0 {
			told.Profiles = append(told.Profiles, life.take(set.dir, len(told.Profiles)+1, 2))
		}
	}
	life.SleepUntil(set.until)
	life.mu.Lock()
	defer life.mu.Unlock()
	told.EndedAt, told.Lost = life.Now(), life.lost
	body, err := json.Marshal(told)
	check(err)
	check(os.WriteFile(filepath.Join(set.dir, "life.json"), body, 0o644))
}

func (l *Life) take(dir string, seq, debug int) profile {
	name := fmt.Sprintf("%04d.pb.gz", seq)
	if debug == 2 {
		name = fmt.Sprintf("%04d.debug2.txt.gz", seq)
	}
	file, err := os.Create(filepath.Join(dir, name))
	check(err)
	at := l.Now()
	if debug == 2 {
		packed := gzip.NewWriter(file)
		check(pprof.Lookup("goroutine").WriteTo(packed, debug))
		check(packed.Close())
	} else {
		check(pprof.Lookup("goroutine").WriteTo(file, debug))
	}
	check(file.Close())
	return profile{At: at, Type: "goroutine", Debug: debug, File: name}
}
