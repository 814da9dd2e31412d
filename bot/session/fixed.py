"""Questions that have a fixed answer, whoever asks and whatever is set up: no model is asked."""

import re

from bot.words import folded

_MACHINE = r"(?:ai|bot|robot|machine|computer|program|chatgpt|gpt)"
_PERSON = r"(?:human|person|people|real|man|woman)"
_LITTLE = r"(?:(?:a|an|the|just|really|actually|even|only|some|kind of|sort of|one of those) )*"
_MESIN = r"(?:ai|bot|robot|mesin|komputer|program|chatgpt|gpt|manusia)"
_KECIL = (
    r"(?:(?:ini|itu|cuma|cuman|hanya|sebenarnya|sebuah|seorang|memang|beneran|benar|betul|sungguh|apa|apakah|bukan) )*"
)
_ARE_YOU_AI = re.compile(
    rf"\b(?:are|r) (?:you|u) {_LITTLE}(?:{_MACHINE}|{_PERSON})\b(?! (?:agreed|said|who|that|they|we|the)\b)"
    rf"|\b(?:you are|you're|ur|you re) {_LITTLE}{_MACHINE}\b"
    rf"|\bam i (?:really |actually )?(?:talking|speaking|chatting|writing) (?:to|with) {_LITTLE}(?:{_MACHINE}|{_PERSON})\b"
    rf"|\b(?:is this|is it) {_LITTLE}(?:{_MACHINE}|human|a person|a real person)\b"
    rf"|\b(?:kamu|anda|kau|lo|lu|elo|ini) {_KECIL}(?:{_MESIN}|orang(?: asli| sungguhan| beneran| nyata))\b"
    rf"|\b(?:kamu|anda|kau|lo|lu|elo) {_KECIL}orang(?: ya| kan)?$"
    rf"|\b(?:bicara|ngobrol|berbicara|chat) (?:dengan|sama|dgn) {_KECIL}(?:{_MESIN}|orang asli)\b"
)


def asks_if_ai(text: str) -> bool:
    """Return whether somebody asks the bot what it is: they are owed a plain answer (Utah Code 13-72a)."""
    return _ARE_YOU_AI.search(" ".join(re.findall(r"[\w']+", folded(text)))) is not None
