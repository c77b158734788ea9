use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{self, BufRead};

#[derive(Debug, Clone, PartialEq)]
pub enum Token<'a> {
    Word(&'a str),
    Number(f64),
    Open,
    Close,
}

#[derive(Debug)]
pub enum ScanError {
    BadNumber(String),
    Unexpected(char),
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScanError::BadNumber(text) => write!(f, "{text} is not a number"),
            ScanError::Unexpected(c) => write!(f, "unexpected {c:?}"),
        }
    }
}

pub fn scan(source: &str) -> Result<Vec<Token<'_>>, ScanError> {
    let mut tokens = Vec::new();
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' => {
                tokens.push(if first == '(' { Token::Open } else { Token::Close });
                1
            }
            c if c.is_ascii_digit() => {
                let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
                let number = rest[..end].parse();
                tokens.push(Token::Number(number.map_err(|_| ScanError::BadNumber(rest[..end].to_string()))?));
                end
            }
            c if c.is_alphabetic() => {
                let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                tokens.push(Token::Word(&rest[..end]));
                end
            }
            other => return Err(ScanError::Unexpected(other)),
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

pub fn count_words(input: impl BufRead) -> io::Result<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    for line in input.lines() {
        let line = line?;
        for word in line.split(|c: char| !c.is_alphanumeric()) {
            if word.is_empty() {
                continue;
            }
            *counts.entry(word.to_lowercase()).or_insert(0) += 1;
        }
    }
    Ok(counts)
}

pub fn median(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.total_cmp(b));
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        Some(sorted[middle])
    } else {
        Some((sorted[middle - 1] + sorted[middle]) / 2.0)
    }
}

pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let needed = line.len() + usize::from(!line.is_empty()) + word.len();
        if needed > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[derive(Default)]
pub struct Store {
    values: HashMap<String, Vec<u8>>,
    bytes: usize,
    limit: usize,
}

impl Store {
    pub fn with_limit(limit: usize) -> Self {
        let values = HashMap::with_capacity(16);
        let store = Store {
            values,
            limit,
            ..Default::default()
        };
        debug_assert!(store.bytes == 0);
        store
    }

    pub fn put(&mut self, key: &str, value: Vec<u8>) -> Result<Option<Vec<u8>>, usize> {
        let old = self.values.get(key).map_or(0, Vec::len);
        let wanted = self.bytes - old + value.len();
        if wanted > self.limit {
            return Err(wanted - self.limit);
        }
        self.bytes = wanted;
        Ok(self.values.insert(key.to_string(), value))
    }

    pub fn evict_largest(&mut self, wanted: usize) -> Vec<String> {
        let mut evicted = Vec::new();
        while self.bytes + wanted > self.limit {
            let largest = self.values.iter().max_by_key(|(_, value)| value.len());
            let Some(key) = largest.map(|(key, _)| key.clone()) else {
                break;
            };
            if let Some(value) = self.values.remove(&key) {
                self.bytes -= value.len();
            }
            evicted.push(key);
        }
        evicted
    }

    pub fn longest_keys<'a>(&'a self, count: usize) -> Vec<&'a str> {
        let mut keys: Vec<&'a str> = self.values.keys().map(String::as_str).collect();
        keys.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        keys.truncate(count);
        for key in &keys {
            debug_assert!(self.values.contains_key(*key), "{key} was lost");
        }
        keys
    }
}
