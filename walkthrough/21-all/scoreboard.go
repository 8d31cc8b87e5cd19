package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// collect runs the other programs, once.
var collect = sync.OnceValues(func() ([]lesson.Score, error) {
	return lesson.Collect(lesson.Contents[:len(lesson.Contents)-1])
})

// tell shows the scoreboard.
func tell(p *lesson.Page) {
	scores, err := collect()
	if err != nil {
		p.Say("The scoreboard needs the other programs: %v", err)
		return
	}
	p.Say(`The API of the tutorials is in main.go, in few lines. Here
		are the attacks of all pages. "naive" is what came of each at
		the step of the tutorial that it was made for. T1 is the
		finished API of the longest tutorial, in naive.go, and ours is
		main.go: their columns have the HTTP status that they
		answer.`)

	var tables [all][]string
	var attacks, others, harms, elsewhere int
	var naiveIn, oursIn, naiveWrong, oursWrong int
	for _, s := range scores {
		if s.Replay.Elsewhere {
			elsewhere++
			continue
		}
		t1, _ := play(naiveAPI, s.Replay)
		ours, body := play(api, s.Replay)
		if s.Kind != lesson.Honest {
			table := &tables[pointOf(s, body)]
			*table = append(*table, line(
				fmt.Sprintf("%02d", s.Program), s.Name, naive(s),
				fmt.Sprint(t1), fmt.Sprint(ours)))
			if p.Verbose() {
				*table = append(*table, "      "+body)
			}
		}
		if s.Kind == lesson.Attack {
			attacks++
			naiveIn += one(t1 < 400)
			oursIn += one(ours < 400)
		} else {
			others++
			harms += one(s.Kind == lesson.Harm)
			naiveWrong += one(t1 != right(s))
			oursWrong += one(ours != right(s))
		}
	}
	p.Say(`T0 ends with a Security Checklist of six points. Here is each
		of them, with the cases that show whether it is kept.`)
	p.Show(line("", "", "naive", "T1", "ours"))
	for point, table := range tables {
		p.Say("%s", titles[point])
		p.Show(table...)
	}
	p.Say(`Left out are %d cases in which the API has no part: they
		happen between an app and its issuer (page 4), within an issuer
		(page 11), or to a test (page 19). Or they are about proofs,
		which this API does not ask for (page 20).`, elsewhere)
	p.Show("IN    an attacker got in         200  in",
		"HARM  somebody honest was hurt   4xx  refused",
		"                                 500  crashed",
		"                                 503  cannot tell now")

	p.Attack(lesson.Case{
		Name:  fmt.Sprintf("all %d attackers, one by one", attacks),
		Naive: unless(naiveIn > 0, "all are refused"),
		Ours:  unless(oursIn > 0, "all are refused"),
		Fell:  fmt.Sprintf("%d of them are in.", naiveIn),
		Held:  "Each refusal has the status that fits it.",
	})
	p.Say(`Then come the requests of honest people: the %d of the HARM
		lines, and the %d of the HONEST cases, which the table leaves
		out.`, harms, others-harms)
	p.Harm(lesson.Case{
		Name:  fmt.Sprintf("the %d requests of honest people", others),
		Naive: unless(naiveWrong == 0, "wrong answers: %d", naiveWrong),
		Ours:  unless(oursWrong == 0, "wrong answers: %d", oursWrong),
		Fell:  "A gate that lets strangers in still keeps friends out.",
		Held:  "Ines is in, and everybody hears what fits.",
	})
}

// play sends the requests of a case to an API, and returns the last
// answer.
func play(
	api func(*http.Client) http.Handler, r lesson.Replay,
) (status int, body string) {
	issuer := story.NewIssuer()
	if r.KeySet != "" {
		issuer.SetKeySet([]byte(r.KeySet))
	}
	if r.Issuer != "" {
		issuer.SetMetadata("issuer", r.Issuer)
	}
	if r.Down {
		issuer.Fail(http.StatusInternalServerError)
	}
	handler := api(issuer.Client())
	for _, value := range r.Before {
		send(handler, "GET", "/secure-route", value)
	}
	for range max(r.Times, 1) {
		status, body = send(handler, or(r.Method, "GET"),
			or(r.Path, "/secure-route"), r.Authorization...)
	}
	return status, body
}

func send(
	h http.Handler, method, path string, values ...string,
) (status int, body string) {
	// A handler that panics is a crash.
	defer func() {
		if recover() != nil {
			status = http.StatusInternalServerError
		}
	}()
	r := httptest.NewRequest(method, story.API+path, nil)
	r.Header["Authorization"] = values
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, strings.TrimSpace(w.Body.String())
}

// right is the status that a case should get if nobody attacks.
func right(s lesson.Score) int {
	if s.Replay.Status != 0 {
		return s.Replay.Status
	}
	return http.StatusOK
}

func naive(s lesson.Score) string {
	switch {
	case !s.NaiveFell():
		return "held"
	case s.Kind == lesson.Attack:
		return "IN"
	}
	return "HARM"
}

func line(program, name, naive, t1, ours string) string {
	return fmt.Sprintf("%-2s  %-55s %-5s %3s %5s",
		program, name, naive, t1, ours)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// unless returns nil if ok, and else an error.
func unless(ok bool, format string, args ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf(format, args...)
}
