"""Tiny networks, one for each way of keeping a post from doubling, made as hard as allowed.

They guard nothing by themselves: the same request twice makes two posts, save where the class
says otherwise. The real connectors are kinder; these show that the ledger does not rely on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from skupnost.kit.clock import Clock
from skupnost.kit.connector import Connector
from skupnost.kit.errors import OutcomeUnknown, RateLimited, Unreachable
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.http.port import Transport
from skupnost.kit.manifest import AccountKind, Machine, Manifest
from skupnost.kit.simulation import (
    Scene,
    SimulatedPost,
    Store,
    header_of,
    is_visible,
    path_of,
    query_of,
)
from skupnost.kit.values import Access, Order, Presence, Receipt, Sighting

DAY = date(2026, 11, 23)
ORIGIN = "https://toy.example"
KEY_LIFE = timedelta(hours=1)


@dataclass
class ToySimulator:
    """Stores what it is sent. `keeps_keys` and `keeps_names` are its only mercies."""

    store: Store
    clock: Clock
    scene: Scene
    keeps_keys: bool = False
    keeps_names: bool = False

    async def answer(self, request: Request) -> Answer:
        path = path_of(request)
        if request.method == "GET":
            return self._listed(query_of(request)["marker"])
        body = request.json
        assert isinstance(body, dict)
        if path == "/containers":
            number = self.store.next_number("containers")
            self.store.put("containers", str(number), body)
            return _json({"id": str(number)})
        if path == "/live":
            body = dict(self.store.get("containers", body["id"]) or {})
        return _json({"id": self._posted(body, header_of(request, "idempotency-key"))})

    def _posted(self, body: Any, key: str) -> str:
        now = self.clock.now()
        known = self.store.get("keys", key) if self.keeps_keys and key else None
        if known and now < datetime.fromisoformat(known["at"]) + KEY_LIFE:
            return str(known["id"])
        name = body["marker"] if self.keeps_names else str(self.store.next_number("posts"))
        row = {"marker": body["marker"], "text": body["text"], "at": now.isoformat()}
        self.store.put("posts", name, row)
        if key:
            self.store.put("keys", key, {"id": name, "at": now.isoformat()})
        return name

    def _listed(self, marker: str) -> Answer:
        found = [
            {"id": post.remote_id}
            for post in self.posts()
            if post.key == marker
            and is_visible(post.created_at, now=self.clock.now(), scene=self.scene)
        ]
        return _json({"posts": found})

    def posts(self) -> tuple[SimulatedPost, ...]:
        return tuple(
            SimulatedPost(
                remote_id=name,
                url=f"{ORIGIN}/{name}",
                account="toy",
                text=row["text"],
                created_at=datetime.fromisoformat(row["at"]),
                key=row["marker"],
            )
            for name, row in self.store.rows("posts")
        )


def _json(document: dict[str, Any]) -> Answer:
    import json

    return Answer(200, {"content-type": "application/json"}, json.dumps(document).encode())


@dataclass
class ToyChannel:
    """Publishes by one request; what it repeats, the simulator repeats."""

    access: Access
    transport: Transport
    clock: Clock

    async def publish(self, order: Order) -> Receipt:
        return await self._post(order, "/posts", self._body(order))

    async def _post(self, order: Order, path: str, body: dict[str, Any]) -> Receipt:
        headers = {"Idempotency-Key": order.delivery_id}
        request = Request("POST", f"{ORIGIN}{path}", headers, json=body)
        answer = await self.transport.send(request)
        self._check(answer)
        name = str(answer.document()["id"])
        return Receipt(name, f"{ORIGIN}/{name}")

    def _check(self, answer: Answer) -> None:
        if answer.status == 429:
            seconds = int(answer.headers["retry-after"])
            raise RateLimited(self.clock.now() + timedelta(seconds=seconds))
        if answer.status >= 500:
            raise OutcomeUnknown("server_error")

    def _body(self, order: Order) -> dict[str, Any]:
        return {"marker": order.client_id, "text": order.payload.text}


class FindingToy(ToyChannel):
    """Can be asked for the marker of a post."""

    async def find(self, order: Order) -> Sighting:
        query = {"marker": order.client_id}
        answer = await self.transport.send(Request("GET", f"{ORIGIN}/posts", query=query))
        posts = answer.document()["posts"]
        if not posts:
            return Sighting(Presence.ABSENT)
        name = posts[0]["id"]
        return Sighting(Presence.THERE, Receipt(name, f"{ORIGIN}/{name}"), n_copies=len(posts))


class ContainerToy(FindingToy):
    """Two calls: the first makes a container that nobody sees, the second puts it live, and
    putting it live twice makes two posts."""

    async def publish(self, order: Order) -> Receipt:
        name = order.checkpoints.get("container")
        if name is None:
            name = await self._container(order)
            await order.remember("container", name)
        return await self._post(order, "/live", {"id": name})

    async def _container(self, order: Order) -> str:
        request = Request("POST", f"{ORIGIN}/containers", json=self._body(order))
        try:
            answer = await self.transport.send(request)
            self._check(answer)
        except OutcomeUnknown as error:
            raise Unreachable(error.code) from error
        return str(answer.document()["id"])


def _manifest(slug: str, machine: Machine) -> Manifest:
    kind = AccountKind("account", "Account", "all", "api", {}, machine)
    return Manifest(slug, slug, "nobody", DAY, {"account": kind}, {})


def _toy(
    slug: str,
    channel: Callable[[Access, Transport, Clock], object],
    machine: Machine,
    **mercies: bool,
) -> Connector:
    def simulator(store: Store, clock: Clock, scene: Scene = Scene()) -> ToySimulator:
        return ToySimulator(store, clock, scene, **mercies)

    def client_id(*, delivery_id: str, title: str, now_microseconds: int) -> str:
        return delivery_id

    manifest = _manifest(slug, machine)
    return Connector(manifest, Path(__file__).parent, channel, simulator, client_id)


_ASKED = Machine(ports=("publishes", "finds"), idempotency="lookup", visible_after_seconds=5)
_MUTE = replace(_ASKED, ports=("publishes",))

TOYS = (
    _toy("toy_client_id", FindingToy, replace(_ASKED, idempotency="client_id"), keeps_names=True),
    _toy(
        "toy_key", ToyChannel, replace(_MUTE, idempotency="key", key_seconds=3600), keeps_keys=True
    ),
    _toy("toy_lookup", FindingToy, _ASKED),
    _toy("toy_container", ContainerToy, replace(_ASKED, idempotency="container")),
    _toy("toy_none", ToyChannel, replace(_MUTE, idempotency="none")),
)
