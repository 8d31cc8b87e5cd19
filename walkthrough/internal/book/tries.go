package book

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain/workbench"
	"example.com/glassjwt/walkthrough/internal/story"
)

// tries are the tokens of the book, each with a page that explains it.
type tries struct {
	list  []try
	names map[string]string // by what tells them apart
}

// A try is a token that a reader can take apart.
type try struct {
	workbench.Specimen
	Page *page // on which it is met first
}

// add returns where the token of a case is explained, from a page of the book.
func (t *tries) add(p *page, c told) string {
	if c.Token == "" {
		return ""
	}
	if t.names == nil {
		t.names = map[string]string{}
	}
	h := sha256.Sum256([]byte(c.Token + "\n" + c.Replay.KeySet))
	id := hex.EncodeToString(h[:])
	name, ok := t.names[id]
	if !ok {
		name = p.Name + "-" + id[:6]
		t.names[id] = name
		t.list = append(t.list, try{workbench.Specimen{
			Name: name, Title: capital(c.Told.Name), Group: p.Label(), Note: noteOf(c),
			Token: c.Token, Keys: or(c.Replay.KeySet, story.KeySet()), Settings: settingsFor(c),
		}, p})
	}
	return "try/" + name + ".html"
}

// settingsFor are what the loans API expects. Where a page shows an API that
// expects more, an honest token says what.
func settingsFor(c told) workbench.Settings {
	s := workbench.Settings{Issuer: story.Issuer, Audience: []string{story.API}, Now: story.Now()}
	u, err := jwt.Parse(c.Token)
	if err != nil || c.Score.Ours != "" {
		return s
	}
	if usual := []jwt.Algorithm{jwt.RS256, jwt.ES256}; !slices.Contains(usual, u.Header.Algorithm) {
		s.Algorithms = append(usual, u.Header.Algorithm)
	}
	if claims, err := jwt.ParseObject(u.Payload.Bytes()); err == nil {
		_ = claims.Get("iss", &s.Issuer)
	}
	return s
}

// explanations are the pages of the tokens, for the book without a server.
func (b *Book) explanations(files map[string][]byte) error {
	s, err := newSlimmer()
	if err != nil {
		return err
	}
	for _, t := range b.tries.list {
		var out bytes.Buffer
		if err := workbench.Write(&out, t.Specimen, "../"+t.Page.File()); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		files["try/"+t.Name+".html"] = []byte(s.slim(out.String()))
	}
	files["try/"+sheet] = []byte(s.style())
	return nil
}

// bench is where a reader takes the tokens apart, in the served book.
func (b *Book) bench() *workbench.Bench {
	w := &workbench.Bench{
		Name: "glassjwt: try it", Home: "../index.html",
		Settings: workbench.Settings{Issuer: story.Issuer, Audience: []string{story.API}, Now: story.Now()},
		KeySet:   story.Keys(),
	}
	for _, t := range b.tries.list {
		w.Specimens = append(w.Specimens, t.Specimen)
	}
	return w
}

// noteOf says what there is to see.
func noteOf(c told) string {
	if c.Fell == "" {
		return ""
	}
	return "Where naive.go falls: " + unwrap(c.Fell)
}
