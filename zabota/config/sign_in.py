"""The few pages of allauth that we use: a code to the e-mail, and out again.

Its pages about passwords, sign-up and e-mail addresses are not served: there are no passwords,
and one joins on our own join page.
"""

from __future__ import annotations

from allauth.account import views
from django.urls import path
from django.views.generic import RedirectView


class ToTheJoinPage(RedirectView):
    """Where allauth's letter to an unknown address would have him sign up."""

    access_rule = "open to all"
    pattern_name = "public:join"


urlpatterns = [
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/", views.request_login_code, name="account_login"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", ToTheJoinPage.as_view(), name="account_signup"),
]
