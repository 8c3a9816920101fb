"""The peer of `bench.front_door`: the same front door with Django's own ASGI handler behind it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_asgi_application()

from config.front_door import FrontDoor  # noqa: E402

application = FrontDoor(django)
