package kit

import (
	"context"
	"math"
	"time"
)

// Clock runs faster than the wall clock: the time of a recorded case.
type Clock struct {
	// epoch is when the case began on the wall clock.
	epoch time.Time
	// start is what its own clock said then.
	start time.Time
	// scale is seconds of the case for one second of recording.
	scale float64
}

// Real is how long a time of the case takes while it is recorded.
func (c Clock) Real(d time.Duration) time.Duration {
	return time.Duration(float64(d) / c.scale)
}

// Since is the time since the case began.
func (c Clock) Since() time.Duration {
	return time.Duration(float64(time.Since(c.epoch)) * c.scale)
}

// Hours since the case began.
func (c Clock) Hours() float64 { return c.Since().Hours() }

// Now is what the clock of the case says.
func (c Clock) Now() time.Time { return c.start.Add(c.Since()) }

// Sleep waits for a time of the case.
func (c Clock) Sleep(d time.Duration) { time.Sleep(c.Real(d)) }

// SleepIn is Sleep, unless the context ends before. It reports whether the time is over.
func (c Clock) SleepIn(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(c.Real(d))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// SleepUntil waits for an hour of the case.
func (c Clock) SleepUntil(hour float64) {
	c.Sleep(time.Duration((hour - c.Hours()) * float64(time.Hour)))
}

// hourOfDay is 0 to 24, UTC.
func (c Clock) hourOfDay() float64 {
	now := c.Now()
	return float64(now.Hour()) + float64(now.Minute())/60
}

// Day swings from low at four in the night to high at four in the afternoon.
func (c Clock) Day(low, high float64) float64 {
	return low + (high-low)*(0.5-0.5*math.Cos(2*math.Pi*(c.hourOfDay()-4)/24))
}

// IsOffice is true from nine to five on Monday to Friday.
func (c Clock) IsOffice() bool {
	hour, day := c.hourOfDay(), c.Now().Weekday()
	return hour >= 9 && hour < 17 && day != time.Saturday && day != time.Sunday
}
