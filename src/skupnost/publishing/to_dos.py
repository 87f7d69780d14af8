"""What a person posts by hand: which posts wait, which are late, and all that is needed for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skupnost.channels.opening import kind_of
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.domain.pacing import TO_DO_LATE_AFTER, is_to_do_late
from skupnost.domain.payload import Payload
from skupnost.domain.preflight import Level, check
from skupnost.library.mends import FILE_MENDS
from skupnost.networks import addresses
from skupnost.networks.findings import sentence
from skupnost.networks.kinds import kind_words
from skupnost.networks.steps import steps_for
from skupnost.publishing.handouts import Handout, facts_of, handouts_of
from skupnost.publishing.models import Delivery
from skupnost.ui.templatetags.ui import network_name
from skupnost.ui.words import Words

LONG = 90


@dataclass(frozen=True, slots=True)
class Field:
    """One text to copy; `is_line` where it stands on one line. `id` is its name on the page."""

    id: str
    label: str
    text: str

    @property
    def is_line(self) -> bool:
        return len(self.text) <= LONG and "\n" not in self.text

    @property
    def n_rows(self) -> int:
        """How many lines to show, so that most texts are seen whole."""
        wrapped = sum(1 + len(line) // 60 for line in self.text.split("\n"))
        return min(14, max(3, wrapped))


@dataclass(frozen=True, slots=True)
class ToDo:
    """One delivery as a person posts it: texts to copy, files to take along, steps to do."""

    delivery: Delivery
    payload: Payload
    network_name: str
    kind_label: Words
    fields: tuple[Field, ...]
    handouts: tuple[Handout, ...]
    steps: tuple[Words, ...]
    open_at: str
    example: str
    problems: tuple[str, ...]
    is_late: bool

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be posted."""
        return self.delivery.status is State.TO_DO

    @property
    def words(self) -> str:
        """Its first words."""
        return self.payload.title or self.payload.text


def to_dos(clients: Iterable[Client]) -> QuerySet[Delivery]:
    """What waits to be posted by hand, the oldest first."""
    rows = Delivery.objects.filter(channel__client__in=list(clients), state=State.TO_DO)
    return rows.select_related("channel__client").order_by("due_at", "id")


def late(rows: QuerySet[Delivery], now: datetime) -> QuerySet[Delivery]:
    """Those of some to-dos that are behind their minute."""
    return rows.filter(due_at__lt=now - TO_DO_LATE_AFTER)


def n_late(clients: Iterable[Client], now: datetime) -> int:
    """How many to-dos of these clients are late."""
    return late(to_dos(clients), now).count()


def is_late(delivery: Delivery, now: datetime) -> bool:
    """Whether it waits to be posted by hand and is behind its minute."""
    is_open = delivery.status is State.TO_DO
    return is_open and is_to_do_late(due_at=delivery.due_at, now=now)


def to_do(delivery: Delivery, now: datetime) -> ToDo:
    """All that is needed to post it by hand."""
    channel = delivery.channel
    payload = Payload.from_json(delivery.payload)
    kind = kind_of(channel)
    handouts = handouts_of(delivery, payload)
    return ToDo(
        delivery=delivery,
        payload=payload,
        network_name=network_name(channel.network),
        kind_label=kind_words(channel.network, kind).label,
        fields=_fields(payload),
        handouts=handouts,
        steps=steps_for(channel.network, channel.account_kind, what_it_has(payload)),
        open_at=addresses.open_at(channel.network, channel.account_kind, channel.url),
        problems=_problems(delivery, payload),
        example=addresses.post_example(channel.network),
        is_late=is_late(delivery, now),
    )


def checked_address(delivery: Delivery, address: str) -> str:
    """The pasted address as it is kept; `networks.addresses.BadForm` where it is no post there."""
    channel = delivery.channel
    name = network_name(channel.network)
    return addresses.check_post(address, network=channel.network, name=name, account=channel.url)


def what_it_has(payload: Payload) -> frozenset[str]:
    """The conditions of steps that this post meets."""
    mimes = [item.mime for item in payload.all_media]
    has = {
        "media": bool(mimes),
        "image": any(mime.startswith("image/") for mime in mimes),
        "video": any(mime.startswith("video/") for mime in mimes),
        "title": bool(payload.title),
        "tags": bool(payload.tags),
        "thread": bool(payload.thread),
        "link": bool(payload.link_url) or "://" in payload.text,
        "comment": bool(payload.detail("first_comment")),
        "alt": any(item.alt_text for item in payload.all_media),
    }
    return frozenset(name for name, is_so in has.items() if is_so)


def _problems(delivery: Delivery, payload: Payload) -> tuple[str, ...]:
    """What the network may refuse as its rules are today; pictures are handed out mended, and no
    network refuses a picture that nobody described."""
    found = check(payload, facts_of(delivery))
    no_refusal = {*FILE_MENDS, "add_alt_text"}
    grave = [one for one in found if one.level != Level.HINT and one.mend not in no_refusal]
    return tuple(sentence(finding) for finding in grave)


def _fields(payload: Payload) -> tuple[Field, ...]:
    rows = (
        ("title", _("Title"), payload.title),
        ("warning", _("Content warning"), payload.content_warning),
        *_texts(payload),
        ("link", _("Link"), payload.link_url),
        ("excerpt", _("Excerpt"), payload.excerpt),
        ("tags", _("Tags"), ", ".join(payload.tags)),
        ("categories", _("Categories"), ", ".join(payload.categories)),
        ("slug", _("Last part of the address"), payload.slug),
        *_details(payload),
    )
    return tuple(Field(name, label, text) for name, label, text in rows if text)


DETAILS: Mapping[str, Words] = {
    "first_comment": gettext_lazy("First comment"),
    "description": gettext_lazy("Description"),
    "poll.question": gettext_lazy("Question of the poll"),
    "format": gettext_lazy("Format"),
}


def _details(payload: Payload) -> Iterator[tuple[str, str, str]]:
    for name, text in payload.details:
        known = DETAILS.get(name)
        label = str(known) if known else name.replace("_", " ").replace(".", " ").capitalize()
        yield name.replace(".", "-"), label, text


def _texts(payload: Payload) -> Sequence[tuple[str, str, str]]:
    """The text, or the parts of the thread one by one."""
    parts = payload.parts
    if len(parts) == 1:
        return [("text", _("Text"), payload.text)]
    words = _("Part %(n)d of %(all)d")
    return [
        (f"part-{n}", words % {"n": n, "all": len(parts)}, part.text)
        for n, part in enumerate(parts, start=1)
    ]
