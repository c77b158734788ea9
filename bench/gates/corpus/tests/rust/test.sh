set -e
mkdir -p build
rustc --test --edition 2021 -C opt-level=0 -C debuginfo=0 -o build/tests test/tests.rs
# A test that never ends must not eat the machine.
ulimit -v 4000000 2>/dev/null || true
build/tests
