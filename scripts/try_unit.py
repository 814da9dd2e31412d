"""Run both systemd units under a real systemd, with everything that they forbid, against a real Synapse on this machine.

    sudo .venv/bin/python scripts/try_unit.py dist/thirdchair-*.whl        (`make try-unit`)

systemd boots in a container of its own (systemd-nspawn, from Debian's systemd-container) over a throw-away layer on this machine's
files; only the network is this machine's. The program comes from the wheel and the runtime lock, as an operator installs it.
Looked at: READY=1 ends the start, secrets that root alone can read arrive, the data folder is written and nothing else, a process that is
stopped dead is ended by the watchdog and started again, status 78 is not started again. It needs root, and takes about two minutes.
Not looked at: the limits of memory, since a container of a machine without cgroup v2 has no controller for them.
"""

import argparse
import asyncio
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.demo.homeserver import Homeserver, run_homeserver

ROOT = Path(__file__).parents[1]
HOUSE = Path("srv/thirdchair")
TRIAL = """\
set -u
now() {{ systemctl show "$1" --property=ActiveState,SubState,StatusText,Result,NRestarts,ExecMainStatus | tr '\\n' ' '; echo; }}
for unit in thirdchair thirdchair@north; do
  systemctl start $unit; echo "start $unit: $? $(now $unit)"
  pid=$(systemctl show $unit --property=MainPID --value)
  echo "owner $unit: $(stat -c %U /proc/$pid) capabilities $(grep CapEff /proc/$pid/status | cut -f2) seccomp $(grep ^Seccomp: /proc/$pid/status | cut -f2)"
done
kill -STOP $(systemctl show thirdchair --property=MainPID --value)
for look in $(seq 300); do
  [ "$(systemctl show thirdchair --property=NRestarts --value)" = 1 ] && [ "$(systemctl is-active thirdchair)" = active ] && break
  sleep 1
done
echo "watchdog thirdchair: $(now thirdchair)"
systemctl stop thirdchair thirdchair@north
echo "nonsense: true" >> /{house}/bot.yaml
systemctl start thirdchair; echo "refused thirdchair: $(now thirdchair)"
sleep 7; echo "still thirdchair: $(now thirdchair)"
"""


def run(*command: str, **how: object) -> None:
    """Run a program that has to succeed."""
    subprocess.run(command, check=True, **how)  # type: ignore[call-overload]  # noqa: S603 - programs of this machine, by our own arguments


@contextmanager
def layer_over_machine(folder: Path) -> Iterator[Path]:
    """Give a root whose files are this machine's, and in which whatever is written is gone afterwards."""
    top, work, root = (folder / name for name in ("top", "work", "root"))
    folder.mkdir()
    run("mount", "-t", "tmpfs", "tmpfs", str(folder))
    try:
        for part in (top, work, root):
            part.mkdir()
        run("mount", "-t", "overlay", "overlay", "-o", f"lowerdir=/,upperdir={top},workdir={work}", str(root))
        try:
            yield root
        finally:
            run("umount", str(root))
    finally:
        run("umount", "--lazy", str(folder))


def install_program(root: Path, wheel: Path) -> None:
    """Install the wheel and what the runtime lock names with Debian's own Python, as docs/operators.md says."""
    house = root / HOUSE
    house.mkdir(parents=True)
    for file in (wheel, ROOT / "requirements-runtime.lock"):
        shutil.copy(file, house)
    chroot = ("chroot", str(root))
    run(*chroot, "/usr/bin/python3", "-m", "venv", f"/{HOUSE}/.venv")
    pip = (*chroot, f"/{HOUSE}/.venv/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "--requirement", f"/{HOUSE}/requirements-runtime.lock", stderr=subprocess.DEVNULL)
    run(*pip, "--no-deps", f"/{HOUSE}/{wheel.name}", stderr=subprocess.DEVNULL)


def install_unit(root: Path) -> None:
    """Put the units where systemd looks; nothing of them is changed but the watchdog's patience and the pace of restarts."""
    system = root / "etc/systemd/system"
    for unit in ("thirdchair.service", "thirdchair@.service"):
        shutil.copy(ROOT / "deploy" / unit, system)
        (system / f"{unit}.d").mkdir()
        (system / f"{unit}.d" / "trial.conf").write_text("[Service]\nWatchdogSec=8\nRestartSec=1\n")
    (root / "trial.sh").write_text(TRIAL.format(house=HOUSE))
    (system / "trial.service").write_text(
        "[Service]\nType=oneshot\nExecStart=/bin/sh /trial.sh\nStandardOutput=append:/told\nStandardError=append:/told\n"
        "TimeoutStartSec=900\nExecStopPost=/bin/sh -c 'journalctl --no-pager --output=cat --unit=thirdchair --unit=thirdchair@north > /journal; systemctl poweroff --no-block'\n"
    )


def write_configuration(house: Path, homeserver: str, user: str, password: str) -> None:
    """Write what one account needs: its secrets root's alone, the data folder the service's."""
    (house / "rooms").mkdir(parents=True)
    (house / "data").mkdir(mode=0o700)
    (house / "secrets").mkdir(mode=0o700)
    (house / "secrets" / "password").write_text(password)
    (house / "secrets" / "password").chmod(0o600)
    (house / "rooms" / "every-room.yaml").write_text('room: "*"\n')
    (house / "bot.yaml").write_text(
        f'homeserver: {homeserver}\nuser_id: "{user}"\npassword_file: secrets/password\ndata_dir: data\n'
        'jurisdiction: [demo]\ntherapists: ["@ana:clinic.local"]\n'
    )


async def prepare(root: Path, wheel: Path, server: Homeserver) -> None:
    """Install program, units, a user and the configuration of two accounts."""
    await asyncio.to_thread(install_program, root, wheel)
    install_unit(root)
    run("chroot", str(root), "useradd", "--system", "--shell", "/usr/sbin/nologin", "thirdchair")
    for name, folder in (("thirdchair", HOUSE), ("north", HOUSE / "north")):
        password = secrets.token_hex(16)
        user = await server.register(name, password)
        write_configuration(root / folder, server.url, user, password)
        run("chroot", str(root), "chown", "thirdchair:thirdchair", f"/{folder}/data")


def boot(root: Path) -> None:
    """Boot systemd in the container until the trial is over."""
    command = ("systemd-nspawn", "--quiet", f"--directory={root}", "--register=no", "--keep-unit", "--boot")
    allowed = ("--capability=CAP_IPC_LOCK", "--system-call-filter=@memlock")  # a machine has them, a container has not
    environment = {**os.environ, "SYSTEMD_NSPAWN_LOCK": "0", "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"}
    run(
        *command,
        *allowed,
        "systemd.unit=trial.service",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=1000,
    )


EXPECTED = (
    "start thirdchair: 0 StatusText=At work Result=success NRestarts=0 ExecMainStatus=0 ActiveState=active SubState=running",
    "start thirdchair@north: 0 StatusText=At work Result=success NRestarts=0 ExecMainStatus=0 ActiveState=active SubState=running",
    "owner thirdchair: thirdchair capabilities 0000000000000000 seccomp 2",
    "owner thirdchair@north: thirdchair capabilities 0000000000000000 seccomp 2",
    "watchdog thirdchair: StatusText=At work Result=success NRestarts=1 ExecMainStatus=0 ActiveState=active SubState=running",
    "refused thirdchair: StatusText= Result=exit-code NRestarts=0 ExecMainStatus=78",
    "still thirdchair: StatusText= Result=exit-code NRestarts=0 ExecMainStatus=78",
)


async def main() -> int:
    """Try it, print what was seen, and return 1 if something of `EXPECTED` was not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args().wheel.absolute()
    with tempfile.TemporaryDirectory() as folder, layer_over_machine(Path(folder, "layer")) as root:
        async with run_homeserver(Path(folder, "synapse")) as server:
            await prepare(root, wheel, server)
            await asyncio.to_thread(boot, root)
        told = (root / "told").read_text(encoding="utf-8")
        missing = [line for line in EXPECTED if line not in told]
        sys.stdout.write(told)
        if missing:
            sys.stdout.write(
                (root / "journal").read_text(encoding="utf-8") + "\nNot seen:\n" + "\n".join(missing) + "\n"
            )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
