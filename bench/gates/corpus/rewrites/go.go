package ledger

func ParseCents(text string) (int64, error) {
	whole, fraction, found := strings.Cut(strings.TrimSpace(text), ".")
	if !found {
		fraction = "00"
	}
	if len(fraction) != 2 {
		return 0, fmt.Errorf("amount %q needs two decimals", text)
	}
	cents, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("amount %q: %w", text, err)
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
	maps.DeleteFunc(balances, func(_ string, cents int64) bool { return cents == 0 })
	return balances
}

func WriteReport(out io.Writer, balances map[string]int64) error {
	writer := bufio.NewWriter(out)
	for _, account := range slices.Sorted(maps.Keys(balances)) {
		fmt.Fprintf(writer, "%-30s %12.2f\n", account, float64(balances[account])/100)
	}
	return writer.Flush()
}

func (j *Journal) Find(word string) []*Entry {
	j.mu.RLock()
	defer j.mu.RUnlock()
	positions := slices.Compact(slices.Clone(j.byWord[strings.ToLower(word)]))
	found := make([]*Entry, len(positions))
	for i, position := range positions {
		found[i] = j.entries[position]
	}
	return found
}
