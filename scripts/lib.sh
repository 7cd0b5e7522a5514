# Helpers shared by the scripts; sourced, never run.
# shellcheck shell=bash
set -euo pipefail

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export REPO

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

# --- steps, run by "step" below in the repository's root ------------------------------------------

# build PRESET [TARGET]: configures when something it goes by has changed, then builds
build() {
  local dir=build/$1 want
  want="$REPO $(cat CMakePresets.json .toolchain/emscripten-root.txt | cksum)"
  if [ "$(cat "$dir/.configured" 2>/dev/null)" != "$want" ]; then
    cmake --fresh --preset "$1"
    printf '%s' "$want" >"$dir/.configured"
  fi
  cmake --build "$dir" --parallel "$(nproc)" ${2:+--target "$2"}
}

# the page's packages, exactly as locked
install_page_packages() {
  local stamp=web/node_modules/.installed want
  want="$(node --version) $(cksum <web/package-lock.json)"
  [ "$(cat $stamp 2>/dev/null)" = "$want" ] && return
  npm --prefix web ci --no-audit --no-fund
  printf '%s' "$want" >$stamp
}

# web/dist, unless what it is made of is as it was; web/public/data is made by the build itself
build_page() {
  local stamp=build/page.stamp want
  want=$(find web scripts/data \( -path web/dist -o -path web/node_modules -o -path web/public/data \
    -o -path web/test-results \) -prune -o -type f -print0 | sort -z | xargs -0 cksum | cksum)
  if [ -e web/dist/index.html ] && [ "$(cat $stamp 2>/dev/null)" = "$want" ]; then
    echo "web/dist is up to date"
    return
  fi
  rm -f $stamp
  npm --prefix web run build
  printf '%s' "$want" >$stamp
}

run_ctest() { ctest --preset "$1" --parallel "$(nproc)"; }

# check_fingerprints PRESET: the command as that preset builds it trains every family to the bits it
# is to; the tests of the native build and of WebAssembly hold themselves to all runs
check_fingerprints() {
  build "$1" lushan
  scripts/fingerprints --check --families "build/$1/lushan"
}

# both at once, as each keeps to one core
lint_and_types() {
  local types status=0
  npm --prefix web run check &
  types=$!
  npm --prefix web run lint || status=1
  wait $types && return $status
}

# browser_tests quick|slow PORT
browser_tests() { E2E_ONLY=$1 E2E_PORT=$2 npm --prefix web run e2e; }

check_format() {
  find core bindings tests scripts \( -name '*.cpp' -o -name '*.h' \) -print0 |
    xargs -0 clang-format-19 --dry-run --Werror
}

check_shell() {
  grep -rlZ --exclude-dir=node_modules -m1 '^#!.*sh$' scripts .ci |
    xargs -0 shellcheck --external-sources scripts/lib.sh
}

# --- running them ---------------------------------------------------------------------------------

# step LABEL COMMAND...: runs COMMAND with its output in build/logs, says how it went and how long
# it took, and shows the log of a failure. COMMAND may be a function of this shell.
step() {
  local label=$1 log start=$EPOCHREALTIME ticker='' status=0
  shift
  mkdir -p "$REPO/build/logs"
  log=$REPO/build/logs/${label//[^A-Za-z0-9]/-}.log
  printf '  %-36s ' "$label"
  # a terminal sees the seconds pass, unless sudo may have to ask for a password there
  if [ -t 1 ] && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    while sleep 1; do
      printf '\r  %-36s %5d s  %.60s\e[K' "$label" "$((${EPOCHREALTIME%.*} - ${start%.*}))" \
        "$(tail -n1 "$log" 2>/dev/null | tr -cd '[:print:]')"
    done &
    ticker=$!
  fi
  # a shell of its own, since "set -e" would not hold in a function whose status is asked for
  bash -c '. "$0"; cd "$REPO"; "$@"' "$REPO/scripts/lib.sh" "$@" >"$log" 2>&1 </dev/null ||
    status=$?
  if [ -n "$ticker" ]; then
    kill "$ticker"
    wait "$ticker" 2>/dev/null || true
    printf '\r\e[K  %-36s ' "$label"
  fi
  local took=$(((${EPOCHREALTIME/[.,]/} - ${start/[.,]/}) / 100000))
  if [ $status = 0 ]; then
    printf 'ok     %4d.%d s\n' $((took / 10)) $((took % 10))
  else
    printf 'FAILED %4d.%d s\n\n' $((took / 10)) $((took % 10))
    sed 's/^/    /' "$log"
    printf '\n  (%s)\n\n' "$log"
  fi
  return $status
}
