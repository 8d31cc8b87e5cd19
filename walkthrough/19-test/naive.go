package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/story"
)

// These are tests, and they are tested themselves: against an API that
// is right, and against broken ones.

// yes is a verifier for tests that says yes to all. Its token has every
// scope.
type yes struct{}

func (yes) Verify(context.Context, string) (*jwt.Token, error) {
	v := story.Verifier(nil)
	return v.Verify(context.Background(), story.Token())
}

// naiveYes puts that verifier in the place of the real one. Many guides
// for testing do, under the name of a mock.
func naiveYes(b build) error {
	h := b(yes{})
	if w := get(h, "a.b.c"); w.Code != 200 {
		return fmt.Errorf("with a token = %d; want 200", w.Code)
	}
	if w := get(h, ""); w.Code != 401 {
		return fmt.Errorf("without a token = %d; want 401", w.Code)
	}
	return nil
}

// naiveCurl is how T3 tests its API: it sends a good token, and is
// content.
func naiveCurl(b build) error {
	h := b(story.Verifier(nil))
	if w := get(h, story.Token()); w.Code != 200 {
		return fmt.Errorf("with a token = %d; want 200", w.Code)
	}
	return nil
}

// naivePasted has a token in it that was good when it was written. The
// clock is that of the day on which the test runs.
func naivePasted(b build, now time.Time) error {
	v := story.Verifier(nil)
	v.Now = func() time.Time { return now }
	if w := get(b(v), story.Token()); w.Code != 200 {
		return errors.New("the token has expired")
	}
	return nil
}
