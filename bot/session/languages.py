"""Languages that people name when they ask for a translation."""

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
