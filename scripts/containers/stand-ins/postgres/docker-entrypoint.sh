#!/bin/sh
set -e
# The part of the official entry point that a user, a password and a database need.
: "${POSTGRES_PASSWORD:?POSTGRES_PASSWORD is not set}"
POSTGRES_USER="${POSTGRES_USER:-postgres}"
POSTGRES_DB="${POSTGRES_DB:-$POSTGRES_USER}"
if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  printf '%s' "$POSTGRES_PASSWORD" > /tmp/password
  initdb --pgdata "$PGDATA" --username "$POSTGRES_USER" --pwfile /tmp/password --encoding UTF8 --auth-local trust --auth-host scram-sha-256
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  # Until the database is there nobody may find the server ready: it listens on its socket alone.
  pg_ctl --pgdata "$PGDATA" --wait --options "-c listen_addresses='' -k /tmp" start
  if [ "$POSTGRES_DB" != postgres ]; then
    psql --host /tmp --username "$POSTGRES_USER" --dbname postgres --command "CREATE DATABASE \"$POSTGRES_DB\""
  fi
  pg_ctl --pgdata "$PGDATA" --mode fast --wait stop
fi
if [ "$1" = postgres ]; then
  shift
  exec postgres -c listen_addresses='*' -k /var/run/postgresql "$@"
fi
exec "$@"
