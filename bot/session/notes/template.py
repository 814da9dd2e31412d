"""What lines are wanted for: a note in a template, a summary for the therapist, or one for the clients. Pure."""

import json
from dataclasses import dataclass
from hashlib import sha256

from bot.model import Heading, Language, Task
from bot.policy import Policy

FOR_CLIENT = "client"
POINTS = "points"
_FOR_THERAPIST = Heading(
    POINTS, "", "what a colleague would have to know of this session, the most important first; at most eight lines"
)
_FOR_CLIENTS = Heading(
    POINTS,
    "",
    "what the clients may like to take home: what they said that matters to them, what was agreed; said to them warmly, "
    "as `you`, in plain words; nothing that could hurt, nothing about danger; at most eight lines of one sentence",
)
MOST_POINTS, MOST_LINES = 8, 12
"""Lines of a summary, and of one part of a note, at most."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a model is asked for: lines under `headings`, at most `most` under each, in `language`.

    `key` names exactly this: what was read for one key is not what is wanted for another.
    """

    task: Task
    name: str
    language: Language
    title: str
    headings: tuple[Heading, ...]
    most: int
    key: str

    @property
    def is_for_clients(self) -> bool:
        """Return whether it is written for the clients to read."""
        return self.task is Task.SUMMARY and self.name == FOR_CLIENT


def find_form(policy: Policy, task: Task, name: str, language: Language) -> Form | None:
    """Return the form that is called `name`; None if there is no such template."""
    if task is Task.SUMMARY:
        heading = _FOR_CLIENTS if name == FOR_CLIENT else _FOR_THERAPIST
        return _key_form(policy, Form(task, name, language, "", (heading,), MOST_POINTS, ""))
    template = policy.templates.get(name)
    if template is None:
        return None
    titled, parts = template.get_title(language), template.parts(language)
    return _key_form(policy, Form(task, name, language, titled, parts, MOST_LINES, ""))


def find_form_by_key(policy: Policy, key: str) -> Form | None:
    """Return the form with the key `key`, or what is called so now if its template has changed; None if it is gone."""
    task, name, language, _ = key.split()
    return find_form(policy, Task(task), name, Language(language))


def _key_form(policy: Policy, form: Form) -> Form:
    """Return `form` with its key, which says too whether feelings may be named."""
    told = [
        form.title,
        [[heading.key, heading.title, heading.holds, heading.cites] for heading in form.headings],
        policy.rules.infer_emotion,
    ]
    digits = sha256(json.dumps(told).encode()).hexdigest()[:12]
    key = f"{form.task} {form.name} {form.language} {digits}"
    return Form(form.task, form.name, form.language, form.title, form.headings, form.most, key)
