"""A quiet room: what the bot says to everybody is said in the languages that they read, once, and what is for one person comes to them."""

from scene import ANA, KIM, MODEL, Scene, asks, keys, policy

from bot.model import (
    Amend,
    Attached,
    Came,
    ConsentCard,
    Desk,
    Direct,
    Effect,
    Language,
    Notice,
    Open,
    Person,
    Reply,
    SessionRoom,
    ShowData,
    ShowSent,
    UserId,
)
from bot.words import render_words

EN, ID = Language("en"), Language("id")
DEWI = Person(UserId("@dewi:clinic"), "Dewi")


def aloud(effects: tuple[Effect, ...]) -> list[tuple[str, list[Language]]]:
    """Return what is said to everybody in the session room, each with its languages."""
    return [
        (effect.words.key, [effect.words.language, *effect.words.also])
        for effect in effects
        if isinstance(effect, Notice) and effect.where == SessionRoom()
    ]


def test_where_everybody_agreed_in_one_language_a_switch_is_said_in_that_one() -> None:
    """Whoever could agree to a card in a language reads it: nobody gets the same line twice."""
    scene = Scene(policy())
    scene.says(KIM, "!agree")
    assert aloud(scene.says(ANA, "!listen")) == [("listen-on", [EN])]
    assert aloud(scene.says(KIM, "!stop")) == [("floor-off", [EN])]


def test_where_two_read_different_languages_a_switch_is_said_in_both() -> None:
    """A line that somebody has to understand stands in the language of each."""
    scene = Scene(policy())
    scene.says(KIM, "!setuju")
    assert aloud(scene.says(ANA, "!listen")) == [("listen-on", [EN, ID])]


def test_a_switch_is_said_in_the_people_s_language_whatever_the_command_was_typed_in() -> None:
    """Who types an Indonesian command in a room that agreed in English turns the AI off in English."""
    scene = Scene(policy()).listening()
    assert aloud(scene.says(KIM, "!berhenti")) == [("floor-off", [EN])]


def test_of_whoever_has_agreed_to_nothing_nobody_knows_what_they_read() -> None:
    """A newcomer, and whoever only sits in, is told in each of the room's languages."""
    scene = Scene(policy()).listening()
    assert aloud(scene.joins(DEWI)) == [("floor-off-newcomer", [EN, ID])]
    watched = Scene(policy(observers=("@dewi:clinic",)))
    watched.joins(DEWI)
    watched.says(KIM, "!agree")
    assert aloud(watched.says(ANA, "!listen")) == [("listen-on", [EN, ID])]


def test_a_line_does_not_show_by_its_languages_that_somebody_took_their_agreement_back() -> None:
    """Who has agreed once reads that language; the room hears the same as at any other switch."""
    scene = Scene(policy()).listening()
    assert [languages for _, languages in aloud(scene.says(KIM, "!withdraw"))] == [[EN]]
    assert dict(scene.room.reads) == {KIM: EN, ANA: EN}
    scene.says(KIM, "!forget me")
    scene.says(KIM, "!forget me yes")
    assert KIM not in dict(scene.room.reads)


def beside(**rules: object) -> Scene:
    """Return a scene in which the AI is on, Ana has come to the desk, and Kim into their direct room."""
    scene = Scene(policy(MODEL, **rules)).listening()
    scene.happens(Came(scene.id(), scene.now, Desk(), ANA))
    scene.happens(Came(scene.id(), scene.now, Direct(KIM), KIM))
    return scene


def places(effects: tuple[Effect, ...]) -> list[object]:
    """Return where each message is said."""
    return [effect.where for effect in effects if isinstance(effect, Reply | Notice | Amend | ShowSent | ShowData)]


def test_what_was_sent_is_shown_where_nobody_else_reads_it() -> None:
    """A therapist reads it at the desk, a client in their direct room; what is asked in the session room is not answered there."""
    scene = beside()
    (at_desk,), (in_private,) = scene.says(ANA, "!sent"), scene.says(KIM, "!sent K1")
    assert isinstance(at_desk, ShowSent)
    assert isinstance(in_private, ShowSent)
    assert (at_desk.where, at_desk.everything, at_desk.to) == (Desk(), True, "")
    assert (in_private.where, in_private.everything, in_private.to, in_private.code) == (Direct(KIM), False, "", "K1")


def test_who_has_no_room_of_their_own_is_invited_to_one_and_told_what_to_type() -> None:
    """What is posted before they have come they could never read."""
    scene = Scene(policy()).listening()
    opened, told = scene.says(KIM, "!sent")
    assert (opened, keys((told,))) == (Open(Direct(KIM)), ["sent-direct"])
    assert keys(scene.says(ANA, "!sent")) == ["at-the-desk"]


def test_my_data_comes_at_once_where_its_person_has_come() -> None:
    """Whoever has a direct room need not type it again there."""
    (shown,) = beside().says(KIM, "!mydata")
    assert isinstance(shown, ShowData)
    assert (shown.where, shown.to) == (Direct(KIM), "")


def test_whether_the_session_is_to_end_is_asked_at_the_desk() -> None:
    """Clients read that it is over, as one line, and not what the therapist was asked before."""
    scene = beside()
    assert places(scene.says(ANA, "!end")) == [Desk()]
    assert [key for key, _ in aloud(scene.says(ANA, "!end yes"))] == ["floor-off-ended"]


def test_who_helps_the_bot_is_thanked_in_their_own_room() -> None:
    """That words are masked, that a message was called wrong, and that a picture cannot be seen, is for one person alone."""
    scene = beside()
    (ask,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    scene.answers(ask.question, "an answer")
    (code,) = scene.posts
    assert Direct(KIM) in places(scene.says(KIM, "!wrong", reply_to=scene.posts[code]))
    assert places(scene.says(KIM, "!mask Pluto")) == [Direct(KIM)]
    assert places(scene.happens(Attached(scene.id(), KIM, scene.now))) == [Direct(KIM)]
    assert places(scene.happens(Attached(scene.id(), ANA, scene.now))) == [Desk()]


def test_help_is_six_lines_of_what_one_can_do_now() -> None:
    """Before anybody agreed it is about agreeing; while the AI is on about using it; and all of it is one word away."""
    scene = Scene(policy())
    before = commands(scene.says(KIM, "!help"))
    assert (before[:3], len(before)) == (["help-agree", "help-decline", "help-privacy"], 6)
    scene.listening()
    during = commands(scene.says(KIM, "!help"))
    assert (during[:3], len(during)) == (["help-explain", "help-translate", "help-express"], 6)
    assert "help-stop" in during
    assert len(commands(scene.says(KIM, "!help all"))) > 12
    assert len(commands(scene.says(KIM, "!bantuan semua"))) > 12


def test_a_therapist_s_help_comes_to_the_desk() -> None:
    """No client reads what a therapist can do; and where an alarm waits, that is the first line."""
    scene = beside()
    assert places(scene.says(ANA, "!help")) == places(scene.says(ANA, "!help all")) == [Desk()]
    assert commands(scene.says(ANA, "!help"))[0] == "help-off"
    scene.says(KIM, "I want to kill myself tonight")
    assert commands(scene.says(ANA, "!help"))[0] == "help-ack"


def test_help_does_not_show_a_session_room_that_an_alarm_waits() -> None:
    """Nor does it tell a therapist of words about themself, which others were called for."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "I want to kill myself tonight")
    assert scene.room.alarms
    assert "help-ack" not in commands(scene.says(ANA, "!help"))
    about = beside()
    about.says(KIM, "my therapist touches me")
    assert [alarm.by_therapist for alarm in about.room.alarms] == [True]
    assert "help-ack" not in commands(about.says(ANA, "!help"))


def test_help_holds_no_command_that_policy_takes_away() -> None:
    """What is not there now, another one stands in for."""
    scene = Scene(policy(commands=("translate", "listen"))).listening()
    during = commands(scene.says(KIM, "!help"))
    assert ("help-explain" in during, "help-translate" in during, len(during)) == (False, True, 6)


def test_whether_this_is_an_ai_is_answered_as_words_for_people() -> None:
    """What somebody asks the bot about itself is no small print."""
    (answer,) = Scene(policy()).says(KIM, "are you human?", calls_bot=True)
    assert isinstance(answer, Reply)
    assert (answer.words.key, answer.notice) == ("are-you-ai", False)


def test_who_is_missing_is_told_at_the_desk_where_the_therapist_is() -> None:
    """Nobody in the room reads who has not agreed because the therapist wanted to begin."""
    scene = Scene(policy())
    scene.happens(Came(scene.id(), scene.now, Desk(), ANA))
    effects = scene.says(ANA, "!listen")
    assert (keys(effects), places(effects)) == (["listen-needs-desk"], [Desk()])


def commands(effects: tuple[Effect, ...]) -> list[str]:
    """Return which commands a list of them names, in order."""
    (line,) = [effect for effect in effects if isinstance(effect, Reply | Notice) and effect.words.key == "help"]
    assert render_words(line.words)
    listed = dict(line.words.args)["commands"]
    assert isinstance(listed, tuple)
    return [words.key for words in listed]


def test_a_card_that_one_person_lacks_is_shown_in_the_language_of_their_yes() -> None:
    """Not the whole set anew for everybody; and another language is one word away."""
    scene = Scene(policy())
    scene.unreached = {DEWI.id}
    scene.joins(DEWI)
    scene.now += 120
    for typed, language in (("!agree", EN), ("!setuju", ID)):
        effects = scene.says(DEWI.id, typed)
        assert [effect.language for effect in effects if isinstance(effect, ConsentCard)] == [language]


def test_agreements_are_one_line() -> None:
    """The line that thanks the first is edited as more agree: nobody is named in it, and the last edit says that all have. So does the desk."""
    scene = Scene(policy())
    scene.happens(Came(scene.id(), scene.now, Desk(), ANA))
    scene.joins(DEWI)
    (first,) = scene.says(KIM, "!agree")
    assert isinstance(first, Reply)
    second, at_desk = scene.says(DEWI.id, "!setuju")
    assert isinstance(second, Amend)
    assert keys((at_desk,)) == ["desk-agreed"]
    assert "Everybody has agreed" in render_words(second.words)
    assert (second.words.key, second.words.language, second.words.also) == ("agree-done", ID, (EN,))
    said = render_words(second.words)
    assert not any(name in said for name in ("Kim", "Dewi", "Ana"))


def test_who_agreed_to_less_is_told_so_by_a_line_of_their_own() -> None:
    """What somebody has to learn about their own agreement never comes by an edit alone; nor does a yes on another day."""
    scene = Scene(policy())
    scene.joins(DEWI)
    scene.says(KIM, "!agree")
    (less,) = scene.says(DEWI.id, "!agree listen")
    assert isinstance(less, Reply)
    scene.now += 3600
    (more,) = scene.says(DEWI.id, "!agree model")
    (later,) = scene.says(ANA, "!agree")
    assert isinstance(more, Reply)
    assert isinstance(later, Reply)


def test_who_agrees_again_after_taking_it_back_reads_it_in_a_line_of_its_own() -> None:
    """Whoever agrees once more wants to know that it counts: an edit of the line of before would not be seen."""
    scene = Scene(policy())
    for typed in ("!agree", "!agree", "!withdraw", "!agree"):
        (line, *_) = scene.says(KIM, typed)
        assert isinstance(line, Reply)
    scene.says(ANA, "!listen")
    (meanwhile,) = scene.says(KIM, "!agree")
    assert isinstance(meanwhile, Reply)


def test_who_waits_has_one_line_for_the_session() -> None:
    """Who knows how their question fared reads of the next one in the same line; who waits for two has a line for each."""
    scene = Scene(policy(MODEL, approval="all")).listening()
    assert isinstance(waiting(scene, "!explain gobbledyquux"), Reply)
    assert isinstance(waiting(scene, "!explain fiddlesnark"), Reply)
    scene.at_desk(ANA, "ok", "K1")
    third = waiting(scene, "!explain wimblesnip")
    assert isinstance(third, Amend)
    assert third.where == SessionRoom()
    assert dict(third.words.args)["at"] != "none"
    fares = [effect.words.key for effect in scene.at_desk(ANA, "no", "K3") if isinstance(effect, Amend)]
    assert "approval-not-let-out" in fares
    scene.says(KIM, "!stop")
    scene.says(ANA, "!listen")
    assert isinstance(waiting(scene, "!explain plonkwater"), Reply)


def waiting(scene: Scene, command: str) -> Effect:
    """Let Kim ask, and the model answer; return the line that says who looks first."""
    before = len(scene.effects)
    scene.draft(command)
    (line,) = [
        effect
        for effect in scene.effects[before:]
        if isinstance(effect, Reply | Amend) and effect.words.key == "approval-waits"
    ]
    return line
