"""What leaves in a whole session, with everything set against the bot: allowed words, to the one address, and nothing else."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from model_server import model_server

SESSION = Path(__file__).parents[1] / "egress_session.py"
LABELLED = {"Quillfeather", "Marlowe", "0812-5550-1234", "marlowe@post.example", "Jalan Kenanga 7", "Lee"}
"""What names somebody, in messages that are allowed to leave."""
MILD = LABELLED - {"Quillfeather", "Marlowe"}
"""What is masked for a model on this machine too: who is in the room, addresses, long numbers."""
PATIENCE = 60.0


async def held(folder: Path, trap: str) -> tuple[dict[str, Any], str]:
    """Hold the session in a process where everything points at `trap`; return its report, and all that it printed."""
    hostile = {
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"), trap),
        **dict.fromkeys(("OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "OTEL_EXPORTER_OTLP_ENDPOINT"), f"{trap}/v1"),
        **dict.fromkeys(("OPENAI_LOG", "ANTHROPIC_LOG", "HTTPX_LOG_LEVEL", "OTEL_LOG_LEVEL"), "debug"),
        "OPENAI_API_KEY": "sk-of-somebody-else",
        "ANTHROPIC_AUTH_TOKEN": "of-somebody-else",
        "ANTHROPIC_CUSTOM_HEADERS": "x-copy-to: elsewhere",
        "NO_PROXY": "",
        "no_proxy": "",
        "PYTHONASYNCIODEBUG": "1",
    }
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        sys.executable, SESSION, folder, env={**os.environ, **hostile}, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    try:
        async with asyncio.timeout(PATIENCE):
            printed, _ = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    assert child.returncode == 0, printed.decode()
    return json.loads((folder / "report.json").read_text()), printed.decode()


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str, list[str]]:
    """Return the report of one session, all that it printed, and the paths that the trap was asked for."""

    async def trapped() -> tuple[dict[str, Any], str, list[str]]:
        async with model_server() as trap:
            report, printed = await held(tmp_path_factory.mktemp("egress"), trap.url)
            return report, printed, [request.path for request in trap.requests]

    return asyncio.run(trapped())


def leaked(report: dict[str, Any], words: list[str], since: int = 0) -> list[str]:
    """Return which of `words` stand in a request, from the n-th on."""
    sent = "\n".join(report["bodies"][since:])
    return [word for word in words if word in sent]


def test_the_session_is_a_real_one(session: tuple[dict[str, Any], str, list[str]]) -> None:
    """200 messages were written and commands answered, and most of what was allowed to leave did."""
    report, _, _ = session
    assert report["messages"] >= 200
    assert len(report["bodies"]) >= 10
    assert len(report["never"]) > 80
    assert len(leaked(report, report["may"])) > 0.8 * len(report["may"])


def test_nothing_leaves_without_consent(session: tuple[dict[str, Any], str, list[str]]) -> None:
    """Nobody's words without their agreement, nothing of the desk's or a direct room's talk, nothing while the AI is off."""
    report, _, _ = session
    assert leaked(report, report["never"]) == []


def test_what_was_withdrawn_never_leaves_again(session: tuple[dict[str, Any], str, list[str]]) -> None:
    """From `!withdraw` on no request holds a word that its writer had said before, also after they agreed anew."""
    report, _, _ = session
    ((since, words),) = report["gone"]
    assert len(words) > 5
    assert 0 < since < len(report["bodies"])
    assert leaked(report, words) != []
    assert leaked(report, words, since) == []


def test_nothing_unmasked_leaves(session: tuple[dict[str, Any], str, list[str]]) -> None:
    """Of what names somebody, nothing leaves as for another machine, and for this one only who is not in the room."""
    report, _, _ = session
    for api, masked in (("system", LABELLED), ("temperature", MILD)):
        bodies = {"bodies": [body for body in report["bodies"] if f'"{api}": ' in body]}
        assert leaked(bodies, ["then i saw [", "again"]) == ["then i saw [", "again"]
        assert set(leaked(bodies, sorted(LABELLED))) == LABELLED - masked


def test_nothing_leaves_by_another_way(session: tuple[dict[str, Any], str, list[str]]) -> None:
    """Proxies, other addresses, debug logs and redirects in the environment change nothing: no byte went there."""
    report, printed, trapped = session
    assert trapped == []
    assert report["attempts"] == []
    assert report["guarded"] == ["connect", "connect_ex", "datagram", "name", "program"]
    assert [word for word in (*report["may"], *report["never"], *LABELLED) if word in printed] == []
    assert "somebody-else" not in str(report["bodies"])
    assert "x-copy-to" not in str(report["bodies"])


def test_what_the_notebook_says_has_left_is_what_left(session: tuple[dict[str, Any], str, list[str]]) -> None:
    """Word for word, `!sent` has every request that the model server got, in order, and no other."""
    report, _, _ = session
    assert report["kept"] == report["texts"]


def test_no_request_names_rooms_or_people(session: tuple[dict[str, Any], str, list[str]]) -> None:
    """No id of a room, person or event leaves beside the words."""
    report, _, _ = session
    assert leaked(report, ["@kim", "@ana", "@lee", ":clinic", "$e", "org.thirdchair"]) == []
