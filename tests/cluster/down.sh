#!/bin/bash
# Stops what up.sh started, by the process ids it wrote, and nothing else.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
# A process id may be old and belong to another program by now, and a dead process may still be listed.
ours() { case $(ps -o args= -p "$1" 2>/dev/null) in "$binary $2"*) ;; *) false ;; esac; }
for part in kube-apiserver etcd; do
  file=$run/$part.pid
  [ -f "$file" ] || continue
  pid=$(cat "$file")
  rm -f "$file"
  ours "$pid" "$part" && kill "$pid"
  for _ in $(seq 50); do ours "$pid" "$part" || break; sleep 0.1; done
  ours "$pid" "$part" && kill -9 "$pid"
done
exit 0
