"""The poison corpus: what strangers, members and servers can send, one case for each way, and what nio does with it.

letters  to-device events, which anybody with any account can send
words    what people in the room can say
rooms    the room's state, and what comes around it in a sync
answers  other people's keys, and answers that are none
"""

from poison_answers import ANSWERS, KEYS
from poison_letters import IGNORED, LETTERS
from poison_rooms import ROOMS, SURVIVED
from poison_words import WORDS

DEADLY = (*LETTERS, *WORDS, *ROOMS)
"""What comes in a sync, and nio as shipped falls for."""

HARMLESS = (*IGNORED, *SURVIVED)
"""What nio as shipped survives: ours must not be worse, and must do nothing about it either."""

__all__ = ["ANSWERS", "DEADLY", "HARMLESS", "KEYS"]
