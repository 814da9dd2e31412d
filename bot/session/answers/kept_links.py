"""Links and addresses in a translation: those that its source holds stay, as text; of any other "(link)" is left. Pure.

While an answer is tidied, a mark stands for each that stays, since tidying takes out whatever leads anywhere.
"""

import re

from bot.session.answers.tidy import find_addresses, replace_addresses, show_invisible

MOST = 20
"""Addresses of one source that are kept."""
LINK = "(link)"
"""What is left of an address that nobody in the room wrote."""
_PLAIN = re.compile(r"[\w@#!$+.:/?=&%~,;-]+")
"""What an address is made of that stays: nothing that Markdown, or HTML, would read otherwise."""
_EDGE = ".,;:!?()[]<>\"'"
_SIGN = "\ua66e"
"""A letter that no language writes any more, so no message holds it."""
_NAMED = re.compile(rf"\[([^\]\[\n]{{0,300}})\]\(<?({_SIGN}\d+{_SIGN})>?\)")
_LEADING = re.compile(r"(?<!!)\[([^\]\[\n]{1,300})\]\([^()\n]{1,600}\)")
_MARKED = re.compile(rf"{_SIGN}(\d+){_SIGN}")


def guard_addresses(text: str, given: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` with a mark for each address that stands in `given` too, "(link)" for any other, and the marked ones."""
    said = show_invisible(given)
    addresses = {part.strip(_EDGE) for part in find_addresses(said)}
    kept = tuple(sorted((part for part in addresses if _PLAIN.fullmatch(part)), key=len, reverse=True)[:MOST])
    text = text.replace(_SIGN, "")
    if kept:
        any_kept = "|".join(map(re.escape, kept))
        number = {address: place for place, address in enumerate(kept)}
        text = re.sub(
            rf"(?<![\w@/.:-])(?:{any_kept})(?![\w/]|[.:-]\w)", lambda match: f"{_SIGN}{number[match[0]]}{_SIGN}", text
        )
        text = _NAMED.sub(lambda match: match[2] if _SIGN in match[1] else f"{match[1]} {match[2]}", text)
    return replace_addresses(_LEADING.sub(rf"\1 {LINK}", text), LINK), kept


def restore_addresses(text: str, kept: tuple[str, ...]) -> str:
    """Return `text` with its marks as the addresses again that they stand for."""
    return _MARKED.sub(lambda match: kept[int(match[1])] if int(match[1]) < len(kept) else "", text)
