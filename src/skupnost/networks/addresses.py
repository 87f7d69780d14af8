"""Addresses of accounts and posts: whether they have the form that their network gives them, and
what is wrong if not. Nothing is ever fetched."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext_lazy as _

from skupnost.networks.address_forms import FORMS, Forms
from skupnost.ui.words import Words

LONGEST = 1000

WRONG: dict[str, Words] = {
    "not_web": _(
        "This is not a web address. Copy it whole from the browser, beginning with https://"
    ),
    "other_network": _("This address leads to %(host)s, and that is not %(network)s."),
    "other_site": _("This address leads to %(host)s, but the account is at %(site)s."),
    "other_kind": _("On %(network)s this is the address of another kind of account."),
    "other_account": _("This is a post of %(author)s. The post was meant for %(account)s."),
    "a_post": _("This is the address of a post. Open the account itself and copy that address."),
    "not_an_account": _(
        "No account on %(network)s has an address like this. One looks like %(example)s"
    ),
    "not_a_post": _(
        "This is not the address of one post on %(network)s. One looks like %(example)s"
    ),
}


class BadForm(ValueError):
    """The address cannot be what it should be; `code` is a key of `WRONG`. `may_be` tells that a
    person who knows better may insist: it is a web address after all."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def may_be(self) -> bool:
        return self.code != "not_web"

    @property
    def words(self) -> str:
        """The sentence for a person."""
        return str(WRONG[self.code]) % self.params


def check_account(address: str, *, network: str, name: str, kind: str) -> str:
    """The address of an account as it is kept (https, no blanks); BadForm where it cannot be one.
    `name` is what the network is called."""
    parts = _split(address)
    known = forms_of(network)
    _on_network(parts, known, name)
    rest = _rest(parts)
    if _has(known, kind, rest):
        return parts.geturl()
    if any(_has(known, other, rest) for other in known.accounts):
        raise BadForm("other_kind", network=name)
    if _is_post(known, rest):
        raise BadForm("a_post", network=name)
    raise BadForm("not_an_account", network=name, example=account_example(network, kind))


def check_post(address: str, *, network: str, name: str, account: str = "") -> str:
    """The address of a post as it is kept; BadForm where it cannot be one. `account` is the address
    of the account, which tells the host where each account has its own."""
    parts = _split(address)
    known, host = forms_of(network), _host(parts)
    home = urlsplit(account)
    if known.short and re.fullmatch(known.short, host) and len(parts.path) > 1:
        return parts.geturl()
    if known.hosts and host != _host(home):
        _on_network(parts, known, name)
    elif not known.hosts and not _same_site(host, _host(home)):
        raise BadForm("other_site", host=host, site=_host(home))
    if not _is_post(known, _rest(parts)) or _rest(parts).rstrip("/") == home.path.rstrip("/"):
        raise BadForm("not_a_post", network=name, example=post_example(network))
    _same_author(known, _rest(parts), home.path)
    return parts.geturl()


def _same_author(known: Forms, post: str, account: str) -> None:
    """Where addresses of posts name the account, it must be ours."""
    theirs = re.match(known.author, post) if known.author else None
    ours = re.match(known.author, account) if known.author else None
    if theirs and ours and theirs[1].lower() != ours[1].lower():
        raise BadForm("other_account", author=theirs[1], account=ours[1])


def profile_address(network: str, kind: str, handle: str) -> str:
    """The address of an account by its name; empty where a name does not tell it."""
    known = forms_of(network).profile
    name = handle.strip().lstrip("@")
    template = known.get(kind) or known.get("", "")
    if not template or not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        return ""
    return template.format(name=name)


def open_at(network: str, kind: str, account: str = "") -> str:
    """Where a person begins to post: the network's own place for it, else the account."""
    known = forms_of(network).open_at
    return known.get(kind) or known.get("") or account


def account_example(network: str, kind: str) -> str:
    """What the address of such an account looks like."""
    known = forms_of(network).account_example
    return known.get(kind) or known.get("") or "https://www.example.com/"


def post_example(network: str) -> str:
    """What the address of a post looks like."""
    return forms_of(network).post_example or "https://www.example.com/post"


def forms_of(network: str) -> Forms:
    """The forms of a network; any address of the web where none are known."""
    return FORMS.get(network) or Forms(accounts={"": ".*"}, posts=(r"/.+",))


def _split(address: str) -> SplitResult:
    text = address.strip()
    if "://" not in text and "." in text.partition("/")[0]:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        raise BadForm("not_web") from None
    is_web = parts.scheme in ("http", "https") and "." in host and not re.search(r"\s", text)
    if not is_web or len(text) > LONGEST or parts.username:
        raise BadForm("not_web")
    return parts


def _on_network(parts: SplitResult, known: Forms, name: str) -> None:
    if known.hosts and not re.fullmatch(known.hosts, _host(parts)):
        raise BadForm("other_network", host=_host(parts), network=name)


def _has(known: Forms, kind: str, rest: str) -> bool:
    form = known.accounts.get(kind) or known.accounts.get("", "")
    return bool(form) and bool(re.fullmatch(form, rest, re.IGNORECASE))


def _is_post(known: Forms, rest: str) -> bool:
    return any(re.fullmatch(form, rest, re.IGNORECASE) for form in known.posts)


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").lower()


def _same_site(host: str, site: str) -> bool:
    """Whether both belong to one site, or the account's is not known."""
    bare = site.removeprefix("www.")
    return not bare or host.removeprefix("www.") == bare or host.endswith(f".{bare}")


def _rest(parts: SplitResult) -> str:
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path
