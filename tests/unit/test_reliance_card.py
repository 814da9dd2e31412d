"""The card about reliance, as it is seen on a phone and heard from a screen reader."""

import re
from dataclasses import replace

from reliance_scene import a_week_later, card, decided, this
from rows import try_each
from scene import ANA, KIM, on_desk

from bot.model import Floor
from bot.words import render_words


@try_each("typed", ["!reliance", "!kebiasaan"])
def test_the_card_fits_a_phone(typed: str) -> None:
    """Whatever the numbers, the card has at most 25 lines, and a line with a bar at most 32 characters; in both languages."""
    scene = on_desk()
    scene.says(KIM, "word " * 900)
    decided(scene, "ok")
    room = scene.room
    busy = replace(this(scene), written=10**6, turns=10**4, followed=10**4, posts=999, into_typing=999, asked=10**4)
    many = replace(busy.get_decisions(ANA), approved=999, changed=999, changed_by=99 * 999, refused=999)
    weeks = (
        replace(busy, monday=busy.monday - 7, decisions=(many,)),
        replace(busy, decisions=(many,)),
    )
    scene.room = replace(room, reliance=replace(room.reliance, weeks=weeks))
    lines = render_words(card(scene.at_desk(ANA, typed)).words).split("\n")
    assert len(lines) <= 25
    assert [line for line in lines if ("█" in line or "░" in line) and len(line) > 32] == []
    assert [line for line in lines if len(line) > 64] == []
    assert scene.room.floor is Floor.LISTEN


@try_each(
    ("typed", "share", "none"),
    [("!reliance", "1 of 2 (1 of 1)", "none (none)"), ("!kebiasaan", "1 dari 2 (1 dari 1)", "tidak ada (tidak ada)")],
)
def test_a_figure_is_read_in_words(typed: str, share: str, none: str) -> None:
    """Whoever hears the card read hears shares and what is missing in words of their language, no slash and no bare dash."""
    scene = on_desk()
    decided(scene, "ok")
    a_week_later(scene)
    decided(scene, "ok")
    decided(scene, "entirely other words of mine")
    shown = render_words(card(scene.at_desk(ANA, typed)).words)
    assert shown.count(share) == 1
    assert none in shown
    assert " %" in shown
    assert not re.search(r"\d/\d|\d%|: –|\(–", shown)  # noqa: RUF001 - the dash that nobody should hear


@try_each("typed", ["!reliance", "!kebiasaan"])
def test_a_bar_comes_behind_its_figure(typed: str) -> None:
    """A screen reader says in words what each bar shows before it comes to the blocks, and no figure stands in a bar's line alone."""
    scene = on_desk()
    decided(scene, "ok")
    lines = render_words(card(scene.at_desk(ANA, typed)).words).split("\n")
    bars = [number for number, line in enumerate(lines) if "█" in line or "░" in line]
    assert len(bars) == 5
    assert all(set(lines[number]) <= {"█", "░"} for number in bars)
    assert all(lines[number - 1].partition(": ")[2] for number in bars)
