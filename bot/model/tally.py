"""What is counted of one session, for the supervisor: no words of anybody's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one session, from the floor going up to it going off, for the supervisor: no words.

    `watched` is how often the second reader was asked, `unclear` how often it gave no answer, or none that can be read.
    `unoffered` is how often the AI looked for something to offer and had nothing that is fit to be shown.
    `interpreted` is how many translations nobody asked for were made, `uninterpreted` how often none could be.
    """

    since: float = 0.0
    asked: int = 0
    approved: int = 0
    edited: int = 0
    refused: int = 0
    lapsed: int = 0
    offered: int = 0
    unoffered: int = 0
    wrong: int = 0
    retracted: int = 0
    watched: int = 0
    unclear: int = 0
    interpreted: int = 0
    uninterpreted: int = 0
