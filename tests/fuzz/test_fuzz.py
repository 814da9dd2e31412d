"""Every input that was kept, and a few thousand changes of them, the same ones each time: no rule is broken."""

import json
import os
import random
import time
from contextlib import suppress

import fuzz_intake
import fuzz_work
import pytest
from fuzz_targets import CORPUS, LONGEST, TARGETS, Target, mutate_input
from fuzz_work import TooMuchWorkError, bound_work, stands_in_id

SEED = 19
TRIES = {
    "intake": 600,
    "commands": 150,
    "policy": 250,
    "masking": 800,
    "answers": 150,
    "codec": 1500,
    "transcripts": 300,
}
"""Changed inputs of each target: a few seconds each."""


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
def test_what_was_kept_breaks_no_rule(target: Target) -> None:
    """Each file of the corpus is read, decided, masked, answered or refused as it should be."""
    for data in target.read_corpus().values():
        target.run(data)


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
def test_what_is_changed_by_chance_breaks_no_rule(target: Target) -> None:
    """So is whatever comes of a few changes to them."""
    corpus = list(target.read_corpus().values())
    chance = random.Random(SEED)  # noqa: S311 - the same each time is what it is for
    for _ in range(TRIES[target.name]):
        target.run(mutate_input(chance, corpus, target.words))


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
def test_the_corpus_is_small_and_begins_with_the_seeds(target: Target) -> None:
    """A corpus holds what its target begins with, and no file of it is longer than an input may be. SEEDS=write writes that anew."""
    if os.environ.get("SEEDS") == "write":
        for name, seed in target.list_seeds().items():
            (CORPUS / target.name / name).write_bytes(seed)
    corpus = target.read_corpus()
    assert {name: corpus.get(name) for name in target.list_seeds()} == target.list_seeds()
    assert all(len(data) <= LONGEST for data in corpus.values())


def test_work_is_counted_and_not_timed() -> None:
    """What calls too much is noticed after a number of calls, however fast the machine is; what rests is not."""
    bound_work(10, time.sleep, 0.0)
    with pytest.raises(TooMuchWorkError):
        bound_work(100, lambda: [abs(number) for number in range(1000)])
    with pytest.raises(TooMuchWorkError):
        bound_work(100, _catch_everything)


def _catch_everything() -> None:
    with suppress(Exception):
        for number in range(1000):
            abs(number)


def test_what_a_fuzzer_notes_of_the_way_is_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Coverage is noted at each branch: an input is measured alike with a fuzzer and without one."""
    monkeypatch.setattr(fuzz_work, "FUZZER", abs.__module__)
    bound_work(100, lambda: [abs(number) for number in range(1000)])


def test_words_in_an_id_are_nobodys_secret() -> None:
    """Words are looked for in logs where they stand behind the keys that hold words alone: no answer that fuzzing begins with is left out."""
    assert not stands_in_id({"content": [{"body": "walrus"}]}, "walrus", {"body"})
    assert stands_in_id({"sender": "@walrus:clinic", "body": "walrus"}, "walrus", {"body"})
    for seed in TARGETS["intake"].list_seeds().values():
        opened = fuzz_intake._open_sealed(json.loads(seed))
        assert not stands_in_id(opened, fuzz_intake.SECRET, fuzz_intake.HOLDS_WORDS)


def test_every_folder_has_its_target() -> None:
    """No corpus lies there that nobody reads."""
    assert {folder.name for folder in CORPUS.iterdir()} == {*TARGETS}
