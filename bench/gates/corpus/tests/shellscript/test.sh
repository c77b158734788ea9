# Each check runs the functions of the script in a process of their own.
set -u
failures=0

# check NAME EXPECTED-STATUS EXPECTED-OUTPUT: the output is compared without time stamps.
check() {
  local output status
  output="$("$1" 2>&1)"
  status=$?
  output="$(sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/TIME/' <<<"$output")"
  if [[ "$status" != "$2" || "$output" != "$3" ]]; then
    printf '%s: status %s, output:\n%s\n' "$1" "$status" "$output"
    failures=$((failures + 1))
  fi
}

# Runs the script's own main without folders, then the function.
with_code() {
  bash -c 'args=("$@"); set --; source src/bash.sh; "${args[@]}"' src/run "$@"
}

# As a script, with its arguments.
script() {
  bash src/bash.sh "$@"
}

mkdir -p build
export TMPDIR="$PWD/build"
BACKUP_ROOT="$(mktemp -d)"
export BACKUP_ROOT
export TZ=America/New_York
trap 'rm -rf "$BACKUP_ROOT"' EXIT
quiet='TIME [info] nothing to remove'

fresh() {
  rm -rf "$BACKUP_ROOT"
  mkdir -p "$BACKUP_ROOT"
}

log_info() { with_code log info hello there | sed 1d; }
log_error_is_on_stderr() { with_code log error bad 2>/dev/null; }
log_error() { with_code log error bad thing 2>&1 >/dev/null; }
log_time() {
  local logged now
  logged="$(with_code log info x | tail -n 1 | cut -c 1-13)"
  now="$(date -u +%Y-%m-%dT%H)"
  [[ "$logged" == "$now" || "$logged" == "$(date -u -d '1 minute ago' +%Y-%m-%dT%H)" ]] || echo "$logged"
}
check log_info 0 'TIME [info] hello there'
check log_error_is_on_stderr 0 "$quiet"
check log_error 0 'TIME [error] bad thing'
check log_time 0 ''

tools_are_there() { with_code require_tools cat sed; }
tools_are_missing() { with_code require_tools no-such-tool sed nor-this-one; }
check tools_are_there 0 "$quiet"
check tools_are_missing 1 "$quiet
TIME [error] missing tools: no-such-tool nor-this-one"

archive() {
  local folder
  folder="$(mktemp -d)"
  mkdir "$folder/notes"
  echo one >"$folder/notes/a.txt"
  rm -rf "$BACKUP_ROOT"
  BACKUP_ROOT="$BACKUP_ROOT/new" script "$folder/notes" | sed "s|$BACKUP_ROOT|ROOT|"
  (cd "$BACKUP_ROOT/new" && ls && tar -xzOf notes-*.tar.gz notes/a.txt) | sed "s/$(date +%Y%m%d)/DATE/"
  rm -rf "$folder"
}
archived_already() {
  local folder
  fresh
  folder="$(mktemp -d)"
  echo before >"$BACKUP_ROOT/$(basename "$folder")-$(date +%Y%m%d).tar.gz"
  with_code archive_folder "$folder" | sed "s|$BACKUP_ROOT/.*gz|FILE|"
  cat "$BACKUP_ROOT"/*.tar.gz
  rm -rf "$folder"
}
check archive 0 "TIME [info] wrote ROOT/new/notes-$(date +%Y%m%d).tar.gz
$quiet
notes-DATE.tar.gz
one"
check archived_already 0 "$quiet
TIME [info] FILE is there already
before"

remove() {
  fresh
  touch -d '20 days ago' "$BACKUP_ROOT/old one.tar.gz" "$BACKUP_ROOT/older.tar.gz" "$BACKUP_ROOT/old.txt"
  touch -d '10 days ago' "$BACKUP_ROOT/new.tar.gz"
  script
  ls "$BACKUP_ROOT"
  KEEP_DAYS=5 script
  ls "$BACKUP_ROOT"
}
check remove 0 'TIME [info] removed 2 archives
new.tar.gz
old.txt
TIME [info] removed 1 archives
old.txt'
fresh

usage_text='Usage: backup [options] FOLDER...
  -n, --dry-run   say what would be done
  -q, --quiet     no messages
  ...and every option of tar after --'
show_usage() { with_code usage; }
show_usage_and_fail() { with_code usage 3; }
check show_usage 0 "$quiet
$usage_text"
check show_usage_and_fail 3 "$quiet
$usage_text"

parse_some() { bash -c 'source src/bash.sh; parse_options one -n "two three"; echo "$dry_run ${#folders[@]} ${folders[1]}"' src/run; }
parse_long() { bash -c 'source src/bash.sh; parse_options --dry-run; echo "$dry_run ${#folders[@]}"' src/run; }
parse_none() { bash -c 'source src/bash.sh; parse_options a b; echo "$dry_run ${#folders[@]}"' src/run; }
parse_help() { with_code parse_options a --help b; }
parse_unknown() { with_code parse_options a --odd; }
check parse_some 0 "$quiet
true 2 two three"
check parse_long 0 "$quiet
true 0"
check parse_none 0 "$quiet
false 2"
check parse_help 0 "$quiet
$usage_text"
check parse_unknown 2 "$quiet
TIME [error] unknown option --odd
$usage_text"

checksums() {
  fresh
  echo one >"$BACKUP_ROOT/a b.tar.gz"
  echo two >"$BACKUP_ROOT/c.tar.gz"
  mkdir "$BACKUP_ROOT/d.tar.gz"
  echo three >"$BACKUP_ROOT/c.txt"
  echo stale >"$BACKUP_ROOT/checksums.txt"
  with_code checksum_all
  cat "$BACKUP_ROOT/checksums.txt"
  ls "$BACKUP_ROOT"
}
no_checksums() {
  fresh
  with_code checksum_all
  cat "$BACKUP_ROOT/checksums.txt"
  ls "$BACKUP_ROOT"
}
sum_of() { sha256sum <<<"$1" | cut -d ' ' -f 1; }
check checksums 0 "$quiet
$(sum_of one)  a b.tar.gz
$(sum_of two)  c.tar.gz
a b.tar.gz
c.tar.gz
c.txt
checksums.txt
d.tar.gz"
check no_checksums 0 "$quiet
checksums.txt"
fresh

dry_run() { script -n "$BACKUP_ROOT" no-such-folder; ls "$BACKUP_ROOT"; }
check dry_run 0 "TIME [info] would archive $BACKUP_ROOT
TIME [error] no-such-folder is not a folder
$quiet"
two_folders() {
  local folder
  folder="$(mktemp -d)"
  mkdir "$folder/a" "$folder/b"
  script "$folder/a" no-such-folder "$folder/b" >/dev/null 2>&1
  ls "$BACKUP_ROOT" | sed "s/$(date +%Y%m%d)/DATE/"
  rm -rf "$folder"
}
main_needs_tools() {
  mkdir "$BACKUP_ROOT/bin"
  local tool
  for tool in bash dirname date tar find; do ln -s "$(command -v "$tool")" "$BACKUP_ROOT/bin/$tool"; done
  PATH="$BACKUP_ROOT/bin" script
}
check two_folders 0 'a-DATE.tar.gz
b-DATE.tar.gz'
fresh
check main_needs_tools 1 'TIME [error] missing tools: gzip'

(( failures == 0 ))
