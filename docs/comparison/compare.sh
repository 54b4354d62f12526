#!/usr/bin/env bash
# Runs container-transform and ecs2eks on the task definition beside this script.
#
#   compare.sh OUT [ECS2EKS]
#
# OUT is a folder that does not exist yet; ECS2EKS is the program, where it is not on the PATH.
# PYTHON names a Python 3.8, where `python3.8` is not on the PATH.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: compare.sh OUT [ECS2EKS]" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${PYTHON:-python3.8}
ecs2eks=$(command -v "${2:-ecs2eks}") || { echo "compare.sh: no program \`${2:-ecs2eks}\`" >&2; exit 2; }
ecs2eks=$(realpath "$ecs2eks")
command -v "$python" >/dev/null || { echo "compare.sh: no \`$python\`: name a Python 3.8 by PYTHON" >&2; exit 2; }
mkdir "$1"
cp "$here/task-definition.json" "$1/"
cd "$1"

"$python" -m venv venv
venv/bin/pip install -qq --disable-pip-version-check \
    container-transform==1.1.5 PyYAML==3.13 Jinja2==3.1.6 click==8.1.8 MarkupSafe==2.1.5

venv/bin/python --version
venv/bin/container-transform --version
"$ecs2eks" --version
echo

status=0
venv/bin/container-transform -i ecs -o kubernetes task-definition.json \
    >container-transform.yaml 2>container-transform.stderr || status=$?
echo "container-transform: exit $status, $(wc -c <container-transform.stderr) bytes on standard error"
status=0
"$ecs2eks" convert task-definition.json -o ecs2eks --ledger ecs2eks.ledger.jsonl --color never \
    >ecs2eks.stdout 2>ecs2eks.stderr || status=$?
echo "ecs2eks: exit $status"
cat ecs2eks.stdout

cat <<END
In $(pwd):
  container-transform.yaml      what container-transform printed
  container-transform.stderr    what it said
  ecs2eks/                      charts, manifests, policies, run book and report of ecs2eks
  ecs2eks/rendered/             the manifests alone
  ecs2eks.stderr                its findings
  ecs2eks.ledger.jsonl          a row for every value of the input
END
