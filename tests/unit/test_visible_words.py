"""What people see of an event: all of it is read for the tripwire, from every client, and nothing else."""

import time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each

from bot.matrix.html_words import strip_html
from bot.matrix.visible_words import read_words, read_words_beside

MESSAGE = "m.room.message"
PICTURE = {"msgtype": "m.image", "file": {"url": "mxc://clinic/otter"}, "info": {"body": "moth"}}
ANSWERS = [{"id": "1", "org.matrix.msc1767.text": "yes"}, {"id": "2", "org.matrix.msc1767.text": "never"}]
UNSTABLE = {"question": {"org.matrix.msc1767.text": "shall I go"}, "answers": ANSWERS, "kind": "disclosed"}
STABLE = {
    "question": {"m.text": [{"body": "shall I go"}]},
    "answers": [{"m.id": "1", "m.text": [{"body": "yes"}]}, {"m.id": "2", "m.text": [{"body": "never"}]}],
}
REPLY = {"m.relates_to": {"m.in_reply_to": {"event_id": "$card"}}}
EDIT = {"m.relates_to": {"rel_type": "m.replace", "event_id": "$old"}}


@try_each(
    ("kind", "content", "words"),
    [
        (MESSAGE, {"msgtype": "m.emote", "body": "wants to go"}, "wants to go"),
        (MESSAGE, {"msgtype": "m.notice", "body": "going"}, "going"),
        (MESSAGE, {**PICTURE, "body": "going.jpg"}, "going.jpg"),
        (MESSAGE, {**PICTURE, "body": "I am going", "filename": "otter.jpg"}, "I am going\notter.jpg"),
        (MESSAGE, {**PICTURE, "body": "a", "formatted_body": "<b>b</b>", "filename": "c.jpg"}, "a\nb\nc.jpg"),
        (MESSAGE, {"msgtype": "m.file", "body": "my farewell.pdf", "file": {"name": "x"}}, "my farewell.pdf"),
        (MESSAGE, {"msgtype": "m.audio", "body": "voice", "m.caption": {"m.text": [{"body": "hear"}]}}, "voice\nhear"),
        (MESSAGE, {"msgtype": "dm.gallery", "body": "two", "itemtypes": [{"body": "one"}, {"filename": "b"}]}, "two\none\nb"),
        (MESSAGE, {"msgtype": "m.location", "body": "the bridge", "geo_uri": "geo:1,2"}, "the bridge"),
        (MESSAGE, {"msgtype": "m.location", "body": "here", "org.matrix.msc3488.location": {"description": "my bridge"}}, "here\nmy bridge"),
        ("org.matrix.msc3381.poll.start", {"org.matrix.msc3381.poll.start": UNSTABLE, "body": "shall I go 1. yes"}, "shall I go\nyes\nnever\nshall I go 1. yes"),
        ("m.poll.start", {"m.poll": STABLE, "m.text": [{"body": "fallback"}]}, "shall I go\nyes\nnever\nfallback"),
        ("m.poll.end", {"m.text": [{"body": "The poll has ended"}]}, ""),
        ("m.poll.response", {"m.selections": ["1"]}, ""),
        ("m.sticker", {"body": "a cat that cries", "info": {}, "url": "mxc://clinic/cat"}, "a cat that cries"),
        ("m.message", {"m.text": [{"body": "plain"}, {"body": "<i>rich</i>", "mimetype": "text/html"}]}, "plain\nrich"),
        ("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$a", "key": "me too"}}, "me too"),
        (MESSAGE, {"msgtype": "m.emote", "body": "* new", "m.new_content": {"body": "new", "formatted_body": "<b>newer</b>"}, **EDIT}, "new\nnewer"),
        (MESSAGE, {"msgtype": "m.image", "body": "no edit", "m.new_content": {"body": "hidden"}}, "no edit\nhidden"),
        (MESSAGE, {"msgtype": "m.emote", "body": "> <@bot:clinic> its words\n> more\n\nmine", **REPLY}, "\nmine"),
        (MESSAGE, {"msgtype": "m.text", "org.thirdchair": {"body": "marks"}, "m.mentions": {"body": "x"}}, ""),
    ],
)  # fmt: skip
def test_all_that_people_see_is_read(kind: str, content: dict[str, Any], words: str) -> None:
    """Emotes, captions, file names, polls, places, stickers, edits: their words, once each; what is for clients is not."""
    assert read_words(kind, content) == words


@try_each(
    ("kind", "content", "words"),
    [
        ("m.room.name", {"name": "Nobody helps"}, "Nobody helps"),
        ("m.room.topic", {"topic": "going", "m.topic": {"m.text": [{"body": "going"}]}}, "going"),
        ("m.room.member", {"membership": "leave", "reason": "I can not stay", "displayname": "Kim"}, "I can not stay"),
        ("m.room.member", {"membership": "join", "displayname": "Kim", "body": "x"}, ""),
        ("m.room.tombstone", {"body": "closed"}, ""),
        ("im.vector.modular.widgets", {"name": "a widget"}, ""),
    ],
)
def test_of_state_only_what_people_write_in_it(kind: str, content: dict[str, Any], words: str) -> None:
    """A room's name and topic, and why somebody goes, are words; all other state is for clients."""
    assert read_words(kind, content, is_state=True) == words


@try_each(
    ("body", "formatted", "beside"),
    [
        ("hello", None, ""),
        ("**hello** you", "<strong>hello</strong> you", ""),
        ("hello", "<p>I am <em>going</em></p>", "I am going"),
        ("[hidden](mxc://a/b)", "<span data-mx-spoiler>I go</span>", "I go"),
        ("a", '<span data-mx-spoiler="I go">b</span>', "b\nI go"),
        ("not", "<del>not</del> <s>any more</s>", "not any more"),
        ("x", "g<b>o</b>ing<br>now<ul><li>one<li>two</ul>", "going\nnow\none\ntwo"),
        ("x", "<img src='mxc://a/b' alt=':going:' title='gone'>", ":going:\ngone"),
        ("x", "a &lt; b &amp;amp; c", "a < b &amp; c"),
        ("x", "<script>no</script><style>no</style><!-- no -->yes", "yes"),
        ("hello", 7, ""),
        (None, "I go", "I go"),
    ],
)
def test_what_the_formatted_body_says_beside_the_plain_one(body: object, formatted: object, beside: str) -> None:
    """Only where people see other words: also those that are crossed out or hidden, none of what nobody sees."""
    assert read_words_beside({"body": body, "formatted_body": formatted}) == beside


def test_a_quotation_before_a_reply_is_not_the_senders() -> None:
    """What older clients quote is left out, plain and formatted; lines that a person begins with `>` are theirs."""
    quoted = "<mx-reply><blockquote>its words</blockquote></mx-reply>mine"
    assert read_words_beside({**REPLY, "body": "> <@bot:clinic> its words\n\nmine", "formatted_body": quoted}) == ""
    assert read_words_beside({**REPLY, "body": "> I go\nso I wrote"}) == "> I go"
    assert strip_html("<mx-reply>never closed") == "never closed"


NAMES = [
    "body",
    "formatted_body",
    "m.text",
    "m.relates_to",
    "m.in_reply_to",
    "m.new_content",
    "rel_type",
    "mimetype",
    "key",
]
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(NAMES), ANY_JSON), st.sampled_from([MESSAGE, "m.reaction", "m.poll.start", "x"]))
def test_nothing_in_an_event_raises(content: dict[str, Any], kind: str) -> None:
    """Whatever stands where, it is read or passed over."""
    assert isinstance(read_words(kind, content), str)
    assert isinstance(read_words_beside(content), str)


@try_each(
    "unit",
    ["<b>", "<p>", "<div>", "<ul><li>", "<span>", "<!--", "<", "<a ", "&", "&amp;", "<table>", "<mx-reply>", "<svg><math>",
     "<font color=a>", "<b></p>", "<select>", '<b title="', "<span>x", "<script>", "\u200b", "\ud800", ">", "x"],
)  # fmt: skip
def test_64_kib_of_any_html_is_read_at_once(unit: str) -> None:
    """Thousands of tags in each other take no longer than words do."""
    html = unit * (65_536 // len(unit))
    began = time.process_time()
    strip_html(html)
    assert time.process_time() - began < 0.5
