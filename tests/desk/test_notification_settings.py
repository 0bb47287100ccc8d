"""By which channels messages leave, as the environment says."""

from __future__ import annotations

import pytest

from handrail.desk.notifications import settings_from
from handrail.faults import BadInput

WEBHOOK = {
    "HANDRAIL_WEBHOOK_URL": "https://example.com/hook",
    "HANDRAIL_WEBHOOK_SECRET": "0123456789abcdef",
}
MAIL = {
    "HANDRAIL_SMTP_URL": "smtp://desk:p%40ss@mail.example.com",
    "HANDRAIL_MAIL_FROM": "Northside Studio <desk@example.com>",
}


def test_nothing_is_told_where_nothing_is_configured() -> None:
    for environment in ({}, {"HANDRAIL_WEBHOOK_URL": "", "HANDRAIL_SMTP_URL": ""}):
        settings = settings_from(environment)
        assert settings.names == ()
        assert settings.channels() == ()


def test_each_channel_is_configured_by_itself() -> None:
    assert settings_from(WEBHOOK).names == ("webhook",)
    assert settings_from(MAIL).names == ("email",)
    both = settings_from(WEBHOOK | MAIL)
    assert tuple(each.name for each in both.channels()) == both.names == ("email", "webhook")


def test_a_mail_server_is_named_by_a_url() -> None:
    mail = settings_from(MAIL).mail
    assert mail is not None
    assert (mail.host, mail.port, mail.tls_at_once) == ("mail.example.com", 587, False)
    assert (mail.user, mail.password) == ("desk", "p@ss")
    assert (mail.sender_name, mail.sender) == ("Northside Studio", "desk@example.com")
    other = {"HANDRAIL_SMTP_URL": "smtps://m.example.com", "HANDRAIL_MAIL_OWNER": "me@example.com"}
    secure = settings_from(MAIL | other).mail
    assert secure is not None
    assert (secure.port, secure.tls_at_once, secure.user) == (465, True, "")
    assert secure.owner == "me@example.com"
    beyond = settings_from(MAIL | {"HANDRAIL_MAIL_FROM": "desk@b\u00fccher.example"}).mail
    assert beyond is not None
    assert beyond.sender == "desk@xn--bcher-kva.example"


def test_a_receiver_in_ones_own_network_is_allowed_by_name() -> None:
    plain = {**WEBHOOK, "HANDRAIL_WEBHOOK_URL": "http://10.0.0.8:8000/hook"}
    webhook = settings_from(plain | {"HANDRAIL_WEBHOOK_PRIVATE": "1"}).webhook
    assert webhook is not None
    assert webhook.private
    with pytest.raises(BadInput, match="HANDRAIL_WEBHOOK_PRIVATE=1"):
        settings_from(plain)


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        ({"HANDRAIL_WEBHOOK_SECRET": ""}, "HANDRAIL_WEBHOOK_SECRET"),
        ({"HANDRAIL_WEBHOOK_SECRET": "short"}, "16 characters"),
        ({"HANDRAIL_WEBHOOK_URL": "example.com"}, "HANDRAIL_WEBHOOK_URL must be"),
        ({"HANDRAIL_WEBHOOK_URL": "https://[::1"}, "HANDRAIL_WEBHOOK_URL must be"),
        ({"HANDRAIL_WEBHOOK_URL": "ftp://example.com"}, "https"),
        ({"HANDRAIL_SMTP_URL": "mail.example.com"}, "HANDRAIL_SMTP_URL must be"),
        ({"HANDRAIL_SMTP_URL": "http://mail.example.com"}, "smtps"),
        ({"HANDRAIL_SMTP_URL": "smtp://desk:secret@mail.example.com:99999"}, "must be a URL"),
        ({"HANDRAIL_MAIL_FROM": ""}, "HANDRAIL_MAIL_FROM"),
        ({"HANDRAIL_MAIL_FROM": "desk"}, "desk@example.com"),
        ({"HANDRAIL_MAIL_OWNER": "me"}, "HANDRAIL_MAIL_OWNER"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_without_a_secret(
    change: dict[str, str], sign: str
) -> None:
    with pytest.raises(BadInput, match=sign) as caught:
        settings_from(WEBHOOK | MAIL | change)
    assert "secret@" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_settings_that_are_shown_show_no_secret() -> None:
    shown = repr(settings_from(WEBHOOK | MAIL))
    assert "0123456789abcdef" not in shown
    assert "p@ss" not in shown
