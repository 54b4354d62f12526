# Sourced by the other scripts. KUBERNETES=1.36 chooses another control plane than that of the tool's default target.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
KUBERNETES=${KUBERNETES:-1.34}
cluster=$root/target/cluster
binary=$cluster/$KUBERNETES/control-plane
run=$cluster/$KUBERNETES/run
# Nothing here: said, and left out. 77 is the exit code that test runners take for "skipped".
skip() { echo "cluster: skipped: $*" >&2; exit 77; }
