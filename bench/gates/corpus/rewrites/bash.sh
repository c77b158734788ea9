log() {
  local level="$1" out=1
  shift
  [[ "$level" == error ]] && out=2
  printf '%(%Y-%m-%dT%H:%M:%SZ)T [%s] %s\n' -1 "$level" "$*" >&"$out"
}

require_tools() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null 2>&1 || {
      log error "missing tool: $tool"
      return 1
    }
  done
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
  (
    cd "$backup_root" || return
    shopt -s nullglob
    archives=(*.tar.gz)
    sha256sum -- "${archives[@]}" >checksums.txt.part
    mv checksums.txt.part checksums.txt
  )
}
