"""Only the looks' own addresses: the living page stands without the rest of the site."""

from django.urls import include, path

urlpatterns = [path("ui/", include("zabota.ui.urls"))]
