"""Languages that people name when they ask for a translation, and what each is called."""

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


_OWN = {
    "ar": "العربية",
    "de": "Deutsch",
    "es": "español",
    "fr": "français",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
    "ja": "日本語",
    "jv": "Basa Jawa",
    "ko": "한국어",
    "ms": "Bahasa Melayu",
    "nl": "Nederlands",
    "pt": "português",
    "su": "Basa Sunda",
    "th": "ไทย",
    "vi": "tiếng Việt",
    "zh": "中文",
}
"""What those who speak a language call it, where that is not its English name."""
LANGUAGES = tuple(Language(code) for code in _NAMED)


def english_name(language: Language) -> str:
    """Return the language's name in English, as a model is told it."""
    return _NAMED[language][0]


def own_name(language: Language) -> str:
    """Return the language's name as its own speakers write it."""
    return _OWN.get(language, english_name(language))
