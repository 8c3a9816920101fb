"""Work on files, in a process apart, at a lower priority: decoding is what costs the most here, and what strangers
have the most influence on.

In the same process it would take the processor from the thread that holds the interpreter, and everybody waits for
that thread: the webhook too. And a file that makes a decoder crash, hang or eat the memory takes nobody along.

Nothing is apart before `open_rooms`: until then, and in the tests, `do` does it here.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Concatenate, ParamSpec, TypeVar

from .faults import Unreadable

LONGEST = 15 * 60
"""Seconds: beyond any honest file. What takes longer is taken for one that never ends."""
NICE = 10
ROOMS = max(1, min(4, (os.cpu_count() or 2) // 2))

Source = bytes | Path
"""A file: its bytes, or where whoever works on it reads them, so that they need not travel."""

Given = ParamSpec("Given")
Made = TypeVar("Made")
_context = multiprocessing.get_context("spawn")


class Closed(Exception):
    """The server ends: whoever asked asks again after its next start."""


class Room:
    """One process, begun when there is something to do, and one thing at a time in it."""

    def __init__(self) -> None:
        self._process: Any = None
        self.is_closed = False

    def do(self, work: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Raises what the work raises; Unreadable when its process died of it twice, or had to be ended; Closed."""
        for _ in range(2):  # the first time it may have been the machine's lack of memory, and not the file
            try:
                is_made, answer = self._asked(work, given, named)
            except (EOFError, OSError):
                if self.is_closed:
                    raise Closed from None
                self._end()
                continue
            if not is_made:
                raise answer
            return answer
        raise Unreadable

    def _asked(self, *asked: Any) -> tuple[bool, Any]:
        if self._process is None or not self._process.is_alive():
            self._begin()
        self._line.send(asked)
        if not self._line.poll(LONGEST):
            self._end()
            raise Unreadable
        answer: tuple[bool, Any] = self._line.recv()
        return answer

    def _begin(self) -> None:
        self._line, theirs = _context.Pipe()
        self._process = _context.Process(target=_live, args=(theirs,), name="files", daemon=True)
        self._process.start()
        theirs.close()  # or nobody would notice that it died

    def close(self) -> None:
        self.is_closed = True
        self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._line.close()
            self._process = None


_rooms: list[Room] = []
_free: SimpleQueue[Room] = SimpleQueue()


def open_rooms(count: int = ROOMS) -> None:
    for _ in range(count):
        _rooms.append(room := Room())
        _free.put(room)


def close_rooms() -> None:
    """What is under way there is lost: the rows that asked for it are done again."""
    while _rooms:
        _rooms.pop().close()
    while not _free.empty():
        _free.get()


def do(work: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
    """`work` and what it is given and gives back travel as pickles: module functions and plain data."""
    if not _rooms:
        return work(*given, **named)
    room = _free.get()
    try:
        made: Made = room.do(work, given, named)
        return made
    finally:
        if room in _rooms:
            _free.put(room)


def do_with(
    file: Source, work: Callable[Concatenate[bytes, Given], Made], *given: Given.args, **named: Given.kwargs
) -> Made:
    """`work` on the bytes of a file, as `do` does it."""
    made: Made = do(_with_bytes, file, work, *given, **named)
    return made


def _with_bytes(file: Source, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    return work(file.read_bytes() if isinstance(file, Path) else file, *given, **named)


def _live(line: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for whoever began us, who then ends us
    with suppress(AttributeError, OSError):
        os.nice(NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            line.send(_tried(*line.recv()))


def _tried(work: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, work(*given, **named)
    except Exception as error:
        return False, error


def _end_with_parent() -> None:
    """Killed, it could not end us."""
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(0)
