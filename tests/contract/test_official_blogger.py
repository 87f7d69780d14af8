"""Blogger, a kind of blog: our manifest against Google's own discovery document."""

from __future__ import annotations

import pytest

from tests.contract.discovery import Discovery, Google


@pytest.fixture(scope="module")
def contract(shared_folder):
    return Discovery(shared_folder / "conformance/youtube-discovery/blogger.v3.json")


class TestBlogger(Google):
    network = "blog"
    source = "blogger"
    creating = ("posts.insert", "posts.update", "posts.publish")
    operations = {
        "blogger.publish": ["posts.insert", "posts.publish"],
        "blogger.comments_read": ["comments.list", "comments.listByBlog"],
        "blogger.metrics": ["pageViews.get"],
        "blogger.moderate": ["comments.approve", "comments.removeContent", "comments.markAsSpam"],
        "blogger.publishing.edit": ["posts.update", "posts.patch"],
        "blogger.publishing.delete": ["posts.delete"],
        "blogger.exactly_once.read_back": ["posts.list", "posts.search"],
    }
    impossible = {"blogger.reply": "comments.insert"}
    fields = {
        "blogger.publish": ("posts.insert", "?isDraft"),
        "blogger.publishing.native_schedule": ("posts.publish", "?publishDate"),
        "blogger.text.title": ("posts.insert", "title"),
        "blogger.text.markup": ("posts.insert", "content"),
        "blogger.text.tags": ("posts.insert", "labels.0"),
    }
    scopes = {"blogger.scopes_publish": ["posts.insert", "posts.publish", "pageViews.get"]}
    words = {
        "blogger.publishing.comment_settings": ("posts.insert", "readerComments"),
        "blogger.publishing.states": ("posts.insert", "status"),
    }
