package main

import (
	"os/exec"
	"path"
	"testing"
)

// A fault that no longer fits the code would be tried on sound code, or not at
// all. That the soak sees each fault takes minutes: -break all.
func TestFaultsFitTheCode(t *testing.T) {
	root, err := moduleRoot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			a := &api{dir: t.TempDir()}
			overlay, err := a.overlay(root, f)
			if err != nil {
				t.Fatal(err)
			}
			compile := exec.Command("go", "build", "-overlay", overlay, "./"+path.Dir(f.file))
			compile.Dir = root
			if out, err := compile.CombinedOutput(); err != nil {
				t.Errorf("%s with this fault does not compile: %s", f.file, out)
			}
		})
	}
}
