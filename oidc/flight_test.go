package oidc

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
)

// clock-jump: ages follow the monotonic clock, so that a wall clock that is set
// back an hour does not keep old keys for another hour. A time that has lost its
// monotonic reading would print without "m=".
func TestClockJump(t *testing.T) {
	failing := &Keys{URL: "https://issuer.example/jwks", Client: &http.Client{Transport: refuse{}}}
	if _, err := failing.Keys(t.Context(), jwt.Header{}); err == nil {
		t.Fatal("Keys() = nil")
	}
	k := &Keys{URL: failing.URL, Client: &http.Client{Transport: serve{}}}
	if err := k.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, moment := range map[string]time.Time{
		"asked": k.current.Load().asked, "retryAt": failing.retryAt, "bucket": failing.bucket.full,
	} {
		if !strings.Contains(moment.String(), " m=") {
			t.Errorf("%s = %v; want a monotonic reading", name, moment)
		}
	}
}

// Between a look at the keys and the wish for newer ones, another caller's fetch
// may have brought them. Then no other fetch is needed.
func TestLateCallerCostsNoFetch(t *testing.T) {
	k := &Keys{URL: "https://issuer.example/jwks", Client: &http.Client{Transport: serve{}}}
	if err := k.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, why := range []reason{noKeys, aged, unknownKey, wish} {
		if set, err := k.newer(t.Context(), nil, why); err != nil || set != k.current.Load() {
			t.Errorf("newer = %v, %v; want the set that has come", set, err)
		}
	}
	if got := k.fetches.Load(); got != 1 {
		t.Errorf("%d fetches; want 1", got)
	}
}

type refuse struct{}

func (refuse) RoundTrip(*http.Request) (*http.Response, error) { return nil, http.ErrServerClosed }

type serve struct{}

func (serve) RoundTrip(req *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.WriteString(`{"keys":[{"kty":"EC","crv":"P-256",` +
		`"x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}`)
	return w.Result(), nil
}

// A Snapshot reads the set and the error together. Otherwise a fetch that lands
// in between would leave an old set next to no error.
func TestSnapshotIsOfOneMoment(t *testing.T) {
	k := &Keys{URL: "https://issuer.example/jwks", Client: &http.Client{Transport: serve{}}}
	if err := k.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	newer := *k.current.Load()
	newer.url = "https://issuer.example/newer"
	k.mu.Lock()
	got := make(chan Snapshot)
	go func() { got <- k.Snapshot() }()
	for !isBlocked(").Snapshot(") {
		runtime.Gosched()
	}
	k.current.Store(&newer)
	k.mu.Unlock()
	if s := <-got; s.URL != newer.url {
		t.Errorf("Snapshot().URL = %s; want the set that landed before the lock was free", s.URL)
	}
}

// isBlocked reports whether a goroutine waits for a mutex in that function.
func isBlocked(function string) bool {
	stacks := make([]byte, 1<<20)
	for stack := range strings.SplitSeq(string(stacks[:runtime.Stack(stacks, true)]), "\n\n") {
		if strings.Contains(stack, function) && strings.Contains(stack, "lockSlow") {
			return true
		}
	}
	return false
}
