package ledger

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
)

// ErrUnbalanced says that an entry's lines do not add up to nothing.
var ErrUnbalanced = errors.New("entry does not balance")

type Line struct {
	Account string
	Cents   int64
}

type Entry struct {
	Text  string
	Lines []Line
}

func NewEntry(text string, lines ...Line) (*Entry, error) {
	var sum int64
	for _, line := range lines {
		if line.Account == "" {
			return nil, fmt.Errorf("entry %q: a line has no account", text)
		}
		sum += line.Cents
	}
	if sum != 0 {
		return nil, fmt.Errorf("entry %q is off by %d: %w", text, sum, ErrUnbalanced)
	}
	entry := &Entry{Text: text}
	entry.Lines = append(entry.Lines, lines...)
	return entry, nil
}

func ParseCents(text string) (int64, error) {
	whole, fraction, found := strings.Cut(strings.TrimSpace(text), ".")
	negative := strings.HasPrefix(whole, "-")
	units, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("amount %q: %w", text, err)
	}
	cents := units * 100
	if found {
		if len(fraction) != 2 {
			return 0, fmt.Errorf("amount %q needs two decimals", text)
		}
		rest, err := strconv.ParseInt(fraction, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("amount %q: %w", text, err)
		}
		if negative {
			rest = -rest
		}
		cents += rest
	}
	return cents, nil
}

func Balances(entries []*Entry) map[string]int64 {
	balances := make(map[string]int64)
	for _, entry := range entries {
		for _, line := range entry.Lines {
			balances[line.Account] += line.Cents
		}
	}
	for account, cents := range balances {
		if cents == 0 {
			delete(balances, account)
		}
	}
	return balances
}

func WriteReport(out io.Writer, balances map[string]int64) error {
	accounts := slices.Collect(maps.Keys(balances))
	slices.Sort(accounts)
	writer := bufio.NewWriter(out)
	for _, account := range accounts {
		amount := float64(balances[account]) / 100
		if _, err := fmt.Fprintf(writer, "%-30s %12.2f\n", account, amount); err != nil {
			return err
		}
	}
	return writer.Flush()
}

func ReadLines(in io.Reader, keep func(string) bool) ([]string, error) {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(make([]byte, 0, 4096), 1<<20)
	var lines []string
	for scanner.Scan() {
		line := strings.TrimRight(scanner.Text(), " \t")
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		if keep(line) {
			lines = append(lines, line)
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("reading lines: %w", err)
	}
	return lines, nil
}

type Journal struct {
	mu      sync.RWMutex
	entries []*Entry
	byWord  map[string][]int
}

func (j *Journal) Add(entry *Entry) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	position := len(j.entries)
	j.entries = append(j.entries, entry)
	if j.byWord == nil {
		j.byWord = make(map[string][]int)
	}
	for _, word := range strings.Fields(strings.ToLower(entry.Text)) {
		j.byWord[word] = append(j.byWord[word], position)
	}
	return position
}

func (j *Journal) Find(word string) []*Entry {
	j.mu.RLock()
	defer j.mu.RUnlock()
	positions := j.byWord[strings.ToLower(word)]
	found := make([]*Entry, 0, len(positions))
	last := -1
	for _, position := range positions {
		if position == last {
			continue
		}
		last = position
		found = append(found, j.entries[position])
	}
	return found
}

func (j *Journal) Largest(count int) []*Entry {
	j.mu.RLock()
	entries := append([]*Entry(nil), j.entries...)
	j.mu.RUnlock()
	size := func(entry *Entry) int64 {
		var size int64
		for _, line := range entry.Lines {
			if line.Cents > 0 {
				size += line.Cents
			}
		}
		return size
	}
	sort.Slice(entries, func(a, b int) bool { return size(entries[a]) > size(entries[b]) })
	if len(entries) > count {
		entries = entries[:count]
	}
	return entries
}
