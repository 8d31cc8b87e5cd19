package proof

import (
	"fmt"
	"sync"
	"time"

	"example.com/glassjwt/httpauth"
)

// A memory remembers which proofs were used, each until it could not be used
// any more. Only proofs that are good in every other way get here. So behind a
// Guard, a stranger without a token cannot fill it.
type memory struct {
	total  int // the largest number of proofs
	perKey int // of one key

	mu    sync.Mutex
	until map[id]int64 // the second from which on the proof is too old
	count map[id]int   // proofs of each key
	queue []entry      // in the order of their arrival
}

// An id is the hash of a proof, or of a key.
type id = [32]byte

type entry struct{ proof, key id }

// share is which part of the memory one key may take: an eighth.
const share = 8

func (m *memory) limit(total int) {
	m.total, m.perKey = total, max(1, total/share)
}

// remember returns nil if the proof is new and was written down, and ErrReplay
// if it was used before. If there is no room, the error wraps
// httpauth.ErrUnavailable: to forget another proof would let that one pass again.
//
// The clock is read under the lock. Otherwise a request that was judged just
// before the end of a proof could come here just after the proof was forgotten.
func (m *memory) remember(proof, key id, until time.Time, clock func() time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := clock()
	if !now.Before(until) {
		return because(ErrTime, "it became too old while it was checked")
	}
	m.forget(now)
	if _, ok := m.until[proof]; ok {
		return ErrReplay
	}
	if len(m.until) >= m.total {
		return fmt.Errorf("%w: %w: %d proofs", httpauth.ErrUnavailable, ErrFull, m.total)
	}
	if m.count[key] >= m.perKey {
		return fmt.Errorf("%w: %w: %d proofs of one key", httpauth.ErrUnavailable, ErrFull, m.perKey)
	}
	if m.until == nil {
		m.until, m.count = map[id]int64{}, map[id]int{}
	}
	m.until[proof] = until.Add(time.Second - 1).Unix() // rounded up
	m.count[key]++
	m.queue = append(m.queue, entry{proof, key})
	return nil
}

// forget removes proofs that could not be used any more, the oldest first, and
// not many at a time, so that no request waits long for it.
func (m *memory) forget(now time.Time) {
	const atOnce = 32
	for range min(atOnce, len(m.queue)) {
		oldest := m.queue[0]
		if now.Unix() < m.until[oldest.proof] {
			return
		}
		m.queue = m.queue[1:]
		delete(m.until, oldest.proof)
		if m.count[oldest.key]--; m.count[oldest.key] == 0 {
			delete(m.count, oldest.key)
		}
	}
}

// has reports whether a proof was used before, and writes nothing down.
func (m *memory) has(proof id) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.until[proof]
	return ok
}

// len returns how many proofs are remembered.
func (m *memory) len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.until)
}
