package command

import (
	"errors"
	"time"
)

// ParseLeeway reads how far a clock may be off. Its error shows durations with a
// unit, where package time only says "missing unit".
func ParseLeeway(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, errors.New("it is a duration that is not negative, such as 30s or 2m")
	}
	return d, nil
}
