"""Rough words spelled out and cut into sentences, where people wrote them together or put no stop. Pure."""

import re

from bot.model import Language
from bot.session.language.grammar import Grammar, load_grammar
from bot.words.letters import fold_letters, normalise_seen

_PIECE = re.compile(r"\[[A-Z]{1,20}(?:_[A-Z]{1,20}){0,2}_\d{1,6}\]|[^\W_]+(?:['&/-]+[^\W_]+)*|&|[.!?;,\n\u2026]")
"""A placeholder of the masking, a word, or a stop; all else, such as emoji, says nothing here."""
_STOPS = ".!?;\n\u2026"
_STRETCHED = re.compile(r"(\w)\1{2,}")


def find_self(rough: str, language: Language) -> str | None:
    """Return the word that the writer uses for themself, spelled out: the first in `rough`; None if there is none."""
    grammar = load_grammar(language)
    if grammar is None:
        return None
    ending = grammar.said.get("self_ending")
    for piece in _PIECE.findall(normalise_seen(rough)):
        word = fold_letters(piece)
        word = grammar.said["chat"].get(word, word)
        if word in grammar.said["selves"]:
            return str(grammar.said["selves"][word])
        if ending and word.endswith(ending["ending"]) and len(word) >= ending["letters"] and word not in ending["not"]:
            return str(ending["means"])
    return None


def split_rough_sentences(rough: str, grammar: Grammar) -> tuple[list[str], bool]:
    """Return the sentences of `rough`, words spelled out, and whether they were written as in a chat."""
    casual, words = False, []
    for piece in _PIECE.findall(normalise_seen(rough)):
        spelled = _spell_out(piece.lower() if rough.isupper() and not piece.startswith("[") else piece, grammar)
        casual = casual or spelled.casefold() != piece.casefold()
        if fold_letters(spelled) not in grammar.said["dropped"]:
            words.append(spelled)
    text = re.sub(r"\s+(?=,)", "", " ".join(word for word in words if word))
    for pattern, instead in grammar.said["misspelt"]:
        text = re.sub(pattern, instead, text)
    sentences = (
        part
        for piece in re.split(rf"[{re.escape(_STOPS)}]+", text)
        for part in _split_run_on(set_main_apart(" ".join(piece.strip(" ,").split()), grammar), grammar)
    )
    return [sentence for sentence in sentences if sentence], casual


def split_joiner(piece: str, grammar: Grammar) -> tuple[str, str]:
    """Return the word that joins a piece to what stands before, and the rest without what says nothing."""
    joiner = ""
    for word in sorted(grammar.said["joiners"], key=len, reverse=True):
        if piece.lower().startswith(f"{word} "):
            joiner, piece = word, piece[len(word) + 1 :]
            break
    words = piece.split()
    while len(words) > 1 and words[0].lower() in grammar.said["dropped_first"]:
        words = words[1:]
    return joiner, " ".join(words)


def set_main_apart(sentence: str, grammar: Grammar) -> str:
    """Return a sentence that begins with "when" and its like with a comma before its main clause, if that can be told."""
    joiner, rest = split_joiner(sentence, grammar)
    if joiner not in grammar.said["under"] or "," in sentence:
        return sentence
    for match in grammar.main.finditer(rest, len(rest.split(" ", 1)[0])):
        if not _is_held(match["before"].strip(), grammar):
            return f"{joiner} {rest[: match.end() - 1]}, {rest[match.end() :]}"
    return sentence


def _split_run_on(sentence: str, grammar: Grammar) -> list[str]:
    """Return the sentences in one that somebody wrote without stops."""

    def put_stop(match: re.Match[str]) -> str:
        return f"{match['before']} " if _is_held(match["before"], grammar) else f"{match['before']}\n"

    return [part.strip(" ,") for part in grammar.starts.sub(put_stop, sentence).split("\n")]


def _is_held(before: str, grammar: Grammar) -> bool:
    """Return whether no clause begins behind the words `before`: they hold what follows, or a comma stands there."""
    line = f" {before}".lower()
    return before.endswith(",") or any(line.endswith(f" {words}") for words in grammar.said["holds"])


def _spell_out(piece: str, grammar: Grammar) -> str:
    """Return the word or words that `piece` stands for."""
    if piece.startswith("["):
        return piece
    folded, chat = fold_letters(piece), grammar.said["chat"]
    doubled = grammar.said.get("doubled", "\0")
    if folded.endswith(doubled) and folded[:-1].isalpha():
        return f"{folded[:-1]}-{folded[:-1]}"
    for tried in (folded, _STRETCHED.sub(r"\1", folded), _STRETCHED.sub(r"\1\1", folded)):
        if tried in chat:
            return str(chat[tried])
    for ending, full in grammar.said.get("endings", {}).items():
        if folded.endswith(ending) and len(folded) > len(ending):
            return f"{piece[: -len(ending)]} {full}"
    single = _STRETCHED.sub(r"\1", piece)
    return single.lower() if piece.isupper() and len(piece) > 1 else single
