#!/usr/bin/env bash
# A throw-away PostgreSQL cluster for tests, under its own user and in a folder of its own.
#
#   bash tests/postgres.sh start FOLDER [PID]   prints the connection string; the cluster stops with process PID, if one is named
#   bash tests/postgres.sh stop FOLDER          stops it and removes the folder
#   bash tests/postgres.sh install              installs PostgreSQL from Debian's packages when it is missing (needs root)
#
# It listens on a socket inside FOLDER alone. AURION_PG_PORT=N makes it listen on 127.0.0.1:N too; AURION_PG_DURABLE=1 keeps the
# server's default durability, which tests of the contracts do without.
set -euo pipefail
exec </dev/null

user=postgres

binaries() { # prints the folder of the newest server's programs
  compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1 | xargs -r dirname
}

as_owner() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && setpriv --reuid "$user" --regid "$user" --clear-groups -- "$@")
  else
    "$@"
  fi
}

install() {
  [ -n "$(binaries)" ] && return
  if [ "$(id -u)" -ne 0 ]; then
    echo 'PostgreSQL is missing; as root: apt-get install -y --no-install-recommends postgresql' >&2
    exit 1
  fi
  local log
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  # No cluster of the machine's own: tests make theirs.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  if ! { apt-get update && apt-get install -y --no-install-recommends postgresql; } >"$log" 2>&1; then
    tail -20 "$log" >&2
    echo 'PostgreSQL could not be installed from Debian packages' >&2
    exit 1
  fi
  rm -f "$log"
}

start() { # folder, pid
  local folder=$1 watched=${2:-} bin
  install
  bin=$(binaries)
  mkdir -p "$folder"
  chmod 700 "$folder"
  [ "$(id -u)" -ne 0 ] || chown "$user" "$folder"
  as_owner "$bin/initdb" -D "$folder/data" -U aurion --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
  {
    echo "unix_socket_directories = '$folder'"
    echo 'max_connections = 300'
    echo 'shared_buffers = 128MB'
    if [ -n "${AURION_PG_PORT:-}" ]; then
      echo "listen_addresses = '127.0.0.1'"
      echo "port = $AURION_PG_PORT"
    else
      echo "listen_addresses = ''"
    fi
    if [ "${AURION_PG_DURABLE:-}" != 1 ]; then
      echo 'fsync = off'
      echo 'full_page_writes = off'
      echo 'synchronous_commit = off'
    fi
  } >>"$folder/data/postgresql.conf"
  as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start >"$folder/pg_ctl.log" 2>&1 || { cat "$folder/pg_ctl.log" "$folder/server.log" >&2; exit 1; }
  if [ -n "$watched" ]; then
    # Whoever started it may die without a word.
    (while kill -0 "$watched" 2>/dev/null && [ -e "$folder/data/postmaster.pid" ]; do sleep 1; done; stop "$folder") >/dev/null 2>&1 &
    disown
  fi
  if [ -n "${AURION_PG_PORT:-}" ]; then
    echo "Host=127.0.0.1;Port=$AURION_PG_PORT;Username=aurion;Database=postgres"
  else
    echo "Host=$folder;Username=aurion;Database=postgres"
  fi
}

stop() { # folder
  local folder=$1
  if [ -e "$folder/data/postmaster.pid" ]; then
    as_owner "$(binaries)/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  fi
  rm -rf "$folder"
}

case ${1:-} in
  start) start "$2" "${3:-}" ;;
  stop) stop "$2" ;;
  install) install ;;
  *) echo 'usage: postgres.sh start FOLDER [PID] | stop FOLDER | install' >&2; exit 2 ;;
esac
