"""The simulated Meta as a process of its own, which knows the customers of the demo."""

import os
import threading

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402

from whatsapp.demo.environment import SIMULATOR  # noqa: E402
from whatsapp.demo.world import fill  # noqa: E402
from whatsapp.simulator.delivery import http_delivery  # noqa: E402
from whatsapp.simulator.meta import Meta  # noqa: E402
from whatsapp.simulator.server import simulator_app  # noqa: E402

meta = Meta(
    phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID,
    waba_id=settings.WHATSAPP_BUSINESS_ACCOUNT_ID,
    access_token=settings.WHATSAPP_ACCESS_TOKEN,
    app_secret=settings.WHATSAPP_APP_SECRETS[0],
    deliver=http_delivery(os.environ["DEMO_ADDRESS"] + "/api/whatsapp/webhook"),
    base_url=settings.WHATSAPP_GRAPH_URL,
)
fill(meta)
threading.Thread(target=meta.run, args=[threading.Event()], daemon=True).start()
application = simulator_app(meta, prefix=SIMULATOR)
