"""chrF: how much of a text stands in another, by runs of letters: no words are cut, so it suits endings and chat spelling.

M. Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT 2015: runs of one to six letters without
spaces, recall weighing twice as much as precision. The numbers are those of sacrebleu's `CHRF()` for one sentence, which
brings lxml and numpy with it for what is thirty lines here.
"""

from collections import Counter
from collections.abc import Iterable

ORDER, BETA = 6, 2.0
"""The longest runs, in letters, and how much more recall weighs than precision."""


def measure_chrf(text: str, references: Iterable[str]) -> float:
    """Return how near `text` is to the nearest of `references`, from 0 (no letter in common) to 100 (the same)."""
    return max((_compare_texts(text, reference) for reference in references), default=0.0)


def _compare_texts(text: str, reference: str) -> float:
    """Return chrF for one reference: precision and recall are each averaged over the lengths that both texts have."""
    precisions: list[float] = []
    recalls: list[float] = []
    for length in range(1, ORDER + 1):
        ours, theirs = _count_runs(text, length), _count_runs(reference, length)
        if ours and theirs:
            common = (ours & theirs).total()
            precisions.append(common / ours.total())
            recalls.append(common / theirs.total())
    if not precisions or not (sum(precisions) + sum(recalls)):
        return 0.0
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 100 * (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


def _count_runs(text: str, length: int) -> Counter[str]:
    letters = "".join(text.split())
    return Counter(letters[at : at + length] for at in range(len(letters) - length + 1))
