"""The whole configuration: loaded together, checked together, every mistake told at once."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.model import RoomId, UserId
from bot.policy import (
    BackendFacts,
    Distance,
    Layer,
    Policy,
    drop_refused_fallback,
    is_named,
    meet_identities,
    merge_layers,
)
from bot.policy.note_templates import load_own_templates
from bot.settings.backend_places import find_backend_place
from bot.settings.models import BackendSettings, Deployment, Pack, RoomFile
from bot.settings.template_files import Templates
from bot.words.book import Book, load_built_in_book

EMBEDDED = BackendSettings()


@dataclass(frozen=True, slots=True)
class Settings:
    """A configuration without mistakes. `packs` and `rooms` go with the names of their files, `file` is `bot.yaml`.

    `packs` are those that any file names, `templates` the clinic's own.
    `found` is where each backend was found to be, looked at once: at the start.
    `glossary` is the clinic's over the built-in one. It never changes (a reload makes another one), so a room's policy is worked out once and remembered.
    """

    deployment: Deployment
    packs: tuple[tuple[str, Pack], ...]
    rooms: tuple[tuple[str, RoomFile], ...]
    file: str = "bot.yaml"
    templates: Templates = ()
    glossary: Book = field(default_factory=load_built_in_book, repr=False)
    found: dict[str, Distance] = field(default_factory=dict, repr=False, compare=False)
    _remembered: dict[tuple[RoomId, str | None], Policy | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _shared: dict[str, Policy] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def backends(self) -> dict[str, BackendSettings]:
        """Return the backends by name; `embedded` is always there."""
        return {"embedded": EMBEDDED, **self.deployment.backends}

    @property
    def placed_backends(self) -> dict[str, BackendSettings]:
        """Return the backends ready to be opened: each knows where it may connect to, whatever its name leads to later."""
        networks = self.deployment.local_networks
        return {name: backend.set_place(self.where(name), networks) for name, backend in self.backends.items()}

    def where(self, backend: str) -> Distance:
        """Return where text given to `backend` goes. What is asked, masked and connected to all rests on this one answer."""
        if backend not in self.found:
            self.found[backend] = find_backend_place(self.backends[backend], self.deployment.local_networks)
        return self.found[backend]

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return the room aliases that any file goes by; the homeserver knows which rooms they mean."""
        common = (self.deployment.supervisor_room or "", self.deployment.on_call_room or "")
        named = (*common, *(file.room for _, file in self.rooms))
        return tuple(alias for alias in named if alias.startswith("#"))

    @property
    def identities(self) -> dict[UserId, str]:
        """Return the master keys that any file names: a person has one identity, in every room."""
        identities: dict[str, str] = {}
        for file in (self.deployment, *(file for _, file in (*self.packs, *self.rooms))):
            identities = meet_identities(identities, file.identities)
        return {UserId(person): key for person, key in identities.items()}

    @property
    def accounts(self) -> frozenset[UserId]:
        """Return this bot's account, and every other that any file gives a room to."""
        named = {file.account for file in (self.deployment, *(file for _, file in self.rooms)) if file.account}
        return frozenset(map(UserId, {self.deployment.user_id, *named}))

    def is_therapist(self, person: UserId) -> bool:
        """Return whether any file names `person` as a therapist."""
        files = (self.deployment, *(file for _, file in self.rooms))
        return any(is_named(file.therapists, person) for file in files)

    def policy(self, room: RoomId, alias: str | None = None) -> Policy | None:
        """Return the effective policy of `room`; None if no file covers it, or another account serves it."""
        return None if self.find_other_account(room, alias) else self.find_covering_policy(room, alias)

    def find_other_account(self, room: RoomId, alias: str | None = None) -> UserId | None:
        """Return the account that serves `room` by its policy, if that is not this one."""
        policy = self.find_covering_policy(room, alias)
        account = policy.rules.account if policy else None
        return UserId(account) if account and account != self.deployment.user_id else None

    def find_covering_policy(self, room: RoomId, alias: str | None = None) -> Policy | None:
        """Return what the files say of `room`, whoever serves it: by its id, else its alias, else the file for `"*"`; else None."""
        if (room, alias) not in self._remembered:
            by_room = {file.room: (name, file) for name, file in self.rooms}
            named = by_room.get(room) or by_room.get(alias or "") or by_room.get("*")
            self._remembered[room, alias] = self._share_policy(*named) if named else None
        return self._remembered[room, alias]

    def _share_policy(self, name: str, file: RoomFile) -> Policy:
        """Return the policy under one room file: the same one for each of its rooms, so that what is worked out of it is so once."""
        if name not in self._shared:
            self._shared[name] = self.policy_of(name, file)
        return self._shared[name]

    def policy_of(self, name: str, file: RoomFile) -> Policy:
        """Return the effective policy under one room file.

        Raises:
            KeyError: it names a backend that the deployment does not have.
        """
        rules, origins = merge_layers((*self.layers(file.jurisdiction), Layer(name, file)))
        voice = rules.transcription if rules.transcription in self.deployment.backends else None
        return Policy(
            rules=rules,
            bot=self.deployment.user_id,
            backend=drop_refused_fallback(self.describe_backend(rules.backend), rules),
            origins=origins,
            on_call=self.deployment.on_call_room is not None,
            pages=self.deployment.on_call_webhook is not None,
            controller=self.deployment.controller or "",
            contact=self.deployment.contact or "",
            templates={**load_own_templates(), **dict(self.templates)},
            glossary=self.glossary,
            transcription=self.describe_backend(voice, alone=True) if voice else None,
        )

    def describe_backend(self, name: str, *, alone: bool = False) -> BackendFacts:
        """Return what people are told about the backend `name`, with its fallback unless `alone`: one step is all there is.

        Raises:
            KeyError: the deployment has none of that name.
        """
        backend = self.backends[name]
        second = backend.fallback if backend.fallback in self.deployment.backends and not alone else None
        return BackendFacts(
            name=name,
            kind=backend.kind,
            model=backend.model,
            where=self.where(name),
            party=backend.agreement.party if backend.agreement else "",
            context=backend.context,
            longest=backend.max_tokens,
            address=(backend.base_url or "").rstrip("/"),
            commands=backend.commands,
            fallback=self.describe_backend(second, alone=True) if second else None,
        )

    def layers(self, added: tuple[str, ...] = ()) -> tuple[Layer, ...]:
        """Return what holds in a room before its own file: the deployment, its packs, and the packs that are `added`."""
        chosen = {*self.deployment.jurisdiction, *added}
        packs = (Layer(name, pack) for name, pack in self.packs if Path(name).stem in chosen)
        return (Layer(self.file, self.deployment), *packs)

    def agreement_holds(self, backend: str, today: date, *, required: bool = True) -> bool:
        """Return whether text may go to `backend` as far as agreements go: one holds today, or it needs none.

        A local backend needs none, and no backend where they are not `required`; but one that is on file must hold all the
        same, since people were told of it. It is asked at each request: what expires while the bot runs ends at once.
        """
        signed = self.backends[backend].agreement
        if self.where(backend) != "remote":
            return True
        return signed.holds(today) if signed else not required
