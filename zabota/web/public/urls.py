"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path

from zabota.web.public.views import (
    campaigns,
    certificate,
    company,
    demo,
    directory,
    invitation,
    invoice,
    join,
    landing,
    news,
    offer,
    paying,
    search,
    stories,
)

app_name = "public"

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("search/", search.search, name="search"),
    path("programme/", landing.programme, name="programme"),
    path("programme/card.png", landing.picture, name="share_card"),
    path("programme/earnings/", landing.earnings, name="earnings"),
    path("stories/", stories.stories, name="stories"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    path("stories/<slug:slug>/picture/", stories.picture, name="story_picture"),
    path("stories/<slug:slug>/card.png", stories.card, name="story_card"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("p/<str:code>/", landing.short_link, name="short_link"),
    path("company/", company.company, name="company"),
    path("company/thanks/", company.thanks, name="thanks"),
    path("join/", join.join, name="join"),
    path("join/code/", join.code_check, name="code_check"),
    path("join/welcome/", join.welcome, name="welcome"),
    path("integrators/", directory.directory, name="directory"),
    path("integrators/recommend/", directory.recommend, name="recommend"),
    path("integrators/recommended/", directory.recommended, name="recommended"),
    path("integrators/<slug:slug>/", directory.profile, name="profile"),
    path("integrators/<slug:slug>/card.png", directory.picture, name="profile_card"),
    path("integrators/<slug:slug>/logo/", directory.logo, name="profile_logo"),
    path("sitemap.xml", directory.sitemap, name="sitemap"),
    path("robots.txt", directory.robots, name="robots"),
    path("certificates/", certificate.ask, name="verify"),
    path("certificates/<str:code>/", certificate.certificate, name="certificate"),
    path("pay/<str:token>/", paying.pay, name="pay"),
    path("pay/<str:token>/<int:pk>/", paying.begin, name="begin_paying"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("news/off/<str:token>/", news.off, name="news_off"),
    path("news/on/<str:token>/", news.on, name="news_on"),
    path("i/<str:token>/", invoice.invoice, name="invoice"),
    path("i/<str:token>/pdf/", invoice.invoice_pdf, name="invoice_pdf"),
    path("i/<str:token>/qr.svg", invoice.invoice_qr, name="invoice_qr"),
    path("offer/", offer.offer, name="offer"),
    path("offer/<int:number>.pdf", offer.paper, name="offer_paper"),
    path("favicon.ico", landing.favicon, name="favicon"),
    path("demo/sign-in/<slug:role>/", demo.sign_in, name="demo_sign_in"),
]
