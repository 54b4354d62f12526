#!/usr/bin/env python3
"""Proves that a real API server takes what `rendered/` holds, and stores it as it was sent.

    python3 tests/cluster/prove.py OUT...

Every manifest of every OUT is applied (server-side, strict, as a dry run) to the server that `up.sh` started. What the server
would store must hold every field that was sent, with the value that was sent: a field whose feature gate is off is dropped
without a word. Fields that the server adds are its defaults. The pod of every workload must be admitted, too. Stored are only
the custom resource definitions and what manifests of a dry run need to be there: namespaces, service accounts.
"""

import collections
import http.client
import importlib.util
import json
import os
import pathlib
import re
import ssl
import sys
import time
import urllib.parse
from fractions import Fraction

# A test leaves nothing in the source tree.
sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]

if importlib.util.find_spec("yaml") is None:
    sys.path.insert(0, str(ROOT / "tests" / "helm"))
    import fetch

    fetch.checkers()
    os.execv(fetch.python(), [fetch.python(), *sys.argv])

import yaml

# The manifests of the controllers' custom resources lie beside the project; they are other people's, and not in it.
CRDS = ROOT.parent / "shared" / "rig" / "crds"
SKIPPED = 77
# What must be stored before a dry run of anything else: an object in no namespace, a pod of no account are refused.
FIRST = ["Namespace", "PriorityClass", "ServiceAccount"]
# Where a pod stands in a workload.
PODS = {"CronJob": ("spec", "jobTemplate", "spec", "template")}
PODS |= dict.fromkeys(["DaemonSet", "Deployment", "Job", "StatefulSet"], ("spec", "template"))

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Of YAML 1.1 what Kubernetes does not do: it takes these for strings.
STRINGS = {f"tag:yaml.org,2002:{tag}" for tag in ("merge", "timestamp", "value")}


class Loader(LOADER):
    """Reads YAML as the API server reads it."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in STRINGS]
    for first, resolvers in LOADER.yaml_implicit_resolvers.items()
}


class Refused(Exception):
    """The server said no."""


class Server:
    """The API server, over one connection."""

    def __init__(self, kubeconfig):
        config = yaml.load(kubeconfig.read_text(), Loader)
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        address = urllib.parse.urlsplit(cluster["server"])
        context = ssl.create_default_context(cafile=cluster["certificate-authority"])
        self.connection = http.client.HTTPSConnection(address.hostname, address.port, context=context, timeout=60)
        self.headers = {"Authorization": f"Bearer {user['token']}", "Accept": "application/json"}
        self.groups = {}

    def call(self, method, path, body=None, kind="application/json"):
        """(what came back, warnings)."""
        headers = self.headers | ({"Content-Type": kind} if body else {})
        self.connection.request(method, path, body.encode() if body else None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status >= 300:
            try:
                raise Refused(json.loads(text)["message"])
            except (ValueError, KeyError):
                raise Refused(f"{answer.status} {text.strip()}") from None
        return json.loads(text), answer.headers.get_all("Warning") or []

    def resources(self, version, again=False):
        """Kind -> (plural, namespaced) of one `apiVersion`; empty if the server does not know it."""
        if again or version not in self.groups:
            try:
                found = self.call("GET", ("/apis/" if "/" in version else "/api/") + version)[0]["resources"]
            except Refused:
                found = []
            self.groups[version] = {it["kind"]: (it["name"], it["namespaced"]) for it in found if "/" not in it["name"]}
        return self.groups[version]

    def path(self, version, kind, namespace):
        plural, namespaced = self.resources(version)[kind]
        place = f"/namespaces/{namespace}" if namespaced else ""
        return ("/apis/" if "/" in version else "/api/") + f"{version}{place}/{plural}"

    def apply(self, text, document, namespace, dry):
        """Applies a manifest as it stands in the file: the server's own parser reads it."""
        name = urllib.parse.quote(document["metadata"]["name"], safe="")
        path = self.path(document["apiVersion"], document["kind"], namespace)
        query = "?fieldManager=proof&force=true&fieldValidation=Strict" + ("&dryRun=All" if dry else "")
        return self.call("PATCH", f"{path}/{name}{query}", text, "application/apply-patch+yaml")

    def create(self, document, namespace):
        """Creates an object as a dry run."""
        path = self.path(document["apiVersion"], document["kind"], namespace)
        return self.call("POST", f"{path}?dryRun=All&fieldValidation=Strict", json.dumps(document))


def quantity(value):
    """The number that a Kubernetes quantity means."""
    number, suffix = re.fullmatch(r"([+-]?[0-9.]+)((?:[numkMGTPE]|[KMGTPE]i)?|[eE][+-]?[0-9]+)", str(value)).groups()
    if suffix[1:] == "i":
        return Fraction(number) * 1024 ** (" KMGTPE".index(suffix[0]))
    if suffix[:1] in ("e", "E") and suffix[1:]:
        return Fraction(number) * Fraction(10) ** int(suffix[1:])
    return Fraction(number) * Fraction(1000) ** ("num kMGTPE".index(suffix or " ") - 3)


def is_quantity(path):
    """Whether the server takes the value at this path for a quantity, and so may write it otherwise."""
    return path[-1] in ("averageValue", "divisor", "sizeLimit") or (
        len(path) > 1 and path[-2] in ("capacity", "limits", "overhead", "requests")
    )


def says_nothing(path):
    """Whether an empty string at this path means what its absence means: the server stores none."""
    return path == ("PersistentVolume", "spec", "storageClassName") or (path[-3:-2] == ("env",) and path[-1] == "value")


def lost(sent, stored, path):
    """Yields what of `sent` is not in `stored`: (path from the kind on, what was sent, what is stored)."""
    if isinstance(sent, dict) and isinstance(stored, dict):
        for key, value in sent.items():
            if key in stored:
                yield from lost(value, stored[key], (*path, key))
            elif not (value == "" and says_nothing((*path, key))):
                yield (*path, key), value, "nothing"
    elif isinstance(sent, list) and isinstance(stored, list) and len(sent) == len(stored):
        for index, (value, other) in enumerate(zip(sent, stored)):
            yield from lost(value, other, (*path, index))
    elif type(sent) is not type(stored) or sent != stored:
        try:
            same = is_quantity(path) and quantity(sent) == quantity(stored)
        except AttributeError:
            same = False
        if not same:
            yield path, sent, stored


def dotted(path):
    """A path as Kubernetes' messages write it."""
    return "".join(f"[{it}]" if isinstance(it, int) else f".{it}" for it in path).lstrip(".")


def manifests(file):
    """(text, document) of each document of a file."""
    for text in re.split(r"(?m)^---[ \t]*$", file.read_text(encoding="utf-8")):
        document = yaml.load(text, Loader)
        if document is not None:
            yield text, document


class Output:
    """One OUT: its manifests with their namespaces, and which Kubernetes it was made for."""

    def __init__(self, folder):
        self.folder = folder
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        self.namespaces = {it["name"]: it["namespace"] for it in report["workloads"] if it.get("namespace")}
        self.files = sorted((folder / "rendered").glob("*.yaml"))

    def minor(self):
        """The newest Kubernetes 1.x that one of its charts asks for."""
        charts = "".join(it.read_text(encoding="utf-8") for it in self.folder.glob("charts/*/Chart.yaml"))
        return max((int(it) for it in re.findall(r'(?m)^kubeVersion: ">=1\.(\d+)', charts)), default=0)

    def objects(self):
        """(title, text, document, namespace); first what others need."""
        found = []
        for file in self.files:
            usual = self.namespaces.get(file.stem)
            for text, document in manifests(file):
                title = f"{self.folder}: {file.name}: {document['kind']} {document['metadata']['name']}"
                found.append((title, text, document, document["metadata"].get("namespace") or usual or "default"))
        return sorted(found, key=lambda it: FIRST.index(it[2]["kind"]) if it[2]["kind"] in FIRST else len(FIRST))

    def homeless(self):
        """Namespaces that something is in and that no manifest makes: another OUT may have made them on this server."""
        made = {it[2]["metadata"]["name"] for it in self.objects() if it[2]["kind"] == "Namespace"}
        return sorted(set(self.namespaces.values()) & {it[3] for it in self.objects()} - made - {"default"})


class Proof:
    """Counts, and what went wrong."""

    def __init__(self, server):
        self.server = server
        self.counts = collections.Counter()
        self.left_out = collections.Counter()
        self.warnings = collections.Counter()
        self.failures = []

    def install(self, version, kind):
        """Whether the server serves a kind, after its definition was installed if there is one."""
        if kind in self.server.resources(version):
            return self.server.groups[version][kind] is not None
        group = version.partition("/")[0]
        for file in CRDS.glob("*/*.yaml"):
            text = file.read_text(encoding="utf-8")
            if not (re.search(rf"(?m)^  group: {re.escape(group)}$", text) and re.search(rf"(?m)^    kind: {kind}$", text)):
                continue
            name = re.search(rf"(?m)^  name: (\S+\.{re.escape(group)})$", text)[1]
            definition = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": name}}
            self.server.apply(text, definition, None, dry=False)
            self.settle(definition, version, kind)
            return True
        self.server.groups[version][kind] = None
        return False

    def settle(self, definition, version, kind):
        """Waits until the server serves a definition's objects and lists their kind."""
        path = self.server.path("apiextensions.k8s.io/v1", "CustomResourceDefinition", None)
        for _ in range(600):
            found = self.server.call("GET", f"{path}/{definition['metadata']['name']}")[0]
            conditions = {it["type"]: it["status"] for it in found["status"].get("conditions") or []}
            if conditions.get("Established") == "True" and kind in self.server.resources(version, again=True):
                return
            time.sleep(0.05)
        sys.exit(f"prove: the server does not serve {version} {kind} half a minute after it took its definition")

    def prove(self, title, text, document, namespace):
        """Applies one manifest and compares what came back."""
        kind, version = document["kind"], document["apiVersion"]
        if not self.install(version, kind):
            self.left_out[kind] += 1
            return
        self.counts["objects"] += 1
        try:
            stored, warnings = self.server.apply(text, document, namespace, dry=True)
            if kind in FIRST:
                self.server.apply(text, document, namespace, dry=False)
        except Refused as error:
            self.counts["refused"] += 1
            self.failures.append(f"{title}: {error}")
            return
        self.warnings.update(warnings)
        for path, sent, got in lost(document, stored, (kind,)):
            self.counts["lost"] += 1
            self.failures.append(f"{title}: {dotted(path[1:])}: sent {json.dumps(sent)}, stored {json.dumps(got)}")
        if kind in PODS:
            self.pod(title, document, namespace)

    def pod(self, title, document, namespace):
        """Creates the pod that a workload makes: admission looks at it only then."""
        template = document
        for key in PODS[document["kind"]]:
            template = template[key]
        metadata = template.get("metadata", {}) | {"name": "pod"}
        self.counts["pods"] += 1
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]}
        try:
            self.warnings.update(self.server.create(pod, namespace)[1])
        except Refused as error:
            self.counts["refused"] += 1
            self.failures.append(f"{title}: its pod: {error}")


def main(arguments):
    version = os.environ.get("KUBERNETES", "1.34")
    kubeconfig = ROOT / "target" / "cluster" / version / "run" / "kubeconfig"
    if not kubeconfig.exists():
        print("prove: skipped: no API server; tests/cluster/up.sh starts one")
        return SKIPPED
    server = Server(kubeconfig)
    try:
        found = server.call("GET", "/version")[0]
    except OSError as error:
        print(f"prove: skipped: no API server ({error}); tests/cluster/up.sh starts one")
        return SKIPPED
    proof, later = Proof(server), []
    outs = [Output(pathlib.Path(it)) for it in arguments]
    for out in outs:
        if out.minor() > int(found["minor"]):
            later.append(f"{out.folder} asks for Kubernetes 1.{out.minor()}")
            continue
        for it in out.objects():
            proof.prove(*it)
        proof.failures += [f"{out.folder}: no manifest makes namespace {it}" for it in out.homeless()]
    for failure in proof.failures:
        print(failure)
    for warning, count in sorted(proof.warnings.items()):
        print(f"prove: the server warns, {count} times: {warning}")
    for it in later:
        print(f"prove: left out: {it}")
    if proof.left_out:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(proof.left_out.items()))
        print(f"prove: left out for want of their definitions in {CRDS}: {kinds}")
    counts = proof.counts
    if not counts["objects"]:
        sys.exit("prove: no manifest found")
    print(
        f"prove: Kubernetes {found['gitVersion']}: {counts['objects']} objects of {len(outs) - len(later)} outputs and"
        f" {counts['pods']} pods, {counts['refused']} refused, {counts['lost']} fields lost"
    )
    return 1 if proof.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
