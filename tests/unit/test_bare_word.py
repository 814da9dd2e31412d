"""Scenes of words at the desk: what is a yes, which card a word is about, and what is asked back and never guessed."""

from rows import try_each
from scene import ANA, KIM, Scene, keys, on_desk, policy, posted

from bot.model import Amend, Desk, Floor, Heard, Person, Present, Reply, UserId
from bot.session.attention import limit_attention
from bot.session.desk.bare_word import JUST_CLOSED, SEEN_AFTER
from bot.words import render_words

BEN = UserId("@ben:clinic")
YES = (
    "ok, thanks",
    "Ok send it",
    "👍",
    "👍🏽👍🏽",
    "yes please",
    "sip",
    "Ya, kirim saja.",
    "oke makasih 🙏",
    "K1 ok",
    "ok k1, thanks",
    "go ahead!",
)
NO = ("no thanks", "don't send it", "Don\u2019t!", "tidak usah ya", "jangan ya", "nggak usah", "👎", "drop it please")
UNCLEAR = (
    "ok?",
    "hmm",
    "ok but shorter",
    "yes no",
    "not yet",
    "ya sudah",
    "ya tidak",
    "terima kasih",
    "thanks",
    "good morning",
)


def seen(scene: Scene) -> Scene:
    """Return the scene once everybody has had the time to see what stands at the desk."""
    scene.now += SEEN_AFTER
    return scene


def drafted(**rules: object) -> Scene:
    """Return a scene with one card that has been seen."""
    scene = on_desk(**rules)
    scene.draft()
    return seen(scene)


def with_two_therapists() -> Scene:
    """Return a scene with Ben as a second therapist, everything agreed and the AI on."""
    scene = Scene(policy(approval="all", therapists=(str(ANA), str(BEN))))
    scene.joins(Person(BEN, "Ben"))
    for who in (BEN, KIM):
        scene.says(who, "!agree")
    scene.says(ANA, "!listen")
    return scene


@try_each("typed", YES)
def test_a_natural_yes_is_one(typed: str) -> None:
    """Polite words and an emoji beside a yes change nothing, in either language: the answer goes out."""
    assert len(posted(drafted().at_desk(ANA, typed, "" if "1" in typed else "K1"))) == 1


@try_each("typed", NO)
def test_a_natural_no_is_one(typed: str) -> None:
    """So do they beside a no: the draft is gone and nothing goes out."""
    scene = drafted()
    assert posted(scene.at_desk(ANA, typed, "K1")) == []
    assert scene.room.drafts == ()


@try_each("typed", UNCLEAR)
def test_what_is_short_and_no_listed_word_is_asked_back(typed: str) -> None:
    """Fewer than four words that say neither yes nor no are never a new wording, and decide nothing."""
    scene = drafted()
    effects = scene.at_desk(ANA, typed, "K1")
    assert keys(effects) == ["card-unclear"]
    assert [draft.code for draft in scene.room.drafts] == ["K1"]


def test_a_short_wording_says_that_it_is_one() -> None:
    """Behind `say:` a wording may be of one word; it comes back as a card and goes out only with a yes."""
    for typed in ("say: Hello", "tulis: Halo", "Say : Good night"):
        scene = drafted()
        assert posted(scene.at_desk(ANA, typed, "K1")) == []
        assert [(draft.code, draft.text) for draft in scene.room.drafts] == [("K2", typed.split(":")[1].strip())]


def test_a_bare_ok_decides_where_one_card_is_open() -> None:
    """With one card that has been seen, one therapist, and nothing closed just now, `ok` needs no reply, and so does `no`."""
    assert len(posted(drafted().at_desk(ANA, "ok"))) == 1
    scene = drafted()
    scene.at_desk(ANA, "tidak")
    assert scene.room.drafts == ()


def test_a_card_that_nobody_can_have_seen_is_not_let_out_by_a_bare_ok() -> None:
    """An ok that was on its way as the card came was meant for something else: up to five seconds it is asked back."""
    scene = on_desk()
    scene.draft()
    scene.now += SEEN_AFTER - 2
    assert keys(scene.at_desk(ANA, "ok")) == ["card-which"]
    assert len(scene.room.drafts) == 1
    scene.now += 1
    assert len(posted(scene.at_desk(ANA, "ok"))) == 1


def test_when_it_was_written_counts_and_not_when_it_could_be_read() -> None:
    """Where the key came later, the word is about what stood at the desk as it was written."""
    scene = on_desk()
    before = scene.now
    scene.draft()
    scene.now += 30
    assert keys(scene.at_desk(ANA, "ok", written=before)) == ["card-which"]
    assert len(posted(scene.at_desk(ANA, "ok", written=scene.now - 20))) == 1


def test_words_at_the_desk_may_be_what_a_card_should_say() -> None:
    """Whoever types another wording and forgets to reply with it does not let the first one out by the `ok` that they add."""
    scene = drafted()
    wording = Heard(scene.id(), ANA, scene.now, "Please say that more gently than this.", signed=True, where=Desk())
    noticed = limit_attention(scene.room, wording, scene.policy)
    assert isinstance(noticed, Present)
    scene.happens(noticed)
    scene.now += 30
    assert keys(scene.at_desk(ANA, "ok")) == ["card-which"]
    assert len(posted(scene.at_desk(ANA, "ok", "K1"))) == 1


def test_a_bare_ok_from_an_absence_is_typed_again() -> None:
    """What was typed while the bot was away, or could be read only after a minute, lets nothing out."""
    assert keys(drafted().at_desk(ANA, "ok", late=True)) == ["type-again"]
    assert keys(drafted().at_desk(ANA, "ok", overdue=True)) == ["type-again"]


def test_of_two_cards_a_bare_ok_decides_on_none() -> None:
    """The bot says which are open, by code and name and without anybody's words; a reply then decides."""
    scene = on_desk()
    scene.draft("!explain gobbledyquux")
    scene.draft("!express something rough")
    effects = seen(scene).at_desk(ANA, "ok")
    (reply,) = effects
    assert isinstance(reply, Reply)
    assert reply.where == Desk()
    text = render_words(reply.words)
    assert "K1__ · Kim, explain" in text
    assert "K2__ · Kim, looking for words" in text
    assert "gobbledyquux" not in text
    assert "rough" not in text
    assert len(scene.room.drafts) == 2


@try_each("typed", ["say: Good night", "tulis: Selamat malam"])
def test_a_wording_needs_no_reply_where_a_bare_ok_needs_none(typed: str) -> None:
    """Who types it beside the card and then `ok` lets out their own words, never the draft that they meant to replace."""
    scene = drafted()
    assert posted(scene.at_desk(ANA, typed)) == []
    (draft,) = scene.room.drafts
    assert (draft.code, draft.text) == ("K2", typed.partition(": ")[2])
    scene.now += JUST_CLOSED
    (post,) = posted(scene.at_desk(ANA, "ok"))
    assert draft.text in render_words(post.words)


def test_of_two_cards_a_bare_wording_replaces_none() -> None:
    """It is asked back as a bare ok is, and no draft is lost; a card that nobody can have seen keeps its words too."""
    scene = drafted()
    scene.draft()
    assert keys(seen(scene).at_desk(ANA, "say: Good night")) == ["card-which"]
    assert [draft.code for draft in scene.room.drafts] == ["K1", "K2"]
    scene = on_desk()
    scene.draft()
    assert keys(scene.at_desk(ANA, "say: Good night")) == ["card-which"]


def test_just_after_a_card_was_closed_a_bare_ok_is_asked_back() -> None:
    """A second ok, or one that crossed a decision, is never taken for the card that is left."""
    scene = on_desk()
    scene.draft()
    scene.draft()
    seen(scene).at_desk(ANA, "ok", "K1")
    closed = scene.now
    assert keys(scene.at_desk(ANA, "ok")) == ["card-which"]
    scene.now = closed + JUST_CLOSED - 1.5
    assert keys(scene.at_desk(ANA, "ok")) == ["card-which"]
    scene.now = closed + JUST_CLOSED
    assert len(posted(scene.at_desk(ANA, "ok"))) == 1


def test_with_two_therapists_a_bare_ok_is_asked_back() -> None:
    """It may have been said to the colleague; a reply or a code counts as ever."""
    scene = with_two_therapists()
    scene.draft()
    assert keys(seen(scene).at_desk(BEN, "ok")) == ["card-which"]
    assert len(posted(scene.at_desk(ANA, "ok k1"))) == 1


def test_a_bare_word_that_may_answer_something_else_is_asked_back() -> None:
    """While an alarm waits, or the bot has asked whether somebody is sure, a bare yes may be meant for that."""
    scene = drafted()
    scene.at_desk(ANA, "!end")
    assert keys(scene.at_desk(ANA, "yes")) == ["card-which"]
    scene = drafted(crisis={"country": "id"})
    scene.says(KIM, "I want to kill myself")
    assert scene.room.alarms
    assert posted(scene.at_desk(ANA, "ok")) == []
    assert scene.room.floor is Floor.LISTEN


def test_a_word_in_a_cards_own_thread_is_about_that_card() -> None:
    """The thread's root is the card, whatever in the thread it replies to; the bot answers there too."""
    scene = on_desk()
    scene.draft()
    scene.draft()
    root = scene.stands["K1"]
    (reply,) = scene.at_desk(ANA, "hmm", thread=root)
    assert isinstance(reply, Reply)
    assert (reply.words.key, reply.thread) == ("card-unclear", root)
    assert len(posted(scene.says(ANA, "ok", where=Desk(), thread=root, reply_to=reply.to))) == 1
    assert [draft.code for draft in scene.room.drafts] == ["K2"]


def test_what_a_server_could_have_hung_on_a_card_decides_nothing() -> None:
    """A thread or reply that stands outside the encryption alone is named by its code; so a bare ok with one is none."""
    scene = drafted()
    assert keys(scene.at_desk(ANA, "ok", thread=scene.stands["K1"], loose=True)) == ["card-name-it"]
    assert keys(scene.at_desk(ANA, "ok", thread=scene.id(), loose=True)) == ["card-which"]
    assert len(scene.room.drafts) == 1


def test_after_the_decision_the_desk_is_told_by_an_edit() -> None:
    """Nothing new is said at the desk to whoever decided: their card is edited, and rings nobody."""
    scene = drafted()
    at_desk = [effect for effect in scene.at_desk(ANA, "ok") if getattr(effect, "where", None) == Desk()]
    assert {type(effect) for effect in at_desk} == {Amend}
