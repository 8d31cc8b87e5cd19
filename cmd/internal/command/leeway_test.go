package command

import (
	"strings"
	"testing"
	"time"
)

func TestParseLeeway(t *testing.T) {
	for s, want := range map[string]time.Duration{"0": 0, "0s": 0, "30s": 30 * time.Second, "1m30s": 90 * time.Second} {
		if got, err := ParseLeeway(s); got != want || err != nil {
			t.Errorf("ParseLeeway(%q) = %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "x", "30", "-5s", "30 s"} {
		if got, err := ParseLeeway(s); got != 0 || err == nil || !strings.Contains(err.Error(), "30s") {
			t.Errorf("ParseLeeway(%q) = %v, %v; want an error that shows a duration", s, got, err)
		}
	}
}
