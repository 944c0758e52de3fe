package kit

import (
	"log"
	"strconv"
	"time"
)

// settings come from the environment; record.ts sets them.
type settings struct {
	clock             Clock
	instance, version string
	// dir is where the profiles of this life go.
	dir string
	// until is the hour of the case at which the process ends.
	until float64
	// step is the time between two profiles.
	step time.Duration
	// fullEvery is the number of profiles for one full dump beside them; 0: none.
	fullEvery int
	// isWorld is set in the process beside the recorded one.
	isWorld bool
}

const worldVariable = "RECORD_WORLD"

func settingsOf(get func(string) string) settings {
	number := func(name string) float64 {
		value, err := strconv.ParseFloat(get(name), 64)
		if err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		return value
	}
	start, err := time.Parse(time.RFC3339, get("RECORD_START"))
	if err != nil {
		log.Fatalf("RECORD_START: %v", err)
	}
	return settings{
		clock:     Clock{epoch: time.UnixMilli(int64(number("RECORD_EPOCH_MS"))), start: start, scale: number("RECORD_SCALE")},
		instance:  get("RECORD_INSTANCE"),
		version:   get("RECORD_VERSION"),
		dir:       get("RECORD_DIR"),
		until:     number("RECORD_UNTIL_HOUR"),
		step:      time.Duration(number("RECORD_STEP_MINUTES") * float64(time.Minute)),
		fullEvery: int(number("RECORD_FULL_EVERY")),
		isWorld:   get(worldVariable) != "",
	}
}
