# Helpers shared by the scripts; sourced, never run.
# shellcheck shell=bash

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "needs root for: $*. Run this as root, or install sudo"
  fi
}

at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n1)" = "$1" ]; }

have_package() { # NAME: is it installed?   COMMAND:NAME: does COMMAND exist, from wherever it is?
  case $1 in
    *:*) command -v "${1%%:*}" >/dev/null ;;
    *) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
  esac
}

# need_packages NAME|COMMAND:NAME...: installs what is missing from the system's own suite
need_packages() {
  local missing=() p
  for p in "$@"; do have_package "$p" || missing+=("${p#*:}"); done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || die "please install: ${missing[*]}"
  say "installing ${missing[*]}"
  as_root dpkg --configure -a >&2 # finishes what an interrupted run left
  as_root apt-get -q update >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --fix-broken \
    --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >&2
}
