"""Whatever is decided, the line is one that can be spoken: property tests over mixed effects."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from handrail.engine import effects as fx
from handrail.engine import events as e
from handrail.engine.state import Act, Answer, Candidate, Manner, Offer, Status
from handrail.kinds.when import WhenPart
from handrail.speaking import Line
from tests.speaking.studio import Booking, Desk, on

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "service": st.sampled_from(("Haircut", "Colour", "Initial consultation")),
    "start": st.builds(on, st.integers(12, 30), st.sampled_from(("09:00", "15:00", "17:15"))),
    "phone": st.sampled_from(("+12125550142", "+12125550199", "+442079460018")),
    "name": st.sampled_from(("Maria Lopez", "Ann", "Ana van der Berg", "Siobhan O'Neill")),
    "email": st.sampled_from(("maria.lopez@example.com", "a-b_c@gmail.com")),
}
STEPS = st.sampled_from(tuple(VALUES))
PARTS = st.one_of(
    st.builds(WhenPart, date=st.dates(date(2026, 6, 12), date(2026, 7, 1))),
    st.builds(WhenPart, time=st.times(time(9), time(18))),
)
REASONS = st.sampled_from(
    ("", "  ", "Three on Tuesday is taken", "we close at six.", "Is that so?")
)
STATUSES: st.SearchStrategy[Status] = st.sampled_from(("heard", "confirmed", "prefilled"))


@st.composite
def answers(draw: st.DrawFn, step: str) -> Answer:
    doubtful, spelled, named = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    status = draw(STATUSES)
    return Answer(draw(VALUES[step]), status, doubtful=doubtful, spelled=spelled, named=named)


@st.composite
def news(draw: st.DrawFn) -> e.News:
    step = draw(STEPS)
    value = VALUES[step]
    made: list[st.SearchStrategy[e.News]] = [
        st.builds(e.Answered, st.just(step), answers(step), st.none() | value),
        st.builds(e.CheckFailed, st.just(step), st.builds(Candidate, value), REASONS),
        st.builds(e.CheckFailed, st.just(step), st.just(Candidate(partial="?")), REASONS),
        st.builds(e.Cleared, st.just(step), value, st.sampled_from(("denied", "stale")), REASONS),
        st.builds(e.PartHeard, st.just("start"), PARTS),
        st.just(e.Declined("email")),
        st.builds(e.RevisitQueued, st.just(step), announced=st.booleans()),
        st.just(e.RevisitSettled(step)),
        st.builds(e.Digressed, st.sampled_from((None, "price", "parking", "blank"))),
        st.just(e.Restarted()),
        st.builds(e.Apologised, REASONS),
        st.just(e.Written({"code": "K7M4"})),
    ]
    return draw(st.one_of(made))


@st.composite
def moments(draw: st.DrawFn) -> tuple[Desk, list[Line], list[Manner]]:
    """A call of a few lines, each from another state."""
    desk = Desk()
    desk.topics = {
        "price": "It's 45 dollars",
        "parking": "Do you know the lot? It's there",
        "blank": "",
    }
    lines, manners = [], []
    for _ in range(draw(st.integers(1, 4))):
        held = {step: draw(answers(step)) for step in draw(st.sets(STEPS))}
        desk.has(
            answers=held,
            revisits=tuple(draw(st.lists(STEPS, max_size=3, unique=True))),
            partials={"start": draw(PARTS)} if draw(st.booleans()) else {},
            offers=(),
        )
        step = draw(STEPS)
        act: Act = draw(st.sampled_from(get_args(Act)))
        manner: Manner = draw(st.sampled_from(get_args(Manner)))
        if act == "offer":
            options = draw(st.lists(VALUES[step], min_size=1, max_size=4, unique=True))
            wanted = Candidate(alternatives=tuple(options) if draw(st.booleans()) else ())
            desk.has(offers=(Offer(step, tuple(options), wanted),))
        if act == "read_back":
            desk.has(answers={**held, step: draw(answers(step))})
        about = None if act in {"summary", "change", "human"} else step
        lines.append(desk.asks(act, about, manner, *draw(st.lists(news(), max_size=4))))
        manners.append(manner)
    return desk, lines, manners


def assert_speakable(line: Line) -> None:
    text = line.text
    assert text == " ".join(text.split()), text
    assert not re.search(r"[{}\[\]]", text), text
    assert text.count("?") <= 1, text
    without_abbreviations = re.sub(r"\b[ap]\.m\.", "am", text)
    assert not re.search(r"[.,?!;:]\s*[.,?!;:]", without_abbreviations), text
    assert not re.search(r"\s[.,?!;:]", text), text
    assert not text or text[-1] in '.?!"', text
    assert not text or not text[0].islower(), text
    assert not re.search(r"[.?!] [a-z]", without_abbreviations), text
    assert "None" not in text, text
    ends = [0]
    for mark in line.marks:
        assert mark.step in VALUES
        assert ends[-1] <= mark.start < mark.end <= len(text), (text, mark)
        assert text[mark.start : mark.end].strip(" .,?!-") == text[mark.start : mark.end]
        ends.append(mark.end)


@given(moments())
def test_any_line_can_be_spoken(call: tuple[Desk, list[Line], list[Manner]]) -> None:
    _, lines, manners = call
    for line, manner in zip(lines, manners, strict=True):
        assert_speakable(line)
        assert bool(line.text) == (manner != "listen")
        assert (line.revision is None) == (manner == "listen")
        assert not line.last


@given(moments())
def test_no_line_is_said_twice_running_unless_it_was_asked_for(
    call: tuple[Desk, list[Line], list[Manner]],
) -> None:
    _, lines, manners = call
    for before, line, manner in zip(lines, lines[1:], manners[1:], strict=False):
        if line.text and manner != "repeat":
            assert line.text != before.text


@given(moments())
def test_a_repeat_is_the_same_text_and_marks(call: tuple[Desk, list[Line], list[Manner]]) -> None:
    desk, lines, manners = call
    prompt = desk.state.prompt
    assert prompt is not None
    if manners[-1] not in {"listen", "nudge", "rephrase"}:  # the last is sorry only once
        desk.has(prompt=replace(prompt, manner="repeat"))
        again = desk.says(fx.Ask(replace(prompt, manner="repeat"), ()))
        assert (again.text, again.marks) == (lines[-1].text, lines[-1].marks)


@given(
    st.lists(news(), max_size=4),
    st.sampled_from(
        ("completed", "abandoned", "goodbye", "switched", "human", "silence", "failed")
    ),
    st.booleans(),
)
def test_any_end_can_be_spoken(told: list[e.News], cause: str, lobby: bool) -> None:
    finish = fx.Escalate if cause == "human" else fx.Finish
    line = Desk().says(finish("completed", cause, tuple(told)), lobby=lobby)
    assert_speakable(replace(line, text=line.text.replace("Is that so?", "Is that so.")))
    assert line.revision is None


def test_the_same_call_is_worded_the_same_way() -> None:
    def call() -> list[str]:
        desk = Desk()
        lines = [
            desk.asks("ask", step, manner).text for step in VALUES for manner in get_args(Manner)
        ]
        return [*lines, desk.holds(name="Maria Lopez").asks("summary").text]

    assert call() == call()


def test_the_workflow_has_every_step_that_is_drawn() -> None:
    assert set(VALUES) == set(Booking.steps)
