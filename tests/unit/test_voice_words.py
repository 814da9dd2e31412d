"""What a machine wrote down of a voice message is held against what machines invent: silence, music and loops are no words."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Segment, Transcript
from bot.session.voice.clear_words import find_clear_words, gather_written
from bot.words.gaps import list_gaps
from bot.words.shelf import languages

MODEL = "whisper-small"


def _transcript(text: str, *segments: Segment) -> Transcript:
    return Transcript(text, MODEL, "", segments)


def test_plain_words_stay_as_they_are() -> None:
    """What somebody said goes through untouched, short or long, in either language, whatever the server says beside it."""
    for text in (
        "I could not sleep again.",
        "Aku takut pulang ke rumah malam ini.",
        "No.",
        "Iya.",
        "Thank you, that helped me a lot today.",
        "Terima kasih, Bu, aku coba lagi besok.",
        "No, no, no, I don't want to.",
        "Tolong, tolong, tolong.",
    ):
        assert find_clear_words(_transcript(text), 4.0) == text
        assert find_clear_words(_transcript(text, Segment(text, 0.1, -0.3)), 4.0) == text


def test_nothing_is_no_words() -> None:
    """Empty, blank, or nothing but signs: there is nothing to show."""
    for text in ("", "  \n", "...", "…", "♪ ♪", "-", "?!"):
        assert not find_clear_words(_transcript(text), 5.0), text


def test_what_a_machine_calls_a_sound_is_no_words() -> None:
    """`[Music]`, `(crying)`, `*sobs*` are the machine's words, not the speaker's; words beside them stay."""
    assert find_clear_words(_transcript("I went home. * \n *"), 5.0) == "I went home."
    for text in ("[Music]", "(suara tangis)", "[BLANK_AUDIO]", "*sobs*", "♪ la la ♪", "[Musik] (tepuk tangan)"):
        assert not find_clear_words(_transcript(text), 5.0), text
    assert find_clear_words(_transcript("[Music] I am still here. (crying)"), 9.0) == "I am still here."


def test_sentences_that_machines_make_of_silence_are_no_words() -> None:
    """Whoever trained on subtitles hears their last lines in every silence: `Terima kasih telah menonton`."""
    for text in (
        "Terima kasih telah menonton!",
        "Terima kasih telah menonton. Jangan lupa like dan subscribe.",
        "Thanks for watching!",
        "Thank you for watching. Please subscribe to my channel.",
        "Thank you so much for watching and I'll see you in the next video.",
        "You",
        "you.",
        "Subtitles by the Amara.org community",
    ):
        assert not find_clear_words(_transcript(text), 6.0), text


def test_such_a_sentence_behind_real_words_goes_alone() -> None:
    """What was said before the silence is not lost with what the machine made of the silence."""
    said = "Aku capek sekali hari ini. Terima kasih telah menonton."
    assert find_clear_words(_transcript(said), 9.0) == "Aku capek sekali hari ini."


def test_a_stretch_in_which_nobody_speaks_goes() -> None:
    """Where the server is sure that nobody speaks, and unsure of its words, these are left out (the rule of Whisper itself)."""
    spoken, silent = Segment(" I went home.", 0.05, -0.2), Segment(" You. You.", 0.85, -1.4)
    assert find_clear_words(_transcript("I went home. You. You.", spoken, silent), 20.0) == "I went home."
    assert not find_clear_words(_transcript("You. You.", silent), 20.0)
    sure = Segment(" Help me.", 0.7, -0.2)
    assert find_clear_words(_transcript("Help me.", sure), 3.0) == "Help me."


def test_a_machine_is_surest_of_what_it_makes_of_silence() -> None:
    """Four answers of a real Whisper to silence, noise, music and sobs: the likelier silence counts, whatever it thinks of its words."""
    for text, no_speech, confidence in (
        ("You", 0.95, -0.93),
        (". . . . .", 0.96, -0.17),
        ("Thank you so much for watching and I'll see you in the next video.", 0.92, -0.18),
        ("I'm going to take a look at how it works.", 0.91, -0.19),
    ):
        assert not find_clear_words(_transcript(text, Segment(text, no_speech, confidence)), 8.0), text


def test_what_was_said_before_a_silence_stays() -> None:
    """A loop that a machine made of twenty silent seconds takes nothing with it of what stood before."""
    said = Segment(" I am afraid to go home.", 0.23, -0.46)
    loop = Segment(" He hit me again and" + " he hit me again and" * 20, 0.94, -0.2)
    clear = find_clear_words(_transcript(said.text + loop.text, said, loop), 43.0)
    assert clear == "I am afraid to go home."


def test_the_server_s_word_for_how_long_it_was_counts_where_an_app_says_less() -> None:
    """An app that says three seconds of a minute makes nobody's words too fast to be true; one that says an hour changes nothing."""
    text = "It was a long day and then we went to the market to buy some rice and fish for the evening. " * 4
    assert find_clear_words(replace(_transcript(text), seconds=30.0), 3.0) == text.strip()
    assert not find_clear_words(replace(_transcript(text), seconds=3.0), 0.0)


def test_a_loop_is_no_words() -> None:
    """A machine that hangs says one thing over and over; a person in need does so a few times, and is heard."""
    for text in (
        "I'm going to go. " * 12,
        "aku mau " * 15,
        "ya " * 30,
        "Aku takut. " + "dan lalu kami pergi " * 9,
    ):
        assert not find_clear_words(_transcript(text), 30.0), text
    for text in ("Tolong tolong tolong tolong!", "I can't, I can't, I can't do this.", "please please please stop"):
        assert find_clear_words(_transcript(text), 4.0) == text


def test_more_words_than_anybody_can_say_are_no_words() -> None:
    """Forty letters a second were not spoken; where the app does not say how long it is, that is not asked."""
    text = "It was a long day and then we went to the market to buy some rice and fish for the evening. " * 2
    assert not find_clear_words(_transcript(text), 3.0)
    assert find_clear_words(_transcript(text), 20.0)
    assert find_clear_words(_transcript(text), 0.0)


def test_the_words_of_danger_are_compared_with_all_that_a_machine_wrote() -> None:
    """What stands only in a stretch of its own, silent or not, is compared too; what stands in both is not counted twice."""
    said, silent = Segment(" Okay."), Segment(" I want to\n kill myself.", 0.99, -2.0)
    written = gather_written(_transcript(" Okay.", said, silent))
    assert written == " Okay.\nI want to kill myself."
    assert find_clear_words(_transcript(" Okay.", said, silent), 5.0) == "Okay."
    assert (
        gather_written(_transcript(" Okay. I want to kill  myself.", said, silent)) == " Okay. I want to kill  myself."
    )
    assert gather_written(_transcript("Okay.")) == "Okay."


def test_lines_of_a_transcript_become_one_text() -> None:
    """Servers break lines where they like: people read a message."""
    assert find_clear_words(_transcript("I went\n home.\n\n It rained."), 5.0) == "I went home. It rained."


def test_each_language_has_its_list() -> None:
    """A language without a list of what machines make of silence is not whole."""
    assert all(not [gap for gap in list_gaps(language) if "misheard" in gap] for language in languages())


pieces = st.sampled_from(
    [
        "I went home.",
        "[Music]",
        "(crying)",
        "Thanks for watching.",
        "ya",
        "tolong",
        "\n",
        "♪",
        "...",
        "*",
        "[",
        ")",
        "no no",
    ]
)


@given(st.lists(pieces, max_size=30).map(" ".join), st.floats(0, 600))
def test_what_stays_was_in_the_transcript(text: str, seconds: float) -> None:
    """Nothing is added, and what was looked at once is not changed by looking again."""
    clear = find_clear_words(_transcript(text), seconds)
    words, there = clear.split(), iter(text.split())
    assert all(word in there for word in words)
    assert find_clear_words(_transcript(clear), 0.0) in {clear, ""}


@given(st.text(max_size=300), st.floats(allow_nan=False, min_value=0, max_value=1e6))
def test_whatever_a_machine_writes_never_raises(text: str, seconds: float) -> None:
    """Any text is words or none."""
    find_clear_words(_transcript(text, Segment(text, 0.9, -2.0)), seconds)
