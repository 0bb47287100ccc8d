"""Pictures of a plan: what is in them, in every format, whatever the names are."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from handrail.desk.booking import Booking
from handrail.plan import Confirm, Plan
from handrail.verify import Counts, diagram
from tests.engine.story import plan_of, step, when

SVG = "{http://www.w3.org/2000/svg}"

PLAN = plan_of(
    step("pet", confirm=Confirm.READ_BACK),
    step("breed", when=when("has_pet", "pet")),
    step("start", "pet", checked=True),
    step("note", optional=True, when=when("is_open", facts=["open"])),
    tests={"has_pet": bool, "is_open": bool},
)
HOSTILE = plan_of(step('<b>&"x"]]>\\\n'), step("a" * 90, '<b>&"x"]]>\\\n'))


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


def test_the_table_has_a_row_a_step_with_needs_and_conditions() -> None:
    rows = [line.split("  ") for line in diagram(PLAN, format="table").splitlines()]
    assert [[cell.strip() for cell in row if cell.strip()] for row in rows] == [
        ["step", "is", "needs", "applies when"],
        ["-------", "-" * 49, "-----", "--------------"],
        ["pet", "text, read back"],
        ["breed", "text, read back if unsure", "has_pet (pet)"],
        ["start", "text, read back if unsure, checked", "pet"],
        ["note", "text, read back if unsure, optional, when is_open", "is_open (open)"],
        ["summary", "asks for a yes"],
        ["commit", "written once"],
    ]


def test_counts_are_drawn_in_where_they_are_given() -> None:
    counts = {"start": Counts(answered=40, reasked=3, corrected=2, dropped=1)}
    assert "40        3         2          1" in diagram(PLAN, format="table", counts=counts)
    for shape in ("mermaid", "dot"):
        drawn = diagram(PLAN, format=shape, counts=counts)
        assert "answered 40, re-asked 3, corrected 2, dropped 1" in drawn
    assert "answered 40, re-asked 3, corrected 2, dropped" in texts(
        diagram(PLAN, format="svg", counts=counts)
    )


def test_mermaid_has_a_box_a_step_and_dotted_arrows() -> None:
    lines = diagram(PLAN, format="mermaid").splitlines()
    assert lines[0] == "flowchart TD"
    assert '  s0["<b>pet</b><br>text, read back"]' in lines
    assert "  s0 --> s1" in lines
    assert '  s0 -. "needs" .-> s2' in lines
    assert '  s0 -. "when has_pet" .-> s1' in lines
    assert "  class s3 optional" in lines


def test_dot_has_a_node_a_step_and_dashed_edges() -> None:
    lines = diagram(PLAN, format="dot").splitlines()
    assert lines[0] == 'digraph "booking" {'
    assert '  "pet" -> "breed";' in lines
    assert '  "pet" -> "start" [style=dotted, constraint=false, label="needs"];' in lines
    assert '  "pet" -> "breed" [style=dashed, constraint=false, label="when has_pet"];' in lines
    assert lines[-1] == "}"


def test_svg_is_xml_with_a_title_and_a_description_that_says_it_all() -> None:
    root = ET.fromstring(diagram(PLAN, format="svg"))  # noqa: S314 - our own
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert title.text == "The steps of booking"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert "3. start: text, read back if unsure, checked, needs pet." in (description.text or "")
    assert len(list(root.iter(f"{SVG}rect"))) == len(PLAN.steps) + 2


def test_boxes_of_the_svg_do_not_overlap_and_lie_within_it() -> None:
    root = ET.fromstring(diagram(Booking.plan, format="svg"))  # noqa: S314 - our own
    boxes = [
        (float(each.get("y", "")), float(each.get("height", "")))
        for each in root.iter(f"{SVG}rect")
    ]
    for (top, height), (below, _) in pairwise(boxes):
        assert top + height < below
    assert boxes[-1][0] + boxes[-1][1] < float(root.get("height", ""))


@pytest.mark.parametrize("shape", ["mermaid", "dot", "svg", "table"])
def test_hostile_names_break_no_format(shape: str) -> None:
    drawn = diagram(HOSTILE, format=shape)
    if shape == "svg":
        assert '<b>&"x"]]>\\' in texts(drawn)
    elif shape == "mermaid":
        assert "#60;b#62;" in drawn
    elif shape == "dot":
        assert '"<b>&\\"x\\"]]>\\\\\\n"' in drawn


def test_an_unknown_format_and_unknown_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="A diagram is one of mermaid, dot, svg, table"):
        diagram(PLAN, format="png")
    with pytest.raises(ValueError, match="has no step 'nothing'"):
        diagram(PLAN, format="svg", counts={"nothing": Counts()})


def test_a_plan_of_one_step_is_drawn_in_every_format() -> None:
    plan = Plan("one", (step("only"),), summary=False, commits=False)
    for shape in ("mermaid", "dot", "svg", "table"):
        assert "only" in diagram(plan, format=shape)


def test_a_label_stands_once_beside_all_lines_and_a_long_name_is_cut() -> None:
    plan = plan_of(
        step("a"), step("b"), step("c", "a", "b", when=when("both", "a", "b")), step("d" * 40),
        tests={"both": lambda a, b: a and b},
    )  # fmt: skip
    drawn = diagram(plan, format="svg")
    assert (texts(drawn).count("both"), texts(drawn).count("needs")) == (1, 1)
    assert [len(text) for text in texts(drawn) if text.startswith("ddd")] == [28]
    root = ET.fromstring(drawn)  # noqa: S314
    lines = [each.get("d", "") for each in root.iter(f"{SVG}path") if each.get("class") == "needs"]
    rightmost = max(float(number) for line in lines for number in re.findall(r"[HQ](\d+)", line))
    [label] = [each for each in root.iter(f"{SVG}text") if each.text == "needs"]
    assert float(label.get("x", 0)) > rightmost
