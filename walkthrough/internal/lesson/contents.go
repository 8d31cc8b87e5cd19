package lesson

import (
	"fmt"
	"slices"
)

// An Entry is a line of the table of contents.
type Entry struct {
	Number int
	Name   string
	Idea   string
	Attack string // what works on naive.go
	Beside string // why no tutorial has such a step, if none has
}

// Dir is the directory of the program.
func (e Entry) Dir() string { return fmt.Sprintf("%02d-%s", e.Number, e.Name) }

// Contents are the programs in their order. The numbers rise, with gaps where
// a program is still to be written.
var Contents = []Entry{
	{Number: 0, Name: "open", Idea: "a server answers everybody who asks",
		Attack: "nothing is asked for; or a name, which anybody can type"},
	{Number: 1, Name: "bearer", Idea: "a header has a grammar",
		Attack: "the scheme glued to the token, or hidden in another header"},
	{Number: 2, Name: "split", Idea: "three parts, and where they lie",
		Attack: "the half-way gate: any three parts get in"},
	{Number: 3, Name: "decode", Idea: "one meaning, one spelling",
		Attack: "four spellings of one signature; SUB for sub; a name twice"},
	{Number: 4, Name: "token", Idea: "a token is fetched with a code that only one app can use",
		Attack: "a code seen in passing; a callback that only begins right"},
	{Number: 5, Name: "discovery", Idea: "trust starts from your configuration",
		Attack: "the token's own iss, jku or jwk leads to the attacker's keys"},
	{Number: 6, Name: "jwks", Idea: "keys change, and strangers may not make you fetch",
		Attack: "invented kids lock the honest out; a withdrawn key is kept for ever"},
	{Number: 7, Name: "kid", Idea: "choosing a key is a decision",
		Attack: "the first key, a key without a kid, a key for encryption; a path or SQL as the kid"},
	{Number: 8, Name: "rsa-key", Idea: "n and e are numbers, PEM is wrapping",
		Attack: "e = 1: the signature is the block"},
	{Number: 9, Name: "ec-key", Idea: "a point must be on its curve",
		Attack: "a point off the curve: anybody can sign",
		Beside: besideCurves},
	{Number: 10, Name: "rs256", Idea: "s^e mod n is a block that one can read",
		Attack: "one signature for every token; Bleichenbacher's forgery"},
	{Number: 11, Name: "es256", Idea: "R.x mod n is r, or it is not",
		Attack: "r = s = 0; one signature, two spellings; one nonce used twice",
		Beside: besideCurves},
	{Number: 12, Name: "alg", Idea: "you choose the algorithm, not the token",
		Attack: "none; HS256 with the public key as the secret; a secret that is a word"},
	{Number: 13, Name: "time", Idea: "on or after",
		Attack: "no exp; exp in words; the very second"},
	{Number: 14, Name: "who", Idea: "exact strings, exact kind",
		Attack: "the audience as a substring; an ID token as an access token; a bound token as a bearer token"},
	{Number: 15, Name: "user", Idea: "iss and sub together say who it is",
		Attack: "an e-mail address taken for the person; the same sub from another issuer"},
	{Number: 16, Name: "middleware", Idea: "400, 401, 403 and 503 are different sentences",
		Attack: "one reader served as another; an outage called an invalid token"},
	{Number: 17, Name: "apply", Idea: "the gate stands before every route, or the route is open",
		Attack: "another reader's id in the path; a route and a method without a gate"},
	{Number: 18, Name: "scopes", Idea: "sets, not substrings",
		Attack: "unread:spam meets read; not-an-administrator meets admin"},
	{Number: 19, Name: "test", Idea: "a test that cannot fail proves nothing",
		Attack: "a test with a verifier that says yes to everything is green while the API is open"},
	{Number: 20, Name: "bound", Idea: "a token with a key behind it",
		Attack: "the stolen token without a proof; a proof used twice; a proof for another URL, or by another key",
		Beside: "no tutorial binds its tokens, though the newest APIs ask for that"},
	{Number: 21, Name: "all", Idea: "one small API, and every attack again",
		Attack: "all of the above"},
}

// besideCurves is for the two pages on elliptic curves.
const besideCurves = "no tutorial mentions a curve, though the servers of Logto (T2) sign with ES384"

// Find returns the program with that number.
func Find(number int) (e Entry, ok bool) {
	i := position(number)
	if i < 0 {
		return Entry{}, false
	}
	return Contents[i], true
}

// Last is the program that replays the attacks of all others.
func Last() Entry { return Contents[len(Contents)-1] }

// position is the index in Contents of the program with that number, or -1.
func position(number int) int {
	return slices.IndexFunc(Contents, func(e Entry) bool { return e.Number == number })
}

// entry is the program with that number. A program that is not in Contents is
// a mistake in this module.
func entry(number int) Entry {
	e, ok := Find(number)
	if !ok {
		panic(fmt.Sprintf("lesson: no program has the number %d", number))
	}
	return e
}
