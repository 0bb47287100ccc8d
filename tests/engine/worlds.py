"""Random plans and hosts, random and cooperative callers, for the properties of any call.

Values are small numbers. The host's check of a step passes when the value and the values it needs
do not add up to a multiple of three, so that a change of any need may undo an answer, and some
value always passes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from handrail import engine
from handrail.engine import effects as f
from handrail.engine import moves as m
from handrail.engine.agenda import applies
from handrail.engine.state import Answer, State
from handrail.plan import ConditionPlan, Confirm, Plan, StepPlan

__all__ = ["World", "cooperative", "moves", "unhelpful", "worlds"]

STEPS = ("a", "b", "c", "d", "e", "f", "g")
VALUES = (1, 2, 3, 4, 5)
HEARD = m.Evidence(1, ("said",))

_TESTS: Mapping[str, Callable[..., bool]] = {
    "always": lambda *_values: True,
    "never": lambda *_values: False,
    "all_given": lambda *values: None not in values,
    "none_given": lambda *values: not any(values),
    "even": lambda *values: sum(value or 0 for value in values) % 2 == 0,
}


@dataclass(frozen=True)
class World:
    """A plan, what is known before the call, and what the host will find."""

    plan: Plan
    facts: Mapping[str, Any]
    known: Mapping[str, Answer]

    def passes(self, step: str, value: int, answers: Mapping[str, Any]) -> bool:
        """Tell what the host's check finds."""
        needs = self.plan.by_name[step].needs
        return (value + sum(answers.get(need) or 0 for need in needs)) % 3 != 0

    def checked(self, check: f.Check, *, offer: bool = True) -> m.Checked:
        """Answer a check as the host does: with what would do, if it offers that."""
        good = [value for value in VALUES if self.passes(check.step, value, check.answers)]
        if check.alternatives:
            fit = tuple(value for value in check.alternatives if value in good)
            return m.Checked(check.revision, check.step, bool(fit), options=fit)
        if check.partial is not None:
            options = tuple(good) if offer else ()
            return m.Checked(check.revision, check.step, ok=True, options=options)
        ok = check.value in good
        options = () if ok or not offer else tuple(good)
        return m.Checked(check.revision, check.step, ok, "" if ok else "it is taken", options)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a plan of up to seven steps in which everything may depend on everything before."""
    steps: list[StepPlan] = []
    for name in STEPS[: draw(st.integers(1, len(STEPS)))]:
        earlier = [one.name for one in steps]
        some = st.lists(st.sampled_from(earlier), unique=True, max_size=2) if steps else st.just([])
        reads = draw(some) if draw(st.booleans()) else []
        test = draw(st.sampled_from(sorted(_TESTS)))
        sources = [("step", read) for read in reads] + [("fact", "open")] * draw(st.integers(0, 1))
        when = ConditionPlan(test, tuple(sources))  # type: ignore[arg-type]
        steps.append(
            StepPlan(
                name,
                "number",
                confirm=draw(st.sampled_from(Confirm)),
                optional=draw(st.booleans()),
                needs=tuple(draw(some)),
                when=when if draw(st.integers(0, 2)) == 0 else None,
                checked=draw(st.booleans()),
                in_parts=draw(st.booleans()),
                hosted=draw(st.integers(0, 3)) == 0,
            )
        )
    plan = Plan(
        "plan",
        tuple(steps),
        summary=draw(st.integers(0, 3)) > 0,
        commits=draw(st.integers(0, 3)) > 0,
        escalates=draw(st.booleans()),
        tests=_TESTS,
    )
    known = draw(st.dictionaries(st.sampled_from([*plan.names, "elsewhere"]), _answers, max_size=3))
    return World(plan, {"open": draw(st.sampled_from([None, 1, 2]))}, known)


_answers = st.one_of(
    st.builds(
        Answer,
        st.sampled_from(VALUES),
        st.just("prefilled"),
        settled=st.booleans(),
    ),
    st.builds(
        Answer,
        st.sampled_from(VALUES),
        st.sampled_from(["heard", "confirmed"]),
        doubtful=st.booleans(),
        read_back=st.booleans(),
        named=st.booleans(),
    ),
    st.just(Answer(None, "declined")),
)


def moves(names: Sequence[str]) -> st.SearchStrategy[m.Move]:
    """Draw anything a reader or a model may propose, sensible or not."""
    steps = st.sampled_from([*names, "nowhere"])
    values = st.sampled_from(VALUES)
    proposed: dict[str, Any] = {
        "by": st.sampled_from(["reader", "reader", "model", "task"]),
        "evidence": st.sampled_from([HEARD, HEARD, None]),
    }
    flags: dict[str, Any] = {"doubtful": st.booleans(), "spelled": st.booleans(), **proposed}
    some = st.lists(values, unique=True, min_size=1, max_size=4).map(tuple)
    partials = st.sampled_from(["half", "more"])
    record = st.one_of(
        st.builds(m.Record, steps, values, **flags),
        st.builds(m.Record, steps, values, **flags),
        st.builds(m.Record, steps, partial=partials, **proposed),
        st.builds(m.Record, steps, values, partials, **proposed),
        st.builds(m.Record, steps, alternatives=some, **proposed),
        st.builds(m.Record, steps, **proposed),
    )
    plain = [m.Affirm, m.Affirm, m.Deny, m.Repeat, m.Wait, m.Help, m.Silence, m.Unclear]
    away = [m.Abandon, m.AskHuman, m.Goodbye, m.Restart]
    return st.one_of(
        record,
        record,
        st.builds(m.Revisit, st.one_of(st.none(), steps), **proposed),
        st.builds(m.Decline, steps, **proposed),
        st.builds(m.Choose, st.integers(0, 4), **proposed),
        *(st.builds(kind, **proposed) for kind in plain),
        st.builds(m.Question, st.sampled_from([None, "price"]), st.booleans(), **proposed),
        st.one_of(
            *(st.builds(kind, **proposed) for kind in away),
            st.builds(m.Switch, st.sampled_from(["plan", "other"]), **proposed),
        ),
    )


def unhelpful(names: Sequence[str]) -> st.SearchStrategy[m.Move]:
    """Draw what brings a call no further, however often it is said."""
    return st.one_of(
        st.just(m.Unclear()),
        st.just(m.Unclear("That day has gone already")),
        st.just(m.Deny()),
        st.just(m.Affirm()),
        st.just(m.Question()),
        st.just(m.Question("price", answered=True)),
        st.just(m.Repeat()),
        st.just(m.Help()),
        st.just(m.Wait()),
        st.just(m.Choose(9)),
        st.builds(m.Decline, st.sampled_from(names)),
        st.builds(m.Record, st.sampled_from(names), partial=st.just("half")),
    )


def cooperative(world: World, state: State) -> m.Move:
    """Answer what is asked, as a caller who wants to get there."""
    prompt = state.prompt
    assert prompt is not None
    if prompt.act == "human":
        return m.Deny()
    if prompt.act in {"read_back", "summary"}:
        return m.Affirm()
    answers = engine.result(world.plan, state)
    applying = [step for step in world.plan.steps if applies(world.plan, state, step)]
    name = prompt.step or (applying or world.plan.steps)[0].name  # "What should I change?"
    held = state.answers.get(name)
    wanted = (value for value in (*VALUES, 7, 8) if held is None or value != held.value)
    checked, hosted = world.plan.by_name[name].checked, world.plan.by_name[name].hosted
    good = (value for value in wanted if not checked or world.passes(name, value, answers))
    return m.Record(name, next(good), by="task" if hosted else "reader")
