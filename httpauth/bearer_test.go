package httpauth_test

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"example.com/glassjwt/httpauth"
)

func TestBearer(t *testing.T) {
	tests := map[string]struct {
		values []string
		token  string
		err    error
		why    string
	}{
		"one token":             {[]string{"Bearer a.b.c"}, "a.b.c", nil, ""},
		"every character":       {[]string{"Bearer AZaz09-._~+/=="}, "AZaz09-._~+/==", nil, "all of b64token"},
		"lower case":            {[]string{"bearer x"}, "x", nil, "RFC 9110 section 11.1"},
		"three spaces":          {[]string{"Bearer   x"}, "x", nil, "1*SP"},
		"untrimmed":             {[]string{" \tBearer x\t "}, "x", nil, "a server would have trimmed it"},
		"named Bearer":          {[]string{"Bearer Bearer"}, "Bearer", nil, "a token like any other, to be refused by who verifies it"},
		"named Bearer, longer":  {[]string{"Bearer bearer/=="}, "bearer/==", nil, "the same"},
		"no header":             {nil, "", httpauth.ErrNoToken, ""},
		"empty":                 {[]string{""}, "", httpauth.ErrNoToken, ""},
		"blank":                 {[]string{" \t "}, "", httpauth.ErrNoToken, "the same, untrimmed"},
		"basic":                 {[]string{"Basic dXNlcjpwYXNz"}, "", httpauth.ErrNoToken, "another scheme"},
		"longer scheme":         {[]string{"BearerX x"}, "", httpauth.ErrNoToken, "startsWith('Bearer') and slice(7)"},
		"scheme with a hyphen":  {[]string{"Bearer-Token x"}, "", httpauth.ErrNoToken, "a hyphen is of the scheme, which is another"},
		"scheme with a mark":    {[]string{"Bearer! x"}, "", httpauth.ErrNoToken, "so is every mark of RFC 9110 section 5.6.2"},
		"scheme elsewhere":      {[]string{"Basic Zm9v, Bearer x"}, "", httpauth.ErrNoToken, "includes('Bearer ')"},
		"longer scheme before":  {[]string{"NotBearer x"}, "", httpauth.ErrNoToken, "includes('Bearer ')"},
		"token alone":           {[]string{"aaa.bbb.ccc"}, "", httpauth.ErrNoToken, "no scheme"},
		"glued":                 {[]string{"Beareraaa.bbb.ccc"}, "", httpauth.ErrNoToken, "the scheme is not Bearer"},
		"no scheme":             {[]string{`"Bearer" x`}, "", httpauth.ErrNoToken, "a quote is in no scheme"},
		"scheme not ASCII":      {[]string{"B\u0435arer x"}, "", httpauth.ErrNoToken, "a Cyrillic letter"},
		"two":                   {[]string{"Bearer x", "Bearer y"}, "", httpauth.ErrRequest, "which one counts?"},
		"two equal":             {[]string{"Bearer x", "Bearer x"}, "", httpauth.ErrRequest, "even so"},
		"two, one of them none": {[]string{"", "Bearer x"}, "", httpauth.ErrRequest, "Get would return the first"},
		"scheme alone":          {[]string{"Bearer"}, "", httpauth.ErrRequest, ""},
		"scheme and space":      {[]string{"Bearer "}, "", httpauth.ErrRequest, "the same, untrimmed"},
		"tab":                   {[]string{"Bearer\tx"}, "", httpauth.ErrRequest, "a tab is no SP"},
		"space and tab":         {[]string{"Bearer \tx"}, "", httpauth.ErrRequest, "a tab is no SP"},
		"colon":                 {[]string{"Bearer: x"}, "", httpauth.ErrRequest, ""},
		"slash":                 {[]string{"Bearer/x"}, "", httpauth.ErrRequest, "a character of the token, but not of the scheme"},
		"equals":                {[]string{"Bearer=x"}, "", httpauth.ErrRequest, ""},
		"comma":                 {[]string{"Bearer x, Bearer y"}, "", httpauth.ErrRequest, "two headers, joined by a proxy"},
		"Bearer twice":          {[]string{"Bearer bearer x"}, "", httpauth.ErrRequest, "a client that puts it before what it stored with it"},
		"two words":             {[]string{"Bearer x y"}, "", httpauth.ErrRequest, ""},
		"line break":            {[]string{"Bearer x\r\ny"}, "", httpauth.ErrRequest, ""},
		"NUL":                   {[]string{"Bearer x\x00"}, "", httpauth.ErrRequest, ""},
		"only padding":          {[]string{"Bearer =="}, "", httpauth.ErrRequest, "1* before the ="},
		"padding inside":        {[]string{"Bearer a=b"}, "", httpauth.ErrRequest, "= only at the end"},
		"not ASCII":             {[]string{"Bearer \u00e9"}, "", httpauth.ErrRequest, ""},
		"not UTF-8":             {[]string{"Bearer \xe9"}, "", httpauth.ErrRequest, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			token, err := httpauth.Bearer(request(test.values...))
			if token != test.token || !errors.Is(err, test.err) {
				t.Errorf("Bearer(%q) = %q, %v; want %q, %v (%s)", test.values, token, err, test.token, test.err, test.why)
			}
		})
	}
}

// A missing header and another scheme are one reason, with two descriptions.
func TestBearerWords(t *testing.T) {
	_, none := httpauth.Bearer(request())
	_, other := httpauth.Bearer(request("Basic dXNlcjpwYXNz"))
	if none.Error() == other.Error() {
		t.Errorf("no header and another scheme have the same words: %v", none)
	}
	_, twice := httpauth.Bearer(request("Bearer Bearer x"))
	if !strings.Contains(twice.Error(), "the word Bearer is there twice") {
		t.Errorf("Bearer Bearer x: %v; want it to say what is there twice", twice)
	}
}

// Tokens in other places are not used, and the body is left for the handler.
func TestBearerReadsNothingElse(t *testing.T) {
	r, err := http.NewRequest("POST", "https://api.example/?access_token=query", unreadable{t})
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", "access_token=cookie; Authorization=cookie")
	r.Header.Set("Proxy-Authorization", "Bearer proxy")
	r.Header.Set("X-Forwarded-Authorization", "Bearer forwarded")
	if token, err := httpauth.Bearer(r); token != "" || !errors.Is(err, httpauth.ErrNoToken) {
		t.Errorf("Bearer = %q, %v; want %q", token, err, httpauth.ErrNoToken)
	}
	if r.Form != nil || r.PostForm != nil {
		t.Error("Bearer parsed a form")
	}
}

// unreadable is a body that must not be read.
type unreadable struct{ t *testing.T }

func (u unreadable) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, errors.New("not to be read")
}

// The grammar of RFC 6750 section 2.1, with the whitespace that RFC 9110
// section 5.5 allows around it.
var credentials = regexp.MustCompile(`^[ \t]*(?i:Bearer) +([A-Za-z0-9\-._~+/]+=*)[ \t]*$`)

func FuzzBearer(f *testing.F) {
	for _, seed := range []string{
		"", "Bearer", "Bearer ", "Bearer a.b.c", "bearer  x==", "\tBearer x ", "Bearer\tx", "Bearer x y", "Bearer a=b",
		"Bearer ===", "Bearer \u212a", "Basic dXNlcjpwYXNz", "BearerX y", "Bearer/y", "BeArer BeArer/", "Bearer x\n", "Bearer x\r\n y",
	} {
		f.Add(seed, "", false)
		f.Add(seed, seed, true)
	}
	f.Fuzz(func(t *testing.T, first, second string, two bool) {
		r := &http.Request{Header: http.Header{"Authorization": {first}}}
		if two {
			r.Header["Authorization"] = append(r.Header["Authorization"], second)
		}
		token, err := httpauth.Bearer(r)
		want := ""
		if m := credentials.FindStringSubmatch(first); m != nil && !two {
			want = m[1]
		}
		if token != want || (err == nil) != (want != "") {
			t.Fatalf("Bearer(%q, %q, %v) = %q, %v; want %q", first, second, two, token, err, want)
		}
		if err != nil && errors.Is(err, httpauth.ErrNoToken) == errors.Is(err, httpauth.ErrRequest) {
			t.Fatalf("Bearer(%q) = %v; want one reason of the two", first, err)
		}
	})
}
