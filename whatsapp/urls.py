from django.urls import URLPattern, URLResolver, include, path

from . import health
from .api.routes import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("api/whatsapp/", api.urls),
    path("", include("whatsapp.inbox.urls")),
]
