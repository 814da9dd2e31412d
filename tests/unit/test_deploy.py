"""How Third Chair is deployed: what each form of it forbids, and that all forms of it are the same bot."""

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_deploy import list_missing_restrictions
from rows import try_each
from run_image import drop_orders

from bot.settings import list_warnings, read_files

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = ("thirdchair.service", "thirdchair@.service")
PLACES = ("ReadWritePaths", "TemporaryFileSystem", "BindReadOnlyPaths", "BindPaths")
"""By which an instance of the template sees its own files alone; everything else of the two units is the same."""


def list_settings(unit: str) -> list[str]:
    """Return the settings of a unit, with the folder of an instance written as that of the only one."""
    lines = (DEPLOY / unit).read_text(encoding="utf-8").replace("/%i", "").replace(" for %i", "").splitlines()
    return [line for line in lines if "=" in line and not line.startswith(("#", *PLACES))]


def test_one_bot_or_many_are_kept_alike() -> None:
    """The template forbids what the unit forbids: they differ in their folders alone."""
    assert list_settings(UNITS[0]) == list_settings(UNITS[1])


@try_each("unit", UNITS)
def test_what_a_person_must_mend_is_not_started_again(unit: str) -> None:
    """A service that ended with 2, 77 or 78 is left alone; it takes secrets in memory, wants signs of life, and lets nothing reach swap or a core dump."""
    wanted = {
        "RestartPreventExitStatus=2 77 78",
        "Restart=on-failure",
        "Type=notify",
        "WatchdogSec=120",
        "MemoryMax=1G",
        "MemorySwapMax=0",
        "LimitCORE=0",
        "CapabilityBoundingSet=",
        "LoadCredential=secrets:/srv/thirdchair/secrets",
    }
    assert wanted - {*list_settings(unit)} == set()


def _pins(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock names; each has a hash."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = dict(re.findall(r"(?m)^([\w.-]+)==(\S+)", text))
    assert len(re.findall(r"(?m)^[\w.-]+==\S+ \\\n    --hash=sha256:", text)) == len(pins)
    return pins


def test_a_clinic_gets_what_was_tested() -> None:
    """The bot's own lock names the versions that the tests run with, and nothing that only tests, demonstration or tools need."""
    tested, runtime, build = (_pins(f"requirements{kind}.lock") for kind in ("", "-runtime", "-build"))
    assert {name for name, version in (runtime | build).items() if tested.get(name) != version} == set()
    assert {"matrix-synapse", "twisted", "pytest", "hypothesis", "ruff", "mypy", "numpy"} & runtime.keys() == set()
    assert {"anthropic", "httpx2", "matrix-nio"} <= runtime.keys()


def _services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return services


def test_no_container_has_powers() -> None:
    """Each container of the Compose file is somebody without powers, on a root that is read-only, within a limit of memory."""
    for name, service in _services().items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert not str(service["user"]).startswith("0"), name
        assert service["mem_limit"], name


def test_nothing_of_it_is_seen_from_outside() -> None:
    """Every port of the Compose file is on loopback, and the database is in a network that leads nowhere."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    ports = [port for service in compose["services"].values() for port in service.get("ports", ())]
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []
    assert compose["networks"]["database"] == {"internal": True}


def test_no_secret_stands_in_a_file() -> None:
    """What is secret comes from files that are not in the repository."""
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert re.findall(r"(?i)password\w*: (?!/run/secrets/|\{file: \./compose/secrets/)\S+", text) == []
    for folder in ("compose", "kubernetes"):
        assert (DEPLOY / folder / "secrets" / ".gitignore").read_text(encoding="utf-8").splitlines() == [
            "*",
            "!.gitignore",
        ]


@pytest.mark.parametrize("folder", ["compose", "kubernetes"])
def test_the_sample_configurations_hold(tmp_path: Path, folder: str) -> None:
    """What the containers are given as an example has no mistake, and names somebody who comes in danger."""
    shutil.copytree(DEPLOY / folder, tmp_path, dirs_exist_ok=True)
    (tmp_path / "secrets" / "password").write_text("a password")
    if folder == "kubernetes":  # its volumes put the file there
        (tmp_path / "rooms").mkdir()
        shutil.copy(tmp_path / "every-room.yaml", tmp_path / "rooms")
    assert list(list_warnings(read_files(tmp_path / "bot.yaml"))) == []


def test_what_would_start_too_freely_is_named() -> None:
    """Of podman's arguments each restriction that is missing is told; what is about other containers is left out of a trial."""
    words = shlex.split(
        "--pod=p --label a=b --read-only --cap-drop ALL --security-opt no-new-privileges:true --pids-limit 128 -m 1g -u 1:1"
    )
    assert list_missing_restrictions(words) == set()
    assert list_missing_restrictions(["--read-only", "-u", "0"]) == {
        "--cap-drop ALL",
        "--security-opt no-new-privileges:true",
        "--pids-limit 128",
        " -m ",
    }
    assert drop_orders(words) == words[3:]


def _manifest(name: str) -> dict[str, Any]:
    manifest: dict[str, Any] = yaml.safe_load((DEPLOY / "kubernetes" / name).read_text(encoding="utf-8"))
    return manifest


def test_one_account_is_one_pod() -> None:
    """In Kubernetes one pod at a time has the volume, without powers and without the cluster's token."""
    stateful = _manifest("stateful-set.yaml")["spec"]
    pod = stateful["template"]["spec"]
    assert stateful["replicas"] == 1
    assert stateful["volumeClaimTemplates"][0]["spec"]["accessModes"] == ["ReadWriteOncePod"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["containers"][0]["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_a_pod_speaks_to_three_alone() -> None:
    """Its network lets the pod out to names, to one homeserver and to one model server, and nowhere else."""
    policy = _manifest("network-policy.yaml")["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    names, homeserver, model = policy["egress"]
    assert {port["port"] for port in names["ports"]} == {53}
    for peer in (homeserver, model):
        assert [to["ipBlock"]["cidr"].endswith("/32") for to in peer["to"]] == [True]
        assert len(peer["ports"]) == 1
