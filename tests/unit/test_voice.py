"""What the bot's messages are like: who they ring, what machines read on them, and what can be clicked."""

from typing import Any

from rows import try_each

from bot.matrix.send import format_sentence, make_content
from bot.model import Amend, Card, ConsentCard, EventId, Language, Mark, Notice, Reply, UserId, Words, make_words

EN = Language("en")
ANA = UserId("@ana:clinic")
LINE = make_words("listen-already", EN, prefix="!")
MARK = Mark(kind="draft", generated=True, backend="house", approved_by=ANA)
LINK = "https://matrix.to/#/!room_a:clinic/$event-b_c"


@try_each(
    ("effect", "kind"),
    [
        (Reply(EventId("$q"), LINE, MARK, mentions=(ANA,)), "m.notice"),
        (Reply(EventId("$q"), LINE, MARK, notice=False), "m.text"),
        (Notice(LINE, MARK), "m.notice"),
        (Notice(LINE, MARK, rings=True), "m.text"),
        (Card("K1", LINE, MARK), "m.text"),
        (Card("K1", LINE, MARK, (ANA,)), "m.text"),
        (Card("N1", LINE, Mark(kind="notice"), quiet=True), "m.notice"),
        (ConsentCard(EN, LINE, "hash"), "m.text"),
        (Amend(EventId("$c"), LINE, MARK), "m.notice"),
        (Amend(EventId("$c"), LINE, Mark(kind="alarm")), "m.text"),
    ],
)
def test_what_rings(effect: Any, kind: str) -> None:
    """Cards and changes of the floor ring people's phones, short answers and amendments do not; none rings by a name in it."""
    content = make_content(effect, "job")
    assert content["msgtype"] == kind
    assert content["m.mentions"] == {}
    assert not content["body"].startswith(">")


def test_only_an_alarm_calls_somebody() -> None:
    """Apps colour what mentions its reader: an alarm looks like nothing else at the desk."""
    content = make_content(Card("A1", LINE, Mark(kind="alarm"), (ANA,)), "job")
    assert (content["msgtype"], content["m.mentions"]) == ("m.text", {"user_ids": [ANA]})


@try_each("effect", [Card("K1", LINE, MARK), Reply(EventId("$q"), LINE, MARK, code="K1")])
def test_what_machines_read(effect: Any) -> None:
    """A card and an answer say to machines who approved them and what they are called."""
    content = make_content(effect, "job")
    marks = content["org.thirdchair"]
    assert (marks["code"], marks["approved_by"], marks["generated"], marks["job"]) == ("K1", ANA, True, "job")


def test_an_amendment_replaces() -> None:
    """What became of a card stands in its place, marked inside and outside, and can be told from a person's edit."""
    content = make_content(Amend(EventId("$c"), LINE, MARK), "job")
    new = content["m.new_content"]
    assert content["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$c"}
    assert content["body"] == f"* {new['body']}"
    assert content["org.thirdchair"] == new["org.thirdchair"]
    assert "m.relates_to" not in new


def card(**args: Any) -> tuple[str, str]:
    """Return a card about somebody's message, as text and as HTML."""
    return format_sentence(
        make_words(
            "card-wrong", EN, **{"code": "K1", "person": "Kim", "label": "14:03", "link": LINK, "prefix": "!", **args}
        )
    )


def test_a_link_of_ours_can_be_clicked() -> None:
    """The message that a card is about goes by its time, which can be clicked; the plain text has the time alone."""
    text, html = card()
    assert "is wrong: 14:03\n" in text
    assert "matrix.to" not in text
    assert f'is wrong: <a href="{LINK}">14:03</a><br' in html


def test_a_link_without_a_time_stands_whole() -> None:
    """Of a stored sentence that has no label yet, text and HTML have the address."""
    text, html = card(label="-")
    assert LINK in text
    assert f'<a href="{LINK}">{LINK}</a>' in html


@try_each(
    "args",
    [
        {"person": "https://matrix.to/#/!other:clinic", "link": "-"},
        {"link": "https://example.org/"},
        {"link": 'https://matrix.to/#/!a"onclick="x'},
        {"link": "javascript:x"},
        {"person": "<https://example.org>", "link": "-"},
    ],
)
def test_nothing_else_can(args: dict[str, str]) -> None:
    """What a person is called, and any link that leads elsewhere, is text."""
    assert "<a" not in card(**args)[1]


def chain(*times: str, link: str = LINK) -> tuple[Words, ...]:
    """Return links to one message, each by a time, as the bot puts them into a line."""
    first, rest = times[0], times[1:]
    more = chain(*rest, link=link) if rest else ""
    return (make_words("message-link", EN, label=first, link=link, more=more, last=int(not rest)),)


def test_a_link_of_ours_can_go_by_its_time() -> None:
    """Where links go by the time of their message, the time can be clicked; the plain text has the time alone."""
    text, html = format_sentence(make_words("suggest-point", EN, answer="at 14:03 home", links=chain("14:03", "14:05")))
    assert text == "- at 14:03 home (14:03, 14:05)"
    assert html.count("<a ") == 2
    assert f'at 14:03 home (<a href="{LINK}">14:03</a>, <a href="{LINK}">14:05</a>)' in html


@try_each("label", ["click here", "14:03 and more", "https://example.org", '">14:03'])
def test_a_link_goes_by_nothing_else(label: str) -> None:
    """Only a time of day stands in place of a link: no other word hides where it leads."""
    _, html = format_sentence(make_words("suggest-point", EN, answer="home", links=chain(label)))
    assert html.count("<a ") == 1
    assert f">{LINK}</a>" in html


def test_a_link_elsewhere_does_not_go_by_a_time() -> None:
    """What leads out of Matrix is text, whatever stands before it."""
    _, html = format_sentence(
        make_words("suggest-point", EN, answer="home", links=chain("14:03", link="https://example.org/"))
    )
    assert "<a" not in html


def test_a_models_link_is_text() -> None:
    """A model's text makes no link, also not the one of the card it stands in."""
    about: dict[str, Any] = {"code": "K1", "task": "ask", "person": "Kim", "kind": "", "direct": 0, "wish": "none"}
    where: dict[str, Any] = {
        "links": "",
        "linked": 1,
        "label": "14:03",
        "link": LINK,
        "quoted": 1,
        "quote": f"and {LINK}?",
    }
    heading = (make_words("card-heading", EN, **about, **where),)
    more: dict[str, Any] = {"cut": 0, "newer": 0, "tokens": 0, "used": 2, "edited": 0, "source": "model"}
    more |= {"doubt": "none", "posts": "yes", "answer": f"see {LINK} or https://example.org"}
    sentence = make_words("card-draft", EN, heading=heading, **more)
    _, html = format_sentence(sentence)
    assert html.count("<a href") == 1
    assert html.index("<a href") < html.index("see ")
