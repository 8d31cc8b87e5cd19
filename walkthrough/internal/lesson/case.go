package lesson

// A Case is one thing that happens to the API, with both verdicts on it: nil
// for a yes, and else the reason for the no.
type Case struct {
	Name  string
	Token string // the token that is sent, if that is all there is to it
	Naive error
	Ours  error

	// AsSelf says of an attack that the attacker is let in as herself, if it
	// comes to nothing: it is held, and she is not refused.
	AsSelf bool

	Fell string // a sentence: why the naive step goes wrong
	Held string // a sentence: why ours does not
	Rule string // what the RFC says to it, with the section
	Seen string // the published library that we saw doing the same

	// Replay is the same over HTTP, for the scoreboard, if it is more than
	// to send the Token.
	Replay Replay
}

// A Replay is a case as requests, and as what the issuer publishes meanwhile.
// An empty field stands for the usual: one GET of /secure-route, with the
// issuer's two keys.
type Replay struct {
	Method        string   `json:",omitzero"`
	Path          string   `json:",omitzero"`
	Authorization []string `json:",omitzero"` // the values of the header, most often one
	Before        []string `json:",omitzero"` // values of requests sent before this one
	Times         int      `json:",omitzero"` // how often it is sent
	KeySet        string   `json:",omitzero"` // what the issuer publishes
	Issuer        string   `json:",omitzero"` // what its metadata say, if not its own name
	Down          bool     `json:",omitzero"` // the issuer does not answer
	Status        int      `json:",omitzero"` // the right answer where no attack is; 0 means 200

	// Elsewhere says that the API has no part in the case: it happens
	// between an app and its issuer, or to a test. It is not replayed.
	Elsewhere bool `json:",omitzero"`
}

// Bearer returns Authorization headers with these tokens.
func Bearer(tokens ...string) []string {
	var values []string
	for _, t := range tokens {
		values = append(values, "Bearer "+t)
	}
	return values
}

// The kinds of cases.
const (
	Honest = "honest" // both are to say yes
	Attack = "attack" // naive says yes, ours is to say no
	Harm   = "harm"   // naive says no or does damage, ours is to say yes
)

// A Score is what came of one case.
type Score struct {
	Program int
	Kind    string
	Name    string
	Naive   string // what the naive step said no with; "" for a yes
	Ours    string // what ours said no with; "" for a yes
	Fell    string
	Replay  Replay
}

// NaiveFell reports whether the naive step went wrong.
func (s Score) NaiveFell() bool { return (s.Naive == "") == (s.Kind == Attack) }

// OursHeld reports whether ours did what is right.
func (s Score) OursHeld() bool { return (s.Ours == "") == (s.Kind != Attack) }

// AsItShould reports whether both did what the page says: in an honest case
// neither is wrong, in the others the naive step is, and ours never.
func (s Score) AsItShould() bool {
	return s.NaiveFell() == (s.Kind != Honest) && s.OursHeld()
}

// Honest prints a case in which both are to say yes.
func (p *Page) Honest(c Case) { p.told(Honest, c) }

// Attack prints a case in which a stranger gets past the naive step, and must
// not get past ours.
func (p *Page) Attack(c Case) { p.told(Attack, c) }

// Harm prints a case in which the naive step hurts somebody honest, and ours
// must not.
func (p *Page) Harm(c Case) { p.told(Harm, c) }

func (p *Page) told(kind string, c Case) {
	if c.Token != "" && c.Replay.Authorization == nil {
		c.Replay.Authorization = Bearer(c.Token)
	}
	s := Score{p.Program, kind, c.Name, reason(c.Naive), reason(c.Ours), c.Fell, c.Replay}
	p.Scores = append(p.Scores, s)
	p.add(Block{Case: &Told{s, c.Token, c.AsSelf, c.Held, c.Rule, c.Seen}})
}

// NaiveWord is the verdict of the naive step in a word.
func (c Told) NaiveWord() string { return word(c.Kind, c.Naive, c.AsSelf) }

// OursWord is our verdict in a word.
func (c Told) OursWord() string { return word(c.Kind, c.Ours, c.AsSelf) }

func word(kind, reason string, asSelf bool) string {
	switch {
	case kind == Attack && reason == "":
		return "IN"
	case kind == Attack && asSelf:
		return "held"
	case kind == Attack:
		return "refused"
	case kind == Harm && reason == "":
		return "held"
	case kind == Harm:
		return "HARM"
	case reason != "":
		return "NO"
	}
	return "yes"
}

func reason(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
