"""The pages that are looked at: in tests for faults, in pictures with eyes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sites import Site

NEXT_WEEK = f"{datetime.now(UTC) + timedelta(days=7):%Y-%m-%d}"
# The world's closed days begin then.
CLOSED = f"{datetime.now(UTC) + timedelta(days=10):%Y-%m-%d}"
BAKERY = "/c/pekarna-zora"
MUSEUM = "/c/muzej-sodobne-umetnosti-in-oblikovanja-moste"
PLACES = {
    "desk": "/",
    "clients": "/clients/",
    "client-new": "/clients/new/",
    "settings": f"{BAKERY}/settings/",
    "delete": f"{BAKERY}/delete/",
    "resume": f"{MUSEUM}/resume/",
    "channels": f"{BAKERY}/channels/",
    "channels-empty": f"{MUSEUM}/channels/",
    "channel-new": f"{BAKERY}/channels/new/",
    "kinds": f"{BAKERY}/channels/new/mastodon/",
    "connect": f"{BAKERY}/channels/new/mastodon/account/",
    "connect-ghost": f"{BAKERY}/channels/new/ghost/site/",
    "channel": "{channel_mastodon}",
    "history": "{channel_mastodon}history/",
    "channel-practice": "{channel_practice}",
    "channel-trouble": "{channel_bluesky}",
    "reconnect": "{channel_bluesky}reconnect/",
    "disconnect": "{channel_mastodon}disconnect/",
    "calendar": f"{BAKERY}/calendar/",
    "week": f"{BAKERY}/calendar/?view=week",
    "week-with-slots": f"{BAKERY}/calendar/?view=week&at={NEXT_WEEK}",
    "month-with-days-off": f"{BAKERY}/calendar/?view=month&at={CLOSED}",
    "week-with-days-off": f"{BAKERY}/calendar/?view=week&at={CLOSED}",
    "day-off": f"{BAKERY}/calendar/?view=day&at={CLOSED}",
    "composer": f"{BAKERY}/posts/new/",
    "composer-day-off": f"{BAKERY}/posts/new/?at={CLOSED}T12:00",
    "post": "{post}",
    "needs-eye": f"{BAKERY}/needs-eye/",
    "to-dos": f"{BAKERY}/to-do/",
    "to-do": "{to_do_shown}",
    "to-dos-empty": f"{MUSEUM}/to-do/",
    "connect-page": f"{BAKERY}/channels/new/facebook/page/",
    "channel-by-hand": "{channel_facebook}",
    "connect-profile": f"{BAKERY}/channels/new/facebook/profile/",
    "strategy": f"{BAKERY}/strategy/",
    "resources": f"{BAKERY}/strategy/resources/",
    "periods": f"{BAKERY}/strategy/periods/",
    "period": "{period}",
    "advice": "{strategy_mastodon}",
    "advice-experiment": "{strategy_wordpress}",
    "experiment": "{experiment}",
    "experiment-decided": "{experiment_decided}",
    "advice-without-feed": "{strategy_bluesky}",
    "strategy-document": f"{BAKERY}/strategy/document/",
    "strategy-compared": f"{BAKERY}/strategy/document/?version=1&against=3",
    "strategy-document-empty": f"{MUSEUM}/strategy/document/",
    "strategy-write": f"{BAKERY}/strategy/document/edit/",
    "library": f"{BAKERY}/library/",
    "networks": "/networks/",
    "network": "/networks/mastodon/",
    "network-many-kinds": "/networks/telegram/",
    "compare": "/networks/compare/",
    "search": "/networks/search/?q=hashtag",
    "ages": "/networks/ages/",
    "quiz": "/networks/instagram/quiz/?seed=2",
    "practice-room": "/networks/reddit/practice/",
    "practice": "/practice/",
    "practice-post": "{practice_post}",
    "preferences": "/preferences/",
    "letters": "/letters/",
    "logout": "/logout/",
    "styleguide": "/styleguide/",
    "not-found": "/no/such/page/",
}
IN_FRONT_OF_THE_DOOR = {"login": "/login/", "link-used": "/login/used/", "closed": "/preferences/"}


def address_of(site: Site, path: str) -> str:
    """The whole address of a place."""
    return site.url + path.format(**site.landmarks)
