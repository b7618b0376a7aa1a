"""Live streams: served by the ASGI branch of the server."""

from __future__ import annotations

from django.urls import path

from zabota.web.talk.stream import room_stream

urlpatterns = [path("<slug:site>/rooms/<int:pk>/", room_stream, name="room_stream")]
