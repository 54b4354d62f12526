#!/usr/bin/env python3
"""Proves that the charts render what `rendered/` says, on every Helm version that `fetch.py` got.

    python3 tests/helm/matrix.py OUT...

For every chart of every OUT: `helm lint --strict` is clean; `helm template`, parsed, equals `rendered/<name>.yaml` (lists in
order, maps in any, documents by kind and name); and the manifests pass Kubernetes' own schemas. It changes no file.
"""

import difflib
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# A test leaves nothing in the source tree.
sys.dont_write_bytecode = True
import fetch

if importlib.util.find_spec("kubernetes_validate") is None or importlib.util.find_spec("yaml") is None:
    fetch.fetch()
    os.execv(fetch.python(), [fetch.python(), *sys.argv])

import kubernetes_validate
import yaml

KUBERNETES = "1.34"
# Kinds that come from custom resource definitions: Kubernetes' own schemas do not know them.
CUSTOM = {
    "ClusterSecretStore",
    "ExternalSecret",
    "Gateway",
    "GatewayClass",
    "HTTPRoute",
    "IngressClassParams",
    "ListenerRuleConfiguration",
    "LoadBalancerConfiguration",
    "SecretStore",
    "SecurityGroupPolicy",
    "TargetGroupBinding",
    "TargetGroupConfiguration",
}
# Several processes share two cores; more would only wait for each other.
AT_ONCE = 2
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# Of YAML 1.1 what Helm does not do: it takes these for strings.
STRINGS = {f"tag:yaml.org,2002:{tag}" for tag in ("merge", "timestamp", "value")}


class Loader(LOADER):
    """Reads YAML as Helm and the API server read it."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in STRINGS]
    for first, resolvers in LOADER.yaml_implicit_resolvers.items()
}


def documents(text):
    """The documents of a text by kind and name. Two of one name are an error."""
    found = {}
    for document in yaml.load_all(text, Loader):
        if document is None:
            continue
        key = (document["kind"], document["metadata"]["name"])
        if key in found:
            raise ValueError(f"{key[0]} {key[1]} is there twice")
        found[key] = document
    return found


def normal(document):
    """A document as lines: maps sorted, lists in their order, every value with its type visible."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=True).splitlines()


def differences(want, got):
    """What `got` has otherwise than `want`, as a unified diff; empty if nothing."""
    lines = []
    for key in sorted(want.keys() | got.keys()):
        before = normal(want[key]) if key in want else []
        after = normal(got[key]) if key in got else []
        if before != after:
            title = f"{key[0]}/{key[1]}"
            lines += difflib.unified_diff(before, after, f"rendered {title}", f"helm {title}", n=4, lineterm="")
    return "\n".join(lines)


def namespaces(out):
    """Workload -> namespace, as far as the report says."""
    report = out / "report.json"
    if not report.exists():
        return {}
    workloads = json.loads(report.read_text()).get("workloads", [])
    return {it["name"]: it["namespace"] for it in workloads if it.get("namespace")}


def charts(outs):
    """(title, chart folder, extra arguments, namespace, manifests) of each chart; a shared chart counts once a workload."""
    for out in outs:
        known = namespaces(out)
        for rendered in sorted((out / "rendered").glob("*.yaml")):
            name = rendered.stem
            own, shared = out / "charts" / name, out / "charts" / "ecs-workload"
            values = out / "workloads" / name / "values.yaml"
            if own.is_dir():
                yield f"{out}: {name}", name, own, [], known.get(name, "default"), rendered
            elif values.exists():
                yield f"{out}: {name}", name, shared, ["-f", values], known.get(name, "default"), rendered


def unlinked(outs):
    """Charts that no manifest stands for, which nothing would compare."""
    for out in outs:
        for chart in sorted((out / "charts").iterdir()):
            if chart.name != "ecs-workload" and not (out / "rendered" / f"{chart.name}.yaml").exists():
                yield f"{out}: charts/{chart.name} has no rendered/{chart.name}.yaml"


def kubernetes(chart):
    """The version to render for: the default, or the lowest that the chart admits where that is later."""
    needed = yaml.load((chart / "Chart.yaml").read_text(encoding="utf-8"), Loader).get("kubeVersion", "")
    minor = int(needed.removeprefix(">=1.").split(".")[0] or 0)
    return f"1.{max(minor, int(KUBERNETES.removeprefix('1.')))}"


def compare(version, case):
    """The complaint about one chart on one Helm version, or nothing."""
    title, name, chart, extra, namespace, rendered = case
    helm = fetch.MATRIX / version / "helm"
    command = [helm, "template", name, chart, "-n", namespace, "--kube-version", f"{kubernetes(chart)}.0", *extra]
    run = subprocess.run(command, capture_output=True, text=True, env=environment())
    if run.returncode:
        return f"{title}: helm {version} template: {run.stderr.strip()}"
    try:
        found = differences(documents(rendered.read_text(encoding="utf-8")), documents(run.stdout))
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        return f"{title}: helm {version}: {error}"
    return f"{title}: helm {version} renders otherwise\n{found}" if found else None


def waiting(case):
    """The rules of a load balancer's chart that wait to be turned on, by name."""
    values = yaml.load((case[2] / "values.yaml").read_text(encoding="utf-8"), Loader) if not case[3] else {}
    rules = values.get("rules") if "ingressClass" in values else None
    return {name: rule for name, rule in (rules or {}).items() if rule.get("enabled") is False}


def turn_on(version, case):
    """The complaint about a load balancer's chart whose waiting rules are all turned on, or nothing."""
    title, name, chart, _, namespace, _ = case
    rules = waiting(case)
    helm = fetch.MATRIX / version / "helm"
    command = [helm, "template", name, chart, "-n", namespace, "--kube-version", f"{kubernetes(chart)}.0"]
    command += [it for rule in rules for it in ("--set", f"rules.{rule}.enabled=true")]
    run = subprocess.run(command, capture_output=True, text=True, env=environment())
    if run.returncode:
        return f"{title}: helm {version} template, turned on: {run.stderr.strip()}"
    prefix = "alb.ingress.kubernetes.io/"
    made = [it["metadata"] for (kind, _), it in documents(run.stdout).items() if kind == "Ingress"]
    for rule, says in rules.items():
        wanted = {f"{prefix}actions.{rule}": says["action"], **says.get("authentication", {})}
        mine = [it for it in made if it["name"].endswith(f"-{rule}")]
        if len(mine) != 1 or not wanted.items() <= mine[0]["annotations"].items():
            return f"{title}: helm {version}: {rule} is turned on and does not do what its values say"
        if mine[0].get("namespace") != says.get("namespace"):
            return f"{title}: helm {version}: {rule} stands in another namespace than its values say"
    return None


def lint(version, folders):
    """The complaint of `helm lint --strict` about all charts at once, or nothing."""
    helm = fetch.MATRIX / version / "helm"
    command = [helm, "lint", "--strict", "--quiet", "--kube-version", f"{KUBERNETES}.0", *folders]
    run = subprocess.run(command, capture_output=True, text=True, env=environment())
    return f"helm {version} lint: {(run.stdout + run.stderr).strip()}" if run.returncode else None


def environment():
    """No setting of whoever runs this, and no cache of theirs."""
    home = str(fetch.MATRIX / "home")
    return {"PATH": os.environ.get("PATH", ""), "HOME": home, "HELM_CACHE_HOME": home, "HELM_CONFIG_HOME": home}


def loose(outs):
    """(title, manifests) of what is rendered without a chart: what a cluster must have once."""
    for out in outs:
        if (out / "rendered" / "platform.yaml").exists():
            yield f"{out}: platform", out / "rendered" / "platform.yaml"


def manifests(case):
    """Complaints of Kubernetes' schemas about the manifests of one chart."""
    title, rendered = case[0], case[-1]
    for (kind, name), document in documents(rendered.read_text(encoding="utf-8")).items():
        if kind in CUSTOM:
            continue
        try:
            kubernetes_validate.validate(document, KUBERNETES, strict=True)
        except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as error:
            yield f"{title}: {kind} {name}: {getattr(error, 'message', error)}"


def main(arguments):
    fetch.fetch()
    outs = [pathlib.Path(it) for it in arguments]
    cases = list(charts(outs))
    if not cases:
        sys.exit("matrix: no chart found")
    folders = sorted({case[2] for case in cases if not case[3]})
    jobs = [(lint, version, folders) for version in fetch.LAYERS if folders]
    jobs += [(compare, version, case) for case in cases for version in fetch.LAYERS]
    jobs += [(turn_on, version, case) for case in cases if waiting(case) for version in fetch.LAYERS]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        failures = [it for it in pool.map(lambda job: job[0](*job[1:]), jobs) if it]
    failures += unlinked(outs)
    failures += [it for case in [*cases, *loose(outs)] for it in manifests(case)]
    for failure in failures:
        print(failure, end="\n\n")
    print(f"matrix: {len(cases)} charts, {len(fetch.LAYERS)} Helm versions, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
