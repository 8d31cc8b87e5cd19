package glassjwt_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

const module = "example.com/glassjwt"

// A listedPackage is what go list tells.
type listedPackage struct {
	ImportPath, Dir, Name  string
	Standard               bool
	GoFiles, Imports, Deps []string
}

// listed returns all packages of the module, and all that they need.
var listed = sync.OnceValues(func() (map[string]listedPackage, error) {
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Name,Standard,GoFiles,Imports,Deps", "./...").Output()
	if err != nil {
		return nil, err
	}
	all := map[string]listedPackage{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listedPackage
		switch err := d.Decode(&p); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		all[p.ImportPath] = p
	}
})

func packages(t *testing.T) map[string]listedPackage {
	t.Helper()
	all, err := listed()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return all
}

// ours reports whether the package is of this module.
func ours(path string) bool { return path == module || strings.HasPrefix(path, module+"/") }

// Each layer adds one import and one ability. Who wants keys in hand takes jwt
// alone; a key set in a file: jwk as well; an issuer's URL: oidc; a server:
// httpauth.
func TestImportGraph(t *testing.T) {
	all := packages(t)
	for _, c := range []struct {
		path string
		may  []string // of ours
	}{
		{"jwt", nil},
		{"jwt/explain", []string{"jwt"}},
		{"jwt/explain/workbench", []string{"jwt", "jwk", "jwt/explain", "jwk/keytext", "jwt/explain/workbench/paste", "oidc/oidctest/signing", "oidc/oidctest/rfckeys"}},
		{"jwk", []string{"jwt"}},
		{"oidc", []string{"jwt", "jwk"}},
		{"httpauth", []string{"jwt"}},
		{"httpauth/proof", []string{"jwt", "jwk", "httpauth"}},
		{"oidc/oidctest", []string{"jwt", "jwk", "oidc/oidctest/rfckeys", "oidc/oidctest/signing"}},
		{"oidc/oidctest/rfckeys", nil},
	} {
		p, ok := all[module+"/"+c.path]
		if !ok {
			t.Errorf("%s is not there", c.path)
		}
		for _, dep := range p.Deps {
			if name := strings.TrimPrefix(dep, module+"/"); ours(dep) && !slices.Contains(c.may, name) {
				t.Errorf("%s needs %s", c.path, name)
			}
		}
	}
	// What a package does not reach, it cannot do.
	for _, c := range []struct {
		path string
		not  *regexp.Regexp
		why  string
	}{
		{"jwt", regexp.MustCompile(`^(net|crypto/x509|crypto/tls|encoding/pem|testing|flag|log|os/exec|html|text|plugin)(/|$)`), "it computes, and asks nobody"},
		{"jwk", regexp.MustCompile(`^(net|crypto/x509|crypto/tls|encoding/pem|testing|flag|log|os/exec|html|text|plugin)(/|$)`), "it computes, and asks nobody"},
		{"jwt/explain", regexp.MustCompile(`^(net/http|crypto/x509|crypto/tls|testing|os/exec)(/|$)`), "it explains, and asks nobody"},
		{"jwt/explain/workbench", regexp.MustCompile(`^(net/http/httptest|testing|os/exec)(/|$)`), "tests stay out of programs"},
		{"oidc", regexp.MustCompile(`^(net/http/httptest|testing|os/exec)(/|$)`), "tests stay out of programs"},
		{"httpauth", regexp.MustCompile(`^(net/http/httptest|testing|os/exec)(/|$)`), "tests stay out of programs"},
		{"httpauth/proof", regexp.MustCompile(`^(net/http/httptest|testing|os/exec)(/|$)`), "tests stay out of programs"},
	} {
		for _, dep := range all[module+"/"+c.path].Deps {
			if c.not.MatchString(dep) {
				t.Errorf("%s reaches %s; %s", c.path, dep, c.why)
			}
		}
	}
	for path, p := range all {
		if !ours(path) {
			continue
		}
		for _, dep := range p.Deps {
			if !all[dep].Standard && !ours(dep) {
				t.Errorf("%s needs %s, which is not of the standard library", path, dep)
			}
		}
	}
}

// Every package has a chapter at its head, every exported name a sentence.
func TestEverythingIsDocumented(t *testing.T) {
	for path, p := range packages(t) {
		if !ours(path) || len(p.GoFiles) == 0 {
			continue
		}
		lesson := strings.HasPrefix(path, module+"/walkthrough") // main.go is the chapter
		internal := strings.Contains(path, "/internal/")
		if !lesson && !internal && !slices.Contains(p.GoFiles, "doc.go") {
			t.Errorf("%s has no doc.go", path)
		}
		fset := token.NewFileSet()
		var files []*ast.File
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		d, err := doc.NewFromFiles(fset, files, path)
		if err != nil {
			t.Fatal(err)
		}
		if d.Doc == "" {
			t.Errorf("%s has no package comment", path)
		}
		if p.Name != "main" && !internal {
			checkDocumented(t, path, d)
		}
	}
}

func checkDocumented(t *testing.T, path string, d *doc.Package) {
	t.Helper()
	values := slices.Concat(d.Consts, d.Vars)
	funcs := d.Funcs
	for _, typ := range d.Types {
		if typ.Doc == "" {
			t.Errorf("%s.%s has no comment", path, typ.Name)
		}
		values = slices.Concat(values, typ.Consts, typ.Vars)
		funcs = slices.Concat(funcs, typ.Funcs, typ.Methods)
	}
	// Methods that everybody knows need no words.
	known := []string{"Error", "Unwrap", "String", "MarshalText"}
	for _, f := range funcs {
		if f.Doc == "" && !(f.Recv != "" && slices.Contains(known, f.Name)) {
			t.Errorf("%s: %s.%s has no comment", path, f.Recv, f.Name)
		}
	}
	for _, v := range values {
		if v.Doc != "" {
			continue
		}
		for _, spec := range v.Decl.Specs {
			if s := spec.(*ast.ValueSpec); s.Doc == nil && s.Comment == nil && s.Names[0].IsExported() {
				t.Errorf("%s.%s has no comment", path, s.Names[0])
			}
		}
	}
}

// No private key is in the repository, but for the examples of the RFCs, which
// stand in tests and are no PEM.
func TestNoPrivateKeys(t *testing.T) {
	pem := []byte("PRIVATE " + "KEY-----")
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules"):
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if bytes.Contains(text, pem) {
			t.Errorf("%s holds a private key", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"testdata/tokens/keys.txt", "testdata/rfc/tokens.json", "testdata/rfc/jwks.json"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(?:d|p|q|dp|dq|qi|k)": ?"([^"]*)"`).FindAllSubmatch(text, -1) {
			if string(m[1]) != "bm90IGEgc2VjcmV0" { // "not a secret"
				t.Errorf("%s: %s", file, m[0])
			}
		}
	}
}

// Package jwt, copied alone into an empty module, offline, builds and verifies.
func TestAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files, err := filepath.Glob("jwt/*.go")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.go") {
			write(filepath.ToSlash(file), string(text))
		}
	}
	write("go.mod", "module alone.example\n\ngo 1.25\n")
	write("main.go", alone)
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod", "GOWORK=off", "GOTOOLCHAIN=local")
	out, err := cmd.CombinedOutput()
	if want := "accepted alice\nrefused jwt: aud: another audience\n"; err != nil || string(out) != want {
		t.Errorf("go run: %v\n%s\nwant\n%s", err, out, want)
	}
}

const alone = `package main

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"time"

	"alone.example/jwt"
)

func main() {
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	text := base64.RawURLEncoding.EncodeToString
	exp := time.Now().Add(time.Hour).Unix()
	claims := fmt.Sprintf("{\"iss\":\"https://issuer.example\",\"aud\":\"https://api.example\",\"sub\":\"alice\",\"exp\":%d}", exp)
	input := text([]byte("{\"alg\":\"EdDSA\"}")) + "." + text([]byte(claims))
	token := input + "." + text(ed25519.Sign(key, []byte(input)))
	for _, audience := range []string{"https://api.example", "https://other.example"} {
		v := &jwt.Verifier{
			Issuer:     "https://issuer.example",
			Audience:   []string{audience},
			Keys:       jwt.Keys{{Public: key.Public()}},
			Algorithms: []jwt.Algorithm{jwt.EdDSA},
		}
		if t, err := v.Verify(context.Background(), token); err != nil {
			fmt.Println("refused", err)
		} else {
			fmt.Println("accepted", t.Claims.Subject)
		}
	}
}
`

// One requirement, for tests only.
func TestOneRequirement(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^\s*(?:require )?(\S+) v\d`).FindAllStringSubmatch(string(text), -1)
	if len(lines) != 1 || lines[0][1] != "github.com/google/go-cmp" {
		t.Errorf("go.mod requires %q; want go-cmp alone", lines)
	}
}

// The gate builds for every system and runs under FIPS 140. That compiles the
// standard library five times over, which is too slow to do here.
func TestGateBuildsForEverySystem(t *testing.T) {
	text, err := os.ReadFile(".ci/run")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"js/wasm", "wasip1/wasm", "windows/", "darwin/", "linux/arm", "fips140=only"} {
		if !strings.Contains(string(text), want) {
			t.Errorf(".ci/run says nothing of %s", want)
		}
	}
}
