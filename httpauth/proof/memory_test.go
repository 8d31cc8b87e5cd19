package proof

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

func number(n int) id { return sha256.Sum256([]byte(strconv.Itoa(n))) }

// A memory that is full says that it cannot tell. It forgets no proof that could
// still be used.
func TestMemoryIsBounded(t *testing.T) {
	var m memory
	m.limit(80)
	until := noon.Add(time.Minute)
	for i := range 80 {
		if err := m.remember(number(i), number(i/10), until, atNoon); err != nil {
			t.Fatalf("proof %d: %v", i, err)
		}
	}
	if err := m.remember(number(80), number(80), until, atNoon); !errors.Is(err, httpauth.ErrUnavailable) || !errors.Is(err, ErrFull) {
		t.Errorf("proof 81 = %v; want %q", err, ErrFull)
	}
	for i := range 80 {
		if err := m.remember(number(i), number(i/10), until, atNoon); err != ErrReplay {
			t.Errorf("proof %d again = %v; want %q", i, err, ErrReplay)
		}
	}
	if m.len() != 80 {
		t.Errorf("%d proofs remembered, want 80", m.len())
	}
}

// One key takes an eighth of the memory at most, so that one client cannot lock
// out the others.
func TestMemoryOfOneKeyIsBounded(t *testing.T) {
	var m memory
	m.limit(80)
	until := noon.Add(time.Minute)
	for i := range 10 {
		if err := m.remember(number(i), number(0), until, atNoon); err != nil {
			t.Fatalf("proof %d: %v", i, err)
		}
	}
	if err := m.remember(number(10), number(0), until, atNoon); !errors.Is(err, ErrFull) {
		t.Errorf("proof 11 of one key = %v; want %q", err, ErrFull)
	}
	if err := m.remember(number(11), number(1), until, atNoon); err != nil {
		t.Errorf("a proof of another key = %v", err)
	}
	// The room comes back.
	later := func() time.Time { return until }
	if err := m.remember(number(12), number(0), until.Add(time.Minute), later); err != nil {
		t.Errorf("a minute later = %v", err)
	}
	if m.len() != 1 || len(m.count) != 1 || len(m.queue) != 1 {
		t.Errorf("%d proofs, %d keys, %d in the queue; want 1 of each", m.len(), len(m.count), len(m.queue))
	}
}

// Each request forgets a few old proofs only, so that none waits for all of them.
func TestMemoryForgetsBitByBit(t *testing.T) {
	var m memory
	m.limit(1000)
	until := noon.Add(time.Minute)
	for i := range 1000 {
		if err := m.remember(number(i), number(i), until, atNoon); err != nil {
			t.Fatal(err)
		}
	}
	later := func() time.Time { return until }
	for i := range 40 {
		if err := m.remember(number(1000+i), number(i), until.Add(time.Minute), later); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		if want := max(1000-32*(i+1), 0) + i + 1; m.len() != want {
			t.Fatalf("%d proofs remembered, want %d", m.len(), want)
		}
	}
}

// The memory counts seconds. A proof is remembered to the end of its last one.
func TestMemoryRoundsUp(t *testing.T) {
	var m memory
	m.limit(10)
	until := noon.Add(500 * time.Millisecond)
	later := func() time.Time { return noon.Add(400 * time.Millisecond) }
	for i, want := range []error{nil, ErrReplay} {
		if err := m.remember(number(1), number(1), until, later); err != want {
			t.Errorf("remember, time %d = %v; want %v", i+1, err, want)
		}
	}
}

// A proof that becomes too old while it waits for the lock could have been
// forgotten by then.
func TestMemoryRefusesWhatItMayHaveForgotten(t *testing.T) {
	var m memory
	m.limit(10)
	if err := m.remember(number(1), number(1), noon, atNoon); !errors.Is(err, ErrTime) {
		t.Errorf("remember = %v; want %q", err, ErrTime)
	}
}

// Of many requests with one proof at once, one gets through.
func TestProofReplayedConcurrently(t *testing.T) {
	d, token := dpop(), boundToken(client())
	proof := client().Proof("GET", base+"/orders", token)
	c := credentials(t, "DPoP", token)
	var good atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if _, err := d.Check(request("GET", "/orders", proof), c); err == nil {
				good.Add(1)
			} else if !errors.Is(err, ErrReplay) {
				t.Errorf("Check = %v; want %q", err, ErrReplay)
			}
		})
	}
	wg.Wait()
	if good.Load() != 1 {
		t.Errorf("%d of 50 requests with one proof got through, want 1", good.Load())
	}
}

// A flood of forged proofs takes no memory, of whatever kind they are: each is
// refused before the question jti.
func TestFloodOfForgedProofsTakesNoMemory(t *testing.T) {
	f := newForger()
	d := dpop()
	stolen := boundToken(f.client)
	c := credentials(t, "DPoP", stolen)
	for i := range 50 {
		jti := fmt.Sprintf(`{"jti":"%d",$htm,$htu,$iat,$ath}`, i)
		claims := f.expand(d, stolen, jti)
		header := f.expand(d, stolen, `{"typ":"dpop+jwt","alg":"ES256","jwk":$jwk}`)
		own := f.expand(d, stolen, `{"typ":"dpop+jwt","alg":"ES256","jwk":$thief}`)
		for _, proof := range []string{
			"", "x", encode([]byte(header)) + "." + encode([]byte(claims)) + ".",
			f.thief.Sign(header, claims), // the client's key, the thief's signature
			f.thief.Sign(own, claims),    // the thief's key
		} {
			if _, err := d.Check(request("GET", "/orders", proof), c); err == nil {
				t.Fatalf("forged proof accepted: %s", proof)
			}
		}
	}
	if d.memory.len() != 0 || d.memory.until != nil || d.memory.queue != nil {
		t.Errorf("%d proofs remembered after a flood of forged ones, want 0", d.memory.len())
	}
}

// Time goes by: a proof is refused as a replay for as long as it is young, and
// for its age from then on. There is no moment between the two.
func TestProofIsGoodOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := oidctest.NewProver(jwt.ES256)
		d := &DPoP{Base: base, MaxAge: 10 * time.Second, Leeway: 2 * time.Second}
		token := boundToken(p)
		proof := p.Proof("GET", base+"/orders", token)
		c := credentials(t, "DPoP", token)
		if _, err := d.Check(request("GET", "/orders", proof), c); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		for time.Since(start) < 20*time.Second {
			time.Sleep(100 * time.Millisecond)
			want := ErrReplay
			if time.Since(start) >= 12*time.Second {
				want = ErrTime
			}
			if _, err := d.Check(request("GET", "/orders", proof), c); !errors.Is(err, want) {
				t.Fatalf("after %v, Check = %v; want %q", time.Since(start), err, want)
			}
			// Others come by, and make the memory forget.
			if _, err := d.Check(request("GET", "/orders", p.Proof("GET", base+"/orders", token)), c); err != nil {
				t.Fatal(err)
			}
		}
		if n := d.memory.len(); n > 130 {
			t.Errorf("%d proofs remembered, want those of the last 12 s", n)
		}
	})
}

// Without room, the answer is 503, and a client keeps its token.
func TestFullMemoryIs503(t *testing.T) {
	d, token := dpop(), boundToken(client())
	d.Size = 1
	g := guard(t, d)
	for i, want := range []int{200, 503} {
		r := request("GET", "/orders", client().Proof("GET", base+"/orders", token))
		r.Header.Set("Authorization", "DPoP "+token)
		w := httptest.NewRecorder()
		g.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(w, r)
		if w.Code != want || (w.Header().Get("Retry-After") != "") != (want == 503) || w.Header().Get("WWW-Authenticate") != "" {
			t.Errorf("request %d: %d %v %s; want %d", i, w.Code, w.Header(), w.Body, want)
		}
	}
}

// A shared store takes the place of the memory.
func TestSeen(t *testing.T) {
	token := boundToken(client())
	c := credentials(t, "DPoP", token)
	proof := client().Proof("GET", base+"/orders", token)
	store := map[[32]byte]time.Time{}
	d := dpop()
	d.Leeway = time.Second
	d.Seen = func(_ context.Context, id [32]byte, until time.Time) (bool, error) {
		_, seen := store[id]
		store[id] = until
		return !seen, nil
	}
	other := &DPoP{Base: base, Now: atNoon, Leeway: time.Second, Seen: d.Seen} // another instance
	if _, err := d.Check(request("GET", "/orders", proof), c); err != nil {
		t.Fatal(err)
	}
	for _, instance := range []*DPoP{d, other} {
		if _, err := instance.Check(request("GET", "/orders", proof), c); !errors.Is(err, ErrReplay) {
			t.Errorf("Check of the same proof = %v; want %q", err, ErrReplay)
		}
	}
	for _, until := range store {
		if want := noon.Add(61 * time.Second); !until.Equal(want) {
			t.Errorf("until = %v, want %v", until, want)
		}
	}
	if d.memory.len() != 0 {
		t.Error("the memory was used beside the store")
	}
	down := errors.New("no connection")
	d.Seen = func(context.Context, [32]byte, time.Time) (bool, error) { return true, down }
	if _, err := d.Check(request("GET", "/orders", proof), c); !errors.Is(err, httpauth.ErrUnavailable) || !errors.Is(err, down) {
		t.Errorf("Check with a store that is down = %v; want %q", err, httpauth.ErrUnavailable)
	}
}
