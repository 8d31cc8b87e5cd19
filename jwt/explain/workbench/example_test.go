package workbench_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"example.com/glassjwt/jwt/explain/workbench"
)

var specimen = workbench.Specimen{
	Name:  "none",
	Group: "Attacks",
	Note:  "The token says that it needs no signature.",
	Token: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.",
	Settings: workbench.Settings{
		Issuer:   "https://issuer.example",
		Audience: []string{"https://api.example"},
		Now:      time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC),
	},
}

// A program serves the bench under a path of its own.
func ExampleBench_Handler() {
	bench := &workbench.Bench{Name: "Try it", Home: "../index.html", Specimens: []workbench.Specimen{specimen}}
	handler, err := bench.Handler()
	if err != nil {
		panic(err)
	}
	r := httptest.NewRequest("GET", "/token/none", nil)
	r.Host = "127.0.0.1:8092"
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	fmt.Println(w.Code, strings.Contains(w.Body.String(), "Question 2 of"))
	// Output: 200 true
}

// A book without a server has the explanation as a file.
func ExampleWrite() {
	var page strings.Builder
	if err := workbench.Write(&page, specimen, "../index.html"); err != nil {
		panic(err)
	}
	for line := range strings.Lines(page.String()) {
		if strings.HasPrefix(line, "<title>") || strings.HasPrefix(line, "<p><a href") {
			fmt.Print(line)
		}
	}
	// Output:
	// <title>none: refused</title>
	// <p><a href="../index.html">back</a></p>
}

// A specimen can be examined without a page.
func ExampleSpecimen_Examine() {
	x, err := specimen.Examine(context.Background())
	if err != nil {
		panic(err)
	}
	fmt.Println(x.Err())
	// Output: jwt: alg: algorithm not accepted
}

// A token that nothing is expected of says where to go on.
func ExampleAdvise() {
	bare := workbench.Specimen{Token: "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUiLCJhdWQiOiJhcGkifQ.AAAA"}
	x, err := bare.Examine(context.Background())
	if err != nil {
		panic(err)
	}
	if advice, ok := workbench.Advise(x); ok {
		fmt.Fprintln(os.Stdout, advice.Command)
	}
	// Output: jwtexplain -issuer https://login.example -audience api TOKEN
}

// A page of your own is kept from other sites in the same way.
func ExampleGuard() {
	handler := workbench.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello") }))
	for _, host := range []string{"127.0.0.1:8092", "attacker.example"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(host, w.Code)
	}
	// Output:
	// 127.0.0.1:8092 200
	// attacker.example 421
}

// The settings of a specimen are those of a Verifier whose clock stands still.
func ExampleSettings_Verifier() {
	keys, err := specimen.Resolver() // nil: this specimen has no keys
	if err != nil {
		panic(err)
	}
	v := specimen.Settings.Verifier(keys)
	fmt.Println(v.Issuer, v.Now().Format(time.DateOnly))
	// Output: https://issuer.example 2026-01-15
}

func ExampleParseTime() {
	for _, text := range []string{"2026-01-15T12:00:00Z", "1768478400", "noon"} {
		t, err := workbench.ParseTime(text)
		fmt.Println(t.Unix() == 1768478400, err)
	}
	// Output:
	// true <nil>
	// true <nil>
	// false a time is written like 2026-01-15T12:00:00Z, or in seconds since 1970
}
