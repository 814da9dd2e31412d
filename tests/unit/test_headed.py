"""What a message looks like that begins with the code of its room: in plain text, in HTML, as an alarm and as a poll."""

from rows import try_each

from bot.matrix.polls import END, START, make_poll_end, make_poll_start
from bot.matrix.send import make_content, put_head_before
from bot.model import Amend, Card, EndPoll, EventId, Language, Mark, Poll, UserId, make_words

HEAD, ANA = "R-1A2B3C", UserId("@ana:clinic")
WORDS = make_words("listen-already", Language("en"), prefix="!")


@try_each(
    ("plain", "html", "headed"),
    [
        ("Hello", "<p>Hello</p>", ("R-1A2B3C · Hello", "<p>R-1A2B3C · Hello</p>")),
        ("- one", "<ul>\n<li>one</li>\n</ul>", ("R-1A2B3C · - one", "<p>R-1A2B3C · </p>\n<ul>\n<li>one</li>\n</ul>")),
    ],
)
def test_the_head_stands_in_the_first_line(plain: str, html: str, headed: tuple[str, str]) -> None:
    """The code stands before the first words, within their paragraph where they begin with one; without a code nothing changes."""
    assert put_head_before(HEAD, plain, html) == headed
    assert put_head_before("", plain, html) == (plain, html)


def test_an_alarm_with_a_head_calls_people_as_ever() -> None:
    """The code changes nothing about who is called, and an edit shows it in the new words too."""
    alarm = make_content(Card("A1", WORDS, Mark(kind="alarm"), (ANA,)), "job", HEAD)
    assert (alarm["m.mentions"], alarm["msgtype"]) == ({"user_ids": [ANA]}, "m.text")
    assert alarm["body"].startswith(f"{HEAD} · ")
    edit = make_content(Amend(EventId("$card"), WORDS, Mark(kind="alarm")), "job", HEAD)
    assert edit["m.new_content"]["body"] == alarm["body"]
    assert edit["body"].startswith(f"* {HEAD} · ")


def test_a_poll_with_a_head_asks_and_closes_under_it() -> None:
    """The question of a poll, and what is said as it closes, begin with the code; its answers and their ids are as ever."""
    poll = Poll("K1", WORDS, WORDS, WORDS, "y", "n", Mark(kind="poll"), EventId("$q"))
    asked, bare = make_poll_start(poll, "job", HEAD), make_poll_start(poll, "job")
    assert asked[START]["question"]["body"] == f"{HEAD} · {bare[START]['question']['body']}"
    assert asked[START]["answers"] == bare[START]["answers"]
    closed = make_poll_end(EndPoll(EventId("$poll"), WORDS, Mark(kind="poll")), "job", HEAD)
    assert closed["org.matrix.msc1767.text"].startswith(f"{HEAD} · ")
    assert END in closed
