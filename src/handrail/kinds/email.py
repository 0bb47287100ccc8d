"""Email addresses, read from speech ("maria dot lopez at g mail dot com") and said back.

Syntax is judged by `email-validator` (RFC 5321, 5322 and 6531); whether the domain takes mail is
not asked of the network. Voices have no case, so values are in lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email

from .base import NOTHING, Context, InvalidValue, Kind, Reading, Span
from .email_spoken import PROVIDERS, SIGN_NAMES, atoms_of, domain_after, local_before
from .spoken import words_of

__all__ = ["Email", "EmailPart"]

_MOST_ADDRESSES = 4
_KNOWN_DOMAINS = frozenset(PROVIDERS.values())
_KNOWN_ENDS = frozenset(
    "com org net edu gov mil io info biz co uk us ca ie au nz de fr es it nl eu ch at be me ai app dev".split()
)


@dataclass(frozen=True, slots=True)
class EmailPart:
    """Half an address: what stands before the "at", or after it."""

    local: str = ""
    domain: str = ""


@dataclass(frozen=True)
class Email(Kind[str]):
    """An email address, in lower case ("maria.lopez@example.com")."""

    name: ClassVar[str] = "email"
    label: ClassVar[str] = "email address"
    words: ClassVar[tuple[str, ...]] = ("email address", "email", "e-mail", "mail address")

    def schema(self, ctx: Context) -> dict[str, Any]:  # noqa: ARG002 - part of the contract
        """Return the JSON schema of the address as a model must give it."""
        return {
            "type": "string",
            "format": "email",
            "description": "The caller's email address, written out (name@example.com), with "
            "every letter and digit as said. Never guess a part that was not said.",
        }

    def parse(self, raw: object, ctx: Context) -> str:
        """Turn a model's or a host's argument into an address.

        Raises:
            InvalidValue: if it is not one, with the reason `email-validator` gives.
        """
        if not isinstance(raw, str) or len(raw) > 1000:  # noqa: PLR2004 - RFC 5321 ends at 254
            raise InvalidValue("That is not an email address: write it as name@example.com.")
        text = raw.strip()
        if "@" not in text:
            asked = Context(now=ctx.now, region=ctx.region, asked=True)
            reading = self.read(text, asked)
            if reading.status == "clear" and reading.value:
                return reading.value
        try:
            return _checked(text)
        except EmailNotValidError as error:
            reason = str(error).rstrip(".")
            raise InvalidValue(f"That is not an email address: {reason}.") from error

    def read(self, text: str, ctx: Context) -> Reading[str]:
        """Read an address, half of one, or a correction, out of an utterance.

        Unasked, only what has the shape of an address is read: an "at" and a domain after it.
        """
        words = words_of(text)
        atoms = atoms_of(words)
        found: dict[str, tuple[Span, bool, bool]] = {}
        ats = [at for at, atom in enumerate(atoms) if atom.kind == "at"]
        for at in ats[:20]:
            domain = domain_after(atoms, at + 1)
            if domain is None or (not ctx.asked and not domain.sure):
                continue
            local = local_before(text, atoms, at, asked=ctx.asked)
            if local is None:
                continue
            try:
                value = _checked(f"{local.text}@{domain.text}")
            except EmailNotValidError:
                continue
            spelled = sum(a.kind == "letters" for a in local.atoms) > 2  # noqa: PLR2004
            sure = local.sure and domain.sure
            found[value] = ((local.span[0], domain.span[1]), sure, spelled)
        if len(found) > 1:
            spans = tuple(span for span, _, _ in found.values())
            return Reading("ambiguous", spans=spans, alternatives=tuple(found)[:_MOST_ADDRESSES])
        for value, (span, sure, spelled) in found.items():
            return Reading("clear", value, (span,), doubtful=not sure, spelled=spelled)
        return NOTHING

    def speak(self, value: str, ctx: Context) -> str:
        """Say the address in words: "maria dot lopez at gmail dot com"."""
        local, _, domain = value.rpartition("@")
        spoken = f"{_said(local, spell=False)} at {_said(domain, spell=False)}"
        asked = Context(now=ctx.now, region=ctx.region, asked=True)
        return spoken if self.read(spoken, asked).value == value else self.spell(value, ctx)

    def spell(self, value: str, ctx: Context) -> str:  # noqa: ARG002 - part of the contract
        """Spell what could be misheard: "M A R I A dot L O P E Z at gmail dot com"."""
        local, _, domain = value.rpartition("@")
        known = domain in _KNOWN_DOMAINS
        return f"{_said(local, spell=True)} at {_said(domain, spell=not known)}"

    def speak_partial(self, partial: Any, ctx: Context) -> str:  # noqa: ARG002
        """Say the half that is known: "maria dot lopez", "at gmail dot com"."""
        if not isinstance(partial, EmailPart):
            return ""
        domain = f"at {_said(partial.domain, spell=False)}" if partial.domain else ""
        return " ".join(filter(None, (_said(partial.local, spell=False), domain)))


def _checked(address: str) -> str:
    """Return a valid address in lower case.

    Raises:
        EmailNotValidError: from `email-validator`, with the reason.
    """
    value = validate_email(address.lower(), check_deliverability=False).normalized
    if not re.search(r"\.(?:[^\W\d_]{2,}|xn--[\w-]+)$", value):
        raise EmailNotValidError("The part after the last dot is not a domain, such as com.")
    return value


def _said(part: str, *, spell: bool) -> str:
    """Say one side of an address."""
    pieces: list[str] = []
    labels = re.findall(r"[^\W\d_]+|\d|[\W_]", part)
    for label in labels:
        if label in SIGN_NAMES:
            pieces.append(SIGN_NAMES[label])
        elif spell and label.isalpha() and label not in _KNOWN_ENDS:
            pieces.append(" ".join(label.upper()))
        else:
            pieces.append(label)
    return " ".join(pieces)
