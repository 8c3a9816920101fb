"""What agents cost who only have the inbox open.

    python -m bench.idle [--agents 200] [--seconds 60]

A real server process. Each agent has a websocket, says where they are, and asks for the list and the open chat,
all as often as a page does while its websocket lives. Prints the processor time, in percent of one core, and the
memory that the server needs more than just before, when nobody was there. Ends with 1 above 15 % or 150 MB.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from bench import load
from bench.ingest import PYTHON, environment, free_port
from bench.painted import post
from whatsapp.templatetags.chat_live import WHILE_LIVE

BEAT = 15  # seconds, as in static/inbox/presence.js
MOST_PERCENT, MOST_MEGABYTES = 15, 150
MAKE_AGENTS = """
from django.contrib.auth.models import Group, User
from whatsapp.models import Conversation
from whatsapp.tests.conftest import signed_in
group = Group.objects.get(name="agent")
chats = list(Conversation.objects.values_list("pk", flat=True))
for n in range(AGENTS):
    user = User.objects.create(username=f"agent{n}", password="!")
    user.groups.add(group)
    print("agent", signed_in(user).cookies["sessionid"].value, chats[n % len(chats)])
"""


ONE = asyncio.Semaphore(1)
OPENED: dict[int, dict[str, str]] = {}


@dataclass
class Page:
    port: int
    cookie: str
    chat: int
    late: float  # which part of a beat it comes after the first

    async def live(self, seconds: float, all_there: asyncio.Barrier) -> None:
        address = f"127.0.0.1:{self.port}"
        headers = {"Cookie": f"sessionid={self.cookie}", "Origin": f"http://{address}"}
        url = f"ws://{address}/ws/inbox"
        async with connect(url, additional_headers=headers, compression=None, open_timeout=None) as socket:
            hearing = asyncio.create_task(hear(socket))
            known = await self.opened()
            await all_there.wait()
            await asyncio.sleep(self.late * BEAT)
            clock = asyncio.get_running_loop().time
            began, asks = clock(), clock() + self.late * WHILE_LIVE
            while clock() < began + seconds:
                await socket.send(json.dumps({"at": self.chat, "types": False}))
                if clock() >= asks:
                    asks += WHILE_LIVE
                    await self.refresh(known)
                await asyncio.sleep(BEAT)
            hearing.cancel()

    async def opened(self) -> dict[str, str]:
        """The page itself is drawn once for each chat, one after the other: that is no part of being idle."""
        async with ONE:
            if self.chat not in OPENED:
                OPENED[self.chat] = versions(await self.whole())
            return OPENED[self.chat]

    async def whole(self) -> str:
        return await self.get(f"/whatsapp/chat/{self.chat}")

    async def refresh(self, known: dict[str, str]) -> None:
        for pane, path in (("messages", f"/whatsapp/chat/{self.chat}"), ("conversations", "/whatsapp/chat")):
            here = f"hx-current-url: http://127.0.0.1:{self.port}/whatsapp/chat/{self.chat}\r\n"
            answer = await self.get(
                f"{path}?{known[pane]}", f"hx-request: true\r\nhx-target: {pane}\r\n{here}"
            )
            if not answer.startswith("HTTP/1.1 204"):
                raise SystemExit(f"{pane} not as before: {answer[:80]}")

    async def get(self, path: str, more: str = "") -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = (
            f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\ncookie: sessionid={self.cookie}\r\n{more}"
        )
        writer.write(f"{head}connection: close\r\n\r\n".encode())
        answer = (await reader.read()).decode()
        writer.close()
        return answer


async def hear(socket: ClientConnection) -> None:
    async for _ in socket:
        pass


def versions(html: str) -> dict[str, str]:
    """What each pane asks with."""
    list_version = re.search(r'id="conversations".*?"version": "(\w+)"', html, re.DOTALL)
    thread = re.search(r'id="messages".*?"version": "(\w+)", "since": "([^"]*)"([^}]*)', html, re.DOTALL)
    assert list_version
    assert thread
    divider = "".join(f"&{name}={n}" for name, n in re.findall(r'"(\w+)": (\d+)', thread[3]))
    return {
        "conversations": f"version={list_version[1]}&size=50",
        "messages": f"version={thread[1]}&since={thread[2]}{divider}",
    }


def used(pid: int) -> tuple[float, float]:
    """Seconds of processor time, and megabytes of memory."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds, int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def server(env: dict[str, str], port: int) -> Iterator[int]:
    command = [*PYTHON, "manage.py", "run_server", "--port", str(port)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        process.stdout.readline()  # it says that it is ready
        try:
            yield process.pid
        finally:
            process.terminate()


async def measure(pid: int, port: int, agents: list[tuple[str, int]], seconds: float) -> tuple[float, float]:
    for chat, cookie in {chat: cookie for cookie, chat in agents}.items():
        await Page(
            port, cookie, chat, 0
        ).whole()  # whoever opens a chat has read it: later the list stays as it is
    alone = await busy(pid, BEAT)
    _, before = used(pid)
    all_there = asyncio.Barrier(len(agents) + 1)
    pages = [
        asyncio.create_task(Page(port, *agent, number / len(agents)).live(seconds + 2 * BEAT, all_there))
        for number, agent in enumerate(agents)
    ]
    coming = asyncio.create_task(all_there.wait())
    await asyncio.wait([coming, *pages], return_when=asyncio.FIRST_COMPLETED)
    for task in pages:
        if task.done():
            task.result()  # one that did not come says why
    await asyncio.sleep(BEAT)  # now it is quiet
    together, (_, memory) = await busy(pid, seconds), used(pid)
    for task in pages:
        if task.done():
            task.result()
        task.cancel()
    return together - alone, memory - before


async def busy(pid: int, seconds: float) -> float:
    """The processor's time of the next seconds, in percent of one core."""
    began, (before, _) = time.perf_counter(), used(pid)
    await asyncio.sleep(seconds)
    return (used(pid)[0] - before) / (time.perf_counter() - began) * 100


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--agents", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder)) | {"ALLOWED_HOSTS": "127.0.0.1"}
        subprocess.run([*PYTHON, "manage.py", "migrate", "-v0"], env=env, check=True)
        with server(env, port) as pid:
            for data in load.build(1000, 60, turn=0, status_share=0).requests:
                post(port, data)
            make = MAKE_AGENTS.replace("AGENTS", str(options.agents))
            shell = [*PYTHON, "manage.py", "shell", "-v0", "-c", make]
            made = subprocess.run(shell, env=env, check=True, text=True, stdout=subprocess.PIPE).stdout
            agents = [
                (row.split()[1], int(row.split()[2])) for row in made.splitlines() if row.startswith("agent ")
            ]
            percent, megabytes = asyncio.run(measure(pid, port, agents, options.seconds))
    print(
        f"{len(agents)} idle agents: {percent:.1f} % of one core and {megabytes:.0f} MB more than without them"
    )
    sys.exit(percent > MOST_PERCENT or megabytes > MOST_MEGABYTES)


if __name__ == "__main__":
    main()
