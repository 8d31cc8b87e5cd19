package oidc

import (
	"log/slog"
	"slices"
	"time"
)

// log writes at most one line about a fetch: that it failed, that the metadata
// could not be read again, or that other keys are skipped than before. The
// pause after each failure limits how many lines there can be.
func (k *Keys) log(before *keySet, o outcome, pause time.Duration) {
	switch {
	case o.err != nil:
		k.warn("oidc: keys not fetched", slog.String("error", o.err.Error()), slog.Duration("retry_in", pause))
	case o.set.movedErr != nil:
		k.warn("oidc: metadata not read again", slog.String("error", o.set.movedErr.Error()), slog.String("url", o.set.url))
	case !slices.Equal(before.skipped(), o.set.skipped()):
		k.warn("oidc: keys skipped", slog.String("url", o.set.url), slog.Any("skipped", o.set.skipped()))
	}
}

// logPlain warns once about a host of Keys.Cleartext.
func (k *Keys) logPlain(host string) {
	k.warn("oidc: keys come over plain http: everybody on that network can forge tokens", slog.String("host", host))
}

// warn writes a line. A Logger that panics would end the process here, where no
// caller can recover.
func (k *Keys) warn(message string, fields ...any) {
	if k.Logger == nil {
		return
	}
	defer func() { _ = recover() }()
	k.Logger.Warn(message, fields...)
}
