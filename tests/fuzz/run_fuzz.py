"""Each target fuzzed for its share of the minutes, one process after the other; what breaks a rule is kept and told.

    make fuzz MINUTES=60
    PYTHONPATH=.cache/fuzz .venv/bin/python tests/fuzz/run_fuzz.py --minutes 5 --only masking

With atheris (`make fuzz` gets it into .cache/fuzz) coverage guides what is tried next; without it, the corpus is changed by
chance. What is new to the program is kept in .cache/fuzz-corpus, and what breaks a rule as .cache/fuzz-found/TARGET-*: it
goes into tests/fuzz/corpus/TARGET, under a name that says what it is, together with what mends it.
"""

import argparse
import importlib.util
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / name) for name in ("fuzz", "unit", "integration", "")]
NAMES = ("intake", "commands", "policy", "masking", "answers", "codec", "transcripts")
FOUND, GROWN = ROOT / ".cache" / "fuzz-found", ROOT / ".cache" / "fuzz-corpus"


def run_guided(name: str, seconds: int) -> None:
    """Let atheris drive a target, in this process, which ends with it."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # not among what the project needs  # noqa: PLC0415

    with atheris.instrument_imports(include=["bot"]):
        from fuzz_targets import CORPUS, LONGEST, TARGETS  # noqa: PLC0415 - instrumented as it is read
    target = TARGETS[name]
    for data in target.read_corpus().values():
        target.run(data)  # lists are read and caches filled, which is no input's work
    words = FOUND / f"{name}.dict"
    words.write_text("".join(f'"{_escape(word)}"\n' for word in target.words))
    (GROWN / name).mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-dict={words}", f"-artifact_prefix={FOUND}/{name}-",
        "-print_final_stats=1", "-verbosity=1", "-timeout=300", "-rss_limit_mb=4096", str(GROWN / name), str(CORPUS / name),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], target.run)
    atheris.Fuzz()


def run_by_chance(name: str, seconds: int) -> None:
    """Change the corpus by chance, until the time is over or a rule is broken."""
    from fuzz_targets import TARGETS, mutate_input  # noqa: PLC0415 - not before it is known who reads it

    target, chance = TARGETS[name], random.Random()  # noqa: S311 - chance is what it is for
    corpus = list(target.read_corpus().values())
    for data in corpus:
        target.run(data)
    end, tried = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data = mutate_input(chance, corpus, target.words)
        try:
            target.run(data)
        except BaseException:
            (FOUND / f"{name}-by-chance").write_bytes(data)
            raise
        tried += 1
    sys.stdout.write(f"stat::number_of_executed_units: {tried}\n")


def _escape(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def main() -> int:
    """Fuzz every target, or one, and say how each ended."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=60.0, help="for all targets together")
    options.add_argument("--only", choices=NAMES)
    options.add_argument("--inside", choices=NAMES, help="fuzz in this process, which is what each target gets")
    given = options.parse_args()
    FOUND.mkdir(parents=True, exist_ok=True)
    is_guided = importlib.util.find_spec("atheris") is not None
    if given.inside:
        (run_guided if is_guided else run_by_chance)(given.inside, round(given.minutes * 60))
        return 0
    names = (given.only,) if given.only else NAMES
    failed = 0
    for name in names:
        share = given.minutes / len(names)
        sys.stdout.write(f"{name}: {share:.1f} minutes, {'guided by coverage' if is_guided else 'by chance'}\n")
        sys.stdout.flush()
        ended = subprocess.run(
            [sys.executable, __file__, "--inside", name, "--minutes", str(share)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        lines = ended.stdout.splitlines()
        sys.stdout.write("\n".join(line for line in lines if "stat::" in line) + "\n")
        if ended.returncode:
            failed += 1
            sys.stdout.write(f"A RULE IS BROKEN in {name}; the input is in {FOUND}:\n" + "\n".join(lines[-40:]) + "\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
