#!/bin/bash
# run.sh [OUT...]   starts the control plane, proves the outputs, stops it. Exit code 0, with a message, if it cannot be had.
# Without OUT: those of all `testdata/*/input` and, where they lie beside the project, of the corpora and the exemplar.
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
trap '"$here/down.sh"' EXIT
"$here/up.sh"
code=$?
[ "$code" = 77 ] && exit 0
[ "$code" = 0 ] || exit "$code"

outs=$cluster/outs
# Many cases are about what is refused (1) or cannot be read (2): what they write, if anything, is proved all the same.
convert() {
  "$root/target/debug/ecs2eks" -q convert "${@:2}" -o "$outs/$1" >"$outs/$1.log" 2>&1
  local code=$?
  [ "$code" -le 2 ] || { echo "cluster: converting $1 ended with $code:" >&2; cat "$outs/$1.log" >&2; exit 1; }
}
if [ $# = 0 ]; then
  rm -rf "$outs"
  mkdir -p "$outs"
  for input in "$root"/testdata/*/input; do
    case=$(dirname "$input")
    read -ra options < <(cat "$case/options" 2>/dev/null; echo)
    convert "$(basename "$case")" "$input" "${options[@]}"
  done
  for input in "$root"/../shared/{corpus/describe,corpus/taskdef,reference/exemplar/input}; do
    [ -d "$input" ] && convert "shared-$(basename "$(dirname "$input")")-$(basename "$input")" "$input"
  done
  set -- "$outs"/*/
fi
python3 "$here/prove.py" "$@"
