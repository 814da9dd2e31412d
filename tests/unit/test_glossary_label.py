"""Whose text an answer of the glossary is: the first thing that people read of it, also on a lock screen."""

from dataclasses import replace

from rows import try_each
from scene import KIM, Scene, policy

from bot.matrix.send import make_content
from bot.model import Language, Reply
from bot.words.book import Entry, merge_books

EN, ID = Language("en"), Language("id")
ROOM = Entry("room", EN, "quiet room", "A room to sit in.", "You sit there.", clinic=True)
RUANG = Entry("room", ID, "ruang tenang", "Ruang untuk duduk.", "Anda duduk di sana.", clinic=True)


@try_each(
    ("typed", "first"),
    [
        ("!explain quiet room", "Clinic's glossary, not AI"),
        ("!explain rumination", "From the glossary (Third Chair's own text, not reviewed by a clinician), not AI"),
        ("!jelaskan ruang tenang", "Glosarium klinik, bukan AI"),
        ("!jelaskan ruminasi", "Dari glosarium (teks Third Chair sendiri, belum diperiksa klinisi), bukan AI"),
    ],
)
def test_only_the_clinic_s_own_text_is_called_the_clinic_s(typed: str, first: str) -> None:
    """The first line of the message that goes out says whose text it is, and that no AI wrote it; no other line says it again."""
    scene = Scene(replace(policy(), glossary=merge_books((ROOM, RUANG)))).listening()
    (reply,) = scene.says(KIM, typed)
    assert isinstance(reply, Reply)
    content = make_content(reply, "job")
    lines = content["body"].splitlines()
    assert lines[0] == first
    assert not any("lossar" in line or "losari" in line for line in lines[1:])
    assert content["formatted_body"].startswith(f"<p><em>{first}</em></p>")
    assert content["org.thirdchair"]["generated"] is False
