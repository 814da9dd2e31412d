"""The whole configuration: loaded together, checked together, every mistake told at once."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from bot.model import RoomId, UserId
from bot.policy import BackendFacts, Layer, Policy, agreed, effective
from bot.settings.models import BackendSettings, Deployment, Pack, RoomFile

EMBEDDED = BackendSettings()


@dataclass(frozen=True, slots=True)
class Settings:
    """A configuration without mistakes. `packs` and `rooms` go with the names of their files, `file` is `bot.yaml`."""

    deployment: Deployment
    packs: tuple[tuple[str, Pack], ...]
    rooms: tuple[tuple[str, RoomFile], ...]
    file: str = "bot.yaml"

    @property
    def backends(self) -> dict[str, BackendSettings]:
        """Return the backends by name; `embedded` is always there."""
        return {"embedded": EMBEDDED, **self.deployment.backends}

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return the room aliases that room files go by; the homeserver knows which rooms they mean."""
        return tuple(file.room for _, file in self.rooms if file.room.startswith("#"))

    @property
    def identities(self) -> dict[UserId, str]:
        """Return the master keys that any file names: a person has one identity, in every room."""
        found: dict[str, str] = {}
        for file in (self.deployment, *(file for _, file in (*self.packs, *self.rooms))):
            found = agreed(found, file.identities)
        return {UserId(person): key for person, key in found.items()}

    def is_therapist(self, person: UserId) -> bool:
        """Return whether any file names `person` as a therapist."""
        files = (self.deployment, *(file for _, file in self.rooms))
        return any(fnmatchcase(person, pattern) for file in files for pattern in file.therapists)

    def policy(self, room: RoomId, alias: str | None = None) -> Policy | None:
        """Return the effective policy of `room`: by its id, else its alias, else the file for `"*"`; else None."""
        named = {file.room: (name, file) for name, file in self.rooms}
        found = named.get(room) or named.get(alias or "") or named.get("*")
        return self.policy_of(*found) if found else None

    def policy_of(self, name: str, file: RoomFile) -> Policy:
        """Return the effective policy under one room file.

        Raises:
            KeyError: it names a backend that the deployment does not have.
        """
        packs = tuple(Layer(pack_name, pack) for pack_name, pack in self.packs)
        rules, origins = effective((Layer(self.file, self.deployment), *packs, Layer(name, file)))
        backend = self.backends[rules.backend]
        return Policy(
            rules=rules,
            bot=self.deployment.user_id,
            backend=BackendFacts(rules.backend, backend.kind, backend.model),
            origins=origins,
        )
