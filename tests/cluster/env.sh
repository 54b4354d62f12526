# Sourced by the other scripts. KUBERNETES=1.36 chooses another control plane than that of the tool's default target.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
KUBERNETES=${KUBERNETES:-1.34}
CLUSTER=${CLUSTER:-$root/target/cluster}
binary=$CLUSTER/$KUBERNETES/control-plane
run=$CLUSTER/$KUBERNETES/run
# Nothing here: said, and left out. 77 is the exit code that test runners take for "skipped".
skip() { echo "cluster: skipped: $*" >&2; exit 77; }
