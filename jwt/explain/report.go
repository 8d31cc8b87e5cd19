package explain

import (
	"encoding/hex"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
)

// A Report is one examination laid out for reading. Its JSON form is what
// [JSON] writes; the names there are stable.
type Report struct {
	Verdict Verdict   `json:"verdict"`
	Reason  string    `json:"reason,omitempty"` // why it was not accepted, as [jwt.Error] says it in a log
	Client  string    `json:"client,omitempty"` // the same as the client may hear it: [jwt.Error.Description]
	Causes  []Cause   `json:"causes,omitempty"` // what probably lies behind it
	Time    time.Time `json:"time"`             // the moment for which it was judged
	Size    int       `json:"size"`             // bytes of token

	// Proven says that the signature is right. If it is false, the claims
	// are no evidence: anyone could have written them.
	Proven bool `json:"proven"`

	Spans []Span `json:"spans"`
	Parts []Part `json:"parts"`
	Fault *Fault `json:"fault,omitempty"`
	Keys  []Key  `json:"keys,omitempty"` // the candidates, in the order in which they were tried
	Steps []Step `json:"steps"`
}

// A Verdict is the result of the whole examination.
type Verdict string

// The verdicts.
const (
	Accepted  Verdict = "accepted"
	Refused   Verdict = "refused"
	NotJudged Verdict = "not judged" // no question said no, but not all could be asked
)

// An Answer is the result of one step.
type Answer string

// The answers. A token is accepted only if each answer is Yes.
const (
	Yes      Answer = "yes"
	No       Answer = "no"
	NotAsked Answer = "not asked"  // a question that it depends on was answered with no
	Unknown  Answer = "not judged" // an expectation is not configured, or the keys are unavailable
)

// A Cause is the probable reason behind a no, in a sentence for people.
type Cause struct {
	Step  jwt.Step `json:"step"`
	Words string   `json:"words"`
}

// A Rule is what a step enforces or a calculation follows, such as "RFC 8017
// section 8.2.2".
type Rule string

// URL returns the address of the rule's text, or "" if it is not known.
func (r Rule) URL() string {
	document, section, _ := strings.Cut(string(r), " section ")
	if number, ok := strings.CutPrefix(document, "RFC "); ok {
		url := "https://www.rfc-editor.org/rfc/rfc" + number + ".html"
		if section != "" {
			url += "#section-" + section
		}
		return url
	}
	if document == "FIPS 186-5" {
		return "https://doi.org/10.6028/NIST.FIPS.186-5"
	}
	return ""
}

// A Role says what a piece of the token or of a value is, for its colour.
type Role string

// The roles. Words stand beside each colour, for people who cannot see it.
const (
	RoleHeader    Role = "header"
	RolePayload   Role = "payload"
	RoleSignature Role = "signature"
	RoleDot       Role = "dot"
	RoleFault     Role = "fault"     // the character that is wrong
	RoleText      Role = "text"      // not one of the three parts of a token
	RoleFrame     Role = "frame"     // fixed bytes: 00 01, 00, bc
	RolePadding   Role = "padding"   // bytes that only fill: ff, or 00
	RoleAlgorithm Role = "algorithm" // the name of the hash function, in DER
	RoleHash      Role = "hash"      // the hash over what arrived
	RoleOther     Role = "other"     // a hash over something else
	RoleSalt      Role = "salt"
	RoleMasked    Role = "masked" // bytes under a mask
	RoleNoise     Role = "noise"  // bytes without a form: no key of the issuer made them
	RoleNumber    Role = "number" // an integer in the calculation
)

// A Span is a piece of the token. The spans follow each other from its first
// character to its last.
type Span struct {
	ID    string   `json:"id"` // unique in the report, made of letters, digits and hyphens
	Part  string   `json:"part"`
	Role  Role     `json:"role"`
	Start int      `json:"start"` // Raw[Start:End]
	End   int      `json:"end"`
	Text  string   `json:"text"` // the same, printable
	Links []string `json:"links,omitempty"`
}

// A Part is the text between two dots.
type Part struct {
	ID    string `json:"id"`
	Name  string `json:"name"` // "header", "payload", "signature", or another name
	Role  Role   `json:"role"`
	Start int    `json:"start"` // Raw[Start:End]
	End   int    `json:"end"`
	// Chars is the text, printable. The middle of a long text is left out.
	Chars string `json:"chars"`
	// Bytes is the text decoded, as far as it can be.
	Bytes Bytes `json:"bytes"`
	// Text is Bytes as text, printable, if they are UTF-8.
	Text string `json:"text,omitempty"`
	// Members are the members of the JSON object in Text, as far as it can be read.
	Members []Member `json:"members,omitempty"`
	Links   []string `json:"links,omitempty"`
}

// A Member is a header parameter or a claim.
type Member struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Value string   `json:"value"`           // its JSON text, printable, cut if it is long
	Words string   `json:"words,omitempty"` // what it means, if that is known
	Start int      `json:"start"`           // Bytes[Start:End] of the part, name and value
	End   int      `json:"end"`
	Links []string `json:"links,omitempty"`
}

// A Fault is the place where a text breaks.
type Fault struct {
	Part    string `json:"part"`    // "token", or "header" or "payload" for the JSON in it
	Offset  int    `json:"offset"`  // in bytes, from the start of the part
	Message string `json:"message"` // what is wrong there
	Excerpt string `json:"excerpt"` // the text around it, each byte or character one column wide
	Caret   int    `json:"caret"`   // the column in Excerpt
	Token   int    `json:"token"`   // the offset in the token of the character that holds it
}

// A Key is a candidate.
type Key struct {
	ID        string `json:"kid"`
	Algorithm string `json:"alg,omitempty"`
	Kind      string `json:"kind"`             // "RSA, 2048 bits, e = 65537"
	Issuer    string `json:"issuer,omitempty"` // the only issuer for which it may sign
	Signed    bool   `json:"signed"`
}

// A Step is one question and its answer.
type Step struct {
	ID       string   `json:"id"` // "step-signature"
	Number   int      `json:"number"`
	Step     jwt.Step `json:"step"`
	Question string   `json:"question"`
	Rule     Rule     `json:"rule"`
	Got      string   `json:"got,omitempty"`
	Want     string   `json:"want,omitempty"`
	Answer   Answer   `json:"answer"`
	Reason   string   `json:"reason,omitempty"` // why it is not yes
	Cards    []Card   `json:"cards,omitempty"`
}

// A Card is one part of a calculation: values, each made from earlier ones, and
// perhaps a comparison at the end.
type Card struct {
	ID     string      `json:"id"`
	Title  string      `json:"title"`
	Rule   Rule        `json:"rule"`
	Words  string      `json:"words,omitempty"`
	Values []Value     `json:"values,omitempty"`
	Check  *Comparison `json:"check,omitempty"`
}

// A Value is a letter of the calculation and the bytes that it stands for. A
// number is in big-endian order, unless How says otherwise.
type Value struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`            // "EM"
	How    string   `json:"how"`             // "s^e mod n"
	Words  string   `json:"words,omitempty"` // a sentence about it
	Role   Role     `json:"role"`
	Bytes  Bytes    `json:"bytes"`
	Fields []Field  `json:"fields,omitempty"` // nil, or pieces that add up to Bytes
	Links  []string `json:"links,omitempty"`
}

// A Field is a labelled piece of a value.
type Field struct {
	Start int      `json:"start"` // Bytes[Start:End]
	End   int      `json:"end"`
	Role  Role     `json:"role"`
	Label string   `json:"label"`           // "padding"
	Words string   `json:"words,omitempty"` // a sentence about it
	Links []string `json:"links,omitempty"`
}

// A Comparison says whether the formula holds.
type Comparison struct {
	Formula string `json:"formula"` // "R.x mod n == r"
	Holds   bool   `json:"holds"`
	Words   string `json:"words"` // what this means
}

// Bytes are written in hexadecimal.
type Bytes []byte

func (b Bytes) String() string               { return hex.EncodeToString(b) }
func (b Bytes) MarshalText() ([]byte, error) { return []byte(b.String()), nil }
