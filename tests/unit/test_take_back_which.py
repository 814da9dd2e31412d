"""Two Indonesian names sound alike: to take one's own yes back, and to take back a message of the bot's. What may be either is asked."""

from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, policy

from bot.model import EventId, Heard, Language
from bot.session.command.table import TABLE, Unknown, recognise_command
from bot.words.shelf import command_names

ID = Language("id")


def answered() -> tuple[Scene, EventId]:
    """Return a room in which the bot has answered, and that message."""
    scene = Scene(policy(approval="unasked")).listening()
    (ask,) = asks(scene.says(KIM, "!translate en selamat pagi"))
    scene.answers(ask.question, "good morning")
    (said,) = scene.room.said
    assert said.event
    return scene, said.event


def has_agreed(scene: Scene) -> bool:
    """Return whether Kim has agreed."""
    return any(consent.person == KIM for consent in scene.room.consents)


def test_people_read_the_names_that_cannot_be_mixed_up() -> None:
    """Help and sentences call them by what they do; the old names still count."""
    names = command_names(ID)
    assert (names["withdraw"][0], names["retract"][0]) == ("batal-setuju", "hapus")
    assert "tarik" in names["withdraw"]
    assert "cabut" in names["retract"]


@try_each(
    "typed", ["!tarik", "!tarik ya", "! tarik", "!batal-setuju", "!batal setuju", "!Batal Setuju.", "!batal-setuju ya"]
)
def test_a_yes_is_taken_back_at_once(typed: str) -> None:
    """By either name, with a space for the hyphen or not, by itself: nothing is asked back."""
    scene, _ = answered()
    assert "take-back-which" not in keys(scene.says(KIM, typed))
    assert not has_agreed(scene)
    assert not scene.room.is_on


@try_each("typed", ["!tarik", "!tarik K1", "!tarik pesan itu", "! tarik", "tarik"])
def test_the_old_name_on_a_message_of_the_bot_is_asked_back(typed: str) -> None:
    """It may mean that message: nobody's agreement ends by mistake, and nothing is deleted."""
    scene, message = answered()
    assert keys(scene.says(KIM, typed, reply_to=message)) == ["take-back-which"]
    assert has_agreed(scene)
    assert scene.room.is_on
    assert [said.event for said in scene.room.said] == [message]


def test_the_old_name_on_the_consent_card_means_the_agreement() -> None:
    """The card is no message that anybody could take back."""
    scene, _ = answered()
    scene.says(KIM, "!tarik", reply_to=scene.room.cards[0].event)
    assert not has_agreed(scene)


@try_each("typed", ["!tarik K1", "!tarik pesan itu"])
def test_the_old_name_with_words_behind_it_is_asked_back(typed: str) -> None:
    """An agreement needs no words behind it, so something else may be meant."""
    scene, _ = answered()
    assert keys(scene.says(KIM, typed)) == ["take-back-which"]
    assert has_agreed(scene)


@try_each("typed", ["!cabut", "!cabut setuju", "!cabut persetujuan saya"])
def test_to_delete_what_is_asked_back(typed: str) -> None:
    """Without a message that it is about, it may mean the agreement; who wants that is not told that only therapists may."""
    scene, _ = answered()
    assert keys(scene.says(KIM, typed)) == ["take-back-which"]


@try_each("typed", ["!hapus", "!cabut"])
def test_a_message_of_the_bot_is_deleted_by_either_name(typed: str) -> None:
    """As a therapist's reply to it there is no doubt."""
    scene, message = answered()
    assert "retracted" in keys(scene.says(ANA, typed, reply_to=message))
    assert scene.room.said == ()


def test_only_those_two_sound_alike() -> None:
    """Every other name of a command means that command, whatever stands beside it."""
    scene, message = answered()
    for name in {name for row in TABLE.values() for _, name in row.aliases} - {"tarik", "cabut"}:
        heard = Heard(scene.id(), KIM, scene.now, f"!{name} pesan itu", signed=True, reply_to=message)
        assert not isinstance(recognise_command(scene.room, heard, scene.policy), Unknown)
