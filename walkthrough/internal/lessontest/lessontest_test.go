package lessontest

import (
	"testing"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// What a reader sees who has begun to repair 14-who, and overdone it.
func TestAdvice(t *testing.T) {
	got := Advice(who(t), []lesson.Score{
		{Kind: lesson.Honest, Name: "Ines with her token"},
		{Kind: lesson.Honest, Name: "Ines with a token for two APIs", Naive: "invalid audience"},
		{
			Kind: lesson.Attack,
			Name: "a token for https://loans.library.example.evil.test",
			Fell: "includes finds our name at the start of hers.",
		},
		{Kind: lesson.Attack, Name: "an ID token", Naive: "invalid audience"},
		{
			Kind:  lesson.Harm,
			Name:  "a token without aud makes the gate crash",
			Naive: "TypeError: cannot read properties of undefined",
			Fell:  "undefined has no includes, and nobody catches that.",
		},
	})
	golden(t, "testdata/advice.txt", []byte(got))
}

func TestNoAdvice(t *testing.T) {
	got := Advice(who(t), []lesson.Score{
		{Kind: lesson.Honest, Name: "Ines with her token"},
		{Kind: lesson.Attack, Name: "an ID token", Naive: "invalid audience"},
		{Kind: lesson.Harm, Name: "a token without aud"},
	})
	if got != "" {
		t.Errorf("Advice(...) = %q; want none", got)
	}
}

// who is a program to be repaired.
func who(t *testing.T) lesson.Entry {
	const number = 14
	e, ok := lesson.Find(number)
	if !ok || e.Name != "who" {
		t.Fatalf("lesson.Find(%d) = %v, %v; want who", number, e, ok)
	}
	return e
}
