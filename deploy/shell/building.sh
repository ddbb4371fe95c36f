# shellcheck shell=bash
# Sourced after console.sh, with $root the checkout.

# configure PRESET: makes the build tree, unless it is there; ninja keeps it up to date from then on.
configure() {
  local preset=$1 log=$root/var/log/configure-$1.log
  if [[ ! -f $root/build/$preset/build.ninja ]]; then
    mkdir -p "$root/var/log"
    (cd "$root" && cmake --preset "$preset") >"$log" 2>&1 || fail "cmake could not configure the preset $preset" "$log"
  fi
}

# build PRESET [TARGET...]: builds all, or some targets; ninja shows how far it is.
build() {
  local preset=$1 targets=()
  shift
  configure "$preset"
  if (($# > 0)); then
    targets=(--target "$@")
  fi
  NINJA_STATUS='   [%f/%t, %e s] ' cmake --build "$root/build/$preset" "${targets[@]}" ||
    fail "the build of $preset failed; the compiler's message stands above"
}
