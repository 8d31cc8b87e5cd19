// Package oidc fetches the keys of an issuer, and knows when to fetch them
// again.
//
// An issuer publishes its keys at a URL of its own, and changes them when it
// likes. Whoever checks its tokens has to follow, but not to ask for every
// token: the issuer would not stand it, and each request would wait.
//
//	v := &jwt.Verifier{
//		Issuer:   "https://issuer.example",
//		Audience: []string{"https://api.example"},
//		Keys:     &oidc.Keys{Issuer: "https://issuer.example"},
//	}
//
// # From the issuer to its keys
//
// Trust starts from your configuration: the issuer's identifier, an https URL.
// [Discover] appends "/.well-known/openid-configuration" to it, or inserts
// "/.well-known/oauth-authorization-server" if nothing is there. The document
// must name the same issuer, character for character. Its jwks_uri is
// where the keys are. No token has a say in any of this. If you know the
// address of the keys, set [Keys].URL, and nothing is discovered.
//
// The metadata are read again with the first fetch after a day, and after a
// failure. Until then, an issuer that moves its key set, and still serves an old
// one at the old address, is not followed.
//
// # When keys are fetched
//
// At the first token. Nothing happens before, and no goroutine waits for
// anything afterwards. [Keys.Refresh] fetches at once, for those who want to
// fail at start-up.
//
// When they are past their age. The issuer says how long they are good
// (Cache-Control: max-age), within [Keys].MinAge and MaxAge. The token that
// finds them too old is checked with them nevertheless, and starts a fetch in
// the background.
//
// When a token names a key that is not among them. A new key looks like that
// when it is first used, and so does an invented one. The issuer is asked once
// for such a token, and has the last word. It is asked at most four times in a
// row, and then once per [Keys].Cooldown, however many such tokens come; until
// then its last answer holds, and the token is refused. A token without a key ID
// counts the same if no key fits it.
//
// A wrong signature is no reason to fetch them: anybody could have them fetched
// by changing one character of a token. An issuer that puts a new key under an
// old ID is followed when the keys have reached their age.
//
// # When the issuer fails
//
// The keys that are there stay in use, for [Keys].StaleFor from the last time
// that they could be fetched. Then, or if there never were any, the answer is
// [jwt.ErrKeysUnavailable]: nothing is known about the token, neither good nor
// bad. It is the answer too for a token with an unknown key, as long as a
// failure keeps us from asking the issuer about it. After a failure nothing is
// fetched for one second, then two, four, eight, up to [Keys].Cooldown, or as
// long as the issuer demands with Retry-After (up to five minutes).
//
// Only a complete answer with status 200, and with at least one usable key,
// takes the place of the keys before. It takes all of it. What is not in the
// new set any more has been withdrawn.
//
// # What is never done
//
// No plain http, but on the loopback interface. No redirect to another host,
// scheme or port, and no more than three. No body of more than one mebibyte, no
// compressed one, no half one. No two fetches at a time, and none that outlasts
// [Keys].Timeout. And no caller who gives up ends the fetch for the others.
//
// # Seeing it
//
// [Keys.Snapshot] is the state for a health page: which keys, how old, which
// were skipped and why, and what went wrong last. It fetches nothing. A page
// that says 503 keeps tokens away, and without a token nothing is fetched: let
// it call [Keys.Refresh] then, as its example does. [Keys].Logger gets a line
// when a fetch fails.
package oidc
