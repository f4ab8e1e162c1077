#!/usr/bin/env bash
# Builds everything, runs every test project, publishes and runs the native AOT program.
#
#   bash tests/run.sh [Release|Debug]
#
# Needs the .NET SDK. What else the tests need is installed from Debian's packages when it is missing and
# this runs as root; otherwise it says what to install. The last line is `N passed, N failed`.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
exec </dev/null

configuration=${1:-Release}
results=$PWD/.test-results
passed=0
failed=0
started=$SECONDS

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# A build node that outlives this script would keep its output open.
export MSBUILDDISABLENODEREUSE=1

finish() {
  stop_postgres
  printf '\n%d s\n' $((SECONDS - started))
  printf '%d passed, %d failed\n' "$passed" "$failed"
  # Nothing run is nothing proven.
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

postgres_folder=
stop_postgres() {
  [ -z "$postgres_folder" ] || bash tests/postgres.sh stop "$postgres_folder"
  postgres_folder=
}
trap stop_postgres EXIT

row() { # verdict, name, detail
  printf '%-6s %-44s %s\n' "$1" "$2" "${3:-}"
}

give_up() {
  row FAILED "$1" "${2:-}"
  failed=$((failed + 1))
  finish
}

# --- What the tests need beside the SDK -------------------------------------------------------------------

declare -a packages=()

need() { # package, followed by a command that is true when it is there
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || packages+=("$package")
}

has_linker() { command -v clang || command -v gcc; }
has_zlib() { compgen -G '/usr/include/zlib.h' || compgen -G '/usr/include/*/zlib.h'; }
has_libc() { compgen -G '/usr/include/stdio.h' || compgen -G '/usr/include/*/stdio.h'; }
has_icu() { compgen -G '/usr/lib/*/libicuuc.so*' || compgen -G '/usr/lib*/libicuuc.so*'; }
has_zones() { [ -e /usr/share/zoneinfo/Europe/Berlin ]; }

command -v dotnet >/dev/null || give_up 'environment' 'the .NET 10 SDK is missing (no `dotnet` on the path)'

# Native AOT publishing.
need gcc has_linker
need libc6-dev has_libc
need zlib1g-dev has_zlib
# Languages and time zones, as conditions use them.
need libicu-dev has_icu
need tzdata has_zones

if [ ${#packages[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ]; then
    give_up 'environment' "missing: ${packages[*]}; as root: apt-get install -y --no-install-recommends ${packages[*]}"
  fi
  echo "Installing ${packages[*]}"
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update && apt-get install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
    tail -20 "$log"
    give_up 'environment' "could not install ${packages[*]}"
  fi
  rm -f "$log"
fi

# A throw-away cluster, stopped at the end whatever happens; a server that the caller names is used as it is.
if [ -z "${AURION_POSTGRES:-}" ]; then
  log=$(mktemp)
  postgres_folder=$(mktemp -d)
  if ! AURION_POSTGRES=$(bash tests/postgres.sh start "$postgres_folder" $$ 2>"$log"); then
    tail -20 "$log"
    give_up 'environment' "no PostgreSQL to test with: $(tail -1 "$log")"
  fi
  rm -f "$log"
  export AURION_POSTGRES
fi

# --- Build ------------------------------------------------------------------------------------------------

rm -rf "$results"
mkdir -p "$results"

echo "Building ($configuration)"
if ! dotnet build Aurion.Engine.sln -c "$configuration" -v q >"$results/build.log" 2>&1; then
  grep -E 'error|warning' "$results/build.log" | sort -u | head -40
  give_up 'build' 'see .test-results/build.log'
fi

# --- Tests ------------------------------------------------------------------------------------------------

counter() { # name, trx file
  grep -o '<Counters [^>]*' "$2" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | tail -1
}

run_tests() { # project file
  local name trx log began good bad total
  name=$(basename "$1" .csproj)
  trx=$results/$name.trx
  log=$results/$name.log
  began=$SECONDS
  dotnet test "$(dirname "$1")/bin/$configuration/net10.0/$name.dll" \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
    --blame-hang --blame-hang-timeout 10m --blame-hang-dump-type none >"$log" 2>&1
  local code=$?

  if [ ! -e "$trx" ]; then
    tail -30 "$log"
    row FAILED "$name" 'did not report'
    failed=$((failed + 1))
    return
  fi

  total=$(counter total "$trx")
  good=$(counter passed "$trx")
  bad=$(counter failed "$trx")
  # A skipped, aborted or lost test is no passed one.
  [ $((total - good)) -gt "$bad" ] && bad=$((total - good))
  # A host that died, or a project in which no test was found.
  { [ "$code" -ne 0 ] || [ "$total" -eq 0 ]; } && [ "$bad" -eq 0 ] && bad=1
  passed=$((passed + good))
  failed=$((failed + bad))
  if [ "$bad" -eq 0 ]; then
    row ok "$name" "$good passed, $((SECONDS - began)) s"
  else
    grep -vE '^\s*$|^(A total|Starting|VSTest|Test Run)' "$log" | head -150
    row FAILED "$name" "$good passed, $bad failed, $((SECONDS - began)) s"
  fi
}

for project in tests/*.Tests/*.Tests.csproj tests/*.PublicTests/*.PublicTests.csproj; do
  [ -e "$project" ] && run_tests "$project"
done

# --- Native AOT -------------------------------------------------------------------------------------------

run_aot() { # project file
  local name log out began
  name=$(basename "$1" .csproj)
  log=$results/$name.log
  out=$results/$name
  began=$SECONDS
  if ! dotnet publish "$1" -c "$configuration" -o "$out" -v q >"$log" 2>&1; then
    grep -E 'error|warning' "$log" | sort -u | head -40
    row FAILED "$name" 'did not publish'
    failed=$((failed + 1))
    return
  fi

  local -a times=()
  local start
  for _ in 1 2 3 4 5; do
    start=$(date +%s%N)
    if ! timeout 60 "$out/$name" >"$log.out" 2>&1; then
      tail -40 "$log.out"
      row FAILED "$name" 'the published program failed'
      failed=$((failed + 1))
      return
    fi
    times+=($((($(date +%s%N) - start) / 1000000)))
  done

  passed=$((passed + 1))
  row ok "$name" "$(($(stat -c %s "$out/$name") / 1024)) KB, start to exit $(printf '%s\n' "${times[@]}" | sort -n | sed -n 3p) ms, $((SECONDS - began)) s"
  printf '       %s\n' "$(tail -1 "$log.out")"
}

for project in tests/*.AotTest/*.AotTest.csproj; do
  [ -e "$project" ] && run_aot "$project"
done

finish
