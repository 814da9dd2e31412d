"""Runs the unit tests against mutants: once to see which test runs which line, then for each mutant those that run its line.

A mutant takes milliseconds, not the seconds of a fresh pytest: everything is imported and collected once, and each mutant gets a
fork of that process, in which the code of its functions is exchanged. What takes effect as a module is imported needs a fork of a
process that has not imported it yet. A mutant is noticed by the first test that fails, or takes far too long.
"""

import gc
import os
import re
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from itertools import zip_longest
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from time import monotonic
from types import CodeType, FunctionType, ModuleType

import pytest
from coverage import Coverage
from hypothesis import settings
from mutant_changes import ROOT, Mutant, path_of

NOTICED = 17
"""How a process ends in which a test failed."""
SLOWER, SECONDS_MORE = 4.0, 20.0
"""So many times as long as the tests take, and so many seconds more, until a mutant counts as one that never ends."""
MOST_MEMORY = 6 << 30
"""Bytes that a mutant may take."""
FORK = get_context("fork")
MEMO = type(lru_cache(int))


@dataclass(frozen=True, slots=True)
class Seen:
    """Which tests run which lines of which module, which use what it defines, and how long each takes, in seconds.

    `libraries` are the modules, none of ours, that were imported on the way.
    """

    lines: Mapping[str, Mapping[int, frozenset[str]]] = field(default_factory=dict)
    users: Mapping[str, frozenset[str]] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    libraries: Sequence[str] = ()

    def tests(self, mutant: Mutant) -> list[str]:
        """Return the tests that may notice a mutant: those that run its very line first, and the quickest first."""
        first, some = self._at(mutant, {mutant.line}), self._in_statement(mutant)
        if self.is_cold(mutant):
            first, some = self.users[mutant.module], some | self._at(mutant, _find_uses(mutant))
        tests = first | some or self._at(mutant, self.lines[mutant.module])
        return sorted(tests, key=lambda test: (test not in first, self.seconds[test], test))

    def is_cold(self, mutant: Mutant) -> bool:
        """Return whether a change takes effect before any test runs: as the module is imported, or first used."""
        return not mutant.in_function or not self._in_statement(mutant)

    def _in_statement(self, mutant: Mutant) -> frozenset[str]:
        return self._at(mutant, range(mutant.first, mutant.last + 1))

    def _at(self, mutant: Mutant, lines: Iterable[int]) -> frozenset[str]:
        none: frozenset[str] = frozenset()
        return none.union(*(self.lines[mutant.module].get(line, none) for line in lines))


class Runner:
    """Runs tests in forks of this process, which must not have imported the bot: files of them, or all unit tests."""

    def __init__(self, modules: Iterable[str], *, jobs: int, tests: Sequence[str] = ()) -> None:
        self._modules = tuple(modules)
        self._jobs = jobs
        self._tests = tuple(tests)
        self.seen = Seen()

    def watch(self) -> None:
        """Run the tests once, and note what they run.

        Raises:
            RuntimeError: if a test fails with nothing changed.
        """
        mine, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=_in_pytest, args=(_Watching(self._modules, theirs.send), self._tests))
        process.start()
        theirs.close()
        try:
            seen = mine.recv()
        except EOFError:
            raise RuntimeError("The unit tests cannot be collected.") from None
        if not isinstance(seen, Seen):
            raise RuntimeError(f"With nothing changed a test fails: {seen}")  # noqa: TRY004  # a test that fails is no type
        self.seen = seen
        process.join()
        for library in seen.libraries:
            import_module(library)  # once here, and not in each fork that imports the bot anew
        gc.freeze()

    def try_all(self, mutants: Sequence[Mutant]) -> set[Mutant]:
        """Try each mutant, and return those that no test noticed."""
        alive: set[Mutant] = set()
        cold = [mutant for mutant in mutants if self.seen.is_cold(mutant)]
        warm = [mutant for mutant in mutants if not self.seen.is_cold(mutant)]
        self.pool(cold, self._try_cold, alive.add)
        mine, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=_in_pytest, args=(_Warm(self, warm, theirs.send), self._tests))
        process.start()
        theirs.close()
        while mutant := mine.recv():
            alive.add(mutant)
        process.join()
        return alive

    def _try_cold(self, mutant: Mutant) -> None:
        tests = self.seen.tests(mutant)
        _in_pytest(_Once(mutant, tests), list(dict.fromkeys(test.partition("::")[0] for test in tests)))

    def pool(self, mutants: Sequence[Mutant], work: Callable[[Mutant], None], tell: Callable[[Mutant], None]) -> None:
        """Do `work` for each mutant in a fork of this process, some at a time, and `tell` which no test noticed.

        A fork that takes far too long is ended, which is to be noticed.
        """
        waiting = list(reversed(mutants))
        running: dict[int, tuple[Mutant, BaseProcess, float]] = {}
        while waiting or running:
            while waiting and len(running) < self._jobs:
                mutant = waiting.pop()
                process = FORK.Process(target=_alone, args=(work, mutant))
                process.start()
                seconds = sum(self.seen.seconds[test] for test in self.seen.tests(mutant))
                running[process.sentinel] = mutant, process, monotonic() + SLOWER * seconds + SECONDS_MORE
            soonest = min(deadline for _, _, deadline in running.values())
            ended = wait(list(running), timeout=max(0.0, soonest - monotonic()))
            for sentinel, (mutant, fork, deadline) in list(running.items()):
                if sentinel in ended or deadline <= monotonic():
                    fork.kill()
                    fork.join()
                    del running[sentinel]
                    if not _is_noticed(fork.exitcode):
                        tell(mutant)


def _is_noticed(code: int | None) -> bool:
    """Return whether a fork that ended with `code` ended by a test that failed, by force, or as pytest does that cannot begin.

    Raises:
        RuntimeError: if it ended as Python does with a bug: that is one of ours.
    """
    if code is None or code == pytest.ExitCode.TESTS_FAILED:
        raise RuntimeError("A fork ended for another reason than a test.")
    return code not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}


def _alone(work: Callable[[Mutant], None], mutant: Mutant) -> None:
    """Do `work`, without a word and without all the memory there is."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    work(mutant)


def _in_pytest(plugin: object, files: Sequence[str]) -> None:
    """Run pytest over `files`, over all unit tests if there are none, in a process of its own, and end as it ends."""
    os.chdir(ROOT)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.path.insert(0, str(ROOT / "tests"))
    where = files or ("tests/unit", "--ignore=tests/unit/test_house.py")  # which reads files and runs no rule
    os._exit(
        pytest.main(["-q", "-x", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", *where], plugins=[plugin, _Few()])
    )


class _Few:
    """Has Hypothesis try few examples, and the same each time."""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        settings.register_profile("mutants", derandomize=True, database=None, deadline=None, max_examples=25)
        settings.load_profile("mutants")


class _Watching:
    """Notes which test runs which lines of the modules, and how long it takes; sends that if all goes well."""

    def __init__(self, modules: Sequence[str], send: Callable[[Seen | str], None]) -> None:
        self._files = {str(path_of(module)): module for module in modules}
        self._coverage = Coverage(data_file=None, include=list(self._files), config_file=False)
        self._seconds: dict[str, float] = defaultdict(float)
        self._send = send

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Iterator[None]:
        self._users = {module: _find_users(session.items, module) for module in self._files.values()}
        self._memos = [it for it in gc.get_objects() if _is_memo(it)]
        self._coverage.start()
        try:
            return (yield)
        finally:
            self._coverage.stop()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        for memo in self._memos:
            memo.cache_clear()  # what a test before worked out, this one seems not to run
        self._coverage.switch_context(item.nodeid)
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] += report.duration
        if report.failed:
            self._send(report.nodeid)

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        if exitstatus:
            return
        data = self._coverage.get_data()
        lines = {
            module: {line: frozenset(tests) - {""} for line, tests in data.contexts_by_lineno(file).items()}
            for file, module in self._files.items()
        }
        self._send(Seen(lines, self._users, dict(self._seconds), _list_libraries()))


class _Chosen:
    """Ends the process at the first test that fails."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os._exit(NOTICED)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            os._exit(NOTICED)


class _Once(_Chosen, MetaPathFinder):
    """Runs the chosen tests with the mutant imported in place of its module."""

    def __init__(self, mutant: Mutant, tests: Sequence[str]) -> None:
        self._mutant = mutant
        self._rank = {test: rank for rank, test in enumerate(tests)}
        sys.meta_path.insert(0, self)

    def find_spec(self, fullname: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:
        del path, target
        if fullname != self._mutant.module:
            return None
        file = path_of(fullname)
        return spec_from_file_location(fullname, file, loader=_Changed(fullname, str(file), self._mutant.source))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((it for it in items if it.nodeid in self._rank), key=lambda it: self._rank[it.nodeid])


class _Changed(SourceFileLoader):
    """Loads a module from another source than its file has."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        del fullname
        return compile(self._source, self.path, "exec")


class _Warm(_Chosen):
    """Has collected all unit tests, and runs for each mutant the chosen ones in a fork."""

    def __init__(self, runner: Runner, mutants: Sequence[Mutant], tell: Callable[[Mutant | None], None]) -> None:
        self._runner = runner
        self._mutants = mutants
        self._tell = tell

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._items = {item.nodeid: item for item in session.items}
        files = {str(path_of(mutant.module)) for mutant in self._mutants}
        self._functions: dict[tuple[str, str], list[FunctionType]] = defaultdict(list)
        for it in gc.get_objects():
            if isinstance(it, FunctionType) and it.__code__.co_filename in files:
                self._functions[it.__code__.co_filename, it.__code__.co_qualname].append(it)
        gc.freeze()
        self._runner.pool(self._mutants, self._run, self._tell)
        self._tell(None)
        return True

    def _run(self, mutant: Mutant) -> None:
        file = str(path_of(mutant.module))
        for code in _codes(compile(mutant.source, file, "exec")):
            for function in self._functions[file, code.co_qualname]:
                function.__code__ = code
        items = [self._items[test] for test in self._runner.seen.tests(mutant)]
        for item, following in zip_longest(items, items[1:]):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        os._exit(0)


def _list_libraries() -> list[str]:
    """Return the installed modules that are imported, in the order in which they were."""
    return [
        name
        for name, module in list(sys.modules.items())
        if "site-packages" in (getattr(module, "__file__", None) or "")
        and getattr(module.__spec__, "name", None) == name
    ]


def _find_users(items: Sequence[pytest.Item], module: str) -> frozenset[str]:
    """Return the tests whose file imports `module`, or something from it."""
    there = {
        name: value
        for name, value in vars(sys.modules[module]).items()
        if getattr(value, "__module__", module) == module and not isinstance(value, ModuleType) and name[:2] != "__"
    }

    def is_user(file: object) -> bool:
        names = vars(file)
        return any(it is sys.modules[module] for it in names.values()) or any(
            names.get(name, there) is it for name, it in there.items()
        )

    return frozenset(item.nodeid for item in items if isinstance(item, pytest.Function) and is_user(item.module))


def _find_uses(mutant: Mutant) -> set[int]:
    """Return the lines of the module that name what the changed statement defines."""
    lines = path_of(mutant.module).read_text(encoding="utf-8").splitlines()
    defined = re.match(r"\s*(\w+)\b[^=(]*=", lines[mutant.first - 1])
    name = re.compile(rf"\b{defined[1]}\b") if defined else None
    return {number for number, line in enumerate(lines, start=1) if name and name.search(line)}


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Yield `code` and all code within it."""
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _codes(const)


def _is_memo(it: object) -> bool:
    """Return whether something remembers what it worked out, and not for ever, as what reads our own files does."""
    return isinstance(it, MEMO) and it.cache_parameters()["maxsize"] is not None
