#!/bin/bash
# pin.sh 34.10   writes server/1.34.mod and .sum for Kubernetes 1.34.10.
# Kubernetes' own go.mod replaces its parts by folders of its source tree; from outside each is replaced by what was
# published of it (v0.34.10). etcd is the version that this Kubernetes is tested with. Not every patch can be had.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
patch=${1:?usage: pin.sh 34.10}
pins=$here/server/1.${patch%%.*}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp "$here/server/main.go" "$scratch/"
cd "$scratch"
theirs=$(cd / && go mod download -json "k8s.io/kubernetes@v1.$patch" | sed -n 's/.*"GoMod": "\(.*\)",/\1/p')
etcd=$(sed -n 's#^.*go.etcd.io/etcd/server/v3 \(v[^ ]*\).*#\1#p' "$theirs")
{
  printf 'module control-plane\n\ngo %s\n\n' "$(sed -n 's/^go //p' "$theirs")"
  sed -n '/^godebug /p' "$theirs"
  printf '\nrequire (\n\tk8s.io/kubernetes v1.%s\n\tgo.etcd.io/etcd/server/v3 %s\n)\n\nreplace (\n' "$patch" "$etcd"
  sed -n "s#^\t*\(k8s.io/[a-z-]*\) => ./staging.*#\t\1 => \1 v0.$patch#p" "$theirs"
  printf ')\n'
} >go.mod
go mod tidy
mv go.mod "$pins.mod"
mv go.sum "$pins.sum"
