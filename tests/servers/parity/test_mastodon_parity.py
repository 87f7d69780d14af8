"""The simulated Mastodon answers as two real servers do, but for what the table beside lists.

Bob asks: the other tests are Alice's, and lists begin empty.
"""

from pathlib import Path

from skupnost.kit.clock import SystemClock
from skupnost.kit.http import Request, Upload
from skupnost.kit.registry import connector
from skupnost.kit.simulation import Faults, MemoryStore, Scene, SimulatorTransport

from ..pictures import png  # noqa: TID252 - tests are no installed package
from ..running.mastodon_mock import MastodonMock  # noqa: TID252 - likewise
from ..running.snac import Snac  # noqa: TID252 - likewise
from .playing import Player, Seen, hold, play

TABLE = Path(__file__).with_name("mastodon_differences.toml")
LINK = "https://bakery.example/a/very/long/address/of/a/page?day=wednesday "


def script(token: str):
    """Everything the connector asks, and what it must never be surprised by."""
    bearer = {"Authorization": f"Bearer {token}"}

    async def walk(player: Player) -> None:
        def get(path: str, **query: str) -> Request:
            return Request("GET", player.url(path), bearer, query)

        def post(status: dict[str, object], key: str = "", **headers: str) -> Request:
            named = {"Idempotency-Key": key} if key else {}
            url = player.url("/api/v1/statuses")
            return Request("POST", url, bearer | named | headers, json=status)

        async def upload(name: str, mime: str, shade: int = 0) -> str:
            file = Upload("file", "rolls.png", mime, png(colour=(shade, 92, 60)))
            url = player.url("/api/v2/media")
            form = {"description": "A basket of rolls"}
            request = Request("POST", url, bearer, form=form, uploads=(file,))
            stored = await player.ask(name, request, lambda d: {"alt": d["description"]})
            return str(stored.get("id", ""))

        await player.ask("instance, version 2", get("/api/v2/instance"))
        await player.ask("instance, version 1", get("/api/v1/instance"), _limits)
        me = await player.ask("who am I", get("/api/v1/accounts/verify_credentials"))
        wrong = {"Authorization": "Bearer expired-token"}
        url = player.url("/api/v1/accounts/verify_credentials")
        await player.ask("who am I, with a token that does not hold", Request("GET", url, wrong))

        first = await player.ask("post", post({"status": "Rolls"}, "key-1"), _shape)
        same = await player.ask(
            "post again under the same key",
            post({"status": "Rolls"}, "key-1"),
            lambda d: {"same_status": d["id"] == first["id"]},
        )
        rich = {"status": f"Rolls {LINK}", "spoiler_text": "Food", "sensitive": True}
        rich |= {"visibility": "unlisted", "language": "sl"}
        await player.ask("post with warning, visibility, language", post(rich), _shape)
        await player.ask(
            "post with a token that does not hold",
            post({"status": "Rolls"}, Authorization="Bearer expired-token"),
        )
        await player.ask("post 500 characters", post({"status": "a" * 500}), _text_length)
        await player.ask("post 501 characters", post({"status": "a" * 501}))
        await player.ask("post 500 where a link counts 23", post({"status": LINK + "a" * 476}))
        await player.ask("post 501 where a link counts 23", post({"status": LINK + "a" * 477}))
        warned = {"status": "a" * 496, "spoiler_text": "Bread"}
        await player.ask("post 501 with the warning", post(warned))
        await player.ask("post nothing", post({"status": ""}))
        odd = {"status": "Rolls", "visibility": "whispered"}
        await player.ask("post with a visibility that does not exist", post(odd))
        lost = {"status": "Rolls", "in_reply_to_id": "99"}
        await player.ask("answer a post that does not exist", post(lost))
        unknown = {"status": "Rolls", "media_ids": ["99"]}
        await player.ask("post with a picture that does not exist", post(unknown))

        picture = await upload("upload a picture", "image/png")
        await player.ask("ask for the picture", get(f"/api/v1/media/{picture}"))
        pictured = {"status": "Basket", "media_ids": [picture], "in_reply_to_id": first["id"]}
        await player.ask("answer with a picture", post(pictured), _shape)
        media = [await upload(f"upload picture {n}", "image/png", n) for n in range(1, 6)]
        await player.ask("post five pictures", post({"status": "x", "media_ids": media}), _shape)
        await upload("upload a text as a picture", "text/plain")

        own = f"/api/v1/accounts/{me['id']}/statuses"
        await player.ask("own posts", get(own, limit="40", exclude_reblogs="true"), _order)
        await player.ask("own posts, two of them", get(own, limit="2"), _count)
        await player.ask("own posts of nobody", get("/api/v1/accounts/99/statuses"))
        await player.ask("home", get("/api/v1/timelines/home", limit="2"), _count)
        await player.ask("show", get(f"/api/v1/statuses/{first['id']}"), _shape)
        await player.ask("source", get(f"/api/v1/statuses/{first['id']}/source"), _source)
        await player.ask("show what does not exist", get("/api/v1/statuses/99"))
        delete = Request("DELETE", player.url(f"/api/v1/statuses/{same['id']}"), bearer)
        await player.ask("remove", delete)
        await player.ask("remove again", delete)

        app = {"client_name": "Skupnost", "redirect_uris": "http://127.0.0.1/back"}
        apps = Request("POST", player.url("/api/v1/apps"), form=app | {"scopes": "read write"})
        await player.ask("register an app", apps)
        code = {"grant_type": "authorization_code", "code": "no", "client_id": "no"}
        code |= {"client_secret": "no", "redirect_uri": app["redirect_uris"]}
        await player.ask(
            "trade a false code", Request("POST", player.url("/oauth/token"), form=code)
        )

    return walk


def _limits(document: dict) -> dict[str, object]:
    statuses = document["configuration"]["statuses"]
    return {
        "text_max": statuses["max_characters"],
        "per_link": statuses["characters_reserved_per_url"],
        "media_max": statuses["max_media_attachments"],
    }


def _shape(document: dict) -> dict[str, object]:
    return {
        "visibility": document["visibility"],
        "language": document.get("language"),
        "warning": document["spoiler_text"],
        "is_answer": bool(document["in_reply_to_id"]),
        "n_media": len(document["media_attachments"]),
    }


def _text_length(document: dict) -> dict[str, object]:
    return {"n_letters": document["content"].count("a")}


def _source(document: dict) -> dict[str, object]:
    return {"text": document["text"], "warning": document["spoiler_text"]}


def _count(documents: list) -> dict[str, object]:
    return {"no_more_than_asked": len(documents) <= 2}


def _order(documents: list) -> dict[str, object]:
    moments = [document["created_at"] for document in documents]
    return {"newest_first": moments == sorted(moments, reverse=True)}


def simulated() -> dict[str, Seen]:
    made = connector("mastodon").simulator(MemoryStore(), SystemClock(), Scene())
    transport = SimulatorTransport(made, clock=SystemClock(), dice=Never(), faults=Faults())
    return play(script("token"), origin="https://simulated.example", transport=transport)


class Never:
    """Dice that never bring bad luck."""

    def random(self) -> float:
        return 1.0


def test_the_simulator_answers_like_snac_but_for_what_is_listed(snac: Snac):
    hold(TABLE, "snac", play(script(snac.other.access_token), origin=snac.base_url), simulated())


def test_the_simulator_answers_like_mastodon_mock_but_for_what_is_listed(
    mastodon_mock: MastodonMock,
):
    real = play(script(mastodon_mock.other.access_token), origin=mastodon_mock.base_url)
    hold(TABLE, "mastodon_mock", real, simulated())
