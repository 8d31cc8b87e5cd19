package book

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
	"example.com/glassjwt/walkthrough/internal/story"
)

// tries are the tokens of the book, each with a page that explains it.
type tries struct {
	list  []try
	names map[string]string // by what tells them apart
}

// A try is a token that a reader can take apart.
type try struct {
	Name   string // in its address
	Title  string
	Group  string // the page on which it is met first
	Token  string
	KeySet string // "" for the library's own
	Note   string
}

func (t *tries) add(page string, c told) {
	if c.Token == "" {
		return
	}
	if t.names == nil {
		t.names = map[string]string{}
	}
	id := identity(c)
	if _, ok := t.names[id]; ok {
		return
	}
	name := page + "-" + id[:6]
	t.names[id] = name
	t.list = append(t.list, try{name, c.Told.Name, page, c.Token, c.Replay.KeySet, unwrap(c.Fell)})
}

func identity(c told) string {
	h := sha256.Sum256([]byte(c.Token + "\n" + c.Replay.KeySet))
	return hex.EncodeToString(h[:])
}

// address is where the token of a case is explained, from a page of the book.
func (t tries) address(c told) string {
	if name, ok := t.names[identity(c)]; ok && c.Token != "" {
		return "try/" + name + ".html"
	}
	return ""
}

// keys are those that judge the token.
func (t try) keys() (jwt.KeySet, error) {
	if t.KeySet == "" {
		return story.Keys(), nil
	}
	return jwk.ParseSet([]byte(t.KeySet))
}

// explanations are the pages of the tokens.
func (b *Book) explanations(files map[string][]byte) error {
	for _, t := range b.tries.list {
		keys, err := t.keys()
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		var out bytes.Buffer
		x := story.Verifier(keys).Examine(context.Background(), t.Token)
		if err := explain.HTML(&out, x); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		files["try/"+t.Name+".html"] = out.Bytes()
	}
	return nil
}
