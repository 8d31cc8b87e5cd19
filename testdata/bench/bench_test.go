package bench

import (
	"path"
	"strings"
	"testing"
)

// These are the ordinary benchmarks, for a profile and for a quick look:
//
//	go test -bench Verify/RS256/glassjwt -cpuprofile cpu.out
//
// They run one after the other, so that on a busy machine the first and the
// last have seen different weather. For numbers to compare, see run.sh.

func BenchmarkVerify(b *testing.B) {
	is := NewIssuer()
	for _, alg := range Algorithms {
		run(b, is.Verify(alg))
	}
}

// BenchmarkParallel is for go test -cpu 1,2,4.
func BenchmarkParallel(b *testing.B) {
	is := NewIssuer()
	for _, alg := range Algorithms {
		for _, c := range is.Verify(alg).Cases {
			b.Run(alg+"/"+c.Name, func(b *testing.B) {
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if err := c.Op(); err != nil {
							b.Error(err)
						}
					}
				})
			})
		}
	}
}

func BenchmarkRefuse(b *testing.B) {
	is := NewIssuer()
	for _, alg := range Algorithms {
		run(b, is.Refuse(alg))
	}
}

func BenchmarkMiddleware(b *testing.B) {
	is := NewIssuer()
	for _, alg := range Algorithms {
		run(b, is.Middleware(alg))
	}
}

func BenchmarkProof(b *testing.B) { run(b, NewIssuer().Proof()) }

func BenchmarkCache(b *testing.B) {
	is := NewIssuer()
	for _, alg := range Algorithms {
		run(b, is.Cache(alg))
	}
}

func BenchmarkKeySet(b *testing.B) { run(b, NewIssuer().KeySet()) }

func BenchmarkGrowth(b *testing.B) {
	is := NewIssuer()
	for _, growth := range []Growth{is.Size(), is.NumberOfClaims(), is.NumberOfKeys()} {
		for _, g := range growth.Groups {
			run(b, g)
		}
	}
}

func run(b *testing.B, g Group) {
	for _, c := range g.Cases {
		_, name, _ := strings.Cut(g.Name, "/") // the first part is the function's name
		b.Run(path.Join(name, c.Name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := c.Op(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
