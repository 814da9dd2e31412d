"""nio's client, hardened: who has which devices, and all keys brought up to date after a sync: ours, others' and the rooms'."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import nio

from bot.errors import HomeserverDown, Unwritable
from bot.log import get_logger
from bot.matrix.client.key_sharing import Sharing
from bot.matrix.client.published_keys import filter_key_answer
from bot.matrix.client.refusals import Limited, ServerSaysNo, require_response
from bot.model import UserId

log = get_logger(__name__)


class Keyring(Sharing):
    """A client whose keys survive crashes, strangers and failures of the homeserver."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._asking = asyncio.Lock()

    async def settle_keys(self) -> None:
        """Bring keys up to date after a sync: publish ours, learn others', mend broken channels.

        What nobody's words depend on is tried again after the next sync, if it fails.

        Raises:
            BotError: our device is not published, or others' are not known, so that nothing could be heard.
        """
        if self.olm.account.shared:
            await _try_quietly(self.keys_upload())
        else:
            await self.keys_upload()
        await self.keys_query()
        await _try_quietly(self.mend_channels())
        await _try_quietly(self.send_to_device_messages())
        await _try_quietly(self.cancel_verifications())

    async def keys_query(self) -> Any:
        """Learn the devices and cross-signing keys of whoever is marked; upstream drops the latter.

        Two loops ask, so one waits for the other's answer. Somebody whose devices change meanwhile stays marked, and so
        does everybody whose homeserver does not answer; upstream forgets both (nio 0.26.0, `olm_machine.py`).
        May go when it keeps cross-signing keys and forgets nobody.

        Raises:
            BotError: there was no answer; all stay marked.
        """
        async with self._asking:
            asked, self.olm.users_for_key_query = self.olm.users_for_key_query, set()
            if not asked:
                return
            try:
                answered = await self._learnt(sorted(asked))
            except BaseException:
                self.olm.users_for_key_query |= asked
                raise
            self.olm.users_for_key_query |= asked - answered

    async def _learnt(self, wanted: list[str]) -> set[str]:
        """Ask for the devices of `wanted`, and return those for whom there was an answer."""
        answer = await self.call(
            "POST", "/_matrix/client/v3/keys/query", {"device_keys": {user: [] for user in wanted}}
        )
        response = require_response(nio.KeysQueryResponse.from_dict(filter_key_answer(answer)), nio.KeysQueryResponse)
        answered = _list_answered(wanted, answer)
        for user in sorted(answered):
            self.people.learn(UserId(user), answer)
        changed_meanwhile = set(self.olm.users_for_key_query)
        await self.receive_response(response)
        self.key_news.note_people(answered)
        self.olm.users_for_key_query |= changed_meanwhile
        return answered

    def _handle_olm_events(self, response: Any) -> None:
        """Forget that we know the devices of people whom we share no room with: we are not told of changes any more."""
        super()._handle_olm_events(response)
        self.olm.tracked_users.difference_update(response.device_list.left)

    def _handle_decrypt_to_device(self, to_device_event: Any) -> Any:
        """Write down that a one-time key is used up, before what came by it is acted on.

        Upstream saves the account before the key is used, so that a copy of the event would be believed again after a
        restart (nio 0.26.0, `olm_machine.py`). May go when it saves afterwards. `reading` makes all that an event changes one transaction.
        """
        try:
            return super()._handle_decrypt_to_device(to_device_event)
        finally:
            if isinstance(to_device_event, nio.OlmEvent):
                self.olm.save_account()


def _list_answered(wanted: list[str], answer: dict[str, Any]) -> set[str]:
    """Return those of `wanted` whose devices the answer lists, or says by its silence that they have none.

    Raises:
        HomeserverDown: it lists nobody's.
    """
    devices, away = answer.get("device_keys"), answer.get("failures")
    if not isinstance(devices, dict):
        raise HomeserverDown("The homeserver lists no devices.", "Look at the homeserver's log.")
    away = away if isinstance(away, dict) else {}
    return {user for user in wanted if user in devices or user.partition(":")[2] not in away}


async def _try_quietly(action: Awaitable[Any]) -> None:
    """Do what may fail now."""
    try:
        await action
    except (HomeserverDown, Limited, ServerSaysNo, Unwritable) as error:
        log.warning("keys not settled; tried again after the next sync", reason=type(error).__name__)
