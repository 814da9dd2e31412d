"""Consent, scene by scene: who has agreed to what, to which words, until when, and what is no consent at all."""

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, policy

from bot.model import (
    TALK,
    Arrived,
    Ask,
    Cancel,
    Direct,
    Edited,
    EventId,
    Floor,
    Language,
    Left,
    Person,
    Purpose,
    Reacted,
    UserId,
)
from bot.policy import BackendFacts, Policy
from bot.session.attention import is_edit_heeded
from bot.session.talk.agreement import (
    DAY,
    LONGEST_CARD,
    find_agreement,
    hash_card,
    hash_cards,
    make_card,
    make_full_text,
)
from bot.session.talk.window import strip_quotations
from bot.store.codec import pack_thing
from bot.words import languages, render_words

LEE, SAM = UserId("@lee:clinic"), UserId("@sam:clinic")
NAMES = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789._-=/+"), min_size=1, max_size=60)
MODEL_ALONE = policy(consent={"purposes": ("listen",)})
"""Both are still agreed to apart; without `model` the AI may listen here, and nothing of that person's is sent."""


def holds(scene: Scene, person: UserId) -> set[Purpose]:
    """Return what somebody has agreed to that holds now."""
    return {purpose for purpose in Purpose if find_agreement(scene.room, scene.policy, person, purpose, scene.now)}


def texts(scene: Scene) -> list[str]:
    """Return what the window holds."""
    return [line.text for line in scene.room.window]


def refacts(scene: Scene, rules: Policy) -> list[str]:
    """Let the bot find that other rules hold, as at a start; return what it says."""
    scene.policy = rules
    people = scene.room.roster
    return keys(scene.happens(Arrived(scene.id(), scene.now, people, encrypted=True, private=True, history="joined")))


@try_examples(300)
@given(
    st.builds(BackendFacts, NAMES, st.sampled_from(("embedded", "openai", "anthropic")), NAMES),
    st.lists(NAMES.map(lambda name: f"@{name}:clinic.example"), max_size=20),
    st.sampled_from(((), ("demo",))),
    st.integers(1, 200),
    st.sampled_from(("listen", "speak")),
    st.sampled_from(("!", "!!", "~")),
)
def test_the_card_fits_a_phone_whoever_and_whatever_it_names(
    backend: BackendFacts, observers: list[str], packs: tuple[str, ...], messages: int, most: str, prefix: str
) -> None:
    """The card has at most 700 characters in each language, with everything it has to say."""
    window = {"messages": messages, "minutes": 600}
    rules = policy(
        backend, observers=tuple(observers), jurisdiction=packs, window=window, floor_max=most, prefix=prefix
    )
    for language in languages():
        text = render_words(make_card(rules, language))
        assert len(text) <= LONGEST_CARD
        kept = ("12 ",) if rules.keeps_session else (f"{messages} ", "600 ")
        for fact in (*kept, "DEMO" if packs else "AI", prefix):
            assert fact in text


@try_each("backend", [MODEL, BackendFacts()])
@try_each("language", languages())
def test_the_card_says_all_its_facts(backend: BackendFacts, language: Language) -> None:
    """AI and no therapist, where words go, what is kept how long, unaware while away, who sits in, how to agree and stop."""
    rules = policy(backend, observers=(str(SAM), "@dr.lee:clinic"))
    said = {
        "en": (
            "not a therapist",
            "away I notice nothing",
            "`!agree`",
            "`!stop`",
            "`agree`",
        ),
        "id": ("bukan terapis", "saya tidak tahu", "`!setuju`", "`!berhenti`", "`setuju`"),
    }[language]
    text = render_words(make_card(rules, language))
    where = "house" if backend.generative else {"en": "stay in this bot", "id": "di bot ini"}[language]
    talk = {"en": "until `!end`, for at most 12 hours", "id": "sampai `!akhiri`, maks. 12 jam"}[language]
    window = {"en": "30 messages for at most 60 minutes", "id": "30 pesan terakhir, maks. 60 menit"}[language]
    for fact in (*said, where, talk if backend.generative else window, "dr.lee, sam"):
        assert fact in text


def test_names_too_many_for_the_card_stand_in_its_full_text() -> None:
    """A card names as many observers as it has room for and counts the rest; the full text has each of them, whole."""
    people = tuple(f"@a-rather-long-name-{number:02}:clinic.example" for number in range(20))
    rules = policy(observers=people)
    for language in languages():
        text = render_words(make_card(rules, language))
        assert len(text) <= LONGEST_CARD
        assert f", +{20 - text.count('a-rather-long-name')}." in text
        assert all(person in render_words(make_full_text(rules, language)) for person in people)


def test_the_text_says_when_words_may_be_used_unasked() -> None:
    """Where the AI may be turned up to `speak`, with a model, card and full text say that it also offers unasked."""
    listens, speaks = policy(), policy(floor_max="speak")
    for language in languages():
        for text in (make_card, make_full_text):
            assert render_words(text(listens, language)) != render_words(text(speaks, language))
    embedded = policy(BackendFacts()), policy(BackendFacts(), floor_max="speak")
    assert hash_cards(embedded[0]) == hash_cards(embedded[1])


def test_a_record_is_bound_to_exactly_what_was_agreed_to() -> None:
    """A record holds person, purpose, the SHA-256 and language of the card, the event and the time."""
    scene = Scene(policy())
    cards = {card.language: card for card in scene.room.cards}
    said = EventId(f"$e{scene.count + 1}")
    scene.says(KIM, "setuju", reply_to=cards[languages()[1]].event)
    assert {consent.purpose for consent in scene.room.consents} == set(TALK)
    for consent in scene.room.consents:
        assert (consent.person, consent.language, consent.event, consent.at) == (KIM, "id", said, scene.now)
        assert consent.card == cards[languages()[1]].sha256 == hash_card(scene.policy, languages()[1])


def test_the_two_purposes_are_agreed_to_together_or_apart() -> None:
    """`!agree listen` alone, `!agree model` alone, or both at once; listening needs what policy says it needs."""
    scene = Scene(policy())
    assert keys(scene.says(KIM, "!agree listen")) == ["agree-done"]
    assert holds(scene, KIM) == {Purpose.LISTEN}
    assert keys(scene.says(ANA, "!listen")) == ["listen-needs", "listen-needs-desk"]
    scene.says(KIM, "!setuju model")
    assert holds(scene, KIM) == set(TALK)
    assert keys(scene.says(ANA, "!listen")) == ["listen-on"]


def test_who_agreed_to_listening_alone_is_heard_and_never_sent() -> None:
    """Without `model` somebody's talk stays in the window, out of every request, and their own question is not sent."""
    scene = Scene(MODEL_ALONE)
    scene.says(KIM, "!agree listen")
    scene.says(ANA, "!listen")
    scene.says(KIM, "kims words")
    scene.says(ANA, "anas words")
    assert keys(scene.says(KIM, "!explain gobbledyquux")) == ["needs-model"]
    (asked,) = scene.says(ANA, "!ask what was said?")
    assert isinstance(asked, Ask)
    assert [line.text for line in asked.context] == ["anas words"]
    scene.says(KIM, "!agree model")
    (again,) = scene.says(ANA, "!ask and now?")
    assert isinstance(again, Ask)
    assert [line.text for line in again.context] == ["anas words"], "what was said before agreeing stays unsent"


def test_words_of_the_moment_of_agreeing_are_not_sent() -> None:
    """One sync is one moment: what may have been written before the agreement is taken to be."""
    scene = Scene(MODEL_ALONE)
    scene.says(KIM, "!agree listen")
    scene.says(ANA, "!listen")
    scene.says(KIM, "kims words")
    scene.now -= 1
    scene.says(KIM, "!agree model")
    (asked,) = scene.says(ANA, "!ask what was said?")
    assert isinstance(asked, Ask)
    assert asked.context == ()


def test_only_a_change_of_the_facts_asks_again() -> None:
    """Another model is another card, and all agree anew; another `idle` is not, and nobody is asked."""
    scene = Scene(policy()).listening()
    assert refacts(scene, policy(idle=30, stale_after=5, commands=("ask", "note"))) == []
    assert holds(scene, KIM) == set(TALK)
    other = policy(BackendFacts("house", "openai", "large"))
    assert refacts(scene, other) == ["floor-off-changed", "consent-card", "consent-card"]
    assert holds(scene, KIM) == holds(scene, ANA) == set()
    assert keys(scene.says(ANA, "!listen")) == ["listen-needs", "listen-needs-desk"]


def test_an_agreement_that_ended_stays_ended() -> None:
    """When the card's facts change and change back, nobody has agreed, and no draft of before is asked for once more."""
    scene = Scene(policy(approval="all")).listening()
    code = scene.draft()
    refacts(scene, policy(BackendFacts("house", "openai", "large"), approval="all"))
    refacts(scene, policy(approval="all"))
    assert scene.room.consents == ()
    scene.listening()
    assert keys(scene.at_desk(ANA, f"again {code}")) == ["card-closed"]


def test_an_agreement_ends_after_its_days() -> None:
    """After `consent.days`, 90 if nobody says otherwise, it must be given anew; one that holds keeps its date."""
    scene = Scene(policy())
    scene.says(KIM, "!agree")
    scene.now += 89 * DAY
    assert holds(scene, KIM) == set(TALK)
    scene.says(KIM, "!agree")
    scene.now += DAY
    assert holds(scene, KIM) == set()
    scene.says(KIM, "!agree")
    assert holds(scene, KIM) == set(TALK)


def test_who_comes_again_agrees_again() -> None:
    """A newcomer and a re-joiner turn the AI off; what the re-joiner agreed to and wrote before is gone, and the card still stands."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "kims words")
    scene.happens(Left(scene.id(), scene.now, KIM))
    assert "kims words" not in pack_thing(scene.room)
    assert "consent-card" not in keys(scene.joins(Person(KIM, "Kim")))
    assert scene.room.floor is Floor.OFF
    assert holds(scene, KIM) == set()
    assert keys(scene.says(ANA, "!listen")) == ["listen-needs", "listen-needs-desk"]
    assert keys(scene.says(KIM, "!agree"))[0] == "agree-done"
    scene.happens(Left(scene.id(), scene.now, KIM))
    scene.now += DAY
    assert keys(scene.joins(Person(KIM, "Kim")))[-2:] == ["consent-card", "consent-card"]


def test_observers_need_not_agree_and_are_never_sent() -> None:
    """The AI listens without an observer's agreement, keeps no word of theirs, and takes no question from them."""
    scene = Scene(policy(observers=(str(SAM),)))
    scene.joins(Person(SAM, "Sam"))
    scene.listening()
    assert scene.room.floor is Floor.LISTEN
    scene.says(SAM, "sams words")
    assert keys(scene.says(SAM, "!explain gobbledyquux")) == ["not-permitted"]
    assert keys(scene.says(SAM, "!agree")) == ["not-permitted"]
    assert scene.room.window == ()


def test_a_bare_agree_counts_only_on_a_card_of_ours() -> None:
    """`agree` by itself, or as a reply to somebody who quotes the card, is talk."""
    scene = Scene(policy())
    assert scene.says(KIM, "agree") == ()
    assert scene.says(KIM, "agree", reply_to=scene.id()) == ()
    assert scene.says(ANA, "> I am off until everybody here agrees\nagree") == ()
    assert holds(scene, KIM) == holds(scene, ANA) == set()
    assert keys(scene.says(KIM, " Agree. ", reply_to=scene.room.cards[0].event)) == ["agree-done"]


@try_each("typed", ["agree", "!agree", "setuju", "!setuju model"])
def test_a_card_that_is_out_of_date_agrees_to_nothing(typed: str) -> None:
    """Agreeing on a card whose facts have changed counts neither for the old text nor for the new: the bot points at it."""
    scene = Scene(policy())
    old = scene.room.cards[0].event
    refacts(scene, policy(BackendFacts("house", "openai", "large")))
    assert keys(scene.says(KIM, typed, reply_to=old)) == ["agree-old-card"]
    assert holds(scene, KIM) == set()
    assert keys(scene.says(KIM, typed, reply_to=scene.room.cards[-1].event)) == ["agree-done"]


def test_a_card_in_a_language_that_the_room_gave_up_agrees_to_nothing() -> None:
    """A card that is no longer shown is no text to agree to, even if its facts are the same."""
    scene = Scene(policy())
    indonesian = next(card.event for card in scene.room.cards if card.language == "id")
    refacts(scene, policy(language=("en",)))
    assert keys(scene.says(KIM, "setuju", reply_to=indonesian)) == ["agree-old-card"]


def test_nothing_but_agreeing_agrees() -> None:
    """Reactions, silence, joining and a therapist's word are no consent; an edit into `!agree` is none either."""
    scene = Scene(policy(reactions=True))
    scene.says(KIM, "hello")
    scene.happens(Reacted(scene.id(), KIM, scene.now, scene.room.cards[0].event, "✅"))
    scene.happens(Edited(scene.id(), KIM, scene.now, EventId(f"$e{scene.count}"), "!agree"))
    scene.says(ANA, "!agree")
    scene.says(ANA, "!agree Kim")
    scene.says(ANA, "Kim agrees, I have it in writing")
    scene.waits(60)
    scene.joins(Person(LEE, "Lee"))
    assert holds(scene, KIM) == holds(scene, LEE) == set()
    assert holds(scene, ANA) == set(TALK)


def test_agreeing_needs_the_session_room_and_a_certain_sender() -> None:
    """From an unsigned device, or in a direct room, nothing is agreed to."""
    scene = Scene(policy())
    assert keys(scene.says(KIM, "!agree", signed=False)) == ["verify-first"]
    assert keys(scene.says(KIM, "!agree", where=Direct(KIM))) == ["in-the-room"]
    assert holds(scene, KIM) == set()


@try_each("typed", ["!withdraw", "!decline", "!batal-setuju", "!tarik", "!tolak"])
@try_each("more", [{}, {"signed": False}, {"changed": True}, {"late": True}, {"overdue": True}])
def test_taking_back_needs_nobodys_permission(typed: str, more: dict[str, bool]) -> None:
    """`!withdraw` and `!decline` count from any device, at any time: words, agreement and what rested on them go at once."""
    scene = Scene(policy(approval="all")).listening()
    scene.says(KIM, "kims words")
    (asked, *_) = scene.says(ANA, "!ask what was said?")
    assert isinstance(asked, Ask)
    scene.answers(asked.question, "kims words, in short")
    scene.says(ANA, "> kims words\nI hear you")
    (under_way, *_) = scene.says(ANA, "!ask and now?")
    assert isinstance(under_way, Ask)
    effects = scene.says(KIM, typed, **more)
    assert holds(scene, KIM) == set()
    assert "kims words" not in pack_thing(scene.room)
    assert Cancel(under_way.question) in effects
    assert scene.room.floor is Floor.OFF
    assert (scene.room.pending, scene.room.drafts) == ((), ())
    assert scene.answers(under_way.question, "kims words, once more") == ()


def test_an_observer_can_stop_and_withdraw() -> None:
    """Anybody in the room turns the AI off, also who sits in without writing."""
    scene = Scene(policy(observers=(str(SAM),)))
    scene.joins(Person(SAM, "Sam"))
    scene.listening()
    assert "floor-off" in keys(scene.says(SAM, "!stop"))
    assert scene.room.floor is Floor.OFF


@try_each(
    ("text", "own"),
    [
        ("mine", "mine"),
        ("> theirs\n\nmine", "mine"),
        ("mine\n> theirs\nmine too", "mine\nmine too"),
        ("  \u200b\u2060> theirs\nmine", "mine"),
        ("\uff1e theirs\r\nmine", "mine"),
        ("\ufe65 theirs\u2028mine", "mine"),
        (">> theirs\n>theirs", ""),
        ("a > b, and 3 > 2", "a > b, and 3 > 2"),
        ("-> mine", "-> mine"),
        ("", ""),
    ],
)
def test_a_quotation_is_not_its_senders_words(text: str, own: str) -> None:
    """Lines that begin with `>`, of any width and behind anything invisible, are somebody else's."""
    assert strip_quotations(text) == own


@try_examples(200)
@given(st.text(max_size=200))
def test_own_words_are_part_of_what_was_written_and_quote_nobody(text: str) -> None:
    """Taking quotations out twice is taking them out once, and adds nothing."""
    own = strip_quotations(text)
    assert strip_quotations(own) == own
    assert set(own.splitlines()) <= {
        part for line in text.splitlines() for part in (line, line.strip(), line.lstrip(), line.rstrip())
    }


def test_a_message_that_is_only_a_quotation_is_not_kept() -> None:
    """Neither as talk, nor as an edit: an edit into nothing but a quotation takes the message away."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "> anas words")
    assert texts(scene) == []
    scene.says(KIM, "kims words")
    scene.happens(Edited(scene.id(), KIM, scene.now, scene.room.window[0].id, "> anas words"))
    assert texts(scene) == []


def test_an_edit_is_kept_only_if_it_could_be_said_now() -> None:
    """An edit while the AI is off takes the old words away and keeps no new ones; one by somebody else changes nothing."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "kims words")
    message = scene.room.window[0].id
    scene.says(ANA, "an answer")
    scene.happens(Edited(scene.id(), ANA, scene.now, message, "anas words"))
    assert texts(scene) == ["kims words", "an answer"]
    scene.happens(Edited(scene.id(), KIM, scene.now, message, "other words"))
    assert texts(scene) == ["other words", "an answer"]
    scene.says(KIM, "!stop")
    scene.happens(Edited(scene.id(), KIM, scene.now, message, "said while off"))
    assert texts(scene) == ["an answer"]


def test_an_edited_question_is_not_asked_again_in_its_old_words() -> None:
    """The edit of a question counts also when its draft has ended: the old words are gone, and `again` has nothing to ask."""
    scene = Scene(policy(approval="all")).listening()
    code = scene.draft("!explain gobbledyquux", KIM)
    question = scene.room.drafts[0].pending.question
    scene.waits(700)
    assert scene.room.outcomes[0].again is not None
    edit = Edited(scene.id(), KIM, scene.now, question, "!explain nothing")
    assert is_edit_heeded(scene.room, edit)
    scene.happens(edit)
    assert "gobbledyquux" not in pack_thing(scene.room)
    assert keys(scene.at_desk(ANA, f"again {code}")) == ["card-closed"]
