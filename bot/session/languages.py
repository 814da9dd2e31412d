"""Languages: which one people name when they ask for a translation, and which one they surely write."""

from bot.model import Language
from bot.words import folded

# Code, name in English (for the model), and what people type for it in English and Indonesian.
_NAMED = {
    "ar": ("Arabic", "arab"),
    "de": ("German", "jerman"),
    "en": ("English", "inggris"),
    "es": ("Spanish", "spanyol"),
    "fr": ("French", "prancis", "perancis"),
    "hi": ("Hindi",),
    "id": ("Indonesian", "indonesia", "bahasa"),
    "ja": ("Japanese", "jepang"),
    "jv": ("Javanese", "jawa"),
    "ko": ("Korean", "korea"),
    "ms": ("Malay", "melayu"),
    "nl": ("Dutch", "belanda"),
    "pt": ("Portuguese", "portugis"),
    "su": ("Sundanese", "sunda"),
    "th": ("Thai",),
    "tl": ("Tagalog", "filipino"),
    "vi": ("Vietnamese", "vietnam"),
    "zh": ("Chinese", "mandarin", "cina", "tionghoa"),
}
_COMMON = {
    "en": "the is are was and you i my your it that this of to in not with for what do does have me we she he",
    "id": "yang dan di ke dari ini itu tidak saya aku kamu anda dia kami kita untuk dengan ada apa sudah akan",
}


def language_named(typed: str) -> Language | None:
    """Return the language that the word `typed` names, by code or name, or None."""
    word = folded(typed).strip(":,")
    for code, names in _NAMED.items():
        if word == code or word in {name.casefold() for name in names}:
            return Language(code)
    return None


def english_name(language: Language) -> str:
    """Return the language's name in English, as a model is told it."""
    return _NAMED[language][0]


def surely(words: list[str]) -> Language | None:
    """Return the language that the folded `words` are surely in, of those whose commonest words we know."""
    counts = {language: sum(word in common.split() for word in words) for language, common in _COMMON.items()}
    best = max(counts, key=counts.__getitem__)
    others = sum(counts.values()) - counts[best]
    return Language(best) if counts[best] >= 4 and others * 4 <= counts[best] else None
