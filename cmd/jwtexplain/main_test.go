package main

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// call runs the command.
func call(t *testing.T, stdin string, args ...string) (stdout, stderr string, exit int) {
	t.Helper()
	var out, err strings.Builder
	exit = run(context.Background(), args, strings.NewReader(stdin), &out, &err)
	return out.String(), err.String(), exit
}

// Each token of the gallery, as text and as JSON, byte for byte.
func TestGallery(t *testing.T) {
	for _, e := range gallery {
		t.Run(e.Name, func(t *testing.T) {
			text, stderr, exit := call(t, "", "-example", e.Name)
			if want := wantExit(e.Name); exit != want || stderr != "" {
				t.Errorf("exit status %d, %q; want %d", exit, stderr, want)
			}
			golden(t, e.Name+".txt", text)
			for line := range strings.Lines(text) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
					t.Errorf("%d columns: %s", n, line)
				}
			}
			text, stderr, exit = call(t, "", "-json", "-example", e.Name)
			if want := wantExit(e.Name); exit != want || stderr != "" || !json.Valid([]byte(text)) {
				t.Errorf("-json: exit status %d, %q; want %d, and JSON", exit, stderr, want)
			}
			golden(t, e.Name+".json", text)
		})
	}
}

func wantExit(name string) int {
	switch name {
	case "rs256", "es256", "ps256", "eddsa":
		return 0
	}
	return 1
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("../../testdata/explain", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update writes it):\n%s", path, diff)
	}
}

// The best lesson there is: the block still opens, and its last row is the
// hash of the honest token.
func TestTamperedNamesTheHashThatWasSigned(t *testing.T) {
	hash := regexp.MustCompile(`(?m)^ +\[224:256\] ([0-9a-f]{64})$`)
	honest, _, _ := call(t, "", "-example", "rs256")
	tampered, _, _ := call(t, "", "-example", "tampered")
	h, s := hash.FindStringSubmatch(honest), hash.FindStringSubmatch(tampered)
	if h == nil || s == nil || h[1] != s[1] {
		t.Errorf("the hash of rs256 is %v, the one that tampered names %v", h, s)
	}
}

func TestWithoutArguments(t *testing.T) {
	stdout, stderr, exit := call(t, "")
	shown, _, _ := call(t, "", "-example", "rs256")
	if exit != 0 || stderr != "" || stdout != shown+welcome {
		t.Errorf("exit status %d, %q; want the first example, and how to go on", exit, stderr)
	}
}

func TestHelpIsThePackageDoc(t *testing.T) {
	stdout, stderr, exit := call(t, "", "-h")
	if exit != 0 || stderr != "" || !strings.HasPrefix(stdout, "Jwtexplain shows") || strings.Contains(stdout, "package") {
		t.Errorf("-h: exit status %d, %q\n%s", exit, stderr, stdout)
	}
	// Every flag is in it.
	for _, name := range []string{"issuer", "jwks", "key", "audience", "alg", "typ", "leeway", "now", "json", "q", "example", "examples", "proof", "url", "method"} {
		if !strings.Contains(stdout, "\n\t-"+name+" ") {
			t.Errorf("-h does not mention -%s", name)
		}
	}
}

func TestExamplesAreListed(t *testing.T) {
	stdout, _, exit := call(t, "", "-examples")
	if lines := strings.Count(stdout, "\n"); exit != 0 || lines != len(gallery) {
		t.Errorf("exit status %d, %d lines, want %d", exit, lines, len(gallery))
	}
	for line := range strings.Lines(stdout) {
		if len(line) > 80 {
			t.Errorf("too wide: %s", line)
		}
	}
}

// tokenOf returns a token of the gallery, and the flags that make it accepted.
func tokenOf(t *testing.T, name string) (token string, flags []string) {
	t.Helper()
	e, err := lookUp(name)
	if err != nil {
		t.Fatal(err)
	}
	return e.Token, []string{"-issuer", "https://issuer.example", "-audience", "https://api.example",
		"-jwks", "gallery/keys.json", "-now", "2026-01-15T12:00:00Z"}
}

// However the token is pasted, it is the same token.
func TestInput(t *testing.T) {
	token, flags := tokenOf(t, "rs256")
	for why, test := range map[string]struct {
		stdin string
		args  []string
	}{
		"bare":              {"", []string{token}},
		"Bearer":            {"", []string{"Bearer " + token}},
		"bearer":            {"", []string{"bearer  " + token}},
		"two words":         {"", []string{"bearer", token}},
		"header field":      {"", []string{"Authorization: Bearer " + token}},
		"standard input":    {token, []string{"-"}},
		"with line break":   {token + "\r\n", []string{"-"}},
		"field, from there": {"authorization: bearer " + token + "\n", []string{"-"}},
	} {
		stdout, stderr, exit := call(t, test.stdin, append(append([]string{"-q"}, flags...), test.args...)...)
		if exit != 0 || stdout != "accepted\n" || stderr != "" {
			t.Errorf("%s: exit status %d, %q, %q; want it accepted", why, exit, stdout, stderr)
		}
	}
}

// What a server answers with 400, before it looks at a token.
func TestInputThatIsNoToken(t *testing.T) {
	token, flags := tokenOf(t, "rs256")
	for why, test := range map[string]struct {
		input, message string
	}{
		"Bearer twice": {"Bearer Bearer " + token, `"Bearer" is written twice`},
		"a curl line":  {"curl -H 'Authorization: Bearer " + token + "' https://api.example", "this is a curl command"},
		"an answer":    {`{"access_token":"` + token + `"}`, "this is the answer of a token endpoint"},
		"two fields":   {"Authorization: Bearer " + token + "\nAuthorization: Bearer " + token, "two Authorization fields"},
	} {
		stdout, stderr, exit := call(t, test.input, append(flags, "-")...)
		if exit != 1 || stdout != "" || !strings.HasPrefix(stderr, "jwtexplain: "+test.message+"\nhint: ") {
			t.Errorf("%s: exit status %d, %q, %q; want 1 and %q", why, exit, stdout, stderr, test.message)
		}
	}
}

// Each flag, by a token for which it decides.
func TestFlagsDecide(t *testing.T) {
	for why, test := range map[string]struct {
		example string
		flags   []string // beside those of tokenOf; the last one wins
		verdict string
	}{
		"none":              {"rs256", nil, "accepted"},
		"another issuer":    {"rs256", []string{"-issuer", "https://issuer.example/"}, "refused: jwt: iss: another issuer"},
		"another audience":  {"audience", nil, "refused: jwt: aud: another audience"},
		"two audiences":     {"audience", []string{"-audience", "https://billing.example"}, "accepted"},
		"PS256":             {"ps256", nil, "refused: jwt: alg: algorithm not accepted"},
		"-alg":              {"ps256", []string{"-alg", "RS256,PS256"}, "accepted"},
		"-alg, only others": {"rs256", []string{"-alg", "ES256"}, "refused: jwt: alg: algorithm not accepted"},
		"-typ":              {"rs256", []string{"-typ", "logout+jwt"}, "refused: jwt: typ: type not accepted"},
		"-typ, the right":   {"rs256", []string{"-typ", "at+jwt"}, "accepted"},
		"expired":           {"expired", nil, "refused: jwt: exp: expired"},
		"-leeway":           {"expired", []string{"-leeway", "31s"}, "accepted"},
		"-now":              {"expired", []string{"-now", "2026-01-15T11:58:00Z"}, "accepted"},
		"-now, unix":        {"rs256", []string{"-now", "1768478700"}, "refused: jwt: exp: expired"},
	} {
		token, flags := tokenOf(t, test.example)
		stdout, stderr, _ := call(t, "", append(append(append([]string{"-q"}, flags...), test.flags...), token)...)
		if stdout != test.verdict+"\n" || stderr != "" {
			t.Errorf("%s: %q, %q; want %q", why, stdout, stderr, test.verdict)
		}
	}
	// The expectations of an example can be replaced one by one.
	if stdout, _, exit := call(t, "", "-q", "-example", "expired", "-now", "2026-01-15T11:58:00Z"); exit != 0 {
		t.Errorf("-example expired, in time: %q", stdout)
	}
}

// What is not given cannot be judged. That lets no token in.
func TestWithoutExpectations(t *testing.T) {
	token, _ := tokenOf(t, "rs256")
	stdout, stderr, exit := call(t, "", "-q", "-now", "2026-01-15T12:00:00Z", token)
	if want := "not judged: jwt: kid: verifier not configured: no Keys\n"; exit != 1 || stdout != want {
		t.Errorf("exit status %d, %q, %q; want 1 and %q", exit, stdout, stderr, want)
	}
	if want := "hint: not judged: this needs keys (-jwks, -key or -issuer), -issuer, -audience\n"; stderr != want {
		t.Errorf("-q: %q on the standard error, want %q", stderr, want)
	}
	if stdout, stderr, _ := call(t, "", "-q", "-now", "1768478700", token); stdout != "refused: jwt: exp: expired\n" || stderr != "" {
		t.Errorf("-q, expired: %q, %q; want it refused, without a hint", stdout, stderr)
	}
	stdout, _, _ = call(t, "", "-now", "2026-01-15T12:00:00Z", "-jwks", "gallery/keys.json", token)
	if strings.Contains(stdout, `want  ""`) || regexp.MustCompile(`:\d\d\.\d+Z`).MatchString(stdout) {
		t.Errorf("an empty text is wanted, or a fraction of a second is shown:\n%s", stdout)
	}
	for _, want := range []string{
		"NOT JUDGED", "iss    \"https://issuer.example\"", "-issuer", "-audience",
		"If that is your issuer:\n\n    jwtexplain -issuer https://issuer.example -audience https://api.example TOKEN\n",
		"want  the Issuer of the Verifier, which is not set",
		"The issuer's key made this block",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("without issuer and audience, %q is not shown", want)
		}
	}
}

// Every form in which people keep a public key.
func TestKeyFiles(t *testing.T) {
	pkix := must(x509.MarshalPKIXPublicKey(&rsaKey.PublicKey))
	template := &x509.Certificate{SerialNumber: rsaKey.N}
	certificate := must(x509.CreateCertificate(nil, template, template, &rsaKey.PublicKey, rsaKey))
	encodePEM := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	set := keysJSON()
	for name, test := range map[string]struct {
		file    string
		message string // "" if it is one
	}{
		"PKIX":          {encodePEM("PUBLIC KEY", pkix), ""},
		"PKCS #1":       {encodePEM("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(&rsaKey.PublicKey)), ""},
		"certificate":   {encodePEM("CERTIFICATE", certificate), ""},
		"JWK":           {`{"kty":"RSA","kid":"another name","e":"AQAB","n":"` + encode(rsaKey.N.Bytes()) + `"}`, ""},
		"key set":       {set, "malformed key"},
		"private PEM":   {encodePEM("RSA PRIVATE"+" KEY", []byte{0}), `PEM of type "RSA PRIVATE KEY"`},
		"broken PEM":    {encodePEM("PUBLIC KEY", pkix[:20]), "asn1"},
		"neither":       {"hello", "malformed key"},
		"a private JWK": {`{"kty":"RSA","d":"AQ","e":"AQAB","n":"` + encode(rsaKey.N.Bytes()) + `"}`, "private key"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "key")
			if err := os.WriteFile(path, []byte(test.file), 0o600); err != nil {
				t.Fatal(err)
			}
			token, _ := tokenOf(t, "rs256")
			stdout, stderr, exit := call(t, "", "-q", "-issuer", "https://issuer.example", "-audience", "https://api.example",
				"-key", path, "-now", "1768478400", token)
			if test.message == "" && (exit != 0 || stdout != "accepted\n") {
				t.Errorf("exit status %d, %q, %q; want it accepted", exit, stdout, stderr)
			}
			if test.message != "" && (exit != 2 || !strings.Contains(stderr, test.message) || !strings.Contains(stderr, "\nhint: ")) {
				t.Errorf("exit status %d, %q; want 2, and %q with a hint", exit, stderr, test.message)
			}
		})
	}
}

// A key that was chosen by hand serves only the algorithms that it fits.
func TestKeyOfAnotherType(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	pkix := must(x509.MarshalPKIXPublicKey(ecKey.Public()))
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pkix}), 0o600); err != nil {
		t.Fatal(err)
	}
	token, _ := tokenOf(t, "rs256")
	stdout, _, exit := call(t, "", "-q", "-key", path, "-now", "1768478400", token)
	if exit != 1 || stdout != "refused: jwt: kid: no key fits\n" {
		t.Errorf("exit status %d, %q; want no key to fit", exit, stdout)
	}
}

// The keys over HTTP: from the address of a key set, and from the issuer.
func TestKeysOverHTTP(t *testing.T) {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, keysJSON())
	})
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]string{"issuer": server.URL, "jwks_uri": server.URL + "/keys"})
	})
	mine := token(`{"alg":"RS256","kid":"rfc7515-a2"}`, `{"iss":"`+server.URL+`","aud":"api","exp":1768478700}`, signRS256)
	for why, flags := range map[string][]string{
		"discovery": {"-issuer", server.URL},
		"-jwks":     {"-issuer", server.URL, "-jwks", server.URL + "/keys"},
	} {
		args := append(flags, "-q", "-audience", "api", "-now", "1768478400", mine)
		if stdout, stderr, exit := call(t, "", args...); exit != 0 {
			t.Errorf("%s: exit status %d, %q, %q; want it accepted", why, exit, stdout, stderr)
		}
	}
	// No server is there. That says nothing about the token.
	stdout, _, exit := call(t, "", "-q", "-issuer", server.URL, "-jwks", server.URL+"/nowhere", "-now", "1768478400", mine)
	if exit != 1 || !strings.HasPrefix(stdout, "not judged: jwt: kid: keys unavailable") {
		t.Errorf("exit status %d, %q; want it not judged", exit, stdout)
	}
}

// Called the wrong way: 2, what is wrong, and a hint.
func TestMisuse(t *testing.T) {
	token, _ := tokenOf(t, "rs256")
	notKeys := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(notKeys, []byte(`{"keys":[{"kty":"oct","k":"AA"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for why, args := range map[string][]string{
		"unknown flag":       {"-frobnicate"},
		"unknown example":    {"-example", "nobody"},
		"example and token":  {"-example", "rs256", token},
		"flags but no token": {"-q"},
		"two tokens":         {token, token},
		"flag after token":   {token, "-q"},
		"two forms":          {"-q", "-json", token},
		"bad time":           {"-now", "yesterday", token},
		"a year too far":     {"-now", "253402300800", token},
		"too far in UTC":     {"-now", "9999-12-31T23:59:59-01:00", token},
		"a year before 0":    {"-now", "-62167219201", token},
		"no such algorithm":  {"-alg", "RS265", token},
		"bad duration":       {"-leeway", "1", token},
		"negative leeway":    {"-leeway", "-1s", token},
		"no such file":       {"-jwks", "no/such/file", token},
		"not a key set":      {"-jwks", "doc.go", token},
		"no usable key":      {"-jwks", notKeys, token},
		"empty audience":     {"-audience", "", token},
		"empty type":         {"-typ", "at+jwt,", token},
		"no such key":        {"-key", "no/such/file", token},
		"two sources":        {"-key", "doc.go", "-jwks", "gallery/keys.json", token},
	} {
		stdout, stderr, exit := call(t, "", args...)
		if exit != 2 || stdout != "" || !strings.HasPrefix(stderr, "jwtexplain: ") || strings.Count(stderr, "\nhint: ") != 1 {
			t.Errorf("%s: exit status %d, %q, %q; want 2, an error and a hint", why, exit, stdout, stderr)
		}
	}
}

// Standard output that cannot be written to is no acceptance.
func TestWriteError(t *testing.T) {
	var stderr strings.Builder
	exit := run(context.Background(), []string{"-example", "rs256"}, nil, brokenPipe{}, &stderr)
	if exit != 1 || !strings.Contains(stderr.String(), "broken pipe") {
		t.Errorf("exit status %d, %q; want 1 and the error", exit, stderr.String())
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

// Text has colour on a terminal only, and never with NO_COLOR.
func TestStyle(t *testing.T) {
	if s := styleFor(new(strings.Builder), os.Getenv); s.Color || s.Width != 0 {
		t.Errorf("no terminal: %+v, want the zero style", s)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if s := styleFor(file, os.Getenv); s.Color || s.Width != 0 {
		t.Errorf("a file: %+v, want the zero style", s)
	}
	device, err := os.Open(os.DevNull) // as much of a terminal as there is here
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	if !isTerminal(device) {
		t.Skip("the null device is no character device here")
	}
	for why, test := range map[string]struct {
		env   map[string]string
		color bool
		width int
	}{
		"a terminal": {nil, true, 0},
		"NO_COLOR":   {map[string]string{"NO_COLOR": "1"}, false, 0},
		"dumb":       {map[string]string{"TERM": "dumb"}, false, 0},
		"COLUMNS":    {map[string]string{"COLUMNS": "100"}, true, 100},
		"very wide":  {map[string]string{"COLUMNS": "300"}, true, 120},
	} {
		s := styleFor(device, func(name string) string { return test.env[name] })
		if s.Color != test.color || s.Width != test.width {
			t.Errorf("%s: %+v, want colour %t and width %d", why, s, test.color, test.width)
		}
	}
}
