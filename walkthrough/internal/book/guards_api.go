package book

// apiGuards are for the pages about the guarded API.
var apiGuards = map[string]guard{
	"middleware": {
		Question: "Bearer", Asked: "httpauth.Guard", Before: []string{"bearer"},
		Naive: []mark{
			{`userID = token.Claims.Subject`, "One variable for all requests."},
			{`fmt.Fprint(w, ` + "`" + `{"error":"invalid token"}` + "`" + `)`, "Whatever went wrong: also if the issuer is down."},
			{`err = fmt.Errorf("%v", err)`, "A text is left, without code and status."},
			{`w.WriteHeader(http.StatusForbidden)`, "403, where a new token would help."},
		},
		Ours: []function{
			{"httpauth/guard.go", "Guard.Handler", []mark{{`next.ServeHTTP(w, r.WithContext(`, "The token goes with its request, and with no other."}}},
			{"httpauth/answer.go", "answerTo", []mark{
				{`case errors.Is(err, jwt.ErrKeysUnavailable):`, "503 says nothing about the token."},
				{`return answer{http.StatusUnauthorized, "", wordsOf(`, "No token, and so no error code."},
			}},
		},
		Tests: []string{"httpauth.TestAnswers", "httpauth.TestGuardConcurrently", "httpauth.TestNothingOfTheTokenInTheAnswer"},
		Ask:   "The issuer's keys cannot be fetched. Why is 401 with invalid_token a wrong answer?",
		Answer: []string{
			"It says that the token is bad, though it cannot know that. The app throws a good token away and sends its user to sign in again, at the issuer that is down. 503 with Retry-After says: not now.",
		},
	},
	"apply": {
		Question: "handler", Asked: "the table of routes", Before: []string{"middleware"},
		Naive: []mark{
			{`g.Handler(handler(books))`, "The gate knows who calls. It does not ask whose books they are."},
			{`if strings.HasPrefix(r.URL.Path, "/api/") {`, "What does not begin so is not guarded."},
			{`mux.Handle("DELETE /api/users/{id}", say("removed"))`, "This route was forgotten."},
		},
		Ours: []function{
			{"main.go", "ours", []mark{{`if !r.open {`, "A route is closed unless it says that it is open."}}},
			{"main.go", "ownBooks", []mark{{`r.PathValue("id") != token.Claims.Subject`, "The id in the path must be the sub of the token."}}},
		},
		Tests: []string{"api.TestRoutes", "httpauth.TestForbid"},
		Ask:   "Why can a gate in front of all routes not stop Mallory from reading Ines's books?",
		Answer: []string{
			"Mallory is a reader, and her token is good. That the books in the path are not hers is known to the handler only: it has the id from the path, and the sub from the token.",
		},
	},
	"scopes": {
		Question: "scope", Asked: "httpauth.Scope, httpauth.Role", Before: []string{"apply"},
		Naive: []mark{
			{`if !strings.Contains(scope, wanted) {`, "Of a string, includes finds a piece."},
			{`found = strings.Contains(text, role)`, "And of a role as well."},
		},
		Ours: []function{
			{"jwt/claims.go", "words", []mark{{`return r == ' '`, "The string is cut at its spaces first."}}},
			{"httpauth/rule.go", "Role", []mark{{`if !slices.Contains(roles, role) {`, "Then whole words are compared."}}},
		},
		Tests: []string{"httpauth.TestRules", "httpauth.TestRulesSpeakForTheirGuard"},
		Ask:   "A scope and a role are both words. What is the difference?",
		Answer: []string{
			"A scope says what the user has allowed this app to do. A role says what the user may do herself. An app with the scope of an admin's work does not make its user an admin, and an admin's app without the scope may not do it for her.",
		},
	},
	"test": {
		Question: "tests", Asked: "a test with oidctest", Before: []string{"middleware", "scopes"},
		Naive: []mark{
			{`return v.Verify(context.Background(), story.Token())`, "Yes to everything: the test never meets the gate."},
			{`func naiveCurl(b build) error {`, "A good token gets in. Does a bad one?"},
			{`return errors.New("the token has expired")`, "The token was good on the day when it was pasted."},
		},
		Ours: []function{
			{"main.go", "ours", []mark{{`if w.Code != r.want {`, "Each request has its right answer, and most answers are no."}}},
			{"main.go", "requests", nil},
		},
		Tests: []string{"oidctest.TestSignAnything", "walkthrough/19-test.TestAPI"},
		Ask:   "All tests of an API are green. What would have to happen for you to trust them?",
		Answer: []string{
			"Somebody breaks the API on purpose: takes the gate away, or one of its settings. For each such fault a test must go red. A test that never fails proves nothing.",
		},
	},
	"bound": {
		Question: "proof", Asked: "proof.DPoP", Before: []string{"who", "middleware"},
		Naive: []mark{
			{`v.Bound = true // the proof is our own business`, "Right here, if a proof is asked for afterwards."},
			{`if text := r.Header.Get("DPoP"); text != "" {`, "A thief sends none. Of two fields, this is the first."},
			{`err = json.Unmarshal(u.Payload.Bytes(), &c)`, "Of two members with one name, the last."},
			{`base := "https://" + r.Host`, "The sender chooses Host."},
			{`if c.URL != "" && !strings.HasPrefix(c.URL, base) {`, "No htu is as good as the right one, and so is a longer one."},
			{`if age > 10*time.Minute {`, "A proof from the future is not too old."},
		},
		Ours: []function{
			{"httpauth/proof/binding.go", "check", []mark{{`case b.key && c.Scheme != schemeDPoP:`, "A bound token is no bearer token."}}},
			{"httpauth/proof/questions.go", "DPoP.askMethod", []mark{{`x.Claims.Method != x.method`, "The method of this very request."}}},
			{"httpauth/proof/questions.go", "DPoP.askURL", []mark{{`if said != x.URL {`, "The whole URL, with the name that you have configured."}}},
			{"httpauth/proof/questions.go", "DPoP.askToken", []mark{{`x.Claims.Hash != x.Hash`, "The hash of the token that came with it."}}},
			{"httpauth/proof/questions.go", "DPoP.askThumbprint", []mark{{`x.Thumbprint != x.Bound`, "The key of the proof must be the key of the token."}}},
		},
		Tests: []string{"httpauth/proof.TestProofs", "httpauth/proof.TestProofLoadBearing", "httpauth/proof.TestProofIsGoodOnce", "TestRefusals/bound-tokens/cnf-jkt"},
		Ask:   "Mallory has read Ines's token and ten of her proofs in a log. Why can she do nothing with them?",
		Answer: []string{
			"Each proof is for one method, one URL, one token and a few minutes, and it is good once. The ones in the log have been used. To make a new one takes the private key, and that has never left Ines's telephone.",
		},
	},
	"all": {
		Question: "handler", Asked: "the finished API", Before: []string{"apply", "scopes"},
		Naive: []mark{
			{`claims = naiveMiddleware(client, r)`, "One variable for all requests."},
			{`if !ok || len(parts) != 3 {`, "Three parts, whatever they are."},
			{`if ok && float64(story.Now().Unix()) > exp {`, "Without an exp, the token is good for ever."},
			{`return strings.Contains(v, wanted)`, "includes, of strings."},
		},
		Ours: []function{{"main.go", "api", []mark{
			{`guard := &httpauth.Guard{Realm: "loans", Verifier: notWithdrawn{`, "All that is checked is said here, once."},
		}}},
		Tests: []string{"jwt.TestLoadBearing", "walkthrough/21-all.Test"},
		Ask:   "Which of the questions could be left out, if the others are asked with care?",
		Answer: []string{
			"None. testdata/load-bearing.txt takes each one away, in turn, and finds a token that then gets in.",
		},
	},
}
