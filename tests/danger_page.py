"""What is promised about danger, sentence by sentence, and which tests hold it: one sees here which has none.

A test says `@holds("key")`; tests/unit/test_danger_page.py looks that every promise is held by one, and none by nothing.
"""

from collections.abc import Callable
from typing import TypeVar

PAGE = {
    # what it reads
    "all-words": "All words that people can see are compared: text, /me, captions, polls, named locations, edits.",
    "formatted": "What formatted_body shows and body does not is compared too.",
    "lost-edit": "An edit of a message that left the window, or that came with its message, is compared.",
    "late-opened": "What was opened late is compared.",
    "away-first": "What was written while the bot was away is compared first, under the floor that stood then.",
    "clear-text": "A message in clear text is never acted on, yet compared.",
    "not-therapists": "A therapist's words are not compared: asking about suicide is their work.",
    "not-its-own": "The bot's own words, also quoted, raise no alarm.",
    "bare-term": "A bare term to be explained is at most a notice.",
    "off": "While the AI is off the session room is compared only where policy says so.",
    "direct-always": "A direct room is always compared, whatever the floor is and whoever stopped it in the session room.",
    "direct-greeting": "The direct room's greeting says that it is compared.",
    "direct-stop": "`!stop` in a direct room ends it for that person, with one line that says that now nobody reads.",
    # two tiers
    "alarm-stills": "AI text in the room of an alarm stops until `!ack`.",
    "desk-translates": "The therapist's own `!translate` at the desk goes on, and live translation goes on to the desk alone.",
    "alarm-card": "An alarm is a new message at the desk with its kind, link and phrase, and the only card that mentions anybody.",
    "ladder": "After a minute without `!ack` the second contact is called, after that the on-call room.",
    "held-once": "A therapist's word holds the ladder once, for five minutes, in the place of the alarm or at the desk.",
    "private-held": "Small talk of the therapist does not hold a private alarm; their word at the desk does.",
    "signed-only": "A device that is not signed holds nothing and acknowledges nothing.",
    "ack-ends": "Only `!ack` ends an alarm; where there are several it asks which, and says what `all` took.",
    "notice": "A notice is one quiet line at the desk, one a person: no ladder, nothing stops, nothing elsewhere.",
    "notice-rings": "A notice rings once if no therapist has written for 15 minutes, or the same person gives a third.",
    "notice-listed": "`!end` and the note's desk page list the notices.",
    "new-card": "A worse kind, another place, a higher tier, or anything after `!ack` is a new card, never an edit.",
    "counted": "Within five minutes the same kind, person and place is counted on the card that stands.",
    "many": "A thousand alarms a minute are one card, and her one message beside his 149 is found.",
    # by kind and place
    "nothing-blocked": "Nothing is blocked, delayed or rewritten.",
    "violence-unseen": "Violence never posts a card in any session room, and nothing there shows that it was said.",
    "as-if-down": "What waits or is refused because of an alarm says what it says when a model is down.",
    "card-absent": "For other kinds help-lines stand in the session room only while no therapist is there, or where policy says always.",
    "card-once": "Help-lines stand once a place in half an hour, in the writer's language.",
    "neutral-names": "Rooms' names are neutral: they stand on lock screens.",
    "none-made": "No direct room is ever made because of danger.",
    "violence-direct": "Violence gets its lines in the direct room as a notice whose first line is neutral.",
    "clear": "`!clear` in the direct room takes back all that the bot wrote there.",
    "about-therapist": "Words of danger about the therapist go to the second contacts and the supervisor, not to that therapist.",
    "only-true": "The person is told that somebody was called, that they have read it, or that nobody has answered yet.",
    "desk-private": "The desk's alarm says that it stands in a private room and is not to be spoken of.",
    "reached": "The on-call room is told who was really reached.",
    "request-trips": "A request that trips asks no model and says that these words are for a person.",
    "read-twice": "Where a request or an answer hints at danger, the card says to read it twice.",
    "express": "`!express` never says that it found no feeling in a disclosure.",
    "first-only-if": "That somebody will look at it first is said only when a card stands.",
    # never lost
    "outlives-stop": "An alarm outlives `!stop`, `!off`, `!end`, `!forget me` and the deletion of its message.",
    "outlives-kick": "An alarm outlives kick and upgrade.",
    "outlives-restart": "An alarm outlives kill -9 and a restart, a bug in a decision and a failed job.",
    "full-disk": "Where nothing can be written an alarm is told all the same, and the operator that it could not be kept.",
    "beforehand": "Rooms for second contacts are made and joined beforehand.",
    "drill": "`!drill` plays an alarm marked DRILL through every step to a person's answer.",
    "left-out": "`!mydata`, `!sent` and exports to people leave alarms and notices out.",
    "broken": "An error inside the tripwire is itself an alert.",
    "yes-is-yes": "Of a second reader whatever begins with yes is a yes; without a number it means the newest message.",
    "nobody-to-call": "A policy without any contact: the operator reads that nobody could be called.",
    "not-covered": "A room whose language has no list says so on the card and once at the desk.",
}
"""The promises by key."""

Test = TypeVar("Test", bound=Callable[..., object])


def holds(*keys: str) -> Callable[[Test], Test]:
    """Mark a test as one that holds the promises `keys`.

    Raises:
        KeyError: there is no such promise.
    """
    for key in keys:
        PAGE[key]  # a key that is misspelt holds nothing
    return lambda test: test
