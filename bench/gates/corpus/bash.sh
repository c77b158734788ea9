#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/settings.sh"

readonly backup_root="${BACKUP_ROOT:-/var/backups}"
readonly keep_days="${KEEP_DAYS:-14}"

log() {
  local level="$1"
  shift
  local stamp
  stamp="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  if [[ "$level" == error ]]; then
    printf '%s [%s] %s\n' "$stamp" "$level" "$*" >&2
  else
    printf '%s [%s] %s\n' "$stamp" "$level" "$*"
  fi
}

require_tools() {
  local missing=()
  local tool
  for tool in "$@"; do
    if ! command -v "$tool" >/dev/null 2>&1; then
      missing+=("$tool")
    fi
  done
  if (( ${#missing[@]} > 0 )); then
    log error "missing tools: ${missing[*]}"
    return 1
  fi
}

archive_folder() {
  local folder="$1"
  local name
  name="$(basename "$folder")"
  local target="$backup_root/$name-$(date +%Y%m%d).tar.gz"
  if [[ -e "$target" ]]; then
    log info "$target is there already"
    return 0
  fi
  mkdir -p "$backup_root"
  tar --create --gzip --file "$target.part" --directory "$(dirname "$folder")" "$name"
  mv "$target.part" "$target"
  log info "wrote $target"
}

remove_old() {
  local count=0
  local file
  while IFS= read -r -d '' file; do
    rm -f -- "$file"
    count=$((count + 1))
  done < <(find "$backup_root" -name '*.tar.gz' -mtime "+$keep_days" -print0)
  if [ "$count" -eq 0 ]; then
    log info "nothing to remove"
  else
    log info "removed $count archives"
  fi
}

usage() {
  cat <<'TEXT'
Usage: backup [options] FOLDER...
  -n, --dry-run   say what would be done
  -q, --quiet     no messages
  ...and every option of tar after --
TEXT
  local code="${1:-0}"
  exit "$code"
}

parse_options() {
  dry_run=false
  folders=()
  while (( $# > 0 )); do
    case "$1" in
      -n | --dry-run)
        dry_run=true
        ;;
      -h | --help)
        usage
        ;;
      -*)
        log error "unknown option $1"
        usage 2
        ;;
      *)
        folders+=("$1")
        ;;
    esac
    shift
  done
}

checksum_all() {
  local list="$backup_root/checksums.txt"
  local file sum
  : >"$list.part"
  for file in "$backup_root"/*.tar.gz; do
    if [[ ! -f "$file" ]]; then
      continue
    fi
    sum="$(sha256sum "$file" | cut -d ' ' -f 1)"
    printf '%s  %s\n' "$sum" "${file##*/}" >>"$list.part"
  done
  mv "$list.part" "$list"
}

main() {
  require_tools tar gzip find
  parse_options "$@"
  local folder
  for folder in "${folders[@]}"; do
    if [[ ! -d "$folder" ]]; then
      log error "$folder is not a folder"
      continue
    fi
    if [[ "$dry_run" == true ]]; then
      log info "would archive $folder"
    else
      archive_folder "$folder"
    fi
  done
  remove_old
}

main "$@"
