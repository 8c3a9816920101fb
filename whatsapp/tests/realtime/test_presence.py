import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from django.contrib.auth.models import User

from whatsapp.access import AGENTS
from whatsapp.models import Conversation
from whatsapp.realtime import consumers, presence
from whatsapp.realtime.presence import Board
from whatsapp.realtime.said import Patience, Said, read
from whatsapp.tests.conftest import make_user
from whatsapp.tests.services import REDIS_URL

from .sockets import connect, hear, leave, run, say


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def board(monkeypatch: Any, clock: Clock) -> Any:
    channel_layers.backends.clear()
    monkeypatch.setattr(presence, "GATHER_SECONDS", 0.001)
    monkeypatch.setattr(presence, "LOOK_SECONDS", 0.01)
    fresh = Board(clock)
    monkeypatch.setattr(consumers, "board", fresh)
    yield fresh
    channel_layers.backends.clear()


@pytest.fixture
def sara(db: None) -> User:
    sara = make_user("sara", AGENTS)
    sara.first_name = "سارة"
    sara.save(update_fields=["first_name"])
    return sara


async def told(socket: Any) -> Any:
    """What is said next about who is here; the answers to one's own words are passed over."""
    while "here" not in (heard := await hear(socket)):
        pass
    return heard["here"]


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(400):
        if holds():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came to be")


@pytest.mark.django_db(transaction=True)
def test_a_colleague_hears_who_looks_types_and_leaves_and_the_name_is_ours(
    agent: User, sara: User, conversation: Conversation
) -> None:
    async def story() -> list[Any]:
        (mine, _), (hers, _) = await connect(agent), await connect(sara)
        heard = []
        for words in ({"at": conversation.pk, "name": "Admin"}, {"at": conversation.pk, "types": True}):
            await say(hers, json.dumps(words))
            heard.append(await told(mine))
        late, _ = await connect(agent)
        heard.append(await told(late))
        await leave(hers)
        heard.append(await told(mine))
        await leave(mine)
        await leave(late)
        return heard

    chat = str(conversation.pk)
    looks, types = {chat: [[sara.pk, "سارة", False]]}, {chat: [[sara.pk, "سارة", True]]}
    assert run(story) == [looks, types, types, {}]


@pytest.mark.django_db(transaction=True)
def test_who_falls_silent_stops_typing_and_is_forgotten(
    agent: User, sara: User, conversation: Conversation, clock: Clock
) -> None:
    async def story() -> list[Any]:
        (mine, _), (hers, _) = await connect(agent), await connect(sara)
        await say(hers, json.dumps({"at": conversation.pk, "types": True}))
        heard = [await told(mine)]
        clock.now += 9
        heard.append(await told(mine))
        clock.now += 22
        heard.append(await told(mine))
        await leave(mine)
        await leave(hers)
        return heard

    chat = str(conversation.pk)
    types, looks = {chat: [[sara.pk, "سارة", True]]}, {chat: [[sara.pk, "سارة", False]]}
    assert run(story) == [types, looks, {}]


@pytest.mark.django_db(transaction=True)
def test_beats_without_news_are_answered_and_told_to_nobody(
    agent: User, sara: User, conversation: Conversation
) -> None:
    async def story() -> tuple[list[Any], bool]:
        (mine, _), (hers, _) = await connect(agent), await connect(sara)
        await say(hers, json.dumps({"at": conversation.pk}))
        await told(mine)
        await told(hers)
        answers = []
        for _ in range(5):
            await say(hers, json.dumps({"at": conversation.pk}))
            answers.append(await hear(hers))
        silent = await mine.receive_nothing(0.1)
        await leave(mine)
        await leave(hers)
        return answers, silent

    assert run(story) == ([{"heard": True}] * 5, True)


@pytest.mark.django_db(transaction=True)
def test_a_tab_that_is_hidden_is_not_looking(agent: User, sara: User, conversation: Conversation) -> None:
    async def story() -> list[Any]:
        (mine, _), (hers, _) = await connect(agent), await connect(sara)
        heard = []
        for at in (conversation.pk, None):
            await say(hers, json.dumps({"at": at}))
            heard.append(await told(mine))
        await leave(mine)
        await leave(hers)
        return heard

    assert run(story)[1] == {}


@pytest.mark.django_db(transaction=True)
def test_nonsense_and_a_flood_harm_nobody_else_and_news_still_come(
    agent: User, sara: User, conversation: Conversation, board: Board
) -> None:
    async def story() -> tuple[Any, Any]:
        (mine, _), (hers, _) = await connect(agent), await connect(sara)
        for words in ("{", "[]", '{"at": true}', '{"at": "1"}', '{"at": -1}', '{"at": 1e300}', "x" * 5000):
            await say(hers, words)
        assert await hers.receive_nothing(0.05)
        await say(hers, json.dumps({"at": conversation.pk + 999}))  # nobody's
        assert await hear(hers) == {"heard": True}
        await say(hers, json.dumps({"at": conversation.pk}))
        heard = await told(mine)
        for _ in range(20 + 200 + 1):
            await say(hers, json.dumps({"at": None}))
        closed: dict[str, Any] = {}
        while closed.get("type") != "websocket.close":
            closed = await hers.receive_output(2)
        await leave(mine)
        return heard, closed["code"]

    heard, code = run(story)
    assert heard == {str(conversation.pk): [[sara.pk, "سارة", False]]}
    assert code == 1008


@pytest.mark.django_db(transaction=True)
def test_who_lost_the_right_is_shown_the_door_at_the_next_chat(
    sara: User, conversation: Conversation, board: Board
) -> None:
    async def story() -> Any:
        hers, _ = await connect(sara)
        await sync_to_async(sara.groups.clear)()
        await say(hers, json.dumps({"at": conversation.pk}))
        return await hers.receive_output(2)

    assert run(story)["code"] == 4403
    assert board.words == presence.NOBODY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"at": 5, "types": true}', Said(5, True)),
        ('{"at": null}', Said(None, False)),
        ('{"at": 5, "types": 1}', None),
        ('{"at": 9223372036854775808}', None),
        (None, None),
    ],
)
def test_only_what_our_page_says_is_understood(text: str | None, said: Said | None) -> None:
    assert read(text) == said


def test_patience_comes_back_with_time(clock: Clock) -> None:
    patience = Patience(clock)
    assert [patience.hears() for _ in range(21)] == [True] * 20 + [False]
    clock.now += 1
    assert [patience.hears() for _ in range(3)] == [True, True, False]


@pytest.mark.redis
def test_processes_know_of_each_others_people_and_forget_a_process_that_is_gone(
    settings: Any, clock: Clock, board: Board
) -> None:
    settings.REDIS_URL = REDIS_URL
    settings.CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }

    async def story() -> list[str]:
        layer = channel_layers["default"]
        ours = await layer.new_channel()
        await layer.group_add(presence.INBOX, ours)
        there = Board(clock)
        there.sit("there", 7, "Sara", 12, False)
        event = await asyncio.wait_for(layer.receive(ours), 3)
        board.hear(event["process"], event["table"])
        words = [board.words]
        there.leave("there")
        clock.now += 46
        board.sit("here", 8, "Omar", None, False)
        event = await asyncio.wait_for(layer.receive(ours), 3)
        while event["process"] != board.process:
            event = await asyncio.wait_for(layer.receive(ours), 3)
        board.hear(event["process"], event["table"])
        return [*words, board.words]

    assert run(story) == ['{"here":{"12":[[7,"Sara",false]]}}', presence.NOBODY]
