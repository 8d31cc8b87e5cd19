package book

import (
	"bytes"
	"flag"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// The book is read once for all tests.
var theBook = sync.OnceValues(func() (*Book, error) {
	module, err := filepath.Abs("../../..")
	if err != nil {
		return nil, err
	}
	return New(module)
})

func read(t *testing.T) (*Book, map[string][]byte) {
	t.Helper()
	b, err := theBook()
	if err != nil {
		t.Fatal(err)
	}
	files, err := b.Files()
	if err != nil {
		t.Fatal(err)
	}
	return b, files
}

var update = flag.Bool("update", false, "write testdata anew")

// Two pages as they are. The others are held by what all pages must be.
func TestGolden(t *testing.T) {
	_, files := read(t)
	for _, name := range []string{"04-token.html", "15-user.html"} {
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, files[name], 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(files[name]), "\n")); diff != "" {
			t.Errorf("%s differs (-want +got); -update writes it:\n%s", golden, diff)
		}
	}
}

// The written book is not too large to be sent.
func TestSize(t *testing.T) {
	_, files := read(t)
	size := 0
	for _, text := range files {
		size += len(text)
	}
	if size > 3_000_000 {
		t.Errorf("the book has %d bytes; want at most 3 MB", size)
	}
}

// What guards_*.go says of functions, lines and tests is still so.
func TestGuards(t *testing.T) {
	b, _ := read(t)
	for _, err := range b.problems {
		t.Error(err)
	}
	for _, p := range b.pages {
		g := guardOf(p.Name)
		if g.Naive == nil || g.Ours == nil || g.Tests == nil || g.Ask == "" || g.Answer == nil || g.Asked == "" {
			t.Errorf("%s: guards_*.go has nothing for it, or not all", p.Dir())
		}
		if !slices.ContainsFunc(b.stages, func(s stage) bool { return s.Name == g.Question }) {
			t.Errorf("%s: there is no question %q", p.Dir(), g.Question)
		}
	}
}

var (
	href = regexp.MustCompile(`href="([^"]*)"`)
	id   = regexp.MustCompile(` id="([^"]*)"`)
)

// Every link within the book leads to something, and no id is there twice.
func TestLinks(t *testing.T) {
	_, files := read(t)
	ids := map[string][]string{}
	for name, text := range files {
		for _, m := range id.FindAllSubmatch(text, -1) {
			if slices.Contains(ids[name], string(m[1])) {
				t.Errorf("%s has the id %s twice", name, m[1])
			}
			ids[name] = append(ids[name], string(m[1]))
		}
	}
	for name, text := range files {
		for _, m := range href.FindAllSubmatch(text, -1) {
			target := string(m[1])
			if strings.HasPrefix(target, "https://") {
				continue
			}
			file, fragment, _ := strings.Cut(target, "#")
			if file == "" {
				file = name
			} else {
				file = path.Join(path.Dir(name), file)
			}
			if _, ok := files[file]; !ok {
				t.Errorf("%s links to %s, which is not there", name, target)
			} else if fragment != "" && !slices.Contains(ids[file], fragment) {
				t.Errorf("%s links to %s, which has no such id", name, target)
			}
		}
	}
}

// Every page, case, heading of the tutorials and question can be reached.
func TestReachable(t *testing.T) {
	b, files := read(t)
	var all strings.Builder
	for _, text := range files {
		all.Write(text)
	}
	linked := func(target string) {
		t.Helper()
		if !strings.Contains(all.String(), `href="`+target+`"`) {
			t.Errorf("no link leads to %s", target)
		}
	}
	for _, p := range b.pages {
		linked(p.File())
		for _, k := range p.Cards {
			if p.Number != lesson.Last().Number {
				linked(p.File() + "#" + k.ID)
			}
			if k.Token != "" && k.Try == "" {
				t.Errorf("%s: the token of %q has no page", p.Dir(), k.Told.Name)
			}
		}
	}
	for _, s := range b.stages {
		linked("questions.html#q-" + s.Name)
	}
	for _, try := range b.tries.list {
		linked("try/" + try.Name + ".html")
	}
	contents := string(files["index.html"])
	for _, tutorial := range lesson.Tutorials {
		for _, h := range tutorial.Headings {
			if !strings.Contains(contents, `<th scope="row">`+esc(h.Title)+"<td>") {
				t.Errorf("%s: the heading %q is not in the contents", tutorial.Name, h.Title)
			}
		}
	}
}

// What page 06 says in words is what its figure has from SECURITY.md.
func TestWithdrawalNumbers(t *testing.T) {
	b, _ := read(t)
	list, err := withdrawals(b.module)
	if err != nil || len(list) < 5 {
		t.Fatalf("withdrawals(...) = %v, %v; want five lines of SECURITY.md", list, err)
	}
	answer := strings.Join(guardOf("jwks").Answer, " ")
	for _, w := range list[:4] {
		if w.time == 0 || !strings.Contains(answer, w.long) {
			t.Errorf("SECURITY.md has %s: %s; the answer on page 06 has not", w.when, w.long)
		}
	}
}

// Every attack hangs from a question.
func TestStages(t *testing.T) {
	b, _ := read(t)
	for _, c := range b.cards() {
		if c.Kind == lesson.Attack && !slices.ContainsFunc(b.stages, func(s stage) bool { return s.Name == c.Stage }) {
			t.Errorf("%s: the attack %q stops at %q, which is no question", c.Page.Dir(), c.Name, c.Stage)
		}
	}
}

// The book has no script, no style attribute, and fetches nothing.
func TestNothingFromOutside(t *testing.T) {
	_, files := read(t)
	forbidden := regexp.MustCompile(`(?i)<script|<img|<iframe|<object| src=| style="| on[a-z]+="|: *url\(|@import`)
	policy := regexp.MustCompile(`Content-Security-Policy" content="default-src (&#39;|')none(&#39;|'); style-src (&#39;|')(self|sha256-)`)
	for name, text := range files {
		if path.Ext(name) == ".css" {
			if bytes.Contains(text, []byte("url(")) || bytes.Contains(text, []byte("@import")) {
				t.Errorf("%s fetches something", name)
			}
			continue
		}
		if m := forbidden.Find(text); m != nil {
			t.Errorf("%s has %q in it", name, m)
		}
		if !policy.Match(text) {
			t.Errorf("%s has no policy, or another one", name)
		}
	}
}

// Each drawing has a title and a description.
func TestDrawings(t *testing.T) {
	_, files := read(t)
	svg := regexp.MustCompile(`(?s)<svg[^>]*>.{0,40}`)
	whole := regexp.MustCompile(`^<svg class="[a-z]*" viewBox="[\d. ]+" role="(img|group)" aria-labelledby="\S+ \S+"><title id="[^"]+">[^<]`)
	for name, text := range files {
		if strings.HasPrefix(name, "try/") {
			continue
		}
		for _, m := range svg.FindAllString(string(text), -1) {
			if !whole.MatchString(m) {
				t.Errorf("%s has a drawing without a title: %s", name, m)
			}
		}
	}
}
