# Helpers shared by the scripts; sourced, never run.
# shellcheck shell=bash

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
T=${TOOLCHAIN_DIR:-$REPO/.toolchain}

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "needs root for: $*. Run this as root, or install sudo"
  fi
}

at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n1)" = "$1" ]; }

# need_packages NAME|COMMAND:NAME...: installs, from the system's own suite, the packages that are
# missing. The second form asks whether COMMAND exists, so that a cmake from elsewhere counts too.
need_packages() {
  local missing=() p
  for p in "$@"; do
    case $p in
      *:*) command -v "${p%%:*}" >/dev/null || missing+=("${p#*:}") ;;
      *) [ -d "/usr/share/doc/$p" ] || missing+=("$p") ;;
    esac
  done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || die "please install: ${missing[*]}"
  say "installing ${missing[*]}"
  as_root apt-get -q update >&2
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q install -y --no-install-recommends "${missing[@]}" >&2
}
