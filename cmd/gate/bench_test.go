package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// What a question costs beside the connection, with and without the memory for
// tokens. The whole way through a proxy is timed by testdata/gate.
func BenchmarkRequire(b *testing.B) {
	for name, args := range map[string][]string{"plain": nil, "cache": {"-cache", "1000"}} {
		b.Run(name, func(b *testing.B) {
			f := newFixture(b, args...)
			r := httptest.NewRequest(http.MethodGet, "/require?scope=read:orders", nil)
			r.Header.Set("Authorization", f.bearer("scope", "read:orders"))
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				if f.routes.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatalf("GET /require = %d", w.Code)
				}
			}
		})
	}
}
