"""What is fit to be shown of an answer: the good ones stay as they are, and what is cut is cut for a reason."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each

from bot.matrix.send import format_sentence
from bot.model import Floor, Language, Task, make_words
from bot.session.answers.schema import Unfit, fit_answer
from bot.session.answers.tidy import LONGEST, looks_like_ours, tidy_text
from bot.session.command.table import asks_if_ai
from bot.words import languages, render_words

GOOD = {
    "explain-en": (
        Task.EXPLAIN,
        "Small habits, e.g. going to bed at one time. Dr. Weil wrote of it. For example: tea.",
        "",
    ),
    "explain-id": (Task.EXPLAIN, "Kebiasaan kecil sebelum tidur. **Contohnya** minum teh, bukan kopi.", ""),
    "explain-if": (
        Task.EXPLAIN,
        "If you have depression, mornings can be hard. It says nothing about you.",
        "depression",
    ),
    "express-en": (Task.EXPRESS, "1. I am worn out.\n2. I need rest.", "so tired"),
    "express-id": (Task.EXPRESS, "1. Aku lelah.\n2. Aku butuh istirahat.", "capek"),
    "translate-note": (Task.TRANSLATE, "Selamat pagi\n\nCatatan: sopan untuk siapa saja.", "good morning"),
    "translate-emoji": (Task.TRANSLATE, "OK 👩\u200d👧 Kim!", "OK 👩\u200d👧 Kim!"),
    "translate-dose": (Task.TRANSLATE, "Dokter memberi saya sertraline 50 mg.", "My doctor gave me sertraline 50 mg."),
    "translate-talk": (Task.TRANSLATE, "Terapis: apa kabar?", "Therapist: how are you?"),
    "ask-roles": (Task.ASK, "Client 1: slept badly.\nTherapist 1: asked since when.", "I slept badly"),
    "ask-agreed": (Task.ASK, "Disetujui bahwa mereka mencoba tidur lebih awal.", ""),
    "thai": (Task.TRANSLATE, "สวัสดีตอนเช้า ที่นี่", "good morning here"),
}


@try_each("name", GOOD)
def test_a_good_answer_stays_as_it_is(name: str) -> None:
    """An answer in the form that was asked for is shown whole, unchanged and without a doubt."""
    task, text, source = GOOD[name]
    fit = fit_answer(task, text, source, ("Ana", "Kim"))
    assert (fit.text, fit.cut, fit.unfit, fit.doubt) == (text, False, None, None)


def test_an_answer_of_too_many_sentences_is_cut_and_says_so() -> None:
    """An answer about the talk has six sentences at most, an offer and each suggestion two."""
    spoken = " ".join(f"{who} {did} sleep." for did in ("spoke of", "lacks", "needs") for who in ("Ana", "Kim", "Lee"))
    for task, most, said in ((Task.ASK, 6, "{}"), (Task.OFFER, 2, "term: {}[1]"), (Task.SUGGEST, 2, "{}[1]")):
        fit = fit_answer(task, said.format(f"{spoken} "), "")
        assert (fit.text.count("sleep"), fit.cut) == (most, True)


@try_each("said", ["Nothing.", "nothing", "**Nothing**", "Tidak ada.", "Nothing to offer."])
def test_nothing_to_offer_is_said_in_a_word(said: str) -> None:
    """That there is nothing worth offering is no offer."""
    assert fit_answer(Task.OFFER, said, "").unfit is Unfit.NOTHING


@try_each("said", ["You look for rest. You have an idea.", "Kamu punya waktu. Dia mengalami hari berat."])
def test_ordinary_words_raise_no_doubt(said: str) -> None:
    """What is neither dose, drug, diagnosis nor danger is not doubted."""
    assert fit_answer(Task.EXPLAIN, said, "").doubt is None


@try_each("language", languages())
def test_our_own_lines_are_known(language: Language) -> None:
    """Whatever a label, a card or a switch looks like in any language, a model that writes it is not shown."""
    ours = [make_words(f"{floor}-on", language, prefix="!") for floor in (Floor.LISTEN, Floor.SPEAK)]
    ours += [
        make_words("floor-off", language, prefix="!"),
        make_words("desk-greeting", language, prefix="!", posts="yes"),
    ]
    for source in ("model", "second", "embedded"):
        for checked in ("no", "yes", "edited"):
            facts = {"source": source, "checked": checked, "person": "Ana", "backend": "cloud"}
            ours.append(make_words("answer-label", language, **facts))
    ours.append(make_words("card-closed", language, code="K1", verdict="approved", person="Ana", time="10:00", again=0))
    ours.append(make_words("glossary-answer", language, entries=(), whose="both", more=1, prefix="!"))
    for sentence in ours:
        line = format_sentence(sentence)[0].split("\n")[0]
        assert looks_like_ours(line), sentence.key


@given(st.text(st.sampled_from("ab.:/@<>[]()!#*_`~\\&;\n |>-=w1\u200b\u202e\u0301\u200d🙂"), max_size=60))
def test_cleaning_ends(text: str) -> None:
    """However a text is built, what is left of it is clean: cleaning it again changes nothing, and it leads nowhere."""
    clean, _ = tidy_text(text)
    assert tidy_text(clean) == (clean, False)
    body, html = format_sentence(
        make_words(
            "answer", Language("en"), answer=clean, cut=0, source="model", checked="no", person="-", human=0, task="ask"
        )
    )
    assert "://" not in body
    assert not re.search(r"@[^\W_]|[^\W_]\.[a-z]{2}", body)
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= {"p", "br", "em", "strong", "ul", "ol", "li"}
    assert len(clean) <= LONGEST


@try_each(
    ("asked", "owed"),
    [
        ("r u human", True),
        ("am I talking to a real person?", True),
        ("ArE\u200b you an A\u200bI", True),
        ("lu bot ya?", True),
        ("saya bicara dengan manusia?", True),
        ("are you sure every person agreed?", False),
        ("menurut anda semua orang setuju?", False),
        ("is this a real concern?", False),
    ],
)
def test_who_asks_what_the_bot_is(asked: str, *, owed: bool) -> None:
    """A question after what the bot is gets the fixed answer, however it is put; one about the talk does not."""
    assert asks_if_ai(asked) is owed


def test_a_sentence_can_hold_the_longest_answer() -> None:
    """The longest answer that is shown can be put into a card and a message."""
    clean, cut = tidy_text("word " * LONGEST)
    assert cut
    for key in ("answer", "simulated"):
        more: dict[str, Any] = (
            {"cut": 1, "source": "model", "checked": "no", "person": "-", "human": 1, "task": "express"}
            if key == "answer"
            else {}
        )
        assert clean in render_words(make_words(key, Language("en"), answer=clean, **more))
