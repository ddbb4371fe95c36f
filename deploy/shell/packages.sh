# shellcheck shell=bash
# Sourced after console.sh, with $root the checkout. Installs what deploy/packages.txt names and this machine lacks.

# packages_of GROUP...: the packages of these groups, one a line.
packages_of() {
  local group
  for group in "$@"; do
    sed -n "/^\[$group\]/,/^\[/{/^\[/d;s/ *#.*//;/^$/d;p}" "$root/deploy/packages.txt"
  done
}

# present: the packages that are installed, and those whose command came to the machine by another way.
present() {
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p'
  if command -v node >/dev/null; then echo nodejs; fi
  if command -v npm >/dev/null; then echo npm; fi
}

# missing_of GROUP...: those of them that are not there.
missing_of() {
  comm -23 <(packages_of "$@" | sort) <(present | sort -u)
}

# The words that make a command root's: none for root, else sudo, after asking. $assume_yes skips the question.
root_prefix() {
  if ((EUID == 0)); then
    return
  fi
  command -v sudo >/dev/null ||
    fail "these packages are missing, and neither are you root nor is sudo here. Ask an administrator to install: $*"
  if [[ $assume_yes != yes ]]; then
    [[ -t 0 ]] || fail "packages are missing and nobody can be asked for sudo; run again with --yes. Missing: $*"
    local answer
    read -r -p "   Install these with sudo apt-get? [Y/n] " answer
    [[ -z $answer || $answer == [yY]* ]] || fail "stopped: the packages are needed"
  fi
  echo sudo
}

# install_missing GROUP...: a matter of milliseconds when nothing is missing.
install_missing() {
  command -v dpkg-query >/dev/null || fail "this is not a Debian system; deploy/packages.txt says what to install"
  local missing prefix log
  mapfile -t missing < <(missing_of "$@")
  if ((${#missing[@]} == 0)); then
    note "all packages are installed"
    return
  fi
  note "${#missing[@]} missing: ${missing[*]}"
  prefix=$(root_prefix "${missing[@]}") || exit 1
  mkdir -p "$root/var/log"
  log=$root/var/log/packages.log
  note "installing; apt writes to ${log#"$root"/}"
  $prefix apt-get update -q >"$log" 2>&1 || fail "apt-get update failed" "$log"
  $prefix env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}" 2>&1 | tee "$log" |
    awk '/^Need to get/ {print "   " $0; fflush()}
         /^Setting up/ {if (++done % 20 == 0) {print "   " done " packages set up"; fflush()}}' ||
    fail "apt-get install failed" "$log"
}
