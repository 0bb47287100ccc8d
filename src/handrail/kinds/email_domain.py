"""Domains as callers say them: "g mail dot com", "north side dash studio dot co dot uk"."""

from __future__ import annotations

from collections.abc import Sequence

from .email_atoms import Atom, Half, joined

__all__ = ["PROVIDERS", "domain_after"]

PROVIDERS = {
    "gmail": "gmail.com", "googlemail": "googlemail.com", "hotmail": "hotmail.com",
    "outlook": "outlook.com", "yahoo": "yahoo.com", "icloud": "icloud.com", "aol": "aol.com",
    "msn": "msn.com", "live": "live.com", "ymail": "ymail.com", "protonmail": "protonmail.com",
    "proton": "proton.me", "fastmail": "fastmail.com", "comcast": "comcast.net",
    "verizon": "verizon.net", "sbcglobal": "sbcglobal.net", "att": "att.net", "cox": "cox.net",
    "btinternet": "btinternet.com", "virginmedia": "virginmedia.com", "ntlworld": "ntlworld.com",
    "talktalk": "talktalk.net", "rocketmail": "rocketmail.com", "gmx": "gmx.com",
    "zoho": "zoho.com", "hey": "hey.com", "bigpond": "bigpond.com", "mac": "mac.com",
}  # fmt: skip
"""Mail providers a caller names alone ("at gmail"), with the domain that is meant first."""

_LABEL_KINDS = frozenset({"text", "letters", "digits"})
_MOST_ATOMS = 40
"""Atoms of a label, all of them letters at most: RFC 1035 allows 63 characters."""
_LAST_LABELS = frozenset({"com", "org", "net", "edu", "gov", "io", "info", "biz"})
_RUN_TOGETHER = frozenset(
    [(second, "uk") for second in ("co", "ac", "org", "gov")]
    + [(second, end) for second in ("com", "org", "net", "gov", "edu") for end in ("au", "nz")]
    + [("co", end) for end in ("nz", "za", "jp", "kr", "il")]
)
"""Ends of two labels whose second dot callers leave out: "bbc dot co uk"."""
_MISHEARD = {"con": "com", "comm": "com", "come": "com", "calm": "com"}
"""What recognisers write for an end, and no end that there is."""
_NO_LABEL = frozenset({"not", "no", "and", "or", "but", "instead", "rather"})
"""Words that part two domains: "dot com not dot org"."""
_LEADS_UP = frozenset({"my", "the", "our", "and", "an", "her", "his"})
_ADDRESS = frozenset({"email", "emails", "mail", "e", "address"})
"""Words for an address: "at two, my email is tony" gives a time, and no "two my email is tony"."""
_BEFORE_ANOTHER = 6
"""Words that may run together between two dots."""


def domain_after(atoms: Sequence[Atom], at: int) -> Half | None:
    """Read a domain that begins at atom `at`.

    Returns:
        The domain, not `sure` where the caller named only a provider ("at gmail"); None when
        there is neither.
    """
    at = _past_silence(atoms, at)
    end = _name_end(atoms, at)
    if end == at:
        return None
    labels = [joined(atoms[at:end])]
    while _dot_at(atoms, end):
        label, after = _label_after(atoms, _past_silence(atoms, end) + 1)
        if not label:
            break
        labels.append(label)
        end = after
    if len(labels) == 1 and end < len(atoms) and atoms[end].text == "dotcom":
        labels.append("com")
        end += 1
    if len(labels) == 1:
        return _provider_alone(atoms, at, end)
    if end < len(atoms) and (labels[-1], atoms[end].text) in _RUN_TOGETHER:
        labels.append(atoms[end].text)
        end += 1
    sure = labels[-1] not in _MISHEARD
    labels[-1] = _MISHEARD.get(labels[-1], labels[-1])
    span = (atoms[at].start, atoms[end - 1].end)
    return Half(".".join(labels), span, tuple(atoms[at:end]), sure=sure)


def _provider_alone(atoms: Sequence[Atom], at: int, end: int) -> Half | None:
    for last in range(at + 1, end + 1):
        name = joined(atoms[at:last])
        mail_follows = last < end and atoms[last].text == "mail"
        if name in PROVIDERS and not mail_follows:
            return Half(PROVIDERS[name], (atoms[at].start, atoms[last - 1].end), sure=False)
    return None


def _past_silence(atoms: Sequence[Atom], at: int) -> int:
    """Step over hesitation and commas."""
    while at < len(atoms) and atoms[at].kind == "aside" and not atoms[at].text:
        at += 1
    return at


def _dot_at(atoms: Sequence[Atom], at: int) -> bool:
    at = _past_silence(atoms, at)
    return at < len(atoms) and atoms[at].kind == "sign" and atoms[at].text == "."


def _name_end(atoms: Sequence[Atom], at: int) -> int:
    """Return the index after the words, letters and hyphens of the first label."""
    end = step = at
    while step < len(atoms) and step - at < _MOST_ATOMS:
        atom = atoms[step]
        if atom.text in _LEADS_UP and step + 1 < len(atoms) and atoms[step + 1].text in _ADDRESS:
            break
        hyphen = atom.kind == "sign" and atom.text == "-" and end > at
        if atom.text == "dotcom" or not (
            atom.kind in _LABEL_KINDS or atom.kind == "aside" or hyphen
        ):
            break
        step += 1
        if atom.kind != "aside":
            end = step
    return end


def _label_after(atoms: Sequence[Atom], at: int) -> tuple[str, int]:
    """Read the label after a dot: one word, or letters one by one ("dot c o dot u k")."""
    at = _past_silence(atoms, at)
    if at + 1 == len(atoms) and atoms[at].kind == "at":
        return "at", at + 1  # Austria
    if at >= len(atoms) or atoms[at].kind not in _LABEL_KINDS:
        return "", at
    # Words run together only before another dot: "mail dot north side dot com".
    end = at
    while end < len(atoms) and end - at < _BEFORE_ANOTHER and atoms[end].kind in _LABEL_KINDS:
        if end > at and atoms[end].text in _NO_LABEL:
            return atoms[at].text, at + 1
        end += 1
    if end < len(atoms) and atoms[end].kind == "sign" and atoms[end].text == "-":
        rest, after = _label_after(atoms, end + 1)
        return (f"{joined(atoms[at:end])}-{rest}", after) if rest else ("", at)
    if atoms[at].kind == "letters":
        last = at + 1
        while last < len(atoms) and atoms[last].kind == "letters":
            last += 1
        return joined(atoms[at:last]), last
    if _dot_at(atoms, end) and atoms[at].text not in _LAST_LABELS:
        return joined(atoms[at:end]), end
    return atoms[at].text, at + 1
