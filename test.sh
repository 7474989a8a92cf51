#!/usr/bin/env bash
# Everything that must pass: ./test.sh [--quick | --soak]
# The last line, on every way out, is "N passed, N failed", with ", N skipped" when there are any.
set -euo pipefail
# Every step gets a process group of its own, so that an interrupted run takes its programs with it.
set -m
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly limit_minutes=15
readonly results=artifacts/test-results
passed=0 failed=0 skipped=0
quick='' soak='' running=''

export DEBIAN_FRONTEND=noninteractive
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# A build node that outlived the run would hold its output open.
export MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*"; }
fail() { failed=$((failed + 1)); say "FAILED: $*"; }

stop_running() {
  [[ -n $running ]] || return 0
  local group=$running
  running=''
  # The shell would otherwise report the job's end below the verdict.
  disown -a
  kill -TERM -- "-$group" 2>/dev/null || return 0
  for _ in {1..50}; do
    kill -0 -- "-$group" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL -- "-$group" 2>/dev/null || true
}

# A second interruption must not cut off the clean-up or the last line.
interrupted() {
  trap '' INT TERM HUP
  fail "interrupted by SIG$1"
  exit 1
}

finish() {
  local status=$?
  trap '' INT TERM HUP
  set +e
  stop_running
  ((status == 0 || failed > 0)) || fail "test.sh ended early (status $status)"
  if ((passed == 0 && failed == 0)); then fail "no test was run"; fi
  if ((SECONDS > limit_minutes * 60)) && [[ -z $soak ]]; then
    say "Overrun: $((SECONDS / 60)) minutes, the limit is $limit_minutes."
  fi
  local line="$passed passed, $failed failed"
  ((skipped == 0)) || line+=", $skipped skipped"
  say "$line"
  if ((failed > 0 || skipped > 0)); then exit 1; fi
  exit 0
}

trap finish EXIT
trap 'interrupted INT' INT
trap 'interrupted TERM' TERM
trap 'interrupted HUP' HUP

# Runs one program in the background and waits, so that a signal is answered at once.
run() {
  local status=0
  "$@" </dev/null &
  running=$!
  wait "$running" || status=$?
  running=''
  return "$status"
}

step() {
  local name=$1 start=$SECONDS
  shift
  say "== $name"
  run "$@" || { fail "$name"; return 1; }
  say "   $((SECONDS - start)) s"
}

has_sqlite() {
  local file
  for file in /usr/lib/*/libsqlite3.so.0 /usr/lib/libsqlite3.so.0 /usr/lib64/libsqlite3.so.0 \
    /lib/*/libsqlite3.so.0 /usr/lib/libsqlite3.dylib; do
    [[ -e $file ]] && return 0
  done
  [[ $(uname -s) == Darwin ]]
}

has_postgres() {
  local file
  for file in /usr/lib/postgresql/*/bin/initdb; do
    [[ -x $file ]] && return 0
  done
  command -v initdb >/dev/null
}

has_package() {
  case $1 in
    libsqlite3-0) has_sqlite ;;
    postgresql) has_postgres ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Fills the array `missing`.
find_missing() {
  local package
  missing=()
  for package in redis-server postgresql chromium libsqlite3-0 strace wrk; do
    has_package "$package" || missing+=("$package")
  done
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

# --reinstall because what is missing may be a file of a package that counts as installed.
apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "$@"
}

install_packages() {
  apt update || say "The package lists could not be brought up to date; trying with those there are."
  apt install -y --no-install-recommends --reinstall "$@"
}

ensure_packages() {
  local missing package
  find_missing
  ((${#missing[@]} > 0)) || return 0
  say "== packages: ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    say "Not a Debian system: install what is missing with its own package manager."
  elif ((EUID != 0)) && ! sudo -n true 2>/dev/null; then
    say "Neither root nor sudo without a password."
  else
    run install_packages "${missing[@]}" || say "The installation failed."
  fi
  find_missing
  ((${#missing[@]} > 0)) || return 0
  for package in "${missing[@]}"; do say "   missing package: $package"; done
  fail "packages the tests need are missing: ${missing[*]}"
}

counter() { # counter NAME FILE: one number of the report's <Counters ... /> element, 0 when it is not there
  local text
  text=$(grep -o '<Counters[^>]*>' "$2" | grep -o " $1=\"[0-9]*\"" | tr -cd '0-9\n' | tail -n 1) || true
  printf '%s' "${text:-0}"
}

run_tests() {
  local name=$1 status=0 report="$results/$1.trx" start=$SECONDS
  local arguments=(--results-directory "$results" --report-xunit-trx --report-xunit-trx-filename "$name.trx"
    --fail-skips on --no-progress --no-ansi)
  # A project whose tests are all long has none left in a quick run, and that is not an error (exit code 8).
  [[ -z $quick ]] || arguments+=(--filter-not-trait Category=Long --ignore-exit-code 8)
  local command=(dotnet "artifacts/bin/$name/release/$name.dll" "${arguments[@]}")
  # A project that hangs is ended after the whole run's limit: its report is then missing.
  if [[ -z $soak ]] && command -v timeout >/dev/null; then
    command=(timeout --kill-after=30 "${limit_minutes}m" "${command[@]}")
  fi

  say "== $name"
  run "${command[@]}" || status=$?
  if [[ ! -s $report ]]; then
    fail "$name ended without a report (status $status)"
    return 0
  fi
  local bad all good
  all=$(counter total "$report") good=$(counter passed "$report")
  bad=$(($(counter failed "$report") + $(counter error "$report") + $(counter timeout "$report") + $(counter aborted "$report")))
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + all - good - bad))
  if ((status != 0 && bad == 0)); then fail "$name ended with status $status after its report"; fi
  say "   $((SECONDS - start)) s"
}

for argument in "$@"; do
  case $argument in
    --quick) quick=1 ;;
    --soak) soak=1; export HOLDFAST_SOAK=1 ;;
    *) fail "unknown option '$argument': ./test.sh [--quick | --soak]"; exit 2 ;;
  esac
done
if [[ -n $quick && -n $soak ]]; then fail "--quick and --soak exclude each other"; exit 2; fi

command -v dotnet >/dev/null || { fail "the .NET SDK named in global.json is not installed"; exit 1; }
rm -rf "$results"
mkdir -p "$results"

ensure_packages
step restore dotnet restore Holdfast.slnx || exit 1
# A wrong layout fails the run but hides nothing else.
step format dotnet format Holdfast.slnx --verify-no-changes --no-restore || true
step build dotnet build Holdfast.slnx -c Release --no-restore || exit 1

# The solution says which test projects there are.
mapfile -t projects < <(sed -nE 's#.*Path="tests/([^/"]*(Tests|HouseRules))/.*#\1#p' Holdfast.slnx)
for project in "${projects[@]}"; do run_tests "$project"; done
