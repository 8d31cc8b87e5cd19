package oidc

import (
	"log/slog"
	"slices"
	"time"
)

// log writes at most one line about a flight: that it failed, that the metadata
// could not be read again, or that other keys are skipped than before. The
// pause after each failure limits how many lines there can be.
func (k *Keys) log(before, set *keySet, err error, pause time.Duration) {
	switch {
	case k.Logger == nil:
	case err != nil:
		k.Logger.Warn("oidc: keys not fetched", slog.String("error", err.Error()), slog.Duration("retry_in", pause))
	case set.movedErr != nil:
		k.Logger.Warn("oidc: metadata not read again", slog.String("error", set.movedErr.Error()), slog.String("url", set.url))
	case !slices.Equal(before.skipped(), set.skipped()):
		k.Logger.Warn("oidc: keys skipped", slog.String("url", set.url), slog.Any("skipped", set.skipped()))
	}
}

// skipped returns which keys were skipped, and why, as text.
func (s *keySet) skipped() []string {
	list := []string{}
	if s == nil {
		return list
	}
	for _, err := range s.Skipped {
		list = append(list, err.Error())
	}
	return list
}
