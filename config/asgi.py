"""The front door: the webhook's fast path, the websocket, and Django for everything else."""

import os

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
get_asgi_application()  # sets Django up: what follows needs its models

from config.front_door import FrontDoor  # noqa: E402
from config.wsgi import application as django  # noqa: E402
from whatsapp.media.handing_over import HandsOver  # noqa: E402
from whatsapp.media.taking_in import TakesIn  # noqa: E402
from whatsapp.realtime.urls import websocket_urlpatterns  # noqa: E402

PAGES_AT_ONCE = 4
"""Standing threads, each with its database connection kept open. Django's own ASGI handler gives every sync
view a new thread and a new connection; docs/decisions.md has both measured."""

websocket = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
pages = TakesIn(HandsOver(WSGIMiddleware(django, workers=PAGES_AT_ONCE)))  # type: ignore[arg-type]
application = FrontDoor(ProtocolTypeRouter({"http": pages, "websocket": websocket}))
