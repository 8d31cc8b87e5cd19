package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// A record is what the log and the metrics want to know about one question of
// the proxy.
type record struct {
	step   string // the step that decided; "yes" for a yes
	status int
	id     string // the proxy's request ID; "" if it sends none
}

type recordKey struct{}

// recordOf returns the record of a request. Each request of the gate has one.
func recordOf(ctx context.Context) *record {
	r, ok := ctx.Value(recordKey{}).(*record)
	if !ok {
		return new(record)
	}
	return r
}

// A recorder is a Verifier that notes which step refused the token.
type recorder struct{ httpauth.Verifier }

func (v recorder) Verify(ctx context.Context, token string) (*jwt.Token, error) {
	t, err := v.Verifier.Verify(ctx, token)
	r := recordOf(ctx)
	var refused *jwt.Error
	switch {
	case err == nil:
		r.step = "proof" // what the Guard checks next, if anything
	case errors.As(err, &refused):
		r.step = refused.Step.String()
	default:
		r.step = "verify"
	}
	return t, err
}

// An answerer notes the status, and with nginx set answers 401 in the place of
// 400: auth_request makes 500 of a status that it does not know.
type answerer struct {
	http.ResponseWriter
	record *record
	nginx  bool
}

func (w *answerer) WriteHeader(status int) {
	if w.nginx && status == http.StatusBadRequest {
		status = http.StatusUnauthorized
	}
	if w.record.status == 0 {
		w.record.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *answerer) Write(b []byte) (int, error) {
	if w.record.status == 0 {
		w.record.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// A logHandler adds the proxy's request ID to each line about a request. The ID
// may be the client's own word, so it is cut, and quoted.
type logHandler struct{ slog.Handler }

func newLog(w io.Writer) *slog.Logger {
	return slog.New(logHandler{slog.NewTextHandler(w, nil)})
}

func (h logHandler) Handle(ctx context.Context, line slog.Record) error {
	if id := recordOf(ctx).id; id != "" {
		line.AddAttrs(slog.String("request_id", printable(id)))
	}
	return h.Handler.Handle(ctx, line)
}

func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return logHandler{h.Handler.WithAttrs(attrs)}
}

func (h logHandler) WithGroup(name string) slog.Handler {
	return logHandler{h.Handler.WithGroup(name)}
}

// printable returns at most 64 bytes of what a client may have sent, quoted
// unless it is plain.
func printable(s string) string {
	s = s[:min(len(s), 64)]
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c > '~' || c == '"' || c == '\\' {
			return strconv.QuoteToASCII(s)
		}
	}
	return s
}
