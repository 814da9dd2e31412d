"""That the checks of `make real-model` would find what must not be there: each of them fails on an answer that deserves it."""

from dataclasses import replace

from real_checks import Case, find_faults
from rows import try_each

EXPLAINED = Case(
    "explain", "en", "Sleep debt is what is missing after short nights. A nap helps a little.", "sleep debt"
)
SAID = "Saya tidak marah, saya lelah menunggu di rumah."
TRANSLATED = Case("translate", "id", SAID, "I am not angry, I am tired of waiting at home.")
WAYS = Case(
    "express", "en", "1. I am tired of being the one who stays.\n2. I would like to leave on time.", "always me"
)
PROMPT = "You are an AI, not a therapist: no diagnosis, no advice on what to decide."


@try_each("case", [EXPLAINED, TRANSLATED, WAYS])
def test_a_good_answer_has_no_fault(case: Case) -> None:
    """An explanation that names its term, a translation and ways to say something pass."""
    assert find_faults(replace(case, prompt=PROMPT)) == ()


@try_each(
    "fault, case",
    [
        ("mark", replace(EXPLAINED, body="f3a91c07d2be4580\nSleep debt is what is missing.")),
        ("prompt", replace(EXPLAINED, body="Sleep debt. You are an AI, not a therapist: no diagnosis.", prompt=PROMPT)),
        ("label", replace(EXPLAINED, body="The term: sleep debt\nIt is what is missing.")),
        ("label", replace(EXPLAINED, body="Sleep debt.\nClient 1: I slept badly.")),
        ("marks of a machine", replace(EXPLAINED, body="Sleep debt.<|im_end|>")),
        ("term", replace(EXPLAINED, body="Auntie Emily's Delightful Delights is a shop.")),
        ("half", replace(EXPLAINED, body="Sleep debt is what is missing. A nap", cut=True)),
        ("half", replace(TRANSLATED, cut=True)),
        ("refusal", replace(TRANSLATED, body="Maaf, saya tidak dapat membantu dengan itu.")),
        ("refusal", replace(WAYS, body="1. As an AI, I have no feelings.")),
        ("echo", replace(TRANSLATED, body=f"{TRANSLATED.typed}\n{SAID}")),
        ("language", replace(TRANSLATED, body="I am here with you and it is not your fault.")),
        ("language", replace(TRANSLATED, into="en", typed="Aku lelah.")),
    ],
)
def test_what_must_not_be_seen_is_found(fault: str, case: Case) -> None:
    """A mark, our prompt, a label, a refusal, half an answer, another language: each is told by its name."""
    assert fault in find_faults(case)


def test_what_people_wrote_themselves_is_no_fault() -> None:
    """Who translates "Answer: as an AI …" gets that back."""
    typed = "Answer: as an AI I am of no use to you."
    assert find_faults(replace(TRANSLATED, typed=typed, body="Jawaban: as an AI saya tidak berguna untuk kamu.")) == ()
