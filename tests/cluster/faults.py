#!/usr/bin/env python3
"""Sees `prove.py` fail: breaks a copy of an OUT in one way after the other, and wants every fault to be found.

    python3 tests/cluster/faults.py OUT

OUT is the output for `testdata/tour`, which holds all that is broken here; the server is 1.34's, whose gates are off.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import prove

RULES = "[{action: Restart, exitCodes: {operator: In, values: [1]}}]"
# (the fault, what it replaces, by what, what `prove.py` must say of it)
FAULTS = [
    ("nothing wrong", r"(?m)^( +)enableServiceLinks:", r"\1hostname: a\n\g<0>", " 0 refused, 0 fields lost"),
    ("a misspelt field", r"(?m)^( +)enableServiceLinks:", r"\1enableServicesLinks:", "enableServicesLinks: field not declared"),
    ("a field in the wrong case", r"(?m)^( +)imagePullPolicy:", r"\1imagePullpolicy:", "imagePullpolicy: field not declared"),
    ("a pod's gated field", r"(?m)^( +)enableServiceLinks:", r"\1hostnameOverride: a\n\g<0>", "hostnameOverride: sent"),
    ("a container's gated field", r"(?m)^( +)imagePullPolicy:", rf"\1restartPolicyRules: {RULES}\n\g<0>", "restartPolicyRules: sent"),
    ("an autoscaler's gated field", r"(?m)^( +)scaleUp:\n", r"\g<0>\1  tolerance: 50m\n", "tolerance: sent"),
    ("a number for a string", r"(?m)^( +)value: .*$", r"\1value: 1", "expected string, got"),
    ("one variable twice", r"(?m)^( +)- name: LOG_LEVEL\n", r"\1- {name: LOG_LEVEL, value: a}\n\g<0>", "duplicate entries for key"),
    ("a quantity that is rounded", r"(?m)^( +)cpu: .*$", r"\1cpu: 97.65625m", 'cpu: sent "97.65625m", stored "98m"'),
    ("a namespace nothing makes", r"(?m)^(kind: Namespace\nmetadata:\n  name): .*$", r"\1: elsewhere", "no manifest makes namespace"),
]
if prove.CRDS.is_dir():
    FAULTS.append(("a custom resource's field", r"(?m)^( +)refreshInterval:", r"\1refreshIntervall:", "refreshIntervall: field not declared"))


def broken(folder, pattern, instead, scratch):
    """A copy of an OUT with every place replaced that matches, of which there must be one."""
    out = pathlib.Path(scratch, "out")
    shutil.copytree(folder, out)
    places = 0
    for file in (out / "rendered").glob("*.yaml"):
        text, times = re.subn(pattern, instead, file.read_text(encoding="utf-8"))
        file.write_text(text, encoding="utf-8")
        places += times
    if not places:
        sys.exit(f"faults: {folder} has nothing like {pattern}")
    return out


def main(folder):
    missed = 0
    for fault, pattern, instead, message in FAULTS:
        with tempfile.TemporaryDirectory() as scratch:
            out = broken(folder, pattern, instead, scratch)
            said = subprocess.run([sys.executable, prove.__file__, out], capture_output=True, text=True).stdout
        if message not in said:
            missed += 1
            print(f"faults: {fault} was not found:\n{said}")
    print(f"faults: {len(FAULTS) - missed} of {len(FAULTS)} found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
