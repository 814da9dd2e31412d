"""How a bot is configured that goes by somebody between it and the homeserver."""

from typing import Any

from fault_proxy import FaultProxy
from model_server import ModelServer


def configure_behind(proxy: FaultProxy, model: ModelServer, **rules: Any) -> dict[str, dict[str, Any]]:
    """Return the files of a bot that goes by the proxy and asks the model server; `rules` are the room's."""
    backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}
    deployment = {"homeserver": proxy.url, "backends": {"house": backend}}
    return {"deployment": deployment, "room": {"backend": "house", **rules}}
