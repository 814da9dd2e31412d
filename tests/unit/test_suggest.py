"""Scenes of `!suggest`: points for the therapist alone, each with links to the messages it rests on."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, on_desk, policy

from bot.matrix.send import format_sentence
from bot.model import (
    Ask,
    Card,
    Cite,
    Desk,
    EventId,
    Failed,
    InSession,
    Notice,
    Redacted,
    Reply,
    SessionRoom,
    Task,
    Trouble,
    Words,
)
from bot.session.answers.links import make_permalink
from bot.session.talk.clock import format_time_of_day
from bot.session.talk.token_estimate import estimate_spare_tokens, estimate_talk_tokens

GOOD = "They use “home” for a house and for a family. [1, 2]\nYou could ask what each of them means. [2]"


def talking(**rules: object) -> Scene:
    """Return a scene in which two people talk past each other."""
    scene = on_desk(**rules)
    scene.says(KIM, "home is where we fight")
    scene.says(ANA, "and when you go home to your parents?")
    return scene


def suggested(scene: Scene, answer: str, command: str = "!suggest") -> tuple[Ask, Reply]:
    """Let Ana ask at the desk and the model answer; return the question and what the desk sees."""
    (asked,) = asks(scene.at_desk(ANA, command))
    (reply,) = scene.answers(asked.question, answer)
    assert isinstance(reply, Reply)
    return asked, reply


def cites(sentence: Words) -> list[str]:
    """Return every link in a sentence, in order."""
    args = dict(sentence.args)
    result = [str(args["link"])] if "link" in args else []
    for name in ("labelled", "points", "links", "more"):
        for words in value if isinstance(value := args.get(name), tuple) else ():
            result += cites(words)
    return result


def test_points_stand_at_the_desk_with_links() -> None:
    """Each point is shown with links to its messages, by their time of day; the client's room sees nothing."""
    scene = talking()
    first, second = (line for line in scene.room.window)
    asked, reply = suggested(scene, GOOD)
    assert (reply.where, reply.to, reply.notice, asked.where) == (Desk(), asked.question, False, Desk())
    room = scene.room.id
    assert cites(reply.words) == [make_permalink(room, event_id) for event_id in (first.id, second.id, second.id)]
    body, html = format_sentence(reply.words)
    assert body.startswith("AI · not checked by a therapist")
    assert f"({format_time_of_day(first.at)}, {format_time_of_day(second.at)})" in body
    assert "https://" not in body
    assert html.count(f'<a href="{make_permalink(room, second.id)}">{format_time_of_day(second.at)}</a>') == 2
    assert not [
        effect
        for effect in scene.effects
        if isinstance(effect, Reply) and effect.where == SessionRoom() and effect.mark.backend
    ]


def test_the_model_sees_numbered_talk_and_the_question() -> None:
    """What is sent is the window and what the therapist asks, nothing else."""
    scene = talking()
    (asked,) = asks(scene.at_desk(ANA, "!sarankan apa yang belum selesai?"))
    assert [line.text for line in asked.context] == ["home is where we fight", "and when you go home to your parents?"]
    assert (asked.task, asked.request) == ("suggest", "apa yang belum selesai?")


def test_typed_in_the_session_room() -> None:
    """Typed before the client, it says quietly where the answer goes, and answers at the desk with a card that calls Ana."""
    scene = talking()
    effects = scene.says(ANA, "!suggest", thread=EventId("$thread"))
    assert keys(effects) == ["asks suggest", "suggest-elsewhere"]
    (asked,) = asks(effects)
    (card,) = scene.answers(asked.question, GOOD)
    assert isinstance(card, Card)
    assert (card.where, card.mentions, card.question, card.mark.kind) == (Desk(), (), asked.question, "suggest")
    assert scene.room.said[-1].event == scene.stands[card.code]
    assert scene.room.drafts == ()


def test_typed_in_the_session_room_and_no_answer() -> None:
    """That there is no answer is said at the desk too, and answers no message that stands elsewhere."""
    scene = talking()
    (asked,) = asks(scene.says(ANA, "!suggest"))
    (told,) = scene.happens(Failed(scene.id(), scene.now, asked.question, Trouble.DOWN))
    assert isinstance(told, Notice)
    assert (told.where, told.words.key) == (Desk(), "trouble-down")


@try_each(
    ("said", "key"),
    [
        ("Nothing.", "suggest-nothing"),
        ("Tidak ada.", "suggest-nothing"),
        ("They differ.", "suggest-unsourced"),
        ("Look here. [9]", "suggest-unsourced"),
        ("They differ. [0]", "suggest-unsourced"),
        ("Client 1 was tearful. [1]", "suggest-unsourced"),
        ("Client 1 is stable. [1]", "suggest-unsourced"),
        ("I'm sorry, but I cannot help with that.", "trouble-empty"),
    ],
)
def test_what_rests_on_nothing_is_not_shown(said: str, key: str) -> None:
    """No number, or none that is a message's, or a message that says no such thing: one calm line says so.

    That nothing was found is said only where the model said it.
    """
    _, reply = suggested(talking(), said)
    assert (reply.words.key, reply.mark.backend) == (key, None)


@try_each(
    ("language", "lines", "told"),
    [
        ("en", 1, "1 point without a source to support it was left out"),
        ("en", 2, "2 points without a source to support them were left out"),
        ("id", 1, "1 poin tidak dimuat karena tidak didukung pesan sumbernya"),
        ("id", 2, "2 poin tidak dimuat karena tidak didukung pesan sumbernya"),
    ],
)
def test_points_that_are_left_out_are_counted(language: str, lines: int, told: str) -> None:
    """Beneath the points that stand it says how many do not, in the reader's language, one or several."""
    scene = talking(language=(language,))
    left_out = "Client 2 wrote of home. [1]\nThey differ.\n"
    _, reply = suggested(scene, f"{''.join(left_out.splitlines(keepends=True)[:lines])}You could ask about home. [2]")
    assert told in format_sentence(reply.words)[0]
    _, reply = suggested(scene, "You could ask about home. [2]")
    assert "tidak dimuat" not in format_sentence(reply.words)[0]
    assert "without a source" not in format_sentence(reply.words)[0]


def test_points_without_messages_are_left_out() -> None:
    """Of several points only those are shown that rest on something, with the numbers that are messages."""
    scene = talking()
    _, reply = suggested(scene, "Made up.\nAlso made up. [12]\nYou could ask about home. [2, 12]")
    body, _ = format_sentence(reply.words)
    assert "Made up" not in body
    assert "lso made up" not in body
    assert cites(reply.words) == [make_permalink(scene.room.id, scene.room.window[1].id)]


def test_a_message_that_is_gone_is_not_cited() -> None:
    """Whoever deletes a message, or takes their agreement back, takes back what rests on it: no answer comes."""
    for change in ("delete", "withdraw"):
        scene = talking()
        (asked,) = asks(scene.at_desk(ANA, "!suggest"))
        if change == "delete":
            scene.happens(Redacted(scene.id(), KIM, scene.now, scene.room.window[0].id))
        else:
            scene.says(KIM, "!withdraw")
        assert scene.answers(asked.question, GOOD) == ()


def test_talk_that_goes_on_takes_nothing_away() -> None:
    """While the model thinks people go on talking: what was sent is still cited, also when a question sees it no more."""
    scene = talking()
    first = scene.room.window[0].id
    (asked,) = asks(scene.at_desk(ANA, "!suggest"))
    for number in range(40):
        scene.says(KIM if number % 2 else ANA, f"and more {number}")
    (reply,) = scene.answers(asked.question, GOOD)
    assert isinstance(reply, Reply)
    assert cites(reply.words)[0] == make_permalink(scene.room.id, first)


def test_a_doubtful_answer_stands_under_its_warning() -> None:
    """A diagnosis, a dose or a judgement of danger at the desk is shown under the line that says what to look at twice."""
    _, reply = suggested(talking(), "She has bipolar disorder. [1]")
    assert reply.words.key == "answer-doubted"
    assert len(cites(reply.words)) == 1


def test_who_may() -> None:
    """It is for therapists, also where the policy opens commands to clients: the desk is theirs."""
    for rules in ({}, {"ask": {"suggest": ["therapist", "client"]}}):
        scene = Scene(policy(MODEL, approval="all", **rules)).listening()
        scene.says(KIM, "some talk")
        assert keys(scene.says(KIM, "!suggest")) == ["not-permitted"]


def test_what_it_needs() -> None:
    """Without talk that may leave, with the AI off, or without a model, one line says so and no model is asked."""
    assert keys(on_desk().at_desk(ANA, "!suggest")) == ["suggest-no-talk"]
    scene = talking()
    assert keys(scene.at_desk(ANA, "!suggest " + "x" * 4001)) == ["too-long"]
    scene.says(KIM, "!stop")
    assert keys(scene.at_desk(ANA, "!suggest")) == ["needs-listen"]
    plain = Scene(policy(replace(MODEL, name="embedded", kind="embedded"))).listening()
    plain.says(KIM, "some talk")
    assert keys(plain.at_desk(ANA, "!suggest")) == ["suggest-unable"]


@try_each("place", [SessionRoom(), Desk()])
def test_a_model_outside_the_clinic(place: InSession) -> None:
    """Wherever it is typed, it is asked for the desk: with `desk_backends: local` nothing goes to a model outside."""
    scene = Scene(policy(replace(MODEL, where="remote"), backends_allowed="any")).listening()
    scene.says(KIM, "some talk")
    assert keys(scene.says(ANA, "!suggest", where=place)) == ["suggest-stays"]
    assert not scene.policy.reaches(Task.SUGGEST, place)


def test_as_a_reply_it_is_about_that_message() -> None:
    """A reply points at a message, which goes with its number; one that the bot may not use is refused."""
    scene = talking()
    (asked,) = asks(scene.says(ANA, "!suggest", reply_to=scene.room.window[0].id))
    assert asked.about == scene.room.window[0]
    assert keys(talking().says(ANA, "!suggest", reply_to=EventId("$unseen"))) == ["about-unseen"]


def test_no_more_talk_than_the_model_takes_in() -> None:
    """Of a long talk the newest whole turns are sent, as many as fit beside the answer."""
    small = replace(MODEL, context=2048, longest=400)
    scene = Scene(policy(small, approval="all", window={"messages": 200})).listening()
    for number in range(60):
        scene.says(KIM if number % 2 else ANA, f"{number} and so on, as people talk on an afternoon in the clinic")
    (asked,) = asks(scene.at_desk(ANA, "!suggest"))
    assert 5 < len(asked.context) < 60
    assert asked.context[-1].text.startswith("59")
    assert estimate_talk_tokens(asked.context) <= estimate_spare_tokens(small)
    assert scene.room.pending[0].rests_on[0].event == asked.context[0].id


@try_each("language", ["en", "id"])
def test_in_both_languages(language: str) -> None:
    """Points are labelled and linked in the room's language."""
    scene = Scene(policy(MODEL, approval="all", language=(language,))).listening()
    scene.says(KIM, "some talk of home")
    _, reply = suggested(scene, GOOD.replace(", 2]", "]").replace("[2]", "[1]"))
    body, html = format_sentence(reply.words)
    assert (
        body.split("\n")[0] == {"en": "AI · not checked by a therapist", "id": "AI · belum diperiksa terapis"}[language]
    )
    assert html.count("<li>") == html.count("<a ") == 2


def test_times_are_of_the_messages() -> None:
    """A link goes by the time its message was written, not by when it was cited."""
    scene = talking()
    scene.waits(300)
    _, reply = suggested(scene, "Home. [1]")
    cite = Cite(scene.room.window[0].id, scene.room.window[0].at)
    assert format_time_of_day(cite.at) in format_sentence(reply.words)[0]
    assert format_time_of_day(scene.now) != format_time_of_day(cite.at)
