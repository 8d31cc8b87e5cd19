package oidc_test

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// These cases need net/http's own client and server, over loopback.
func TestRealServer(t *testing.T) {
	set := issuer.KeySet()
	for name, test := range map[string]struct {
		serve http.HandlerFunc
		want  string
	}{
		"slow-loris-cold": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				io.WriteString(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(5 * time.Millisecond)
			}
		}, "deadline exceeded"},
		"timeout-header": {func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "deadline exceeded"},
		"gzip-bomb": {func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
				t.Error("gzip was asked for")
			}
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			z.Write(bytes.Repeat([]byte(" "), 4<<20))
			z.Close()
		}, "content coding"},
		"body-endless-chunked": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<16)); err != nil {
					return
				}
			}
		}, "more than 1048576 bytes"},
		"content-length-short": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "9999")
			w.Write(set)
		}, "unexpected EOF"},
		"chunked-abort-after-json": {func(w http.ResponseWriter, r *http.Request) {
			w.Write(set)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, "unexpected EOF"},
		"redirect-other-host": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2/", http.StatusFound)
		}, "redirect to another origin"},
		"redirect-loop": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
		}, "more than 3 redirects"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(test.serve)
			defer server.Close()
			k := &oidc.Keys{URL: server.URL + "/jwks", Client: server.Client()}
			if strings.Contains(test.want, "deadline") {
				k.Timeout = 100 * time.Millisecond
			}
			keys, err := k.Keys(t.Context(), known)
			if !errors.Is(err, jwt.ErrKeysUnavailable) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Keys = %v, %v; want an error with %q", keys, err, test.want)
			}
		})
	}
}

func TestRedirectOnTheSameServer(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/jwks", http.RedirectHandler("/elsewhere", http.StatusMovedPermanently))
	mux.HandleFunc("/elsewhere", func(w http.ResponseWriter, r *http.Request) { w.Write(issuer.KeySet()) })
	server := httptest.NewServer(mux)
	defer server.Close()
	mustKnow(t, &oidc.Keys{URL: server.URL + "/jwks", Client: server.Client()}, known)
}

// tls-bad-certificate: without a trusted certificate, the server may not be the
// issuer. Only a Client of the program's own can trust another certificate.
func TestTLS(t *testing.T) {
	i := oidctest.NewIssuerAt("https://issuer.example")
	server := httptest.NewUnstartedServer(i.Handler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()

	for name, client := range map[string]*http.Client{
		"no client":   nil,
		"plain":       {},
		"other names": {Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs, ServerName: "other.invalid"}}},
	} {
		k := &oidc.Keys{URL: server.URL + "/jwks", Client: client}
		var bad *tls.CertificateVerificationError
		if keys, err := k.Keys(t.Context(), known); !errors.As(err, &bad) {
			t.Errorf("%s: Keys = %v, %v; want a certificate error", name, keys, err)
		}
	}
	mustKnow(t, &oidc.Keys{URL: server.URL + "/jwks", Client: server.Client()}, known)
}

// If no server listens, the error says so, and no token hangs.
func TestNoServer(t *testing.T) {
	i := oidctest.NewIssuer()
	i.Close()
	k := &oidc.Keys{Issuer: i.URL}
	if keys, err := k.Keys(t.Context(), known); !errors.Is(err, jwt.ErrKeysUnavailable) || !strings.Contains(err.Error(), i.URL) {
		t.Errorf("Keys = %v, %v; want an error that names %s", keys, err, i.URL)
	}
}

// The built-in client also limits the header of an answer.
func TestPlainClientBoundsHeaders(t *testing.T) {
	long := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Long", long)
		w.Write(issuer.KeySet())
	}))
	defer server.Close()
	k := &oidc.Keys{URL: server.URL}
	if err := k.Refresh(t.Context()); err != nil {
		t.Errorf("Refresh = %v", err)
	}
	long = strings.Repeat("x", 100_000)
	if err := k.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), "header") {
		t.Errorf("Refresh = %v; want the long header refused", err)
	}
	if got := http.DefaultTransport.(*http.Transport).MaxResponseHeaderBytes; got != 0 {
		t.Errorf("the program's own DefaultTransport now reads %d bytes; want it left alone", got)
	}
}

// The built-in client copies http.DefaultTransport at the fetch, with the
// certificates that the program's main has set there. The test runs in a process
// of its own, in which nothing has been fetched before.
func TestPlainClientIsMadeAtFirstUse(t *testing.T) {
	if os.Getenv("GLASSJWT_FIRST_USE") == "" {
		again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		again.Env = append(os.Environ(), "GLASSJWT_FIRST_USE=1")
		if out, err := again.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(issuer.KeySet())
	}))
	defer server.Close()
	ours := x509.NewCertPool()
	ours.AddCert(server.Certificate())
	http.DefaultTransport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: ours}
	if err := (&oidc.Keys{URL: server.URL}).Refresh(t.Context()); err != nil {
		t.Errorf("Refresh = %v", err)
	}
}
