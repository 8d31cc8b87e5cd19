package together

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// The programs tell the same together as each alone, and each block knows its
// line.
func TestRecords(t *testing.T) {
	module, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	records, err := Records(module)
	if err != nil {
		t.Fatal(err)
	}
	if len(records) != len(lesson.Contents) {
		t.Fatalf("%d records; want %d", len(records), len(lesson.Contents))
	}
	for i, r := range records {
		e := lesson.Contents[i]
		if r.Program != e.Number {
			t.Errorf("record %d is of program %d; want %d", i, r.Program, e.Number)
		}
		output, err := os.ReadFile(filepath.Join("../..", e.Dir(), "output.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range r.Blocks {
			if b.Line == 0 {
				t.Errorf("%s: a block without a line: %+v", e.Dir(), b)
			}
			if b.Case != nil && !strings.Contains(squeeze(string(output)), squeeze(b.Case.Name)) {
				t.Errorf("%s: the case %q is not in output.txt", e.Dir(), b.Case.Name)
			}
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestRecordsElsewhere(t *testing.T) {
	if records, err := Records(t.TempDir()); err == nil || records != nil {
		t.Errorf("Records(an empty directory) = %v, %v; want an error", records, err)
	}
}
