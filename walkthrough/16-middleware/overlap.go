package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/glassjwt/walkthrough/internal/story"
)

// overlap sends two requests that overlap, in an order that is always
// the same, and returns nil if Mallory is given the books of Ines.
//
//	Mallory  passes the gate ....................... gets her books
//	Ines                      passes the gate, gets her books
func overlap(g gate) error {
	passed, goOn := make(chan bool), make(chan bool)
	slow := handler(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("slow") {
			passed <- true
			<-goOn
		}
		books(w, r)
	})
	gated := g(story.Verifier(nil), slow)
	request := func(path, token string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", story.API+path, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		gated.ServeHTTP(w, r)
		return w
	}

	answer := make(chan *httptest.ResponseRecorder)
	go func() { answer <- request("/books?slow", mallorys()) }()
	<-passed
	request("/books", story.Token())
	goOn <- true
	w := <-answer
	if w.Body.String() == "the books of ines" {
		return nil
	}
	return fmt.Errorf("Mallory is given %s", w.Body)
}

// mallorys is Mallory's own token. There is nothing wrong with it.
func mallorys() string {
	return story.RS256(story.Header(),
		story.Claims("sub", `"mallory"`, "jti", `"loan-0002"`))
}
