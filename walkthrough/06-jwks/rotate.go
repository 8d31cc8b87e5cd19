package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// How long oidc.Keys waits, if its fields of these names are not set.
// Its documentation has the whole list, with its reasons.
const (
	minAge   = time.Minute
	maxAge   = time.Hour
	timeout  = 10 * time.Second
	staleFor = 24 * time.Hour
)

// tellRotation says in which order an issuer changes its keys, and how
// long a withdrawn key is believed.
func tellRotation(p *lesson.Page, token string) {
	t := lesson.Must(story.Verifier(nil).Verify(
		context.Background(), token))
	lifetime := t.Claims.Expiry.Sub(t.Claims.IssuedAt)
	p.Say(`How does an issuer change its key without keeping honest
		people out? In this order:`)
	p.Show(
		"1. It publishes the new key beside the old one, and goes on",
		"   signing with the old one.",
		"2. It waits until all APIs have the new set. If they are",
		fmt.Sprintf("   like ours, that takes %s.", short(maxAge)),
		"3. It signs with the new key.",
		"4. It waits until the last token of the old key has expired:",
		fmt.Sprintf("   %s in this book.", short(lifetime)),
		"5. It takes the old key out of the set.",
	)
	p.Say(`An issuer in a hurry skips the second step. Then ours fetches
		the set as soon as a token names the new key. An issuer whose
		key was stolen does the fifth step first.`)

	p.Say(`How long do APIs then still believe the stolen key? The
		issuer cannot tell them. They find out when they fetch the set
		again. The issuer says for how long an answer is fresh
		(Cache-Control: max-age), and ours takes that if it is between
		%s and %s. When a token comes later than that, ours fetches. For
		as long again it still believes the old keys, while it fetches.
		So at most:`,
		short(minAge), short(maxAge))
	p.Show(
		"the API is busy           "+short(maxAge+timeout),
		"it had no tokens before   "+short(2*maxAge),
		"the issuer is down        "+short(staleFor),
	)
	p.Say(`Lower MaxAge and StaleFor make these times shorter. And
		somebody who knows of the theft calls Refresh, and need not
		wait.`)
}

// short writes 1h0m0s as 1h, and 1h5m0s as 1h5m.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
