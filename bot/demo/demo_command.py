"""The command `thirdchair demo`: its options, and which of them go together."""

from typing import Annotated, Literal

import typer

from bot.demo.bot_yaml import Wishes
from bot.demo.serve import serve_clinic
from bot.demo.show import show_demonstration
from bot.log import start_logging

Kind = Literal["embedded", "openai", "anthropic"]


def demo(  # noqa: PLR0913, PLR0917 - each option of the command line is an argument
    stay: Annotated[bool, typer.Option("--stay", help="Keep it up afterwards, to join with Element.")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Play nothing: serve it to programs, told in JSON.")] = False,
    no_bot: Annotated[bool, typer.Option("--no-bot", help="With --serve: leave the bot to somebody else.")] = False,
    backend: Annotated[Kind, typer.Option("--backend", help="The kind of model server.")] = "embedded",
    base_url: Annotated[str | None, typer.Option("--base-url", help="Its address on this machine.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="The model, as that server names it.")] = None,
    api_key: Annotated[str | None, typer.Option("--api-key", help="The key it asks for, if any.")] = None,
    rules: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change the room policy; may be repeated.")
    ] = None,
) -> None:
    """Boot a homeserver and the bot on this machine, and play a short session of two people with encrypted clients."""
    wishes = Wishes(backend, base_url, model, api_key, tuple(rules or ()))
    _check_modes(stay=stay, serve=serve, no_bot=no_bot)
    _check_wishes(wishes)
    start_logging()
    raise typer.Exit(serve_clinic(wishes, with_bot=not no_bot) if serve else show_demonstration(wishes, stay=stay))


def _check_modes(*, stay: bool, serve: bool, no_bot: bool) -> None:
    if stay and serve:
        raise typer.BadParameter("--stay is for people and --serve for programs: give one of them.")
    if no_bot and not serve:
        raise typer.BadParameter("--no-bot goes with --serve: the session that is played needs the bot.")


def _check_wishes(wishes: Wishes) -> None:
    if wishes.kind == "embedded" and (wishes.base_url or wishes.model or wishes.api_key):
        raise typer.BadParameter("--base-url, --model and --api-key go with --backend openai or --backend anthropic.")
    if wishes.kind == "openai" and not (wishes.base_url and wishes.model):
        raise typer.BadParameter("--backend openai needs --base-url and --model.")
    if any("=" not in rule for rule in wishes.rules):
        raise typer.BadParameter("--set wants KEY=VALUE, such as --set window.messages=5.")
