package main

import "testing"

// With -cache, a token is judged as without: what changes is the cost.
func TestCache(t *testing.T) {
	f := newFixture(t, "-cache", "10")
	good, withScope := f.bearer(), f.bearer("scope", "a")
	for range 3 {
		for _, test := range []struct {
			target, authorization string
			status                int
		}{
			{"/require", good, 200},
			{"/require?scope=a", good, 403},
			{"/require?scope=a", withScope, 200},
			{"/require", good + "A", 401},
			{"/require", f.bearer("cnf", map[string]string{"jkt": "x"}), 401},
		} {
			if w := f.ask(test.target, "Authorization", test.authorization); w.Code != test.status {
				t.Errorf("GET %s = %d; want %d", test.target, w.Code, test.status)
			}
		}
	}
}
