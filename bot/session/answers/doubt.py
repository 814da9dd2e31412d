"""Blatant signs that an answer does what it must not: a dose, a drug, a diagnosis, a judgement of danger. Pure.

It compares words, in English and Indonesian. It finds what is said bluntly, and nothing that is said with care;
what the people themselves have said, an answer may repeat.
"""

import re
from enum import StrEnum

from bot.words import folded


class Doubt(StrEnum):
    """What a therapist should look at twice in a draft."""

    MEDICATION = "medication"
    DIAGNOSIS = "diagnosis"
    RISK = "risk"


_DRUGS = (
    "sertralin|fluoxetin|fluoksetin|paroxetin|citalopram|escitalopram|venlafaxin|duloxetin|bupropion|mirtazapin"
    "|trazodon|amitriptylin|amitriptilin|lithium|litium|lamotrigin|valproat|quetiapin|kuetiapin|olanzapin|risperidon"
    "|aripiprazol|haloperidol|clozapin|klozapin|diazepam|lorazepam|alprazolam|clonazepam|klonazepam|zolpidem"
    "|methylphenidat|metilfenidat|buspiron|propranolol|prozac|zoloft|lexapro|xanax|valium|ativan|ritalin|adderall"
)
_AMOUNT = r"(?:\d+(?:[.,]\d+)?|half|one|two|three|four|setengah|satu|dua|tiga|empat)"
_MEDICINE = (
    r"(?:medications?|medicines?|meds|dos(?:es?|age)|antidepressants?|sleeping pills?|obat(?:nya|mu)?|dosis(?:nya|mu)?)"
)
_ILLNESS = (
    r"(?:depress(?:ion|ive)|bipolar|ptsd|adhd|ocd|borderline|autis\w+|schizo\w+|psychosis|psychotic|anorexi\w+|bulimi\w+"
    r"|\w+ (?:personality )?disorder|depresi|skizo\w+|psikosis|gangguan (?!tidur)\w+|narcissis\w+|narsistik)"
)
_PATTERNS = {
    Doubt.MEDICATION: (
        rf"\b{_AMOUNT}\s?(?:mg|mcg|\u00b5g|\u03bcg|milli?grams?|miligram)\b",
        rf"\b(?:take|try|swallow|minum|telan|coba)\s+{_AMOUNT}\s+(?:more\s+)?(?:tablets?|pills?|capsules?|pil|kapsul|butir)\b",
        (
            rf"\b(?:stop|start|increase|raise|double|reduce|lower|skip|quit|change|switch)(?: taking)?"
            rf"(?: (?:your|the|his|her|their|this))? {_MEDICINE}\b"
        ),
        rf"\b(?:berhenti|hentikan|setop|naikkan|tambah(?:kan)?|turunkan|kurangi|ganti|mulai)(?: minum)? {_MEDICINE}\b",
        rf"\b(?:{_DRUGS})e?\b",
    ),
    Doubt.DIAGNOSIS: (
        (
            rf"(?<!if )(?<!when )(?<!whether )(?<!do )(?<!that )\b(?:you|he|she|they|client \d)"
            rf"(?: (?:clearly|probably|likely|certainly|may|might|must|seem to|appear to|seems to))?"
            rf" (?:have|has|suffers? from|are|is)(?: (?:a|an|the|probably|clearly|severe|clinical|major)){{0,3}} {_ILLNESS}\b"
        ),
        r"\b(?:kamu|anda|dia|ia|klien \d|client \d)(?: \w+)? (?:mengidap|menderita)\b",
        (
            rf"(?<!kalau )(?<!jika )(?<!bila )(?<!ketika )(?<!saat )"
            rf"\b(?:kamu|anda|dia|klien \d|client \d)(?: \w+)? (?:punya|terkena|mengalami|adalah)(?: \w+)? {_ILLNESS}\b"
        ),
        r"\b(?:my|the) diagnosis is\b|\bdiagnosis(?:nya| saya) adalah\b",
    ),
    Doubt.RISK: (
        r"\b(?:low|no|high|moderate|immediate|minimal) (?:suicide |suicidal |self-harm )?risk\b|\bnot (?:really )?suicidal\b",
        r"\b(?:no|not in|is no|not a) (?:real |immediate |acute )?danger\b",
        r"\b(?:berisiko|risiko(?:nya)?) (?:bunuh diri )?(?:rendah|tinggi|sedang|kecil)\b|\btidak (?:ada )?(?:berisiko|risiko)\b",
        r"\btidak (?:benar-benar |sungguh )?(?:ingin bunuh diri|dalam bahaya|berbahaya bagi)\b",
    ),
}
_COMPILED = {doubt: tuple(re.compile(one) for one in patterns) for doubt, patterns in _PATTERNS.items()}


def doubted(text: str, given: str) -> Doubt | None:
    """Return what a therapist should look at twice in `text`, None if nothing is blatant.

    `given` is what the people wrote that the answer is about.
    """
    said, known = folded(re.sub(r"[*_]", "", text)), folded(given)
    for doubt, patterns in _COMPILED.items():
        if any(found[0] not in known for pattern in patterns for found in pattern.finditer(said)):
            return doubt
    return None
