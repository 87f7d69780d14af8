"""Discord: our manifest against the network's own OpenAPI document of its API v10."""

from __future__ import annotations

import pytest

from tests.contract.official import HeldToBounds, OpenApi, value_of

HOOK = "post /webhooks/{webhook_id}/{webhook_token}"
BOT = "post /channels/{channel_id}/messages"
BOTH = {
    "embeds:maxItems": "embeds_max",
    "embeds.0.title:maxLength": "embed_title_max",
    "embeds.0.description:maxLength": "embed_description_max",
    "embeds.0.url:maxLength": "embed_url_max",
    "embeds.0.fields:maxItems": "embed_fields_max",
    "embeds.0.fields.0.name:maxLength": "embed_field_name_max",
    "embeds.0.fields.0.value:maxLength": "embed_field_value_max",
    "embeds.0.footer.text:maxLength": "embed_footer_max",
    "embeds.0.author.name:maxLength": "embed_author_max",
    "poll.question.text:maxLength": "poll_question_max",
    "poll.answers:minItems": "poll_answers_min",
    "poll.answers:maxItems": "poll_answers_max",
    "poll.duration:minimum": "poll_hours_min",
    "poll.duration:maximum": "poll_hours_max",
    "allowed_mentions.users:maxItems": "mentioned_users_max",
    "allowed_mentions.roles:maxItems": "mentioned_roles_max",
}


@pytest.fixture(scope="module")
def contract(shared_folder):
    return OpenApi(shared_folder / "conformance/openapi-discord/openapi.json")


class TestDiscord(HeldToBounds):
    network = "discord"
    creating = (HOOK, BOT)
    held = {
        **{f"{HOOK} {place}": f"webhook.text.{key}" for place, key in BOTH.items()},
        **{f"{BOT} {place}": f"bot.text.{key}" for place, key in BOTH.items()},
        f"{HOOK} content:maxLength": "webhook.text.text_max",
        f"{HOOK} username:maxLength": "webhook.text.webhook_name_max",
        f"{HOOK} username:minLength": "webhook.text.webhook_name_min",
        f"{HOOK} thread_name:maxLength": "webhook.text.thread_name_max",
        f"{HOOK} applied_tags:maxItems": "webhook.text.applied_tags_max",
        f"{HOOK} attachments:maxItems": "webhook.media.attachments_max",
        f"{HOOK} attachments.0.description:maxLength": "webhook.media.alt_text_max",
        f"{HOOK} attachments.0.filename:maxLength": "webhook.media.file_name_max",
        f"{BOT} attachments:maxItems": "bot.media.attachments_max",
        f"{BOT} attachments.0.description:maxLength": "bot.media.alt_text_max",
        f"{BOT} attachments.0.filename:maxLength": "bot.media.file_name_max",
        f"{BOT} sticker_ids:maxItems": "bot.text.stickers_max",
        f"{BOT} nonce:maxLength": "bot.text.nonce_max",
    }
    careful = {
        f"{BOT} content:maxLength": ("bot.text.text_max", 4000),
        f"{HOOK} poll.answers.0.poll_media.text:maxLength": ("webhook.text.poll_answer_max", 300),
        f"{BOT} poll.answers.0.poll_media.text:maxLength": ("bot.text.poll_answer_max", 300),
    }
    left = {
        "* embeds.0.*url:maxLength": "pictures and names of an embed are not offered",
        "* embeds.0.*placeholder*": "the network's own field of a picture",
        "* embeds.0.*.description:maxLength": "pictures of an embed are not offered",
        "* components*": "buttons and forms are not offered",
        "* embeds.0.type:maxLength": "no limit in earnest: a constant of the generator",
        "* embeds.0.color:*": "a colour is three bytes",
        "* embeds.0.provider.name:maxLength": "only the network itself fills it",
        "* allowed_mentions.parse:maxItems": "no limit in earnest: there are three words",
        "* attachments.0.*:min*": "no file without a name or of negative length",
        "* attachments.0.duration_secs:maximum": "voice messages are not offered",
        "* attachments.0.waveform:maxLength": "voice messages are not offered",
        "* attachments.0.title:maxLength": "shown in no client",
        "* poll.*:minLength": "a question and an answer without a letter are none",
        "* poll.*emoji.name:maxLength": "pictures beside answers are not offered",
        f"{HOOK} avatar_url:maxLength": "the picture of a webhook is set on the network",
        f"{HOOK} thread_name:minLength": "no name means no forum channel",
        f"{HOOK} [?]webhook_token:maxLength": "no limit in earnest: a constant of the generator",
        f"{BOT} shared_client_theme.*": "colours of the client are no content",
        f"{BOT} nonce:m*imum": "ours is text",
    }
    operations = {
        "webhook.publish": [HOOK],
        "bot.publish": [BOT],
        "bot.reply": [BOT],
        "bot.comments_read": ["get /channels/{channel_id}/messages"],
        "bot.moderate": ["delete /channels/{channel_id}/messages/{message_id}"],
        "bot.metrics": ["get /guilds/{guild_id}"],
        "bot.exactly_once.read_back": ["get /channels/{channel_id}/messages"],
        "webhook.publishing.edit": [
            "patch /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
        ],
        "webhook.publishing.delete": [
            "delete /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
        ],
        "webhook.exactly_once.read_back": [
            "get /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
        ],
    }
    impossible = {
        "webhook.comments_read": "get /webhooks/{webhook_id}/{webhook_token}/messages",
        "webhook.publishing.native_schedule": "* /channels/*schedul*",
    }
    fields = {
        "webhook.publishing.flow": (HOOK, "?wait"),
        "webhook.publishing.threads": (HOOK, "?thread_id"),
        "webhook.text.forum_needs_thread": (HOOK, "thread_name"),
        "webhook.publishing.polls": (HOOK, "poll.answers"),
        "bot.exactly_once.handle": (BOT, "enforce_nonce"),
        "bot.metrics": ("get /guilds/{guild_id}", "?with_counts"),
    }
    no_fields = {
        "webhook.publishing.native_schedule": (HOOK, "*schedul*"),
        "webhook.exactly_once.handle": (HOOK, "*nonce*"),
    }

    @pytest.mark.parametrize("key", ["webhook.oauth.scopes_publish", "bot.oauth.scopes_publish"])
    def test_scopes_are_known_to_the_contract(self, contract, key):
        flows = contract.at("/components/securitySchemes/OAuth2/flows")
        known = flows["authorizationCode"]["scopes"]
        rights = [word for word in value_of("discord", key) if word != word.upper()]
        assert rights
        assert [word for word in rights if word not in known] == []

    def test_the_words_about_mentions_hold_the_numbers(self):
        words = value_of("discord", "webhook.text.mentions_control")
        users = value_of("discord", "webhook.text.mentioned_users_max")
        roles = value_of("discord", "webhook.text.mentioned_roles_max")
        assert words == f"allowed_mentions; up to {users} users and {roles} roles"
