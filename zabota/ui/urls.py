"""Addresses under /ui/: switches of looks, and the living page in debug and demo."""

from django.urls import path

from zabota.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
]
