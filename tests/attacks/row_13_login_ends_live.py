"""Whoever answers the bot's requests with a soft logout silences it, or makes it begin again as another device."""

import re
from dataclasses import dataclass, field

from aiohttp import web
from fault_proxy import Fault, FaultProxy
from session_room import Session

LOGIN, REFRESH = "/v3/login$", "/v3/refresh$"
ENDED = {"errcode": "M_UNKNOWN_TOKEN", "error": "-", "soft_logout": True}


@dataclass(frozen=True)
class TokenEnds(Fault):
    """The access token that is seen first is refused from then on, wherever one is needed."""

    seen: list[str] = field(default_factory=list, repr=False)

    def strikes(self, request: web.BaseRequest) -> bool:
        """Return whether a request has that token, and needs one."""
        needs_none = re.search(f"{LOGIN}|{REFRESH}", request.path)
        token = None if needs_none else request.headers.get("authorization")
        if token and not self.seen:
            self.seen.append(token)
        return token is not None and token in self.seen


async def test_a_soft_logout_loses_nothing(proxied_session: Session, proxy: FaultProxy) -> None:
    """By a refresh token or by password, the same device logs in again, and what was asked meanwhile is answered once."""
    session, kim = proxied_session, proxied_session.kim
    device = (await session.bot.logs("ready"))["device"]
    logins, refreshes = proxy.overhear(LOGIN), proxy.overhear(REFRESH)
    questions = []
    for trouble in (Fault("POST", REFRESH, status=502), Fault("POST", REFRESH, status=401, body=ENDED)):
        proxy.will(trouble)
        proxy.will(TokenEnds("", "", status=401, body=ENDED), times=1000)
        questions.append(await kim.send(session.room, "!explain rumination"))
        await session.reply_to(kim, questions[-1])
    await session.answer(kim, "!help")
    assert [len(session.replies(question)) for question in questions] == [1, 1]
    assert (len(refreshes), [login.body["device_id"] for login in logins]) == (3, [device])
    assert await kim.devices(session.bot_id) == {device: True}
    assert (await session.answer(kim, "!status")).body.startswith("AI: on")
