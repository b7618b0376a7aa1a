"""Addresses of the partner's cabinet."""

from __future__ import annotations

from django.urls import path

from zabota.web.cabinet.views import (
    chat,
    claims,
    clients,
    funnel,
    home,
    links,
    offer,
    papers,
    payouts,
    rating,
    reservations,
    rewards,
    statement,
    terms,
    us,
)

app_name = "cabinet"

urlpatterns = [
    *chat.chat.addresses(),
    path("", home.home, name="home"),
    path("rewards/", rewards.rewards, name="rewards"),
    path("rewards/<int:pk>/", rewards.reward, name="reward"),
    path("payouts/", payouts.payouts, name="payouts"),
    path("payouts/<int:pk>/", payouts.payout, name="payout"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<int:pk>/pdf/", papers.pdf, name="paper_pdf"),
    path("papers/<int:pk>/sign/", papers.sign, name="sign_paper"),
    path("papers/<int:pk>/scans/<int:scan_pk>/", papers.scan, name="paper_scan"),
    path("statement/", statement.statement, name="statement"),
    path("clients/", clients.clients, name="clients"),
    path("clients/<int:pk>/", clients.client, name="client"),
    path("links/", links.links, name="links"),
    path("links/funnel/", funnel.funnel, name="funnel"),
    path("links/check/", links.check, name="check_code"),
    path("links/choose/", links.choose, name="choose_code"),
    path("links/<int:pk>/retire/", links.retire, name="retire_code"),
    path("links/<int:pk>/qr.<slug:kind>", links.qr, name="qr"),
    path("forgotten-code/", claims.claims, name="claims"),
    path("forgotten-code/<int:pk>/take-back/", claims.take_back, name="take_claim_back"),
    path("named/", reservations.reservations, name="reservations"),
    path("named/<int:pk>/extend/", reservations.extend, name="extend_reservation"),
    path("named/<int:pk>/take-back/", reservations.take_back, name="take_reservation_back"),
    path("bank-details/", us.bank_details, name="bank_details"),
    path("people/", us.members, name="members"),
    path("rating/", rating.rating, name="rating"),
    path("rating/hide/", rating.hide, name="hide_in_rating"),
    path("terms/", terms.terms, name="terms"),
    path("terms/<int:pk>/join/", terms.join, name="join_campaign"),
    path("offer/", offer.offer, name="offer"),
    path("offer/accept/", offer.accept, name="accept_offer"),
]
