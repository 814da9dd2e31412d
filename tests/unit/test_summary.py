"""`!summary`: up to eight lines for the therapist, each with its messages; and a draft for the clients, if asked for."""

from note_hour import bare, hour, made, on_desk
from rows import try_each
from scene import ANA, KIM, asks, keys, posted

from bot.model import Card, Desk, Redacted, Reply, SessionRoom, Task
from bot.words import render_words

LINES = "- Client 1 slept badly. [2]\n- Client 1 will write it down. [3, 4]"
WARM = "- You said that the nights are short. [2]\n- You want to write them down. [3, 4]"


def test_a_summary_is_one_message_at_the_desk() -> None:
    """Its lines carry links; it can be called wrong or taken back like any answer of the AI's."""
    scene = hour()
    effects = made(scene, "!summary", LINES)
    (card,) = (effect for effect in effects if isinstance(effect, Card))
    assert (card.where, card.mark.generated) == (Desk(), True)
    assert "written by an AI" in on_desk(effects)
    assert on_desk(effects).count("https://matrix.to/") == 3
    assert "retracted" in keys(scene.says(ANA, f"!retract {card.code}")) or scene.room.said


def test_there_are_eight_lines_at_most() -> None:
    """What did not fit is counted."""
    scene = hour()
    effects = made(
        scene, "!ringkasan", "\n".join(f"- Point {letter}. [{at % 4 + 1}]" for at, letter in enumerate("abcdefghijk"))
    )
    assert bare(effects).count("- Point") == 8
    assert "3 karena tidak muat" in on_desk(effects)


def test_a_second_summary_asks_for_nothing() -> None:
    """A note is another thing: it asks for itself."""
    scene = hour()
    made(scene, "!summary", LINES)
    assert asks(made(scene, "!summary", LINES)) == []
    assert len(asks(made(scene, "!note free", "note: Client 1 slept badly. [2]"))) == 1


@try_each("typed", ["!summary for client", "!ringkasan untuk klien", "!summary for clients."])
def test_for_clients_it_is_a_draft_that_a_therapist_lets_out(typed: str) -> None:
    """Nothing reaches the room before an ok, and then one labelled message without a link, about nobody's command."""
    scene = hour()
    effects = made(scene, typed, WARM)
    assert not posted(effects)
    (draft,) = scene.room.drafts
    out = posted(scene.at_desk(ANA, "ok", draft.code))
    (reply,) = out
    assert (reply.where, reply.mentions) == (SessionRoom(), ())
    assert reply.to in {line.id for line in scene.room.window}
    text = render_words(reply.words)
    assert "You said that the nights are short." in text
    assert "matrix.to" not in text
    assert "Ana" in text


def test_for_clients_no_line_goes_unchecked() -> None:
    """Words that nobody wrote, and a judgement, are no part of it either."""
    scene = hour()
    made(scene, "!summary for client", f'{WARM}\n- You said "all is lost". [2]\n- You have major depression. [2]')
    (draft,) = scene.room.drafts
    assert "lost" not in draft.text
    assert "depression" not in draft.text


def test_a_draft_for_clients_ends_with_what_it_rests_on() -> None:
    """A deleted message ends it, and it is not asked for again by a word on its card."""
    scene = hour()
    made(scene, "!summary for client", WARM)
    (draft,) = scene.room.drafts
    scene.happens(Redacted(scene.id(), KIM, scene.now, scene.room.window[1].id))
    assert scene.room.drafts == ()
    assert scene.room.outcomes[-1].again is None
    assert "card-closed" in keys(scene.at_desk(ANA, "again", draft.code))


def test_a_draft_for_clients_rests_on_all_that_was_read_for_it() -> None:
    """Also a message that no line of it names ends it when it is deleted: its words were used."""
    scene = hour()
    made(scene, "!summary for client", "- You want to write them down. [3, 4]")
    (draft,) = scene.room.drafts
    assert len(draft.pending.rests_on) == 4
    assert len(draft.cites) == 2
    scene.happens(Redacted(scene.id(), KIM, scene.now, scene.room.window[1].id))
    assert scene.room.drafts == ()


def test_where_nothing_may_be_posted_it_stays_at_the_desk() -> None:
    """`posts: never` holds for a summary as for everything else."""
    scene = hour(posts="never")
    made(scene, "!summary for client", WARM)
    assert keys(scene.at_desk(ANA, "ok", scene.room.drafts[0].code)) == ["card-never"]


def test_a_summary_that_does_not_stand_yet_goes_with_a_withdrawal() -> None:
    """What rests on somebody's words and was not posted never will be."""
    scene = hour()
    question = asks(scene.at_desk(ANA, "!summary"))[0]
    assert question.task is Task.SUMMARY
    scene.says(KIM, "!withdraw")
    assert not [answer for answer in scene.answers(question.question, LINES) if isinstance(answer, Card | Reply)]
