"""Which address leads to which site."""

from __future__ import annotations

from django.urls import include, path

from zabota.connectors.connections.hook import hook

urlpatterns = [
    path("", include("zabota.web.public.urls")),
    path("cabinet/", include("zabota.web.cabinet.urls")),
    path("office/", include("zabota.web.backoffice.urls")),
    path("hooks/<slug:kind>/<str:token>/", hook, name="hook"),
    path("events/", include("zabota.web.talk.urls")),
    path("api/v1/", include("zabota.web.api.urls")),
    path("accounts/", include("zabota.config.sign_in")),
    path("ui/", include("zabota.ui.urls")),
]
