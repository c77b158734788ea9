#[path = "../src/rust.rs"]
#[allow(dead_code, unused)]
mod code;

use code::*;

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|each| each.to_string()).collect()
}

#[test]
fn scan_reads_tokens() {
    use Token::*;
    assert_eq!(scan("").unwrap(), vec![]);
    assert_eq!(scan("  ab1 (12.5)c ").unwrap(), vec![Word("ab1"), Open, Number(12.5), Close, Word("c")]);
    assert_eq!(scan("1 2").unwrap(), vec![Number(1.0), Number(2.0)]);
    assert_eq!(scan("a(b").unwrap(), vec![Word("a"), Open, Word("b")]);
    assert_eq!(scan("7").unwrap(), vec![Number(7.0)]);
}

#[test]
fn scan_reports_errors() {
    assert_eq!(scan("a 1.2.3 b").unwrap_err().to_string(), "1.2.3 is not a number");
    assert_eq!(scan("a + b").unwrap_err().to_string(), "unexpected '+'");
}

#[test]
fn count_words_counts() {
    let counts = count_words("One two, ONE!\n\ntwo-one x2".as_bytes()).unwrap();
    let found: Vec<(&str, usize)> = counts.iter().map(|(word, count)| (word.as_str(), *count)).collect();
    assert_eq!(found, vec![("one", 3), ("two", 2), ("x2", 1)]);
    assert!(count_words("".as_bytes()).unwrap().is_empty());
    assert!(count_words(&b"a \xff\n"[..]).is_err());
}

#[test]
fn median_is_the_middle() {
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[4.0]), Some(4.0));
    assert_eq!(median(&[9.0, 1.0]), Some(5.0));
    assert_eq!(median(&[5.0, 1.0, 9.0]), Some(5.0));
    assert_eq!(median(&[8.0, 1.0, 2.0, 100.0]), Some(5.0));
    assert_eq!(median(&[-1.0, -3.0, 7.0, 2.0, 0.0]), Some(0.0));
}

#[test]
fn wrap_fills_lines() {
    assert_eq!(wrap("", 5), words(&[]));
    assert_eq!(wrap("  a  bb ccc ", 4), words(&["a bb", "ccc"]));
    assert_eq!(wrap("a bb ccc", 5), words(&["a bb", "ccc"]));
    assert_eq!(wrap("aa bb", 5), words(&["aa bb"]));
    assert_eq!(wrap("aa bb", 4), words(&["aa", "bb"]));
    assert_eq!(wrap("a toolongword b", 4), words(&["a", "toolongword", "b"]));
    assert_eq!(wrap("toolongword", 4), words(&["toolongword"]));
}

#[test]
fn put_keeps_the_limit() {
    let mut store = Store::with_limit(10);
    assert_eq!(store.put("a", vec![1; 4]), Ok(None));
    assert_eq!(store.put("b", vec![2; 6]), Ok(None));
    assert_eq!(store.put("c", vec![3; 2]), Err(2));
    assert_eq!(store.put("a", vec![4; 3]), Ok(Some(vec![1; 4])));
    assert_eq!(store.put("c", vec![3; 2]), Err(1));
    assert_eq!(store.put("c", vec![3; 1]), Ok(None));
    assert_eq!(store.put("a", vec![4; 4]), Err(1));
    assert_eq!(store.put("a", vec![5; 3]), Ok(Some(vec![4; 3])));
}

#[test]
fn with_limit_starts_empty() {
    let mut store = Store::with_limit(3);
    assert!(store.longest_keys(5).is_empty());
    assert_eq!(store.put("a", vec![0; 4]), Err(1));
    assert_eq!(store.put("a", vec![0; 3]), Ok(None));
    assert_eq!(Store::with_limit(0).put("a", vec![0]), Err(1));
}

#[test]
fn evict_largest_makes_room() {
    let mut store = Store::with_limit(10);
    for (key, size) in [("a", 2), ("b", 5), ("c", 3)] {
        store.put(key, vec![0; size]).unwrap();
    }
    assert_eq!(store.evict_largest(0), words(&[]));
    assert_eq!(store.evict_largest(5), words(&["b"]));
    assert_eq!(store.put("d", vec![0; 6]), Err(1));
    assert_eq!(store.evict_largest(6), words(&["c"]));
    assert_eq!(store.put("d", vec![0; 8]), Ok(None));
    assert_eq!(store.evict_largest(11), words(&["d", "a"]));
    assert_eq!(store.put("e", vec![0; 10]), Ok(None));
}

#[test]
fn longest_keys_come_first() {
    let mut store = Store::with_limit(10);
    for key in ["bb", "a", "cccc", "aa", "dddd"] {
        store.put(key, vec![0]).unwrap();
    }
    assert_eq!(store.longest_keys(3), vec!["cccc", "dddd", "aa"]);
    assert_eq!(store.longest_keys(9), vec!["cccc", "dddd", "aa", "bb", "a"]);
    assert!(store.longest_keys(0).is_empty());
}
