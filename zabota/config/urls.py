"""Which address leads to which site."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("zabota.web.public.urls")),
    path("cabinet/", include("zabota.web.cabinet.urls")),
    path("office/", include("zabota.web.backoffice.urls")),
    path("accounts/", include("zabota.config.sign_in")),
    path("ui/", include("zabota.ui.urls")),
]
