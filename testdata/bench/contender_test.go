package bench

import "testing"

// Who is measured must do the work: accept the good token, and refuse each of
// the bad ones.
func TestContendersDoTheWork(t *testing.T) {
	is := NewIssuer()
	for _, c := range Contenders {
		t.Run(c.Name, func(t *testing.T) {
			verify := c.New(is)
			for _, alg := range Algorithms {
				subject, err := verify(is.Token(alg, nil))
				if want := Claims()["sub"]; err != nil || subject != want {
					t.Errorf("%s: verify(good) = %q, %v; want %q, nil", alg, subject, err, want)
				}
				for why, token := range is.Breakages(alg) {
					if subject, err := verify(token); err == nil {
						t.Errorf("%s: verify(%s) = %q, nil; want an error", alg, why, subject)
					}
				}
			}
		})
	}
}

func TestFloorIsASignatureCheck(t *testing.T) {
	is := NewIssuer()
	for _, alg := range Algorithms {
		good := is.Token(alg, nil)
		if err := is.Floor(alg, good)(); err != nil {
			t.Errorf("%s: floor(good) = %v, want nil", alg, err)
		}
		if err := is.Floor(alg, breakSignature(good))(); err == nil {
			t.Errorf("%s: floor(broken signature) = nil, want an error", alg)
		}
		t.Logf("%s: token of %d bytes, kid of %d", alg, len(good), len(is.KeyID[alg]))
	}
}
