"""Where a site's API answers: permalinks or none, folders, redirects, pages instead of answers."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from skupnost.connectors.wordpress.connector import open_channel
from skupnost.kit.errors import ConnectorError, NeedsReconnect, RateLimited, Refused, Unreachable
from skupnost.kit.http import Answer, Request
from skupnost.kit.testing.clocks import SteppingClock
from skupnost.kit.testing.stages import Stage
from skupnost.kit.values import Access

JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html"}
INDEX = Answer(200, JSON, json.dumps({"name": "Bakery", "namespaces": ["wp/v2"]}).encode())
ME = Answer(200, JSON, json.dumps({"id": 1, "capabilities": {"publish_posts": True}}).encode())
PAGE = Answer(200, HTML, b"<h1>Bakery</h1>")
LOST = Answer(404, HTML, b"<h1>Not found</h1>")


class Site:
    """Answers by address (without scheme), everything else with a page."""

    def __init__(self, answers: Mapping[str, Answer], otherwise: Answer = PAGE) -> None:
        self._answers = answers
        self._otherwise = otherwise
        self.asked: list[str] = []

    async def send(self, request: Request) -> Answer:
        route = request.query.get("rest_route", "")
        address = request.url + (f"?{route}" if route else "")
        self.asked.append(address)
        answer = self._answers.get(address, self._otherwise)
        return replace(answer, reads=request.reads)


def identified(server: str, site: Site) -> str:
    """The name of the account, or the code of the error."""
    access = Access(server, "self_hosted", {"handle": "alice", "password": "open sesame"})
    try:
        return asyncio.run(open_channel(access, site, SteppingClock()).identify()).display_name
    except ConnectorError as error:
        return error.code


def at(base: str) -> dict[str, Answer]:
    return {f"{base}/": INDEX, f"{base}/wp/v2/users/me": ME}


def by_query(base: str) -> dict[str, Answer]:
    return {f"{base}?/": INDEX, f"{base}?/wp/v2/users/me": ME}


@pytest.mark.parametrize(
    "typed",
    [
        "https://bakery.example/blog",
        "https://bakery.example/blog/",
        "https://bakery.example/blog/wp-json/wp/v2",
        "https://bakery.example/blog/wp-admin/profile.php",
        "https://bakery.example/blog/wp-login.php",
    ],
)
def test_a_site_in_a_folder_is_found_by_any_of_its_addresses(typed: str):
    assert identified(typed, Site(at("https://bakery.example/blog/wp-json"))) == "Bakery"


def test_a_site_without_permalinks_answers_under_rest_route():
    assert identified("https://bakery.example", Site(by_query("https://bakery.example/"))) == (
        "Bakery"
    )


def test_the_api_is_looked_for_once():
    site = Site(by_query("https://bakery.example/"))
    access = Access("https://bakery.example", "self_hosted", {"handle": "a", "password": "b"})
    channel = open_channel(access, site, SteppingClock())
    asyncio.run(channel.identify())
    n_asked = len(site.asked)
    asyncio.run(channel.identify())
    assert len(site.asked) == n_asked + 1


@pytest.mark.parametrize(
    ("link", "answers"),
    [
        ("https://bakery.example/cms/wp-json/", at("https://bakery.example/cms/wp-json")),
        (
            "https://bakery.example/cms/index.php?rest_route=/",
            by_query("https://bakery.example/cms/index.php"),
        ),
    ],
)
def test_the_link_header_of_a_page_shows_the_way(link: str, answers: dict[str, Answer]):
    page = replace(LOST, headers={**HTML, "link": f'<{link}>; rel="https://api.w.org/"'})
    assert identified("https://bakery.example", Site(answers, otherwise=page)) == "Bakery"


def test_a_link_to_another_host_is_not_followed():
    link = '<https://elsewhere.example/wp-json/>; rel="https://api.w.org/"'
    page = replace(PAGE, headers={**HTML, "link": link})
    site = Site(at("https://elsewhere.example/wp-json"), otherwise=page)
    assert identified("https://bakery.example", site) == "not_the_api"
    assert not any("elsewhere" in address for address in site.asked)


def moved_to(location: str) -> Answer:
    return Answer(301, {"location": location}, b"")


def test_a_redirect_to_www_is_followed():
    answers = at("https://www.bakery.example/wp-json")
    answers["https://bakery.example/wp-json/"] = moved_to("https://www.bakery.example/wp-json/")
    assert identified("https://bakery.example", Site(answers)) == "Bakery"


def test_no_redirect_leads_from_https_to_http():
    answers = at("http://bakery.example/wp-json")
    answers["https://bakery.example/wp-json/"] = moved_to("http://bakery.example/wp-json/")
    site = Site(answers)
    assert identified("https://bakery.example", site) == "not_the_api"
    assert not any(address.startswith("http:") for address in site.asked)


def test_redirects_in_a_circle_end():
    site = Site({}, otherwise=moved_to("https://bakery.example/wp-json/"))
    assert identified("https://bakery.example", site) == "server_moved"
    assert len(site.asked) < 12


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (PAGE, "not_the_api"),
        (LOST, "not_the_api"),
        (Answer(403, HTML, b"<h1>Blocked</h1>"), "blocked_by_site"),
        (Answer(500, HTML, b"<h1>Critical error</h1>"), "server_error"),
        (Answer(503, {**HTML, "retry-after": "600"}, b"<h1>Maintenance</h1>"), "rate_limited"),
        (Answer(200, JSON, b'{"version": "5.130"}'), "not_the_api"),
        (Answer(401, JSON, b'{"code": "incorrect_password", "data": {}}'), "credentials_refused"),
    ],
)
def test_what_is_not_the_api_says_why(answer: Answer, code: str):
    assert identified("https://bakery.example", Site({}, otherwise=answer)) == code


def test_the_simulator_without_permalinks_takes_a_post(stage: Stage):
    stage.store.put("simulator", "plain_permalinks", {"on": True})
    asyncio.run(stage.order(stage.subject.case.payload).publish())
    assert len(stage.posts()) == 1


ERRORS = [
    (401, b'{"code": "rest_cannot_create"}', {}, NeedsReconnect, "credentials_refused"),
    (403, b'{"code": "rest_cannot_create"}', {}, NeedsReconnect, "permission_missing"),
    (403, b"<h1>Forbidden</h1>", {}, Refused, "blocked_by_site"),
    (400, b'{"code": "empty_content"}', {}, Refused, "content_refused"),
    (413, b"<h1>Too large</h1>", {}, Refused, "content_refused"),
    (404, b'{"code": "rest_no_route"}', {}, Refused, "not_found"),
    (404, b"<h1>Not found</h1>", {}, Refused, "not_the_api"),
    (302, b"", {"location": "/wp-login.php"}, Refused, "server_moved"),
    (429, b"", {"retry-after": "7"}, RateLimited, "rate_limited"),
    (503, b"", {"retry-after": "7"}, RateLimited, "rate_limited"),
]


@pytest.mark.parametrize(("status", "body", "headers", "kind", "code"), ERRORS)
def test_an_answer_to_the_post_itself_names_the_next_move(stage, status, body, headers, kind, code):
    async def no(request: Request) -> Answer:
        if request.reads:
            return await stage.simulator.answer(request)
        return Answer(status, headers, body)

    stage.transport.send = no
    with pytest.raises(kind) as caught:
        asyncio.run(stage.order(stage.subject.case.payload).publish())
    assert caught.value.code == code


def test_a_site_out_of_reach_is_unreachable(stage: Stage):
    async def gone(request: Request) -> Answer:
        raise Unreachable("connection_failed")

    stage.transport.send = gone
    with pytest.raises(Unreachable):
        asyncio.run(stage.order(stage.subject.case.payload).publish())
