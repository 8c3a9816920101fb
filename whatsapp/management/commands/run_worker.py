import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from whatsapp.realtime import wake
from whatsapp.worker import Worker


class Command(BaseCommand):
    help = "Runs the background work as a process of its own (the web processes: WHATSAPP_WORKER=external)."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        worker = Worker()
        with wake.heard_from_elsewhere():
            worker.start()
            self.stdout.write("The worker is at work (Ctrl+C ends it)")
            stop.wait()
            worker.stop()
        self.stdout.write("The worker has ended")
