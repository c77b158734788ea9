pub fn count_words(input: impl BufRead) -> io::Result<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    for line in input.lines() {
        let line = line?.to_lowercase();
        let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.for_each(|word| *counts.entry(word.to_owned()).or_default() += 1);
    }
    Ok(counts)
}

pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.as_slice() {
        [] => None,
        all if all.len() % 2 == 1 => all.get(all.len() / 2).copied(),
        [.., _] => {
            let middle = sorted.len() / 2;
            Some(sorted[middle - 1..=middle].iter().sum::<f64>() / 2.0)
        }
    }
}

impl Store {
    pub fn put(&mut self, key: &str, value: Vec<u8>) -> Result<Option<Vec<u8>>, usize> {
        let old = self.values.get(key).map_or(0, Vec::len);
        let wanted = self.bytes - old + value.len();
        match wanted.checked_sub(self.limit) {
            Some(excess) if excess > 0 => Err(excess),
            _ => {
                self.bytes = wanted;
                Ok(self.values.insert(key.to_owned(), value))
            }
        }
    }

    pub fn longest_keys<'a>(&'a self, count: usize) -> Vec<&'a str> {
        let mut keys: Vec<_> = self.values.keys().map(String::as_str).collect();
        keys.sort_by_key(|key| (std::cmp::Reverse(key.len()), *key));
        keys.truncate(count);
        keys
    }
}
