#!/bin/sh
set -e
# As in the official image: what is not a command is an argument of node.
if [ "${1#-}" != "$1" ] || [ -z "$(command -v "$1")" ]; then
  set -- node "$@"
fi
exec "$@"
