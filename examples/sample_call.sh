#!/bin/sh
# Play a call from a script and show the booking it made: what `make call` does without a terminal.
set -eu
here=$(dirname "$0")
PATH=$here/../.venv/bin:$PATH
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

handrail call --script "$here/sample_call.txt" --db "$folder/desk.db" \
  --now 2026-06-12T09:00:00-04:00
echo
echo "The booking:"
handrail bookings --json --db "$folder/desk.db"
