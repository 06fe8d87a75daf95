#!/bin/sh
# Measures this machine: sh run.sh [--out=FILE] [--seconds=NUMBER] [PART ...]. README.md says what it needs.
set -u

here=$(cd "$(dirname "$0")" && pwd) || exit 2
if ! unpacked=$(mktemp -d "${TMPDIR:-/tmp}/slimwave.XXXXXX"); then
  echo "No folder can be made in ${TMPDIR:-/tmp}: set TMPDIR to a folder with 130 MB of space." >&2
  exit 2
fi
trap 'rm -rf "$unpacked"' EXIT

node="$unpacked/node"
if ! gzip -dc "$here/node.gz" >"$node" || ! chmod +x "$node"; then
  echo "Node could not be unpacked: set TMPDIR to a folder with 130 MB of space." >&2
  exit 2
fi
if ! "$node" --version >/dev/null 2>"$unpacked/problem"; then
  cat "$unpacked/problem" >&2
  echo "Node can't run here. This needs Linux on x86-64 with the libraries named in README.md; if programs" >&2
  echo "may not run in ${TMPDIR:-/tmp}, set TMPDIR to another folder." >&2
  exit 2
fi

# Whatever the programs unpack goes with the folder.
TMPDIR="$unpacked"
export TMPDIR
"$node" "$here/bench.mjs" "$@" &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' INT TERM HUP
wait "$child"
status=$?
# A signal ends the waiting, not the child, which still writes its report.
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  status=$?
done
exit "$status"
