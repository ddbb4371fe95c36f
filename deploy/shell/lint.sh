# shellcheck shell=bash
# Sourced after console.sh, with $root the checkout. The house rules that a compiler does not check. Each rule prints what breaks
# it and counts one finding.

findings=0

# finding TEXT OFFENDERS: reports a broken rule, if there are offenders.
finding() {
  if [[ -z $2 ]]; then
    return
  fi
  printf '%s%s%s\n' "$red" "$1" "$plain"
  printf '   %s\n' "${2//$'\n'/$'\n'   }"
  findings=$((findings + 1))
}

# Files of ours with one of these endings: tracked ones, and new ones that are not ignored.
ours() { git -C "$root" ls-files --cached --others --exclude-standard -- "$@" | sort -u; }

# matches PATTERN EXCEPT FILES...: `file:line:text` of lines that match, but for files whose path matches EXCEPT.
matches() {
  local pattern=$1 except=$2
  shift 2
  ours "$@" | grep -Ev "$except" | (cd "$root" && xargs -r -d '\n' grep -nE "$pattern" /dev/null) || true
}

lint_structure() {
  finding "common may not include services" "$(matches '#include "services/' '^services/|^tests/' '*.h' '*.cc')"
  local service
  for service in goals metrics reporting cli; do
    finding "services/$service may not include another service" "$(matches '#include "services/' '^tests/|^common/' "services/$service/*" |
      grep -v "#include \"services/$service/" || true)"
  done
  finding "only common/storage includes RocksDB" "$(matches '#include [<"]rocksdb/' '^common/storage/|^tests/bench/' '*.h' '*.cc')"
  finding "only common/base reads the clock" "$(matches 'absl::Now\(' '^common/base/|^tests/bench/' '*.h' '*.cc')"
  finding "tests do not sleep" "$(matches 'sleep_for|absl::SleepFor|usleep\(' '^tests/bench/' '*_test.cc' 'tests/*.h' 'tests/*.cc')"
  finding "name things for what they are" "$(ours '*' | grep -Ei '(^|[/_.-])(utils?|helpers?|misc|managers?)([/_.-]|$)' || true)"
  finding "generated code is not tracked" "$(git -C "$root" ls-files '*.pb.h' '*.pb.cc' '*.grpc.pb.*' '*.gch')"
  finding "no machine's own paths or hosts" "$(matches '/(home|Users|work)/[A-Za-z]|registry\.npmjs' '^$' '*')"
}

lint_sizes() {
  local file lines limit long=''
  while read -r file; do
    lines=$(wc -l <"$root/$file")
    limit=500
    if [[ $file == */main.cc ]]; then
      limit=80
    fi
    if ((lines > limit)); then
      long+="$file: $lines lines, at most $limit"$'\n'
    fi
  done < <(ours '*.h' '*.cc' '*.sh' '*.cmake' 'deploy/dev' 'deploy/test' 'deploy/quickstart' | grep -v '^proto/')
  finding "files are small" "${long%$'\n'}"
}

# A test that no target builds protects nothing.
lint_tests() {
  local file orphans=''
  while read -r file; do
    if ! grep -qsE "(^|[[:space:](])${file##*/}([[:space:])]|\$)" "$root/$(dirname "$file")/CMakeLists.txt"; then
      orphans+="$file"$'\n'
    fi
  done < <(ours '*_test.cc' 'tests/*_test.sh')
  finding "every test is in a target" "${orphans%$'\n'}"
}

lint_shell() {
  if ! command -v shellcheck >/dev/null; then
    note "shellcheck is not installed: shell scripts are not checked (deploy/dev setup)"
    return
  fi
  local scripts
  # Programs, and with --check-sourced what they source.
  mapfile -t scripts < <(ours deploy/dev deploy/test deploy/quickstart .ci/run 'tests/*_test.sh')
  finding "shellcheck" "$(cd "$root" && { shellcheck --external-sources --check-sourced "${scripts[@]}" || true; })"
}

# buf comes from npm and runs on a descriptor set made by our own protoc; both are left out, with a note, where node is not.
readonly buf_version=1.75.0

lint_protos() {
  local tools=$root/build/tools buf=$root/build/tools/node_modules/.bin/buf image=$root/build/tools/okapi.binpb
  if [[ ! -x $buf ]]; then
    if ! command -v npm >/dev/null ||
      ! npm install --silent --no-save --prefix "$tools" "@bufbuild/buf@$buf_version" >/dev/null 2>&1; then
      note "buf is not here and npm cannot bring it: protos are checked by the contract test only"
      return
    fi
  fi
  descriptor_set "$root" "$image"
  finding "buf lint" "$("$buf" lint "$image" --config "$root/proto/buf.yaml" 2>&1 || true)"
  local release
  release=$(git -C "$root" describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null || true)
  if [[ -z $release ]]; then
    note "nothing was released yet: buf breaking has nothing to compare with"
    return
  fi
  rm -rf "$tools/released" && mkdir -p "$tools/released"
  git -C "$root" archive "$release" proto | tar -x -C "$tools/released"
  descriptor_set "$tools/released" "$tools/released.binpb"
  finding "buf breaking against $release" \
    "$("$buf" breaking "$image" --against "$tools/released.binpb" --config "$root/proto/buf.yaml" 2>&1 || true)"
}

# descriptor_set CHECKOUT FILE: everything under proto/okapi, with comments.
descriptor_set() {
  (cd "$1/proto" && find okapi -name '*.proto' -print0 | sort -z |
    xargs -0 protoc -I. -I"$root/build/release/google-protos" --include_imports --include_source_info -o "$2")
}

lint() {
  lint_structure
  lint_sizes
  lint_tests
  lint_shell
  lint_protos
  if ((findings > 0)); then
    fail "$findings rules are broken"
  fi
  note "no findings"
}
