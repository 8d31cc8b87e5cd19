package command

import (
	"errors"
	"time"
)

// ParseLeeway reads how far a clock may be off. Package time says "missing
// unit"; here is what it looks like with one.
func ParseLeeway(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, errors.New("it is a duration that is not negative, such as 30s or 2m")
	}
	return d, nil
}
