"""Email addresses, read from speech ("maria dot lopez at g mail dot com") and said back.

Syntax is judged by `email-validator` (RFC 5321, 5322 and 6531); whether the domain takes mail is
not asked of the network. Voices have no case, so values are in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email

from .base import NOTHING, Context, InvalidValue, Kind, Reading
from .email_atoms import SIGN_NAMES, Atom, Half, atoms_of
from .email_domain import PROVIDERS, domain_after
from .email_fix import (
    amended,
    by_letters,
    change_after,
    domain_alone,
    domain_of_placeholder,
    local_alone,
    name_alone,
)
from .email_local import local_before
from .letters import letter_runs, similar
from .spoken import Word, words_of

__all__ = ["Email", "EmailPart"]

_MOST_ADDRESSES = 4
_MOST_TRIED = 20
_MOST_CHANGES = 3
"""Corrections in one breath; nobody follows more."""
_FEW_LETTERS = 2
"""Letters in an address before it counts as spelled: initials are not spelling."""
_KNOWN_DOMAINS = frozenset(PROVIDERS.values())
_KNOWN_ENDS = frozenset(
    "com org net edu gov mil io info biz co uk us ca ie au nz de fr es it nl eu ch at be me ai "
    "app dev".split()
)
_SECOND_ENDS = frozenset("co com org net edu gov".split())


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
    question: ClassVar[str] = "What's your email address?"
    about_caller: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("email address", "email", "e-mail", "mail address")

    def schema(self, ctx: Context) -> dict[str, Any]:  # noqa: ARG002 - part of the contract
        """Return the JSON schema of the address as a model must give it."""
        return {
            "type": "string",
            "description": "Written out: name@example.com, every letter as said.",
        }

    def parse(self, raw: object, ctx: Context) -> str:
        """Turn a model's or a host's argument into an address.

        Raises:
            InvalidValue: if it is not one, with the reason `email-validator` gives.
        """
        if not isinstance(raw, str) or len(raw) > 1000:
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
        reading = _read(text, ctx)
        # "Maria at gmail dot com, no, sorry, at yahoo dot com": the rest is said of the address.
        for _ in range(_MOST_CHANGES):
            value, span = reading.value, reading.span
            change = change_after(text, span[1]) if value and span else None
            if change is None or span is None:
                break
            later = _read(
                " " * change + text[change:], replace(ctx, asked=True, partial=None, current=value)
            )
            if later.status != "clear" or later.span is None:
                break
            reading = replace(
                later, spans=((span[0], later.span[1]),), doubtful=True, merged=reading.merged
            )
        return _or_another(text, reading, ctx)

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
        return f"{_said(local, spell=True)} at {_said_of_host(domain, spell=not known)}"

    def speak_partial(self, partial: Any, ctx: Context) -> str:  # noqa: ARG002
        """Say the half that is known: "maria dot lopez", "at gmail dot com"."""
        if not isinstance(partial, EmailPart):
            return ""
        domain = f"at {_said(partial.domain, spell=False)}" if partial.domain else ""
        return " ".join(filter(None, (_said(partial.local, spell=False), domain)))

    def dump_partial(self, partial: Any) -> Any:
        """Return the halves as a list: what stands before the "at", and after it."""
        return [partial.local, partial.domain]

    def load_partial(self, data: Any) -> EmailPart:
        """Turn the halves back into a part of an address."""
        return EmailPart(*data)


def _read(text: str, ctx: Context) -> Reading[str]:
    """Read an address, half of one, or a correction of the one in hand."""
    words = words_of(text)
    atoms = atoms_of(words)
    held = ctx.partial if isinstance(ctx.partial, EmailPart) else EmailPart()
    found = _addresses(text, words, atoms, held, asked=ctx.asked)
    values = tuple(dict.fromkeys(value for value, _ in found))
    if len(values) > 1:
        spans = tuple(reading.spans[0] for _, reading in found)
        return Reading("ambiguous", spans=spans, alternatives=values[:_MOST_ADDRESSES])
    if found:
        return found[0][1]
    if not ctx.asked or not atoms:
        return NOTHING
    if ctx.current:
        fix = amended(text, words, atoms, str(ctx.current))
        value = _valid(fix.value) if fix else None
        if fix and value:
            return Reading(
                "clear", value, (fix.span,), doubtful=True, spelled=fix.spelled, merged=True
            )
    return _half(text, atoms, held, str(ctx.current or ""))


def _or_another(text: str, reading: Reading[str], ctx: Context) -> Reading[str]:
    """Leave open which of two addresses is meant: "maria at ..., or mario at ..."."""
    either = _OR.match(text, reading.span[1]) if reading.value and reading.span else None
    if either is None:
        return reading
    after = either.end()
    other = _read(" " * after + text[after:], replace(ctx, partial=None, current=None))
    if other.status != "clear" or other.value in {None, reading.value}:
        return reading
    values = tuple(value for value in (reading.value, other.value) if value)
    return Reading("ambiguous", spans=(*reading.spans, *other.spans), alternatives=values)


_POINTING = ("that.", "this.")
"""No mailbox: "look at that dot com"."""
_OF_A_THING = ("the.", "a.", "an.", "my.", "your.", "our.")
"""No mailbox either where none was asked for: "meet me at the dot on main street"."""
_OR = re.compile(r"[\s,.]*\bor\b[\s,]*(?:(?:maybe|perhaps|else|it's|it is)\s+)*", re.IGNORECASE)


def _addresses(
    text: str, words: Sequence[Word], atoms: Sequence[Atom], held: EmailPart, *, asked: bool
) -> list[tuple[str, Reading[str]]]:
    """Find the whole addresses of an utterance."""
    found: list[tuple[str, Reading[str]]] = []
    ats = [at for at, atom in enumerate(atoms) if atom.kind == "at"]
    # Where the sign is written, "at" is a word: "at two fifteen, my email's maria@example.com".
    written = [at for at in ats if text[atoms[at].start] == "@"]
    for at in (written or ats)[:_MOST_TRIED]:
        domain = domain_after(atoms, at + 1)
        if domain is None or domain.text.startswith(_POINTING):
            continue
        if not asked and (not domain.sure or domain.text.startswith(_OF_A_THING)):
            continue
        local = local_before(text, atoms, at, asked=asked)
        if local is None:
            continue
        said = _joined_to(held.local, local)
        value = _valid(f"{said}@{domain.text}")
        if value is None:
            continue
        spelled = sum(atom.kind == "letters" for atom in local.atoms) > _FEW_LETTERS
        end = domain.span[1]
        respelled = _spelled_after(words, value, end)
        if respelled:
            value, end, spelled = respelled
        else:
            end = _end_of_asides(atoms, end)
        sure = local.sure and domain.sure
        span = (local.span[0], end)
        found.append((value, Reading("clear", value, (span,), doubtful=not sure, spelled=spelled)))
    return found


def _spelled_after(words: Sequence[Word], value: str, end: int) -> tuple[str, int, bool] | None:
    """Take the letters that follow an address for the piece they spell: "... that's M A R I A"."""
    after = [word for word in words if word.start >= end]
    if not letter_runs(after) or any(word.text in {"at", "@"} for word in after):
        return None
    fix = by_letters(after, *value.rsplit("@", 1))
    mended = _valid(fix.value) if fix else None
    return (mended, fix.span[1], True) if fix and mended else None


def _end_of_asides(atoms: Sequence[Atom], end: int) -> int:
    """Return where "all lower case" and the like end that follow an address."""
    for atom in atoms:
        if atom.start >= end and atom.kind == "aside":
            end = atom.end if atom.text else end
        elif atom.start >= end:
            break
    return end


def _half(text: str, atoms: Sequence[Atom], held: EmailPart, current: str) -> Reading[str]:
    """Read one half of an address, and join it to the other when that is known."""
    domain = domain_alone(text, atoms) or domain_of_placeholder(text, atoms)
    if domain:
        if held.local:
            value = _valid(f"{held.local}@{domain.text}")
            if value:
                return Reading("clear", value, (domain.span,), doubtful=not domain.sure)
        return Reading("partial", spans=(domain.span,), partial=EmailPart(domain=domain.text))
    parted = held.local.endswith(tuple(_SIGNS)) or any(
        atom.kind == "sign" and atom.end - atom.start > 1 for atom in atoms
    )
    certain = bool(held.domain or (held.local and parted))
    local = local_alone(text, atoms, certain=certain)
    if local is None and not current:
        local = name_alone(text, atoms)
    if local is None or _valid(f"{local.text.strip('.')}@example.com") is None:
        return NOTHING
    if current and local.sure and not held.domain and _is_plainly_local(local):
        value = _valid(f"{local.text}@{current.rpartition('@')[2]}")
        if value:
            return Reading("clear", value, (local.span,), doubtful=True, merged=True)
    said = _joined_to(held.local, local)
    if held.domain:
        value = _valid(f"{said}@{held.domain}")
        if value:
            return Reading("clear", value, (local.span,), doubtful=not local.sure)
    # "Ann at" is no name: the "at" is a part of what was said of the address.
    end = atoms[-1].end if atoms[-1].kind == "at" else local.span[1]
    return Reading("partial", spans=((local.span[0], end),), partial=EmailPart(local=said.lower()))


def _joined_to(held: str, local: Half) -> str:
    """Return a local part with what was said of it before: "maria", then "dot lopez at ...".

    It goes on where a sign parts the two ("j o h n underscore", "doe 99") and where letters or
    digits follow that the first words do not hold. Said all over, it stands for itself.
    """
    stem = held.rstrip(_SIGNS)
    anew = held if len(stem) < _LONG_ENOUGH else stem  # "m dot", then "miller", goes on
    if not held or local.text.startswith(anew):
        return local.text
    first = local.atoms[0].kind
    goes_on = first == "digits" or (
        first == "letters" and local.text not in held and similar(held, local.text) < _SPELLED_ANEW
    )
    if held[-1] in _SIGNS or first == "sign" or goes_on:
        return held + local.text
    return local.text


_SIGNS = "._-+"
_LONG_ENOUGH = 3
"""Letters by which a first half that is said again is known."""
_SPELLED_ANEW = 0.5
"""Likeness from which letters are those of the word before: "mariah", then "M A R I A"."""


def _is_plainly_local(local: Half) -> bool:
    """Whether words are an address's first half beyond doubt: "maria dot lopez", letters."""
    said = any(
        atom.kind == "sign" and (atom.text in "._" or atom.end - atom.start > 1)
        for atom in local.atoms
    )
    texts = [atom for atom in local.atoms if atom.kind in {"text", "letters"}]
    return len(texts) > 1 and (said or all(atom.kind == "letters" for atom in texts))


def _valid(address: str) -> str | None:
    """Return a valid address in lower case, or None."""
    try:
        return _checked(address)
    except EmailNotValidError:
        return None


def _checked(address: str) -> str:
    """Return a valid address in lower case.

    Raises:
        EmailNotValidError: from `email-validator`, with the reason.
    """
    value = validate_email(address.lower(), check_deliverability=False).normalized
    if not re.search(r"\.(?:[^\W\d_]{2,}|xn--[\w-]+)$", value):
        raise EmailNotValidError("The part after the last dot is not a domain, such as com.")
    return value


def _said_of_host(domain: str, *, spell: bool) -> str:
    """Say a domain; its end in words that nobody mishears: "dot co dot uk"."""
    host, _, end = domain.rpartition(".")
    ends = [end]
    while "." in host and host.rpartition(".")[2] in _SECOND_ENDS:
        host, _, end = host.rpartition(".")
        ends.insert(0, end)
    said = (_said(end, spell=spell and end not in _KNOWN_ENDS) for end in ends)
    return " dot ".join((_said(host, spell=spell), *said))


def _said(part: str, *, spell: bool) -> str:
    """Say one side of an address, or a part of it."""
    pieces: list[str] = []
    labels = re.findall(r"[^\W\d_]+|\d|[\W_]", part)
    for at, label in enumerate(labels):
        if label in SIGN_NAMES:
            pieces.append(SIGN_NAMES[label])
        elif spell and label.isalpha():
            beside = "".join(labels[max(0, at - 1) : at] + labels[at + 1 : at + 2])
            letters = " ".join(label.upper())
            # Beside a digit "oh" is a zero to every listener.
            pieces.append(_sure_of_o(letters) if re.search(r"\d", beside) else letters)
        else:
            pieces.append(label)
    return " ".join(pieces)


def _sure_of_o(letters: str) -> str:
    return re.sub(r"^O\b|\bO$", "O as in Oscar", letters)
