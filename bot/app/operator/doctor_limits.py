"""Whether the homeserver lets the bot say as much as it has to: Synapse tells that to administrators alone."""

from urllib.parse import quote

from bot.app.operator.finding import Finding
from bot.errors import BotError
from bot.matrix.checkup import fetch_rate_override
from bot.matrix.client.client import Client
from bot.settings import Deployment


async def examine_limits(client: Client, deployment: Deployment, admin_token: str | None) -> Finding:
    """Return whether Synapse makes an exception of the bot's account, as far as `admin_token` lets anybody see."""
    if admin_token is None:
        remedy = (
            "Synapse tells it to administrators alone: `--admin-token-file FILE`, with the access token of one of them."
        )
        return Finding("How often the homeserver lets the bot speak", remedy, is_unseen=True)
    try:
        override = await fetch_rate_override(client, admin_token)
    except BotError:
        remedy = "Give the access token of an administrator of a Synapse; on another homeserver look into its settings."
        return Finding("How often the bot may speak could not be looked at", remedy)
    if override.get("messages_per_second") == 0 and "messages_per_second" in override:
        return Finding("The homeserver does not limit how often the bot speaks")
    address = f"{deployment.homeserver.rstrip('/')}/_synapse/admin/v1/users/{quote(client.user)}/override_ratelimit"
    lift = """-d '{"messages_per_second": 0, "burst_count": 0}'"""
    return Finding(
        "The homeserver limits how often the bot speaks as it does anybody: in an emergency it may have to wait",
        f'curl -X POST -H "Authorization: Bearer ADMIN_TOKEN" {lift} {address}',
    )
