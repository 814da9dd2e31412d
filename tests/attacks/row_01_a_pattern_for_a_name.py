"""Whoever can write into the homeserver's users table is a therapist: the desk, `!listen`, `ok`, and all of `!sent`.

`a & b` is how two files meet in one policy. As the id of a person it was matched against the policy as if it were one.
"""

from rows import try_each

from bot.model import EventId, Heard, Person, Role, Room, RoomId, UserId
from bot.policy import Policy, RoomRules, is_named
from bot.who_may import What, find_writer_standing, may

ANA = "@ana:clinic"
FORGED = (
    f"@x & {ANA}",
    f"{ANA} & @x:evil",
    f"{ANA} & {ANA}",
    f"{ANA} ",
    f"{ANA}\n",
    f"@x\x00:clinic & {ANA}",
    "@" + "a" * 300 + ":clinic",
)


@try_each("shown", FORGED)
def test_a_name_that_spells_a_pattern_is_nobody(shown: str) -> None:
    """Nobody who goes by it is a therapist or supervisor, by an id, a pattern or all of a server; and they may nothing."""
    people = (ANA, "@*:clinic")
    rules = RoomRules.model_validate({"therapists": people, "supervisors": people})
    policy, person = Policy(rules, UserId("@bot:clinic")), UserId(shown)
    assert not is_named(people, shown)
    assert (policy.role(person), policy.is_supervisor(person)) == (Role.CLIENT, False)
    room = Room(RoomId("!room:clinic"), seated=True, roster=(Person(person, "Ana"),))
    heard = Heard(EventId("$m"), person, 1.0, "!listen", signed=True)
    assert not any(may(what, find_writer_standing(room, policy, heard)) for what in What)
