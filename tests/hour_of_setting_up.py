"""The first half of an operator's hour: from nothing to a bot that is ready. Each step says in a line what was seen."""

from bot_process import BotProcess
from foreign_client import foreign_clients
from operators_hour import Hour, list_to_do

from bot.demo.homeserver import run_homeserver

UNSIGNED, KEY_LIES = "are signed by no clinician", "recovery key lies in"
"""What is not green by design: somebody has to read the glossary, and to put the recovery key away."""
FOR_DEVELOPMENT = frozenset({"matrix_synapse", "pytest", "mypy", "ruff", "hypothesis"})
ON_CALL = "#on-call:clinic.local"


async def install_program(hour: Hour) -> str:
    """Make the wheel and install it with the runtime lock, unless a program was named."""
    if hour.machine.program is None:
        packages = await hour.machine.install(await hour.machine.build_wheel())
        assert FOR_DEVELOPMENT.isdisjoint(packages), packages
        return f"wheel built and installed, {len(packages)} packages, none of them for development"
    return f"{hour.machine.program} was installed before"


async def start_homeserver(hour: Hour) -> str:
    """Start a Synapse with a registration secret, and let three people log in there."""
    hour.homeserver = await hour.stack.enter_async_context(run_homeserver(hour.machine.folder / "synapse"))
    foreign = await hour.stack.enter_async_context(foreign_clients())
    for name in ("ana", "kim", "sam"):
        await hour.synapse.register(name, "pw")
        hour.people[name] = await foreign.log_in(hour.synapse.url, name, "pw")
    return "Synapse answers; a therapist, a client and a second contact are logged in by matrix-js-sdk"


async def set_bot_up(hour: Hour) -> str:
    """Set the bot up by flags alone, and let the second contact come to the on-call room."""
    secret = hour.machine.keep("registration-secret", hour.synapse.registration_secret)
    files = ("--registration-secret-file", str(secret), "--recovery-key-file", str(hour.machine.safe / "key"))
    place = ("--homeserver", hour.synapse.url, "--user", "@thirdchair:clinic.local", "--on-call-room", ON_CALL)
    care = ("--therapist", "@ana:clinic.local", "--second-contact", "@sam:clinic.local")
    rules = ("--jurisdiction", "uk", "--language", "en", "--web", str(hour.port))
    await hour.machine.order("init", str(hour.machine.clinic), *files, *place, *care, *rules)
    await hour.join_next_room("sam")
    return f"account, bot.yaml, room file, identity and {ON_CALL} are made; counts and health are at port {hour.port}"


async def check_files(hour: Hour) -> str:
    """Let the files be checked: only a clinician's signature is missing."""
    warnings = [line for line in (await hour.machine.order("check")).splitlines() if line.startswith("Warning")]
    assert [line for line in warnings if UNSIGNED not in line] == [], warnings
    return "no mistakes; expected: one warning, that no clinician has signed the glossary"


async def ask_doctor(hour: Hour) -> str:
    """Let the doctor look, put the recovery key away as it asks, and let it look again."""
    (line,) = list_to_do(await hour.machine.order("doctor", status=1))
    assert KEY_LIES in line, line
    (hour.machine.safe / "key").unlink()
    return (
        f"nothing to do in {await hour.count_lines()} lines; expected before: one, until the recovery key was put away"
    )


async def run_bot(hour: Hour) -> str:
    """Start the bot as a process, and wait until it is ready."""
    assert hour.machine.program is not None
    hour.process = BotProcess(hour.machine.clinic, loads_itself=True, program=hour.machine.program)
    hour.stack.push_async_callback(hour.bot.kill)
    await hour.start_bot()
    return "/ready says 200"
