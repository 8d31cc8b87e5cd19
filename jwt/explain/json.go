package explain

import (
	"encoding/json"
	"io"

	"example.com/glassjwt/jwt"
)

// JSON writes the explanation for machines: the [Report] with the names of its
// tags, bytes in hexadecimal, times as in RFC 3339. Names and meanings do not
// change, but new ones may be added.
func JSON(w io.Writer, x *jwt.Examination) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(New(x))
}
