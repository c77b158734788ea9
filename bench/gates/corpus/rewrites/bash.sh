log() {
  local level="$1" out=1
  shift
  [[ "$level" == error ]] && out=2
  TZ=UTC0 printf '%(%Y-%m-%dT%H:%M:%SZ)T [%s] %s\n' -1 "$level" "$*" >&"$out"
}

require_tools() {
  local -a missing=()
  while (( $# > 0 )); do
    command -v "$1" >/dev/null 2>&1 || missing+=("$1")
    shift
  done
  (( ${#missing[@]} == 0 )) || {
    log error "missing tools: ${missing[*]}"
    return 1
  }
}

remove_old() {
  local -a old
  mapfile -d '' old < <(find "$backup_root" -name '*.tar.gz' -mtime "+$keep_days" -print0)
  if (( ${#old[@]} == 0 )); then
    log info "nothing to remove"
    return
  fi
  rm -f -- "${old[@]}"
  log info "removed ${#old[@]} archives"
}

checksum_all() {
  local file
  for file in "$backup_root"/*.tar.gz; do
    [[ -f "$file" ]] || continue
    printf '%s  %s\n' "$(sha256sum <"$file" | cut -d ' ' -f 1)" "${file##*/}"
  done >"$backup_root/checksums.txt.part"
  mv "$backup_root/checksums.txt.part" "$backup_root/checksums.txt"
}
