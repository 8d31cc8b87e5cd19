package workbench

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// However many requests there are, a few explanations are made at a time.
func TestFewAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := make(slots, atOnce)
		var now, most, done atomic.Int32
		open := make(chan struct{})
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				err := s.do(t.Context(), func() {
					most.Store(max(most.Load(), now.Add(1)))
					<-open
					now.Add(-1)
				})
				if err == nil {
					done.Add(1)
				}
			})
		}
		synctest.Wait()
		if n := now.Load(); n != atOnce {
			t.Errorf("%d at once, want %d", n, atOnce)
		}
		close(open)
		all.Wait()
		if most.Load() > atOnce || done.Load() != 100 {
			t.Errorf("%d at once, %d done; want %d and 100", most.Load(), done.Load(), atOnce)
		}
	})
}

// A request whose sender has gone waits no longer, and makes nothing.
func TestWaitingEnds(t *testing.T) {
	s := make(slots, 1)
	s <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.do(ctx, func() { t.Error("it works all the same") }); err == nil {
		t.Error("do(...) = nil; want the error of the context")
	}
	h := &server{Bench: &Bench{}, slots: s}
	w := ask(http.HandlerFunc(h.first), "GET", "/", "", func(r *http.Request) { *r = *r.WithContext(ctx) })
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d, want 503", w.Code)
	}
}
