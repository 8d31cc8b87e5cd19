package jwt

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"text/tabwriter"
)

// The table of questions has a whole row for each step, in their order, and
// each question needs only what was asked before it.
func TestQuestionTable(t *testing.T) {
	if len(questions) != int(lastStep) {
		t.Fatalf("%d questions; want %d, one for each step", len(questions), lastStep)
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "step\tquestion\trule")
	for i, q := range questions {
		if int(q.step) != i+1 || q.name == "" || !strings.HasSuffix(q.words, "?") || q.ask == nil ||
			q.needs >= q.step || !strings.HasPrefix(q.rule, "RFC ") || q.show == nil {
			t.Errorf("row %d, %v, is not whole: %+v", i+1, q.step, q)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", q.name, q.words, q.rule)
	}
	w.Flush()
	fmt.Fprint(t.Output(), table.String())
	golden(t, "../testdata/questions.txt", table.String())
}

// The package documentation lists the questions in the same words.
func TestQuestionsInDoc(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	want := "//\n"
	for _, q := range questions {
		want += fmt.Sprintf("//\t%-10s %s\n", q.name, q.words)
	}
	want += "//\n"
	if !strings.Contains(string(doc), want) {
		t.Errorf("doc.go does not have the table of questions:\n%s", want)
	}
}

// Examine takes its headings from the table.
func TestQuestionsOfExamine(t *testing.T) {
	for i, c := range verifier().Examine(t.Context(), "").Checks {
		if q := questions[i]; c.Step != q.step || c.Question != q.words || c.Rule != q.rule {
			t.Errorf("check %d is %v, %q, %q; want %v, %q, %q", i+1, c.Step, c.Question, c.Rule, q.step, q.words, q.rule)
		}
	}
}
