package book

import (
	"strings"
	"testing"
)

func TestRule(t *testing.T) {
	tests := map[string]struct{ text, where, url, quote string }{
		"a step": {`RFC 7515 section 5.2, step 8: "Validate
			it."`, "RFC 7515 section 5.2, step 8", "https://www.rfc-editor.org/rfc/rfc7515#section-5.2", `&#34;Validate it.&#34;`},
		"an appendix":  {`RFC 7515 appendix A.2: "n"`, "RFC 7515 appendix A.2", "https://www.rfc-editor.org/rfc/rfc7515#appendix-A.2", `&#34;n&#34;`},
		"no section":   {`RFC 8725: it is short.`, "RFC 8725", "https://www.rfc-editor.org/rfc/rfc8725", "it is short."},
		"another body": {`FIPS 186-5 section 6.4.2, step 1: verify that.`, "FIPS 186-5 section 6.4.2, step 1", "https://doi.org/10.6028/NIST.FIPS.186-5", "verify that."},
		"no document":  {`The most common fault of APIs: number one.`, "", "", "The most common fault of APIs: number one."},
		"none":         {"", "", "", ""},
	}
	for name, tt := range tests {
		r := ruleOf(tt.text)
		if r.Where != tt.where || r.URL != tt.url || string(r.Quote) != tt.quote {
			t.Errorf("%s: ruleOf(%q) = %+v; want %q, %q, %q", name, tt.text, r, tt.where, tt.url, tt.quote)
		}
	}
}

func TestInline(t *testing.T) {
	tests := map[string]string{
		`s^e mod n < m`:               `<var>s</var><sup><var>e</var></sup> mod <var>n</var> &lt; <var>m</var>`,
		`(m^d)^e`:                     `(<var>m</var><sup><var>d</var></sup>)<sup><var>e</var></sup>`,
		`588^17, and 65^2753`:         `588<sup>17</sup>, and 65<sup>2753</sup>`,
		`Ines's token is a JWT`:       `Ines&#39;s token is a JWT`,
		`naive.go calls jwt.Parse`:    `<code>naive.go</code> calls <code>jwt.Parse</code>`,
		`P-256, e-mail, -R, (r, n-s)`: `P-256, e-mail, -<var>R</var>, (<var>r</var>, <var>n</var>-<var>s</var>)`,
		`client_id and naiveScan`:     `<code>client_id</code> and <code>naiveScan</code>`,
		`https://api.example.com`:     `https://api.example.com`,
		`RFC 7519, and RFC 7515 2`:    `<a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>, and <a href="https://www.rfc-editor.org/rfc/rfc7515">RFC 7515</a> 2`,
		`<script>alert("x")</script>`: `&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;`,
	}
	for text, want := range tests {
		if got := string(inline(text)); got != want {
			t.Errorf("inline(%q) = %s; want %s", text, got, want)
		}
	}
}

// A comment of two lines stays one in a listing, line by line.
func TestHighlight(t *testing.T) {
	code := "// f is <f>.\nfunc f() string { return `a\nb` }"
	got := lines(highlight(code))
	want := []string{
		`<span class="c">// f is &lt;f&gt;.</span>`,
		"<span class=\"k\">func</span> <span class=\"f\">f</span>() string { <span class=\"k\">return</span> <span class=\"t\">`a</span>",
		"<span class=\"t\">b`</span> }",
	}
	if len(got) != len(want) {
		t.Fatalf("lines(highlight(...)) = %q; want %q", got, want)
	}
	for i := range want {
		if string(got[i]) != want[i] {
			t.Errorf("line %d is %s; want %s", i+1, got[i], want[i])
		}
	}
}

func TestDiffer(t *testing.T) {
	if got := members(`{"a":"x,y","b":{"c":[1,2]},"d":"\",\""}`); len(got) != 3 {
		t.Errorf("members(...) = %q; want three", got)
	}
	head, tail := common("token.x", "token.yy")
	if head != 6 || tail != 0 {
		t.Errorf("common(...) = %d, %d; want 6, 0", head, tail)
	}
	d := spelling("aaaaaaaaaaaaaaaaaaaabc", "aaaaaaaaaaaaaaaaaaaabc==")
	if d.Text[0].Text != "…aaaaaaaaaabc<mark>==</mark>" {
		t.Errorf("spelling(...) shows %s", d.Text[0].Text)
	}
	grids := pairOfGrids(grid{}, []byte{1, 2, 3}, grid{}, []byte{1, 9, 3})
	if grids[0].Cells != `<b>01</b><b class="x">02</b><b>03</b>` || grids[0].Right != "1 of 3, the first of them at byte 1" {
		t.Errorf("pairOfGrids(...) = %+v", grids[0])
	}
}

// A run of bytes becomes one text for each row, and each byte stays in it.
func TestSlim(t *testing.T) {
	run := `<b class="r">00</b>` + strings.Repeat("<b>ff</b>", 15) + `<b class="h">01</b><b>02</b>`
	want := `<b class="r n16">00` + strings.Repeat(" ff", 15) + `</b><b class="h n2">01 02</b>`
	if got := rowOfCells(run); got != want {
		t.Errorf("rowOfCells(...) = %s; want %s", got, want)
	}
	page, rules := shortLinks(`<i class="is-hash to-hash to-em">to-hash</i>`, ".to-hash{}\n.to-em{}\n")
	if page != `<i class="i0 t0 t1">to-hash</i>` || rules != ".t0{}\n.t1{}\n" {
		t.Errorf("shortLinks(...) = %s, %q", page, rules)
	}
}
