"""Languages: which one people name when they ask for a translation, what each is called, which one they surely write."""

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


def surely(words: list[str]) -> Language | None:
    """Return the language that the folded `words` are surely in, of those whose commonest words we know."""
    counts = {language: sum(word in common.split() for word in words) for language, common in _COMMON.items()}
    best = max(counts, key=counts.__getitem__)
    others = sum(counts.values()) - counts[best]
    return Language(best) if counts[best] >= 4 and others * 4 <= counts[best] else None
