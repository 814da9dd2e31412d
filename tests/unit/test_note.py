"""`!note`: made from the talk, shown at the desk, reworded by its therapist, finalised, and gone with what it rests on."""

import re

from note_hour import LINES, hour, line_id, made, note, on_desk, texts
from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, policy

from bot.model import (
    Card,
    Desk,
    Direct,
    Failed,
    InSession,
    Reply,
    Retract,
    SessionRoom,
    Shown,
    Trouble,
    UserId,
)
from bot.policy import BackendFacts

LEE = UserId("@lee:clinic")


def test_a_note_is_laid_on_the_desk_with_its_sources() -> None:
    """One request, one message: each line with links to its messages, and what was not said stays blank."""
    scene = hour()
    effects = made(scene)
    (card,) = (effect for effect in effects if isinstance(effect, Card))
    assert (card.where, card.mentions, card.mark.generated, card.mark.kind) == (Desk(), (), True, "note")
    shown = on_desk(effects)
    assert "A draft by an AI" in shown
    for event in (line_id(scene, "three hours"), line_id(scene, "ok, i will")):
        assert event in shown
    objective = shown.partition("__Objective__")[2].partition("__Assessment__")[0]
    assert objective.strip() == "—"
    assert len(asks(tuple(scene.effects))) == 1


def test_a_line_that_fails_its_check_is_counted_and_not_shown() -> None:
    """The note says how many lines were left out, and why."""
    scene = hour()
    shown = on_desk(made(scene, text=f'{LINES}\nplan: Client 1 said "never". [4]\nplan: All is well.'))
    assert "never" not in shown
    assert "All is well" not in shown
    assert "- 1 with a quotation that nobody wrote.\n- 1 without a source." in shown


def test_it_is_asked_once_and_then_costs_only_what_is_new() -> None:
    """A second note of the same talk asks for nothing; after new talk only that is sent."""
    scene = hour()
    made(scene)
    again = made(scene)
    assert asks(again) == []
    assert "slept badly" in on_desk(again)
    scene.says(KIM, "one more thing")
    (question,) = asks(scene.at_desk(ANA, "!note soap"))
    assert [line.text for line in question.context] == ["one more thing"]
    assert asks(made(hour(), "!note dap", "data: Client 1 slept badly. [2]"))


def test_typed_in_the_room_it_answers_at_the_desk_alone() -> None:
    """The room gets one short line, also in Indonesian; nothing of the note ever goes there."""
    scene = hour()
    for typed in ("!note soap", "!catatan dap"):
        effects = scene.says(ANA, typed)
        assert keys(effects) in (["asks note", "note-at-desk"], ["note-at-desk"])
        came = scene.answers(asks(effects)[0].question, "plan: Client 1 will write. [4]")
        assert all(effect.where == Desk() for effect in came if isinstance(effect, Card | Reply))


@try_each(
    ("typed", "where", "said"),
    [
        ("!note", Desk(), "note-which"),
        ("!note sonnet", Desk(), "note-which"),
        ("!note finalise", Desk(), "note-none"),
        ("!note finalise", SessionRoom(), "note-at-desk"),
        ("!summary for my mother", Desk(), "summary-what"),
    ],
)
def test_what_cannot_be_made_is_told(typed: str, where: InSession, said: str) -> None:
    """Which notes there are, that none is open, and where it is typed."""
    assert keys(hour().says(ANA, typed, where=where)) == [said]


def test_when_it_cannot_be_made() -> None:
    """For a client, without a model, with the AI off, while an alarm waits, with a model out of the clinic, or with no talk."""
    assert keys(hour().says(KIM, "!note soap")) == ["not-permitted"]
    assert keys(hour(backend=BackendFacts()).says(ANA, "!note soap")) == ["note-unable"]
    off = hour()
    off.says(KIM, "!stop")
    assert keys(off.says(ANA, "!note soap")) == ["needs-listen"]
    alarm = hour()
    alarm.says(KIM, "i want to kill myself")
    assert keys(alarm.at_desk(ANA, "!note soap")) == ["paused"]
    assert keys(alarm.says(ANA, "!note soap")) == ["trouble-down"]
    far = hour(backend=BackendFacts("far", "openai", "big", "remote"), backends_allowed="any")
    assert keys(far.says(ANA, "!note soap")) == ["desk-stays"]
    assert keys(Scene(policy()).listening().at_desk(ANA, "!note soap")) == ["paper-nothing"]


def test_one_at_a_time() -> None:
    """While one is being read for, another waits for its therapist to ask again."""
    scene = hour()
    scene.at_desk(ANA, "!note soap")
    assert keys(scene.at_desk(ANA, "!summary")) == ["paper-busy"]


def test_a_failure_in_the_middle_is_one_calm_line_and_keeps_what_was_read() -> None:
    """Typed again, it goes on with the stretch that is missing."""
    long = [(KIM, f"thought {number} {'and so on ' * 300}") for number in range(9)]
    scene = hour(*long)
    first = asks(scene.at_desk(ANA, "!note free"))[0]
    second = asks(scene.answers(first.question, "note: Client 1 thinks. [1]"))[0]
    assert keys(scene.happens(Failed(scene.id(), scene.now, second.question, Trouble.DOWN))) == ["trouble-down"]
    assert not scene.room.pending
    again = asks(scene.at_desk(ANA, "!note free"))[0]
    assert again.context == second.context
    assert again.context != first.context


def test_a_model_that_writes_prose_gave_no_answer() -> None:
    """Then nothing is kept, and typing it again asks again."""
    scene = hour()
    assert "trouble-empty" in keys(made(scene, text="I would rather not."))
    assert asks(scene.at_desk(ANA, "!note soap"))


@try_each("heads", ["## {}", "**{}**", "{}", "### **{}**"])
def test_a_heading_without_a_colon_is_one(heads: str) -> None:
    """A model that writes its headings as Markdown does has put its lines beneath them all the same."""
    scene = hour()
    lines = f"{heads.format('Subjective')}\n- Client 1 slept badly. [2]\n{heads.format('plan')}\n- nothing"
    assert "slept badly" in on_desk(made(scene, text=lines))
    assert scene.room.note is not None
    assert [point.heading for point in scene.room.note.points] == ["subjective"]


def test_a_talk_without_a_line_is_said_to_have_none() -> None:
    """No empty note lies about."""
    scene = hour()
    assert keys(made(scene, text="nothing"))[-1] == "paper-empty"
    assert scene.room.note is None


@try_each(
    ("language", "lines", "told"),
    [
        ("en", 1, "1 line without a source to support it was left out"),
        ("en", 2, "2 lines without a source to support them were left out"),
        ("id", 1, "1 baris tidak dimuat karena tidak didukung pesan sumbernya"),
        ("id", 2, "2 baris tidak dimuat karena tidak didukung pesan sumbernya"),
    ],
)
def test_a_talk_of_which_no_line_stands_is_not_said_to_have_none(language: str, lines: int, told: str) -> None:
    """That the model found nothing is said only where it did; else how many of its lines were left out."""
    scene = hour(language=(language,))
    left_out = "plan: Client 1 was tearful. [2]\nplan: All is well.\n"
    effects = made(scene, text="".join(left_out.splitlines(keepends=True)[:lines]))
    assert keys(effects)[-1] == "paper-unsourced"
    assert told in on_desk(effects)
    assert scene.room.note is None
    assert asks(scene.at_desk(ANA, "!note soap"))  # typed again, it is read again


@try_each(
    ("language", "told"),
    [
        ("en", "(1 line without a source to support it was left out here.)"),
        ("id", "(1 baris di sini tidak dimuat karena tidak didukung pesan sumbernya.)"),
    ],
)
def test_a_blank_heading_means_that_nothing_was_said(language: str, told: str) -> None:
    """Where a line was left out and none stands, the heading says so, also in the note that is finalised; else it is —."""
    scene = hour(language=(language,))
    effects = made(scene, text="subjective: Client 1 slept badly. [2]\nplan: Client 1 is stable. [4]")
    assert on_desk(effects).count(told) == 1
    assert on_desk(effects).count("\N{EM DASH}\n") == 2
    final = scene.at_desk(ANA, f"finalise {note(scene)}")
    (file,) = (effect.file for effect in final if isinstance(effect, Reply) and effect.file)
    assert told in file.text
    assert told in on_desk(final)
    assert file.text.count("\N{EM DASH}\n") == 2


@try_each(
    ("line", "language", "told"),
    [
        ("Therapist 1 slept badly. [2]", "en", "- 1 about somebody who did not write the message named as the source."),
        ("Client 1 slept five hours. [2]", "en", "- 1 with a number, a dose or a day that its source does not have."),
        ("Client 1 was tearful. [2]", "en", "- 1 with what only eyes can see."),
        ("Client 1 is stable. [2]", "en", "- 1 with a judgement that is yours to make."),
        ("Terapis 1 kurang tidur. [2]", "id", "- 1 tentang orang yang bukan penulis pesan sumbernya."),
        ("Klien 1 tidur lima jam. [2]", "id", "- 1 dengan angka, dosis, atau hari yang tidak ada dalam sumbernya."),
        ("Klien 1 menangis. [2]", "id", "- 1 tentang hal yang hanya bisa dilihat langsung."),
        ("Klien 1 stabil. [2]", "id", "- 1 dengan penilaian yang seharusnya dari Anda."),
    ],
)
def test_why_a_line_was_left_out_is_told(line: str, language: str, told: str) -> None:
    """Each kind is counted by itself, in the reader's language."""
    assert told in on_desk(made(hour(language=(language,)), text=f"{LINES}\nsubjective: {line}"))


@try_each("typed", ["plan: Kim calls on Monday", "p: Kim calls on Monday", "PLAN : Kim calls on Monday"])
def test_a_reply_rewords_a_part(typed: str) -> None:
    """The part holds the therapist's own words then, says whose they are, and the whole note is shown once more."""
    scene = hour()
    made(scene)
    old = scene.room.note
    assert old is not None
    effects = scene.at_desk(ANA, typed, old.code)
    assert texts(scene) == ["Client slept badly.", "Kim calls on Monday"]
    assert "Kim calls on Monday _(Ana)_" in on_desk(effects)
    assert "each night" not in on_desk(effects)
    assert [effect.event for effect in effects if isinstance(effect, Retract)] == list(old.cards)


def test_a_reply_may_empty_a_part_or_reword_several() -> None:
    """`plan:` leaves it blank; lines under a heading belong to it."""
    scene = hour()
    made(scene)
    scene.at_desk(ANA, "plan:", note(scene))
    assert texts(scene) == ["Client slept badly."]
    scene.at_desk(ANA, "s: Tired.\nAnd sad.\no: Late.", note(scene))
    assert texts(scene) == ["Tired.\nAnd sad.", "Late."]
    assert keys(scene.at_desk(ANA, "!note plan: Kim rests")) == ["note-page"]
    assert "Kim rests" in texts(scene)


def test_what_the_therapist_wrote_stays_in_the_next_one() -> None:
    """A second note in the same template keeps it; another template waits until it is finished."""
    scene = hour()
    made(scene)
    scene.at_desk(ANA, "plan: Kim rests", note(scene))
    made(scene)
    assert texts(scene) == ["Client slept badly.", "Kim rests"]
    assert keys(scene.at_desk(ANA, "!note dap")) == ["note-open"]


def test_another_template_takes_the_place_of_an_untouched_note() -> None:
    """One note is open at a time."""
    scene = hour()
    made(scene)
    made(scene, "!note dap", "data: Client 1 slept badly. [2]")
    assert scene.room.note is not None
    assert scene.room.note.title == "DAP note"


@try_each("typed", ["hello", "ok", "yes", "what is this?"])
def test_other_words_in_a_reply_change_nothing(typed: str) -> None:
    """An `ok` is no `finalise`: one line says what can be said."""
    scene = hour()
    made(scene)
    before = scene.room.note
    assert keys(scene.at_desk(ANA, typed, note(scene))) == ["note-what"]
    assert scene.room.note == before


def test_a_reply_that_the_app_does_not_protect_is_not_counted() -> None:
    """The homeserver could have chosen which message it is for; the code works without a reply."""
    scene = hour()
    made(scene)
    assert keys(scene.at_desk(ANA, "finalise", note(scene), loose=True)) == ["note-name-it"]
    assert "note-final" in keys(scene.at_desk(ANA, f"finalise {note(scene)}"))


def test_a_client_has_no_say_at_the_desk() -> None:
    """Whoever is no therapist finalises nothing, wherever they type it."""
    scene = hour()
    made(scene)
    for place in (SessionRoom(), Desk(), Direct(KIM)):
        scene.says(KIM, f"finalise {note(scene)}", where=place)
    assert scene.room.note is not None


@try_each("typed", ["finalise", "Finalise.", "finalisasi", "selesai"])
def test_finalise_gives_the_file_and_lets_go_of_the_talk(typed: str) -> None:
    """The file and the text come to the desk, without anybody's name on the file; nothing of the talk is kept after that."""
    scene = hour()
    waiting = scene.draft("!ask what was said?", ANA)
    made(scene)
    scene.at_desk(ANA, "plan: Kim calls on Monday", note(scene))
    effects = scene.at_desk(ANA, typed, note(scene))
    (final,) = (effect for effect in effects if isinstance(effect, Reply) and effect.file)
    assert final.file is not None
    assert (final.where, final.mark.approved_by) == (Desk(), ANA)
    assert re.fullmatch(r"note-soap-\d{4}-\d\d-\d\d\.md", final.file.name)
    assert "## Plan\n- Kim calls on Monday (Ana)" in final.file.text
    assert "- Client slept badly. ([" in final.file.text
    assert "SOAP note" in on_desk(effects)
    assert (scene.room.window, scene.room.digests, scene.room.note) == ((), (), None)
    assert waiting not in {draft.code for draft in scene.room.drafts}
    assert scene.room.floor == "listen"


def test_an_older_wording_cannot_be_finalised() -> None:
    """What stands is what was read: a reply to a wording that another took the place of says so."""
    scene = hour()
    made(scene)
    old = note(scene)
    scene.at_desk(ANA, "plan: Kim rests", old)
    assert keys(scene.at_desk(ANA, f"finalise {old}")) == ["note-newer"]
    assert scene.room.note is not None


def test_a_wording_that_comes_late_is_taken_away() -> None:
    """Its message stands only after the next wording was laid: it is deleted, and cannot be replied to."""
    scene = hour()
    made(scene)
    old = note(scene)
    scene.at_desk(ANA, "plan: Kim rests", old)
    late = Shown(scene.id(), scene.now, scene.id(), old, Desk())
    assert scene.happens(late) == (Retract(late.event, Desk()),)


def test_no_drops_it_and_keeps_the_talk() -> None:
    """The note goes from the desk; another one costs nothing."""
    scene = hour()
    made(scene)
    effects = scene.at_desk(ANA, "no", note(scene))
    assert "note-dropped" in keys(effects)
    assert any(isinstance(effect, Retract) for effect in effects)
    assert scene.room.note is None
    assert scene.room.window
    assert asks(made(scene)) == []
