"""What has come since the last look that may open messages which could not be read: keys by their sessions, and people's devices."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class KeyNews:
    """Megolm sessions of which a key came, and people whose devices were looked up.

    `everything`: nothing is known of before, as at a start: any message may be readable by now.
    """

    sessions: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    everything: bool = False


@dataclass(slots=True)
class KeyNewsDesk:
    """Collects news until somebody takes them; what they could not use yet they give back."""

    _sessions: set[str] = field(default_factory=set)
    _people: set[str] = field(default_factory=set)
    _everything: bool = True

    def note_session(self, session: str) -> None:
        """Note that a key of a session came."""
        self._sessions.add(session)

    def note_people(self, people: set[str]) -> None:
        """Note that it is known now which devices people have: whose a key is rests on that."""
        self._people |= people

    def list_people(self) -> frozenset[str]:
        """Return whose devices were looked up since the last look, which this is none of."""
        return frozenset(self._people)

    def give_back(self, news: KeyNews) -> None:
        """Keep news for the next look too."""
        self._sessions |= news.sessions
        self._people |= news.people
        self._everything = self._everything or news.everything

    def take(self) -> KeyNews:
        """Return all news, once."""
        news = KeyNews(frozenset(self._sessions), frozenset(self._people), self._everything)
        self._sessions, self._people, self._everything = set(), set(), False
        return news
