"""Addresses of the rulebook."""

from __future__ import annotations

from django.urls import path

from skupnost.networks.views import looking, pages, quizzing

app_name = "networks"
urlpatterns = [
    path("networks/", pages.network_list, name="list"),
    path("networks/compare/", looking.compare, name="compare"),
    path("networks/search/", looking.search, name="search"),
    path("networks/ages/", looking.ages, name="ages"),
    path("networks/<slug:slug>/", pages.page, name="page"),
    path("networks/<slug:slug>/quiz/", quizzing.quiz, name="quiz"),
]
