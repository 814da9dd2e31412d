"""Have what is in `deploy/` parsed by what really parses it: systemd, hadolint, the Compose and Kubernetes schemas, Ansible.

    python scripts/check_deploy.py [--tools .cache/deploy]

`--tools` is a virtual environment with what deploy/tools.lock names (`make deploy-check` makes it). A program that this machine
does not have is named and is no mistake, unless CI is set: there all of `NEEDED` have to be.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
WORST_SCORE = 1.5
"""What `systemd-analyze security` may say of a unit: 0 is shut, 10 is open."""
STAND_IN = '#!/bin/sh\ncase "$*" in *version*) echo podman version 5.0.0 ;; *) echo "[]" ;; esac\n'
"""What answers for podman: its version, and that nothing is there yet."""
NEEDED = ("systemd-analyze",)


def run(*command: str | Path, folder: Path = ROOT) -> str:
    """Return what a program says.

    Raises:
        subprocess.CalledProcessError: it found a mistake.
    """
    done = subprocess.run(  # noqa: S603 - our own arguments
        [str(part) for part in command],
        cwd=folder,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.stdout


def check_units(_: Path) -> str:
    """Verify both units, hold them against each other, and return their scores."""
    scores = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("thirdchair.service", "thirdchair@.service"):
            text = (DEPLOY / name).read_text(encoding="utf-8")
            unit = Path(folder, name)
            # systemd-analyze wants a program that is there; everything else of the unit stays as it is
            unit.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", text), encoding="utf-8")
            run("systemd-analyze", "verify", "--man=no", unit)
            told = run("systemd-analyze", "security", "--offline=true", f"--threshold={WORST_SCORE * 10:.0f}", unit)
            scores.append(re.findall(r"exposure level for \S+: ([\d.]+)", told)[0])
    return f"exposure {' and '.join(scores)}, of at most {WORST_SCORE}"


def check_dockerfile(tools: Path) -> str:
    """Lint the Dockerfile."""
    return run(tools / "bin/hadolint", DEPLOY / "Dockerfile") or "no remarks"


def check_compose(tools: Path) -> str:
    """Hold the Compose file against its specification's schema, and look what podman-compose would start by it."""
    run(tools / "bin/check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")
    orders = list_compose_orders(tools, DEPLOY)
    loose = [name for name, words in orders.items() if list_missing_restrictions(words)]
    if loose:
        raise subprocess.CalledProcessError(1, ["podman-compose", "up"], f"not restricted: {', '.join(loose)}")
    return f"valid; podman-compose would start {', '.join(orders)}, each without powers on a root that is read-only"


def list_compose_orders(tools: Path, deploy: Path) -> dict[str, list[str]]:
    """Return how podman-compose would make each container of a Compose file: podman's arguments, by the service's name.

    Nothing is started. podman itself need not be there: what stands in for it says its version.

    Raises:
        subprocess.CalledProcessError: podman-compose takes the file for wrong.
    """
    with tempfile.TemporaryDirectory() as folder:
        stand_in = Path(folder, "podman")
        stand_in.write_text(STAND_IN, encoding="utf-8")
        stand_in.chmod(0o755)
        command = (tools / "bin/podman-compose", "--podman-path", stand_in, "--verbose", "--dry-run")
        told = run(*command, "-f", "compose.yaml", "up", "--no-build", "--detach", folder=deploy)
    orders = [shlex.split(line) for line in re.findall(r"(?m)podman create (--name=.*)$", told)]
    return {words[0].removeprefix("--name=thirdchair_").removesuffix("_1"): words for words in orders}


def list_missing_restrictions(words: list[str]) -> set[str]:
    """Return which restrictions podman is not asked for."""
    line = " ".join(words)
    wanted = {
        "--read-only",
        "--cap-drop ALL",
        "--security-opt no-new-privileges:true",
        "--pids-limit 128",
        " -m ",
        " -u ",
    }
    return {each for each in wanted if each not in line}


def check_kubernetes(tools: Path) -> str:
    """Hold every manifest against the schemas of Kubernetes, as kustomize builds them where there is a kubectl."""
    if not shutil.which("kubectl"):
        plain = sorted({*(DEPLOY / "kubernetes").glob("*.yaml")} - {*_list_no_manifests()})
        return _count_valid(tools, *plain) + " (no kubectl here: not built by kustomize)"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(DEPLOY / "kubernetes", Path(folder, "kubernetes")))
        (copy / "secrets" / "password").write_text("a password", encoding="utf-8")
        built = Path(folder, "built.yaml")
        built.write_text(run("kubectl", "kustomize", copy), encoding="utf-8")
        return _count_valid(tools, built) + ", built by kustomize"


def _list_no_manifests() -> list[Path]:
    return [DEPLOY / "kubernetes" / name for name in ("kustomization.yaml", "bot.yaml", "every-room.yaml")]


def _count_valid(tools: Path, *manifests: Path) -> str:
    return f"{run(tools / 'bin/kubernetes-validate', '--strict', *manifests).count(' passed for ')} resources valid"


def check_ansible(tools: Path) -> str:
    """Lint the role, and play it against this machine without changing anything."""
    folder = DEPLOY / "ansible"
    search = {"PATH": f"{tools / 'bin'}{os.pathsep}{os.environ['PATH']}", "ANSIBLE_NOCOLOR": "1"}
    os.environ.update(search)
    run(tools / "bin/ansible-lint", "--offline", "-q", folder=folder)
    with tempfile.TemporaryDirectory() as made:
        wheel = Path(made, "thirdchair.whl")
        wheel.touch()
        inventory = (folder / "inventory.example.yml").read_text(encoding="utf-8")
        inventory = re.sub(r"(?m)^      thirdchair_wheel_path: .*", f"      thirdchair_wheel_path: {wheel}", inventory)
        Path(made, "inventory.yml").write_text(inventory, encoding="utf-8")
        local = (
            "--extra-vars",
            "ansible_connection=local ansible_become=false ansible_python_interpreter=/usr/bin/python3",
        )
        played = run(
            tools / "bin/ansible-playbook",
            "-i",
            Path(made, "inventory.yml"),
            *local,
            "playbook.yml",
            "--check",
            folder=folder,
        )
    return f"no remarks; played with --check: {re.findall(r'ok=.*', played)[0]}"


def check_man_page(_: Path) -> str:
    """Have the man page set, with every warning that there is."""
    told = run("man", "--warnings=all", "--local-file", "-Tutf8", ROOT / "docs" / "thirdchair.1")
    if "warning" in told.partition("THIRDCHAIR(1)")[0]:
        raise subprocess.CalledProcessError(1, ["man", "--warnings=all"], told)
    return f"{len(told.splitlines())} lines, no warnings"


CHECKS: dict[str, tuple[Callable[[Path], str], str]] = {
    "systemd": (check_units, "systemd-analyze"),
    "container": (check_dockerfile, ""),
    "compose": (check_compose, ""),
    "kubernetes": (check_kubernetes, ""),
    "man page": (check_man_page, "man"),
    "ansible": (check_ansible, "apt-get"),
}


def check_one(name: str, tools: Path) -> tuple[bool, str]:
    """Return whether one target holds, and a line on it."""
    check, program = CHECKS[name]
    began = time.monotonic()
    if program and not shutil.which(program):
        return not (os.environ.get("CI") and program in NEEDED), f"{name}: not looked at, there is no {program} here"
    try:
        told = check(tools)
    except subprocess.CalledProcessError as error:
        return False, f"{name}: {' '.join(error.cmd[:3])} says:\n{error.output}"
    return True, f"{name}: {' '.join(told.split())} ({time.monotonic() - began:.1f} s)"


def main() -> int:
    """Look at every target, side by side, and return 1 if one does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", type=Path, default=ROOT / ".cache" / "deploy")
    tools = parser.parse_args().tools.absolute()
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda name: check_one(name, tools), CHECKS))
    sys.stdout.write("\n".join(line for _, line in results) + "\n")
    return 0 if all(holds for holds, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
