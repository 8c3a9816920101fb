import asyncio
from typing import Any

import pytest
from channels.layers import channel_layers
from django.contrib.auth.models import AnonymousUser, User

from whatsapp.realtime import publish
from whatsapp.tests.services import REDIS_URL

from .sockets import connect, hear, leave, run


@pytest.fixture(autouse=True)
def fresh_layers() -> Any:
    channel_layers.backends.clear()
    yield
    channel_layers.backends.clear()
    publish.listen_on(None)


@pytest.mark.django_db(transaction=True)
def test_a_change_made_in_a_thread_reaches_the_open_inbox_as_ids_only(agent: User) -> None:
    async def story() -> Any:
        publish.listen_on(asyncio.get_running_loop())
        socket, _ = await connect(agent)
        await asyncio.to_thread(publish.conversations_changed, [3, 1])
        heard = await hear(socket)
        await leave(socket)
        return heard

    assert run(story) == {"changed": [1, 3]}


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_changes_is_one_notice(agent: User) -> None:
    async def story() -> Any:
        publish.listen_on(asyncio.get_running_loop())
        socket, _ = await connect(agent)
        for number in range(200):
            publish.conversations_changed([number])
        heard = await hear(socket)
        silent = await socket.receive_nothing(0.2)
        await leave(socket)
        return len(heard["changed"]), silent

    assert run(story) == (200, True)


def test_without_a_server_nobody_is_told_and_nothing_breaks() -> None:
    publish.conversations_changed([1])


@pytest.mark.redis
def test_an_external_worker_reaches_the_inbox_through_redis(settings: Any) -> None:
    settings.REDIS_URL = REDIS_URL
    settings.CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }

    async def story() -> Any:
        layer = channel_layers["default"]
        channel = await layer.new_channel()
        await layer.group_add(publish.INBOX, channel)
        await asyncio.to_thread(publish.conversations_changed, [7])  # no loop is listening: as in run_worker
        return await asyncio.wait_for(layer.receive(channel), 3)

    assert run(story)["ids"] == [7]


@pytest.mark.django_db(transaction=True)
def test_strangers_and_people_without_the_right_are_not_told(outsider: User) -> None:
    async def story() -> list[bool]:
        return [(await connect(user))[1] for user in (AnonymousUser(), outsider)]

    assert run(story) == [False, False]
