package book

import (
	"fmt"
	"html/template"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/story"
)

// trustFigure is the chain from the configuration to the token.
func trustFigure(_ *Book, p *page) *figure {
	u, err := jwt.Parse(story.Token())
	if err != nil {
		return nil
	}
	ids := story.Keys().KeyIDs()
	links := []chainLink{
		{"your configuration", story.Issuer, "you typed it", "kS bS"},
		{"the metadata", story.Issuer + "/.well-known/openid-configuration", `its "issuer" must be the name that you typed`, ""},
		{"the key set", story.Issuer + "/jwks", fmt.Sprintf("the \"jwks_uri\" of the metadata: %s", strings.Join(ids, ", ")), ""},
		{"one key", u.Header.KeyID, `the "kid" of the token chooses among these keys, and among no others`, ""},
		{"the token", "iss " + story.Issuer, "its signature is checked with that key; then its iss is believed, and compared", "kG gb"},
	}
	title := "The chain of trust"
	var steps []string
	for _, l := range links {
		steps = append(steps, l.name+": "+l.value)
	}
	desc := "From top to bottom: " + strings.Join(steps, "; ") + ". Crossed out: three short cuts, by which the token's own iss, its jku or the metadata of another issuer would lead to the attacker's keys."
	return &figure{
		Name:    "The chain of trust",
		Caption: "Each link is fetched from where the one above says. The short cuts on the right begin at the token, or at a document of another name: then the sender chooses who vouches for her.",
		Wide:    trustDrawing(links, title, desc, true), Narrow: trustDrawing(links, title, desc, false),
	}
}

type chainLink struct{ name, value, why, class string }

func trustDrawing(links []chainLink, title, desc string, wide bool) template.HTML {
	const row = 92.0
	width, box := 1088.0, 720.0
	if !wide {
		width, box = 340, 300
	}
	d := draw("trust", title, desc, width, row*float64(len(links))-20)
	for i, l := range links {
		y := float64(i) * row
		d.rect(1, y+1, box, 64, "bx "+l.class, 8)
		d.text(16, y+22, "b", l.name)
		if wide {
			d.text(180, y+22, "m s", l.value)
			d.text(180, y+44, "s q", l.why)
		} else {
			d.text(16, y+39, "m s", clip(strings.TrimPrefix(l.value, "https://"), 38))
			d.text(16, y+55, "s q", clip(l.why, 46))
		}
		if i > 0 {
			d.arrow(40, y-row+67, 40, y-3, "kG")
		}
	}
	// The inner ones end lower, so that no two of them cross.
	for i, c := range []struct {
		to   int
		name string
	}{{3, "jwk"}, {2, "jku"}, {1, "iss"}} {
		x := box + 60 + float64(i)*110
		if !wide {
			x = box + 8 + float64(i)*13
		}
		from, to := row*4+24+float64(i)*10, row*float64(c.to)+34
		d.path("ln kB dash", "M%s %sH%sV%sH%s", box+2, from, x, to, box+5)
		d.path("ln kB", "M%s %sl-7 4l7 4", box+12, to-4)
		if wide {
			y := to + row/2
			d.rect(x-42, y-13, 84, 26, "bb", 13)
			d.text(x, y+4.5, "s b center cB", "✗ "+c.name)
		}
	}
	if wide {
		return d.svg("wide")
	}
	d.text(box-10, row*3-10, "b s end cB", "✗ the token's iss, jku, jwk")
	return d.svg("narrow")
}

// rotationFigure shows until when a withdrawn key is believed, with the numbers
// of SECURITY.md.
func rotationFigure(b *Book, _ *page) *figure {
	bars, err := withdrawals(b.module)
	if err != nil || len(bars) == 0 {
		return nil
	}
	title := "Until when a withdrawn key is believed"
	var said []string
	for _, w := range bars {
		said = append(said, w.when+": "+w.long)
	}
	desc := "A time line: the keys are fetched; just after that, the issuer withdraws one; the set in memory counts as fresh until its age is over; the next token begins a fetch; from its end on, the key is refused. At most it takes: " + strings.Join(said, "; ") + "."
	return &figure{
		Name:    "When a withdrawn key is last believed",
		Caption: "The worst cases, with the defaults of <code>oidc.Keys</code>, as SECURITY.md has them and its tests compute them. Mostly it is quicker: without a max-age the set is fetched anew after ten minutes.",
		Wide:    rotationDrawing(bars, title, desc, true), Narrow: rotationDrawing(bars, title, desc, false),
	}
}

// A withdrawal is a line of SECURITY.md.
type withdrawal struct {
	when, long string
	time       time.Duration
}

func withdrawals(module string) (list []withdrawal, err error) {
	text, err := os.ReadFile(filepath.Join(module, "SECURITY.md"))
	if err != nil {
		return nil, err
	}
	_, section, _ := strings.Cut(string(text), "## How long a withdrawn key is believed")
	section, _, _ = strings.Cut(section, "\n## ")
	section = strings.ReplaceAll(section, "\n  ", " ")
	item := regexp.MustCompile(`(?m)^- ([^:]+): ([^(\n]+?)(?: after that)?(?: \(|,|$)`)
	for _, m := range item.FindAllStringSubmatch(section, -1) {
		list = append(list, withdrawal{m[1], m[2], durationOf(m[2])})
	}
	return list, nil
}

// durationOf reads "1 hour and 10 seconds".
func durationOf(s string) (d time.Duration) {
	units := map[string]time.Duration{"hour": time.Hour, "minute": time.Minute, "second": time.Second}
	for _, m := range regexp.MustCompile(`(\d+) (hour|minute|second)`).FindAllStringSubmatch(s, -1) {
		n, _ := strconv.Atoi(m[1])
		d += time.Duration(n) * units[m[2]]
	}
	return d
}

func rotationDrawing(bars []withdrawal, title, desc string, wide bool) template.HTML {
	d := draw("rotation", title, desc, 1088, 0)
	if wide {
		d.course(0, 0, 1088)
		d.bars(bars, 0, 166, 300, 640)
		d.height = 166 + 44 + 34*float64(len(bars))
		return d.svg("wide")
	}
	d.width = 340
	y := d.courseNarrow(0)
	d.height = d.barsNarrow(bars, y+24)
	return d.svg("narrow")
}

// moments are those of the course of a withdrawal. It is not to scale.
var moments = []struct{ name, words string }{
	{"fetched", "the set comes into memory"},
	{"withdrawn", "the issuer takes the key out"},
	{"age over", "a token comes, and a fetch begins"},
	{"fetch ends", "the new set replaces the old one"},
}

func (d *drawing) course(x, y, width float64) {
	at := []float64{x + 40, x + 150, x + width*0.62, x + width*0.78}
	d.text(x, y+14, "q s", "not to scale: a key that is withdrawn just after it was fetched")
	d.rect(at[0], y+62, at[1]-at[0], 22, "gb", 0)
	d.rect(at[1], y+62, at[3]-at[1], 22, "bb", 0)
	d.rect(at[3], y+62, x+width-at[3], 22, "gb", 0)
	d.text((at[1]+at[2])/2, y+77, "s b center cB", "! still believed")
	d.text((at[3]+x+width)/2, y+77, "s b center cG", "✓ refused")
	for i, m := range moments {
		below := y + 104 + float64((i+1)%2)*18
		d.path("ln", "M%s %sV%s", at[i], y+48, below-14)
		d.text(at[i], y+42, "b s", m.name)
		d.text(at[i]+4, below, "q s", m.words)
	}
}

func (d *drawing) courseNarrow(y float64) float64 {
	d.text(0, y+12, "q s", "not to scale: a key that is withdrawn")
	d.text(0, y+28, "q s", "just after it was fetched")
	y += 44
	heights := []float64{48, 84, 48, 40}
	classes := []string{"gb", "bb", "bb", "gb"}
	for i, m := range moments {
		d.rect(8, y, 16, heights[i], classes[i], 0)
		d.path("ln", "M2 %sh28", y)
		d.text(40, y+5, "b s", m.name)
		d.text(40, y+21, "q s", m.words)
		if i == 1 {
			d.text(40, y+56, "b s cB", "! still believed")
		}
		if i == 3 {
			d.text(40, y+40, "b s cG", "✓ refused from here on")
		}
		y += heights[i]
	}
	return y
}

// bars draws the times on a scale of powers.
func (d *drawing) bars(bars []withdrawal, x, y, left, width float64) {
	place := scaleOf(width)
	for _, tick := range []struct {
		d    time.Duration
		name string
	}{{time.Minute, "1 min"}, {10 * time.Minute, "10 min"}, {time.Hour, "1 h"}, {24 * time.Hour, "24 h"}} {
		at := x + left + place(tick.d)
		d.text(at, y+14, "s q center", tick.name)
		d.path("fl", "M%s %sV%s", at, y+22, y+34+34*float64(len(bars)))
	}
	for i, w := range bars {
		at := y + 32 + 34*float64(i)
		d.text(x, at+17, "s", clip(w.when, 52))
		d.rect(x+left, at, place(w.time), 24, "bb", 3)
		d.text(x+left+place(w.time)+8, at+17, "s b", w.long)
	}
}

func (d *drawing) barsNarrow(bars []withdrawal, y float64) float64 {
	place := scaleOf(300)
	d.text(0, y+10, "q s", "at most, on a scale of powers:")
	y += 22
	for _, w := range bars {
		d.text(0, y+14, "s", clip(w.when, 54))
		d.rect(0, y+22, place(w.time), 18, "bb", 3)
		d.text(0, y+56, "s b", w.long)
		y += 68
	}
	return y
}

// scaleOf makes a scale from 10 seconds to 24 hours, by powers.
func scaleOf(width float64) func(time.Duration) float64 {
	low, high := math.Log(10), math.Log(24*3600)
	return func(t time.Duration) float64 {
		return max((math.Log(t.Seconds())-low)/(high-low)*width, 4)
	}
}
