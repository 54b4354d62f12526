#!/bin/bash
# Builds the control plane into target/cluster/, unless it is there already. Exit code 77: it cannot be had here.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
pins=$here/server/$KUBERNETES
[ -f "$pins.mod" ] || { echo "cluster: no server/$KUBERNETES.mod: pin one with pin.sh" >&2; exit 2; }
command -v go >/dev/null || skip "Go is not here, which builds the API server"

stamp=$(cat "$here/server/main.go" "$pins.mod" "$pins.sum" "$here/build.sh" <(go version) | sha256sum | cut -d' ' -f1)
if [ -x "$binary" ] && [ "$(cat "$binary.stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

source=$cluster/$KUBERNETES/source
mkdir -p "$source"
cp "$here/server/main.go" "$source/main.go"
cp "$pins.mod" "$source/go.mod"
cp "$pins.sum" "$source/go.sum"
cd "$source"
# A Go toolchain of another version is not fetched, and a workspace around the project has no say.
export GOTOOLCHAIN=local GOWORK=off GOFLAGS=-mod=readonly CGO_ENABLED=0
start=$SECONDS
if ! go mod download >"$source/download.log" 2>&1; then
  tail -n 3 "$source/download.log" >&2
  skip "the modules cannot be had from $(go env GOPROXY)"
fi
version=$(sed -n 's#^\tk8s.io/kubernetes \(v[^ ]*\).*#\1#p' go.mod)
flags="-s -w"
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  flags="$flags -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${KUBERNETES#1.}"
done
nice -n 10 go build -p "${JOBS:-2}" -trimpath -buildvcs=false -ldflags "$flags" -o "$binary.part" .
# Renamed into place: a build that was killed leaves no half program behind.
mv "$binary.part" "$binary"
echo "$stamp" >"$binary.stamp"
echo "cluster: built Kubernetes $version in $((SECONDS - start)) s"
