"""The words that people see of a formatted body: its text without the markup, in lines as they are shown. Pure."""

import re
from html import unescape

import nh3

_QUOTE, _QUOTE_END = "<mx-reply", "</mx-reply>"
"""What older clients quote before a reply (spec 1.12, "Rich replies"): whoever wrote that has written it before."""
_UNSEEN = {"script", "style"}
_BLOCK = re.compile(
    r"(?i)</?(?:address|article|blockquote|br|caption|center|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]"
    r"|header|hr|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)\b[^<>]*>|(?=<img\b)"
)
"""Where a new line begins: words of two paragraphs, or of two cells, are not one word."""
_INLINE = re.compile(r"(?i)</?(?!(?:img|span|script|style)\b)[a-z][^<>]*>")
"""All other tags go before anything is parsed: thousands in each other take a parser of HTML seconds."""
_SHOWN = {"img": {"alt", "title"}, "span": {"data-mx-maths", "data-mx-spoiler"}}
"""Attributes that people read: what stands for a picture or an emoji, why something is hidden, and formulas."""
_TAG = re.compile(r"<[^>]*>")


def strip_html(html: str) -> str:
    """Return the text of `html` as people read it, also what is crossed out or hidden until one taps it.

    Tags inside a word do not part it; of what older clients quote before a reply there is nothing. Any text is HTML.
    """
    attributes: list[str] = []

    def note_attribute(tag: str, name: str, value: str) -> None:
        if name in _SHOWN.get(tag, ()):
            attributes.append(value)

    clean = nh3.clean(
        _INLINE.sub("", _BLOCK.sub("\n", _drop_quote(_replace_surrogates(html)))),
        tags=set(_SHOWN),
        attributes=_SHOWN,
        clean_content_tags=_UNSEEN,
        attribute_filter=note_attribute,
        link_rel=None,
    )
    lines = "\n".join((unescape(_TAG.sub("", clean)), *attributes)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _drop_quote(html: str) -> str:
    """Return `html` without the quotation before a reply, if that has an end."""
    small = html.lower()
    begin = small.find(_QUOTE)
    end = small.find(_QUOTE_END, begin)
    return html[:begin] + html[end + len(_QUOTE_END) :] if 0 <= begin < end and len(small) == len(html) else html


def _replace_surrogates(text: str) -> str:
    """Return `text` without halves of characters, which JSON can hold and nothing else can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
