package main

import (
	"fmt"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Both gates think in single keys. The issuer publishes a set.
		What could a gate do with all of it, if it has fetched it for
		one key anyway? And what does it mean if a key is not in it any
		more?`,
		`Keep the whole set, not single keys, and put the new set in the
		place of the old one: what is not in it any more has gone. When
		the limit is reached, look into the set that you have. And give
		naiveCache a method Refresh() error, which fetches the set: the
		program calls it when the keys have reached their age.`,
	},
	More: more,
	Done: `One set, which is replaced as a whole: so a new key is there
		with the first fetch, and a withdrawn one is gone with the next.
		The limit on fetches for unknown names stays. It does not hurt
		the readers whose key is in the set. oidc.Keys does this, and
		more: it asks in good time, and lives through an outage. Next:
		which of these keys to take.`,
}

func more(p *lesson.Page) {
	issuer := story.NewIssuer()
	cache, keys := newCache(issuer.Client()), newKeys(issuer)
	flood := invented(60)
	p.Harm(lesson.Case{
		Name: "sixty invented kids",
		Naive: few(fetched(issuer, func() {
			for _, t := range flood {
				_ = naiveVerify(cache, t)
			}
		})),
		Ours: few(fetched(issuer, func() {
			for _, t := range flood {
				_ = verify(keys, t)
			}
		})),
		Fell: "Without a limit, a stranger makes it fetch for ever.",
	})
	p.Honest(lesson.Case{
		Name:  "Ines, after sixty invented kids",
		Naive: naiveVerify(cache, story.Token()),
		Ours:  verify(keys, story.Token()),
	})

	issuer.SetKeySet([]byte(story.KeySet(story.KeyRSA(),
		story.MalloryKey("kid", `"rfc7515-a3"`))))
	if err := refresh(cache, keys); err != nil {
		panic(err)
	}
	old := story.TokenES256()
	p.Attack(lesson.Case{
		Name:  "a token of the old key, whose kid has another key now",
		Naive: naiveVerify(cache, old),
		Ours:  verify(keys, old),
		Fell:  "The set was added to, and not replaced.",
	})
}

// few is nil if there were no more fetches than five.
func few(fetches int) error {
	if fetches > 5 {
		return fmt.Errorf("%d fetches", fetches)
	}
	return nil
}
