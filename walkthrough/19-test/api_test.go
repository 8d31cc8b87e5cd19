package main

import "testing"

// TestAPI is the test that this page is about. It has an issuer of its
// own, asks the real gate, and knows what must not get in.
func TestAPI(t *testing.T) {
	issuer := newIssuer()
	handler := api(verifier(issuer))
	for _, r := range requests(issuer) {
		t.Run(r.name, func(t *testing.T) {
			if w := get(handler, r.token); w.Code != r.want {
				t.Errorf("GET /api/data = %d; want %d", w.Code, r.want)
			}
		})
	}
}
