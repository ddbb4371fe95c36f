# shellcheck shell=bash
# Sourced. How our commands speak: to people on a terminal, and readable in a log.

if [[ -t 1 ]]; then
  readonly bold=$'\033[1m' dim=$'\033[2m' red=$'\033[31m' plain=$'\033[0m'
else
  readonly bold='' dim='' red='' plain=''
fi

# step TEXT: a heading, with the time since the command began.
step() { printf '\n%s== %s%s %s(%d s)%s\n' "$bold" "$1" "$plain" "$dim" "$SECONDS" "$plain"; }

# note TEXT: one line of what happens.
note() { printf '   %s\n' "$1"; }

# show COMMAND...: prints the command line as one would type it, then runs it.
show() {
  printf '%s$ %s%s\n' "$bold" "$*" "$plain"
  "$@"
}

# fail TEXT [LOG]: says what went wrong, with the end of a log, and ends the command.
fail() {
  printf '\n%s%s: %s%s\n' "$red" "${0##*/}" "$1" "$plain" >&2
  if [[ -n ${2:-} && -s $2 ]]; then
    printf 'The end of %s:\n' "$2" >&2
    tail -n 20 "$2" | sed 's/^/  | /' >&2
  fi
  exit 1
}
