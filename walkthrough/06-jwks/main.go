// 06-jwks: keys change, and strangers may not make you fetch.
//
// The issuer's keys are at its jwks_uri. To ask for them at each token
// is too often: the issuer would not stand it. To ask once and for all
// is not enough: keys come, keys go, and one that has leaked must go at
// once. So they are kept for a while.
//
// When a token names a key that is not there, it may be a new one, and
// a fetch will bring it. Or the name is invented. Anybody can invent
// names faster than you can fetch. So these fetches are counted, and a
// fetch brings the whole set, not just the one key that was asked for.
//
// oidc.Keys does that. All of it is in the documentation of its
// package.
//
//	go run ./walkthrough/06-jwks
package main

import (
	"errors"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   6,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

const jwksURI = story.Issuer + "/jwks"

func tell(p *lesson.Page) {
	issuer := story.NewIssuer()
	fetch := newFetch(issuer.Client())
	cache := newCache(issuer.Client())
	keys := newKeys(issuer)
	token := story.Token()
	p.Say(`Ines's token names its key, by the key ID in its header: kid.
		Neither gate has asked the issuer for its keys so far, so the
		first token makes both ask.`)
	p.Honest(lesson.Case{
		Name:  "Ines with her token",
		Token: token,
		Naive: errors.Join(naiveVerify(fetch, token),
			naiveVerify(cache, token)),
		Ours: verify(keys, token),
	})

	p.Say(`Now ours has the whole set, %s, for a while.`,
		strings.Join(keys.Snapshot().KeyIDs, " and "))

	p.Harm(lesson.Case{
		Name:  "fifty requests of Ines",
		Token: token,
		Naive: fifty(issuer, func() error {
			return naiveVerify(fetch, token)
		}),
		Ours: fifty(issuer, func() error {
			return verify(keys, token)
		}),
		Fell:   "Each request waits for the issuer, who counts them.",
		Held:   "The keys are there. Nothing is fetched.",
		Replay: lesson.Replay{Times: 50},
	})

	p.Say(`The issuer adds a key, and signs with it from now on. The
		first to come is Mallory, with six tokens whose kids she
		invented. Then comes Ines.`)
	next := addKey(issuer)
	today := issuer.Sign(
		story.HeaderES256("kid", next), story.Claims())
	flood := invented(6)
	for _, t := range flood {
		_ = naiveVerify(cache, t)
		_ = verify(keys, t)
	}
	p.Harm(lesson.Case{
		Name:  "six invented kids, and then Ines with a new key",
		Token: today,
		Naive: naiveVerify(cache, today),
		Ours:  verify(keys, today),
		Fell: `Five fetches are the limit for a minute: one for the
			first key of Ines, four for invented names. Each kept
			one key of the set at most, and Ines has to wait until
			the minute is over.`,
		Held: "The first fetch brought the whole set, with her key.",
		Rule: `OpenID Connect Core 1.0 section 10.1.1: "The verifier
			knows to go back to the jwks_uri location to re-retrieve the
			keys when it sees an unfamiliar kid value."`,
		Seen: "jwks-rsa 4.1.0, with the settings of T4",
		Replay: lesson.Replay{
			KeySet: string(issuer.KeySet()),
			Before: lesson.Bearer(flood...),
		},
	})
	more := fetched(issuer, func() {
		for _, t := range invented(50) {
			_ = verify(keys, t)
		}
	})
	p.Say(`For fifty more such names, ours fetched %d times: it fetches
		four times in a row, the first time included, and then grants
		such names one fetch every 15 seconds. If the key of Ines is
		newer than the last of those, that is how long she waits, at
		worst.`, more)

	p.Say(`The old EC key leaks: Mallory has its private half. The
		issuer takes it out of the set. It cannot tell the APIs.`)
	leaked := story.ES256(story.HeaderES256(), story.Claims())
	cache, keys = newCache(issuer.Client()), newKeys(issuer)
	_ = naiveVerify(cache, leaked)
	_ = verify(keys, leaked)
	issuer.SetKeySet([]byte(story.KeySet(story.KeyRSA())))

	// Ours asks again when a token comes and the keys are past their
	// age. The clock of this book stands still, so we give it a nudge.
	lesson.Must(0, refresh(cache, keys))
	p.Attack(lesson.Case{
		Name:  "signed with a key that was withdrawn",
		Token: leaked,
		Naive: naiveVerify(cache, leaked),
		Ours:  verify(keys, leaked),
		Fell:  "What it has seen once, it keeps for ever.",
		Held:  "A new set takes the place of the old one, all of it.",
		Rule: `OpenID Connect Core 1.0 section 10.1.1: "The JWK Set
			document at the jwks_uri SHOULD retain recently
			decommissioned signing keys for a reasonable period of time
			to facilitate a smooth transition." So an issuer keeps an
			old key in the set while its tokens live, and a key that has
			leaked it takes out at once.`,
		Replay: lesson.Replay{KeySet: story.KeySet(story.KeyRSA())},
	})
	tellRotation(p, token)
}
