package book

// tokenGuards are for the pages about an API and a token.
var tokenGuards = map[string]guard{
	"open": {
		Question: "Bearer", Asked: "httpauth.Guard",
		Naive: []mark{
			{`mux.HandleFunc("GET /secure-route", atHome)`, "No gate: the handler answers everybody."},
			{`r.FormValue("reader") != "ines"`, "The caller says who she is, and is believed."},
			{`return guard.Handler(naiveOpen(v))`, "The gate stands before /health as well."},
		},
		Ours: []function{
			{"main.go", "ours", []mark{{`guard.Handler(`, "The gate stands before this route, and before no other."}}},
			{"httpauth/guard.go", "Guard.Handler", []mark{{`g.Refuse(w, r, err)`, "Without a token that is believed, next is never called."}}},
		},
		Tests:  []string{"httpauth.TestGuardWithoutVerifier", "httpauth.TestAuthorizationHeader", "TestRefusals/authorization-headers/no-header"},
		Ask:    "Mallory writes reader=ines into the address. Why is that no proof, and what would be one?",
		Answer: []string{"Anybody can write it, so it says nothing about who did. A proof is something that Mallory cannot make: here a token, signed with a key that only the issuer has."},
	},
	"bearer": {
		Question: "Bearer", Asked: "httpauth.Bearer", Before: []string{"open"},
		Naive: []mark{
			{`!strings.Contains(header, "Bearer ")`, "The word may be anywhere in the header."},
			{`!strings.HasPrefix(header, "Bearer")`, "Six characters are compared."},
			{`len("Bearer")+1`, "And seven are cut off, whatever the seventh is."},
		},
		Ours: []function{
			{"httpauth/bearer.go", "authorization", []mark{
				{`i := schemeIn(schemes, value[:end])`, "The scheme is compared whole, and its case does not matter."},
				{`value[end] == ' ' && isToken68(token)`, "A space, and then one token: nothing else."},
			}},
			{"httpauth/bearer.go", "single", []mark{{`r.Header.Values(name)`, "All fields of that name. Get would hide the others."}}},
		},
		Tests: []string{"TestRefusals/authorization-headers/scheme-elsewhere", "TestRefusals/authorization-headers/longer-scheme", "TestRefusals/authorization-headers/glued", "TestRefusals/authorization-headers/two-headers", "httpauth.TestBearer"},
		Ask:   "Two programs read the same header, a proxy and an API. Why is it dangerous if one of them reads it loosely?",
		Answer: []string{
			"The strict one sees no token, and lets the request pass as one without. The loose one finds a token in it, and acts on it. What the first was to stop has gone by.",
		},
	},
	"split": {
		Question: "shape", Asked: "jwt.Verifier", Before: []string{"bearer"},
		Naive: []mark{
			{`return nil // next()`, "Nothing has been checked that an attacker could not write."},
		},
		Ours: []function{
			{"jwt/parse.go", "Unverified.split", []mark{{`strings.IndexByte(u.Raw[first+second+2:], '.') >= 0`, "Two dots, and not a third."}}},
			{"jwt/verify.go", "Examination.token", []mark{{`x.yes&(1<<`, "There is a token only if every question was asked, and answered with yes."}}},
		},
		Tests: []string{"TestRefusals/token-shape/two-parts", "TestRefusals/token-shape/four-parts", "TestRefusals/token-shape/no-signature", "jwt.TestFailClosedConfig"},
		Ask:   "Which bytes does the issuer sign: the JSON of header and payload, or something else?",
		Answer: []string{
			"The characters of the token up to its second dot, as they stand: base64url of the header, a dot, base64url of the payload. The JSON is never written anew. Another writing of the same JSON would be other bytes, with another hash.",
		},
	},
	"decode": {
		Question: "shape", Asked: "jwt.Parse", Before: []string{"split"},
		Naive: []mark{
			{`"+", "-", "/", "_", "=", "", "\n", "", " ", "",`, "Many spellings become one."},
			{`withdrawn[token]`, "The list knows one spelling."},
			{`strings.ToValidUTF8(`, "256 bytes of a signature are no text. As a text, they are others."},
			{`json.Unmarshal(payload, &claims)`, "encoding/json takes SUB for sub, and the last of two."},
		},
		Ours: []function{
			{"jwt/base64url.go", "decodeInto", []mark{
				{`if v|w > 0xffffff {`, "A character outside of the alphabet: no padding, no line break."},
				{`v > 0x3ffff || v&0x3 != 0`, "The two spare bits must be 0."},
				{`v > 0xfff || v&0xf != 0`, "And so must these four."},
			}},
		},
		Tests: []string{"TestRefusals/base64url/spare-bits", "TestRefusals/base64url/padding", "TestRefusals/base64url/line-feed-inside", "TestRefusals/base64url/plus-and-slash", "TestRefusals/json/iss-twice-evil-last", "TestRefusals/json/iss-in-capitals"},
		Ask:   "Four letters are three bytes. Why do the last letters of a signature of 256 bytes have bits to spare?",
		Answer: []string{
			"A letter has 6 bits, a byte has 8. 256 bytes are 2048 bits, which is 341 letters and 2 bits more. The 342nd letter holds those 2 bits, and has 4 that nobody needs. If a reader ignores them, sixteen letters mean the same.",
		},
	},
	"token": {
		Question: "issuer", Asked: "the issuer's checks", Before: []string{"open", "split"},
		Naive: []mark{
			{`if verifier == "" {`, "It is enough to send one."},
			{`if method == "S256" {`, "Without S256 the challenge is the verifier, and everybody has seen it."},
			{`!strings.HasPrefix(asked, app)`, "It compares how the address begins."},
			{`return "something"`, "The same for everybody, and so no proof of anything."},
		},
		Ours: []function{{"main.go", "ours", []mark{
			{`if asked != registered {`, "The whole address, or no code."},
			{`method != "S256" || hash(verifier) != challenge`, "The one who asked is the one who gets the token."},
		}}},
		Tests: []string{"issuer.TestAuthorizationErrors", "issuer.TestCodeExchangeErrors"},
		Ask:   "Mallory sees the code on its way through the browser. Why can she not change it for a token?",
		Answer: []string{
			"The issuer wants the verifier, and compares its hash with the challenge of the first request. Mallory has seen the challenge. But from a hash nobody finds the text, and the verifier itself was never sent before.",
		},
	},
}
