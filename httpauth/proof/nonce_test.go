package proof

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// A nonce is good for the rest of its minute and for the next one. In the next
// one, the answer brings the new nonce.
func TestNonceThroughTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := oidctest.NewProver(jwt.ES256)
		p.Now = func() time.Time { return time.Unix(1, 0) } // a clock that is far off
		d := &DPoP{Base: base, NonceKey: nonceKey}
		token := boundToken(p)
		g := guard(t, d)
		ask := func(nonce string) (status int, next string) {
			claims := p.Claims("GET", base+"/orders", token)
			if nonce != "" {
				claims["nonce"] = nonce
			}
			r := request("GET", "/orders", p.Sign(p.Header(), claims))
			r.Header.Set("Authorization", "DPoP "+token)
			w := httptest.NewRecorder()
			g.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(w, r)
			if nonces := w.Header().Values("DPoP-Nonce"); len(nonces) > 1 {
				t.Fatalf("DPoP-Nonce: %q, want one at most", nonces)
			}
			if w.Header().Get("DPoP-Nonce") != "" && w.Header().Get("Cache-Control") != "no-store" {
				t.Error("an answer with a nonce can be cached")
			}
			return w.Code, w.Header().Get("DPoP-Nonce")
		}
		status, first := ask("")
		if status != 401 || first == "" {
			t.Fatalf("without a nonce: %d, nonce %q; want 401 and one", status, first)
		}
		minute := time.Now().Truncate(time.Minute)
		for time.Since(minute) < 3*time.Minute {
			status, next := ask(first)
			switch age := time.Since(minute); {
			case age < time.Minute:
				if status != 200 || next != "" {
					t.Fatalf("after %v: %d, nonce %q; want 200 and none", age, status, next)
				}
			case age < 2*time.Minute:
				if status != 200 || next == "" || next == first {
					t.Fatalf("after %v: %d, nonce %q; want 200 and a new one", age, status, next)
				}
			default:
				if status != 401 || next == "" || next == first {
					t.Fatalf("after %v: %d, nonce %q; want 401 and a new one", age, status, next)
				}
			}
			time.Sleep(7 * time.Second)
		}
	})
}

// A proof with a nonce is remembered for as long as its nonce is good.
func TestProofWithANonceIsGoodOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := oidctest.NewProver(jwt.ES256)
		d := &DPoP{Base: base, NonceKey: nonceKey, MaxAge: 10 * time.Second, Leeway: 3 * time.Second}
		token := boundToken(p)
		c := credentials(t, "DPoP", token)
		claims := p.Claims("GET", base+"/orders", token)
		_, claims["nonce"] = d.Nonce()
		proof := p.Sign(p.Header(), claims)
		if _, err := d.Check(request("GET", "/orders", proof), c); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		for time.Since(start) < time.Minute {
			time.Sleep(100 * time.Millisecond)
			_, err := d.Check(request("GET", "/orders", proof), c)
			if !errors.Is(err, ErrReplay) && !errors.Is(err, ErrNonce) && !errors.Is(err, ErrTime) {
				t.Fatalf("after %v, Check = %v; want a refusal", time.Since(start), err)
			}
		}
	})
}

// The clock of another instance may be ahead by the Leeway.
func TestNonceOfAnInstanceWhoseClockIsAhead(t *testing.T) {
	end := noon.Truncate(time.Minute).Add(time.Minute)
	ahead := &DPoP{Base: base, NonceKey: nonceKey, Now: func() time.Time { return end }}
	_, nonce := ahead.Nonce()
	for leeway, want := range map[time.Duration]error{0: ErrNonce, time.Second: nil} {
		d := &DPoP{Base: base, NonceKey: nonceKey, Leeway: leeway, Now: func() time.Time { return end.Add(-time.Second) }}
		token := boundToken(client())
		claims := client().Claims("GET", base+"/orders", token)
		claims["nonce"] = nonce
		if _, err := d.Check(request("GET", "/orders", client().Sign(client().Header(), claims)), credentials(t, "DPoP", token)); !errors.Is(err, want) {
			t.Errorf("Leeway %v: Check = %v; want %v", leeway, err, want)
		}
	}
}

// Any change of a nonce makes it another server's.
func TestNonceForged(t *testing.T) {
	d := &DPoP{Base: base, NonceKey: nonceKey, Now: atNoon}
	_, nonce := d.Nonce()
	good, err := base64.RawURLEncoding.DecodeString(nonce)
	if err != nil {
		t.Fatal(err)
	}
	forged := []string{nonce + "=", nonce + "A", nonce[1:], strings.ToLower(nonce), " " + nonce, nonce[:16] + "\n" + nonce[16:]}
	for i := range good {
		for bit := range 8 {
			b := append([]byte{}, good...)
			b[i] ^= 1 << bit
			forged = append(forged, base64.RawURLEncoding.EncodeToString(b))
		}
	}
	for _, key := range [][]byte{append([]byte{1}, nonceKey[1:]...), append(append([]byte{}, nonceKey...), 0, 1)} {
		_, other := (&DPoP{Base: base, NonceKey: key, Now: atNoon}).Nonce()
		forged = append(forged, other)
	}
	for _, f := range forged {
		x := &Examination{Time: noon, Claims: Claims{Nonce: f}}
		x.Claims.Object, err = jwt.ParseObject([]byte(`{"nonce":""}`))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.askNonce(x); !errors.Is(err, ErrNonce) {
			t.Errorf("nonce %q = %v; want %q", f, err, ErrNonce)
		}
	}
}
