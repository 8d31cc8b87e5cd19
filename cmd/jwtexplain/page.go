package main

import (
	"bytes"
	"io"
	"os"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
)

// writePage writes the page to a file, and the verdict to w. The file has the
// token in it, so only its owner can read it.
func (o *options) writePage(w io.Writer, x *jwt.Examination) error {
	var b bytes.Buffer
	if err := explain.HTML(&b, x); err != nil {
		return err
	}
	if err := os.WriteFile(o.output, b.Bytes(), 0o600); err != nil {
		return command.Misuse(err.Error(), "-o takes the name of a file that can be written")
	}
	return writeVerdict(w, x)
}
