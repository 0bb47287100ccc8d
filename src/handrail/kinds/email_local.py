"""The local part of a spoken address: where it begins, and what of it was said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .email_atoms import Atom, Half, joined
from .letters import similar
from .name.lists import is_everyday

__all__ = ["is_placeholder", "leading_end", "local_before"]

_CUE = re.compile(
    r"\b(?:(?:(?:my|the|our)\s+)?(?:e-?\s?mail|mail)(?:\s+address)?"
    r"(?:(?:\s+for (?:me|us))?(?:'s|\s+is|\s+would be|\s+will be|\s+should (?:be|say)|\s+it's)"
    r"|(?:\s+down)?\s+as(?! in\b))?"
    r"|address(?:'s|\s+is)?|it'?s|it is|that'?s|that is"
    r"|(?:it|that|this)(?:'?ll|'?d| will| would) be"
    r"|(?:it |that )?(?:should|ought to) (?:be|say|read)|same as (?:the|my)(?: \w+)? name"
    r"|(?:send|forward|mail|e-?mail)\s+(?:it|that|them|me|us|the \w+|everything)"
    r"(?:\s+\w+)?\s+(?:to|at|on)|(?:reach|contact|get|write to|write)\s+me\s+(?:at|on|via)"
    r"|this is|i (?:just )?(?:think|said|told you)|let me see|go with|put down|i use"
    r"|(?:you (?:can|could|should|may)|(?:can|could|would) you) (?:use|try|put|take|write)"
    r"(?! (?:it|that|this|me)\b)"
    # "You can put it as maria at ...", "my email as", "the best one is", "my husband's is": what
    # leads up to an address was glued to it.
    r"|(?:put|write|take|have|note|book|register|save)\s+(?:it|that|me|this)\s+(?:down\s+)?"
    r"(?:as|under)"
    r"|(?:the|my|our)\s+(?:best|easiest|main|usual|normal|right|correct|other|new|only|work|home"
    r"|business|personal|private)(?:\s+(?:one|e-?\s?mail|mail|address))*(?:\s+for (?:me|us))?"
    r"\s*(?:is|would be|will be|'s)"
    r"|(?:my|our)\s+\w+'?s(?:\s+(?:one|e-?\s?mail|mail|address))*\s+(?:is|would be|will be)"
    r")(?=[\s,.:]|$)[\s,.:]*"
)
_LEADING = re.compile(
    r"(?:(?:yes|yeah|yep|yup|sure|sure thing|okay|ok|no|nope|sorry|well|hi|hello|so|please"
    r"|actually|of course|certainly|all ?right|right|great|thanks|thank you|use|try|to|my|um+|uh+"
    r"|er+m?|and|it|either)\b[\s,.:]*)+"
)


def leading_end(lowered: str) -> int:
    """Return where an answer begins after "no, it's" and the like, in characters."""
    end = 0
    while True:
        leading = _LEADING.match(lowered, end)
        cue = _CUE.match(lowered, leading.end() if leading else end)
        after = cue.end() if cue else leading.end() if leading else end
        if after == end:
            return end
        end = after


def local_before(text: str, atoms: Sequence[Atom], at: int, *, asked: bool) -> Half | None:
    """Read the local part that ends before the "at" at atom `at`.

    Args:
        text: The utterance.
        atoms: Its atoms.
        at: The "at".
        asked: Whether an address was asked for, so that all that was said belongs to it.
    """
    earlier = [step for step in range(at) if atoms[step].kind == "at"]
    first = earlier[-1] + 1 if earlier and not asked else 0
    if at <= first:
        return None
    origin = atoms[first].start
    head = _silenced(text[origin : atoms[at].start].lower().replace("\u2019", "'"))
    if head.endswith(" ") and _NO_LOCAL.fullmatch(head):
        return None
    begin, cue_start = _end_of_talk(head) if asked else 0, -1
    for cue in _CUE.finditer(head):
        rest = head[cue.end() :].strip()
        if cue.end() > begin and rest and not _spells_back(head[: cue.start()], cue.group(), rest):
            begin, cue_start = cue.end(), cue.start()
    leading = _LEADING.match(head, begin)
    if leading and head[leading.end() :].strip() and not _needed(head, leading):
        begin = leading.end()
    if _REFUSED.match(head, begin):
        return None
    chosen = [atom for atom in atoms[first:at] if atom.start >= origin + begin]
    if not asked and cue_start < 0:
        chosen = _chain(chosen)
        if text[atoms[at].start] != "@" and _is_talk(chosen):
            return None
    said = _unlabelled([atom for atom in _unspelled(chosen) if atom.kind != "aside"])
    words = sum(atom.kind == "text" for atom in said)
    if not said or words > _MOST_WORDS or any(atom.kind == "at" for atom in said):
        return None
    if any(atom.kind == "text" and atom.text == "or" for atom in said):
        return None  # "maria dot lopez or maria lopez at gmail dot com": nobody can tell
    said = _behind_talk(_without_phone(said))
    if is_placeholder(said) or _holds_talk(said):
        return None
    start = origin + cue_start if cue_start >= 0 else said[0].start
    return Half(joined(said), (start, said[-1].end), tuple(said), sure=words <= _SURE_WORDS)


_NO_LOCAL = re.compile(
    r"(?:(?:no|nope|nah|yes|yeah|yep|yup|sorry|okay|ok|um+|uh+|er+m?|actually|well|and|it|it's|its"
    r"|to|my|wait|i mean|that's|is|please|but|at|not)[\s,.]+)+"
)
"""Words before an "at" that no address begins with: "no, at example dot org" is half of one."""
_REFUSED = re.compile(r"\s*not\s")
"""Before an address that was not meant: "not maria at example dot com, ..."."""
_REMARK = re.compile(
    r"(?<![\w'])(?:missed|forgot|forgotten|left|misheard|wrong|not (?:right|quite))(?![\w'])"
)
_LETTER_BY_LETTER = re.compile(r"(?<![\w'])[b-hj-z](?![\w'])")


def _end_of_talk(head: str) -> int:
    """Return where a remark before an address ends: "you missed the dot, maria dot lopez"."""
    comma = max(head.rfind(", "), head.rfind(". "))
    remark = head[: max(comma, 0)]
    if not _REMARK.search(remark) or _LETTER_BY_LETTER.search(remark):
        return 0
    return comma + 1 if head[comma + 1 :].strip() else 0


_PLACEHOLDERS = frozenset(
    "just my first last full whole family given second name names surname initial initials and "
    "then both the own same as".split()
)


def is_placeholder(atoms: Sequence[Atom]) -> bool:
    """Whether words stand for a local part that was not said: "my first name dot last name"."""
    words = [atom.text for atom in atoms if atom.kind == "text"]
    named = any(word.startswith(("name", "surname", "initial")) for word in words)
    return named and set(words) <= _PLACEHOLDERS


def _silenced(head: str) -> str:
    """Return words with spaces for hesitations, which no cue is parted by: "my email um is"."""
    return _HESITATION.sub(lambda match: " " * len(match.group()), head)


_HESITATION = re.compile(r"(?<![\w.@'-])(?:um+|uh+|er+m?|hmm+|mm+)(?![\w.@'-])")
_LABELS = frozenset({"name", "surname", "initial"})
_OF_A_LABEL = frozenset("my the first last given family middle second".split())


def _unlabelled(atoms: Sequence[Atom]) -> list[Atom]:
    """Leave out what only says which part comes next: "first initial J last name Parker"."""
    done: list[Atom] = []
    for at, atom in enumerate(atoms):
        following = atoms[at + 1].kind if at + 1 < len(atoms) else "at"
        if atom.text in _LABELS and following in {"text", "letters"}:
            while done and done[-1].text in _OF_A_LABEL:
                done.pop()
            if atom.text != "name" or len(done) < len(atoms[:at]):
                continue
        done.append(atom)
    return done


_TALK = frozenset(
    "is be was would will should with without spelled spelt called initial initials address "
    "mean meant thats that's its thatd thatll itd itll whats because actually sorry usual "
    "spelling normal bad".split()
)
"""Words about an address: beside others they were glued to it ("that'd be sam at sky dot com")."""


def _behind_talk(atoms: list[Atom]) -> list[Atom]:
    """Leave out everyday words that lead up to an address: "let's use sam at ...".

    They end with a word after which something is named, and hold no name, sign or number.
    """
    begin = 0
    for at, atom in enumerate(atoms[:-1]):
        said_oh = atom.text == "o" and atom.end - atom.start == len("oh")
        everyday = atom.kind == "text" and (atom.text in _NAMING or is_everyday(atom.text))
        if not (everyday or (said_oh and at == 0)):
            break
        behind = atoms[at + 1]
        if atom.text in _NAMING and behind.kind in {"text", "letters"}:
            begin = at + 1
    return atoms[begin:]


_NAMING = frozenset("use using put is it okay ok right oh yeah yes try".split())
"""Words after which an address is named; addresses begin with them, too, but more seldom."""


def _without_phone(atoms: list[Atom]) -> list[Atom]:
    """Leave out a phone number that was given before: "212 555 0142 and bob at ..."."""
    digits = 0
    for at, atom in enumerate(atoms):
        if atom.kind != "digits":
            told = at + 1 < len(atoms) and atom.text == "and" and digits >= _OF_A_PHONE
            return atoms[at + 1 :] if told else atoms
        digits += len(atom.text)
    return atoms


_OF_A_PHONE = 7


def _holds_talk(atoms: Sequence[Atom]) -> bool:
    """Whether words were said of an address that no cue accounts for: its end is no address."""
    beside = [
        atom.text
        for at, atom in enumerate(atoms)
        if atom.kind == "text"
        and any(
            near.kind in {"text", "letters"}
            for near in (*atoms[max(0, at - 1) : at], *atoms[at + 1 : at + 2])
        )
    ]
    # "Bobby no bob at ..." takes back a part, "no reply at ..." begins with it.
    pairs = set(pairwise(beside))
    return not (_TALK.isdisjoint(beside) and _TOLD.isdisjoint(pairs)) or "no" in beside[1:]


_TOLD = frozenset({("as", "in"), ("like", "the"), ("like", "in"), ("as", "the")})
"""How words that follow tell of the one before: "jane as in tarzan"."""


def _needed(head: str, leading: re.Match[str]) -> bool:
    """Whether what looks like a filler begins the address itself ("no dot reply at ...")."""
    rest = head[leading.end() :].lstrip()
    return bool(re.match(r"(?:dot|underscore|hyphen|dash|[._-])\b", rest)) or not rest


def _spells_back(before: str, cue: str, rest: str) -> bool:
    """Whether "that's" begins a spelling of what was just said, not the address."""
    if cue.strip(" ,.:") not in {"that's", "that is", "thats"}:
        return False
    return bool(re.match(r"(?:spelled\s+|spelt\s+)?\w\b", rest)) and bool(
        re.search(r"(?:dot|underscore|dash|hyphen)\s", before)
    )


def _chain(atoms: Sequence[Atom]) -> list[Atom]:
    """Keep what belongs to an address nobody asked for: words on signs, letters, and names."""
    kept: list[Atom] = []
    for atom in reversed(atoms):
        if atom.kind == "aside":
            if kept:
                break
            continue
        loose = kept and atom.kind == "text" and kept[-1].kind in {"text", "digits"}
        if loose and (is_everyday(atom.text) or len(atom.text) < 3):
            break
        kept.append(atom)
    return kept[::-1]


def _is_talk(atoms: Sequence[Atom]) -> bool:
    """Whether words before "at" are a sentence about a site: "I work at google dot com"."""
    said = [atom for atom in atoms if atom.kind != "aside"]
    return (
        all(atom.kind in {"text", "letters"} for atom in said)
        and all(is_everyday(atom.text) for atom in said if atom.kind == "text")
        and any(atom.kind == "text" for atom in said)
    )


_MOST_WORDS = 8
_SURE_WORDS = 4
"""Words run together in a local part; beyond these, something else was said before it."""
_ALIKE = 0.6
_MUCH_ALIKE = 0.75
"""For letters right after a word: "james J O N E S" are two, "jones J O N E S" one."""


def _unspelled(atoms: Sequence[Atom]) -> list[Atom]:
    """Replace a word by its letters where both were said ("lopez, that's L O P E Z")."""
    done: list[Atom] = []
    at = 0
    while at < len(atoms):
        run = at
        while run < len(atoms) and atoms[run].kind == "letters":
            run += 1
        if run == at:
            last = next((n for n in range(len(done) - 1, -1, -1) if done[n].text), None)
            if last is not None and done[last].mended and done[last].text == atoms[at].text:
                del done[last:]  # "jon without the H, jon dot smith"
            done.append(atoms[at])
            at += 1
            continue
        spelled = _spelled_word(done, joined(atoms[at:run]))
        if spelled is not None:
            del done[spelled:]
        done += atoms[at:run]
        at = run
    return done


def _spelled_word(done: Sequence[Atom], letters: str) -> int | None:
    """Return which of the atoms so far is the word that letters spell."""
    back = len(done) - 1
    while back >= 0 and (done[back].kind == "aside" or done[back].text in _MARKERS):
        back -= 1
    if back < 0 or done[back].kind != "text" or min(len(letters), len(done[back].text)) < 3:
        return None
    marked = back < len(done) - 1
    alike = similar(done[back].text, letters)
    return back if alike >= (_ALIKE if marked else _MUCH_ALIKE) else None


_MARKERS = frozenset({"thats", "is", "that", "spelled", "spelt", "its"})
