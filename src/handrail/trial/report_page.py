"""The report as one HTML page that needs nothing else: transcripts, each turn beside its ladder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from .record import TrialRecord, TurnRecord
from .report_data import counted, figures
from .suite import Settings, Tried

__all__ = ["page"]

_STYLE: Final = """
:root{color-scheme:light dark}
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
summary{cursor:pointer;padding:.3rem 0}
.ok{color:#17803d}.bad{color:#c0262d}
.fault{border-left:3px solid #c0262d;padding-left:.6rem;margin:.3rem 0}
.turn td:first-child{width:65%}
.caller{font-style:italic}.heard,.asking{color:#888;font-size:.85em}
.ladder{list-style:none;margin:0;padding:0;font-size:.85em}
.ladder b{font-weight:600}.ladder .asked{outline:1px solid #b88a00}
.ladder .skipped,.ladder .open{opacity:.5}
.at{background:#c0262d22}
"""
_MARKS: Final[Mapping[str, str]] = {
    "confirmed": "\u2713",
    "heard": "\u25cf",
    "prefilled": "\u25cb",
    "declined": "\u2013",
    "partial": "\u25d0",
    "asked": "?",
    "skipped": "\u00d7",
    "open": "\u00b7",
}


def page(tried: Sequence[Tried], settings: Settings) -> str:
    """Return the page. All that callers and files say is escaped.

    Each scenario shows the calls that failed, or if none did, the first one.
    """
    parts = "".join(_scenario(number, each) for number, each in enumerate(tried))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Trials</title><style>{_STYLE}</style></head><body><h1>Trials</h1>"
        f"{_figures(figures(tried, settings))}{_table(tried)}{parts}</body></html>\n"
    )


def _figures(found: Mapping[str, Any]) -> str:
    passk = "-" if found["pass^k"] is None else f"{found['pass^k']:.1%}"
    noise = f", noise {found['noise']:g}" if found["noise"] else ""
    return (
        f"<p>{counted(found['scenarios'], 'scenario')}, {counted(found['calls'], 'call')}, "
        f"{found['passed']} passed; "
        f"pass^{found['k']} {passk}; {found['wrong']} wrong; seed {found['seed']}{noise}.</p>"
    )


def _table(tried: Sequence[Tried]) -> str:
    rows = "".join(
        f'<tr><td><a href="#s{number}">{escape(each.scenario.name)}</a></td>'
        f"<td>{_verdict(each)}</td>"
        f'<td class="n">{"-" if each.turns is None else f"{each.turns:.1f}"}</td>'
        f'<td class="n">{"-" if each.least is None else each.least}</td></tr>'
        for number, each in enumerate(tried)
    )
    head = '<th>Scenario</th><th>Passed</th><th class="n">Turns</th><th class="n">Least</th>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _verdict(each: Tried) -> str:
    if each.skipped:
        return escape(f"skipped: {each.skipped}")
    passes = sum(record.passed for record in each.records)
    kind = "ok" if each.passed and not each.untried else "bad"
    return f'<span class="{kind}">{passes} of {len(each.records)}</span>'


def _scenario(number: int, each: Tried) -> str:
    failed = [record for record in each.records if not record.passed]
    shown = failed or list(each.records[:1])
    calls = "".join(_call(record) for record in shown)
    if each.untried:
        calls = f'<p class="fault">{escape(each.untried)}</p>{calls}'
    where = escape(f"{each.scenario.path}, line {each.scenario.line}")
    return (
        f'<h2 id="s{number}">{escape(each.scenario.name)}</h2><p class="asking">{where}</p>{calls}'
    )


def _call(record: TrialRecord) -> str:
    faults = "".join(
        f'<p class="fault">{escape(fault.kind)}: {escape(fault.text)}'
        f"{'' if fault.turn is None else f' (turn {fault.turn})'}</p>"
        for fault in record.faults
    )
    wrong = {fault.turn for fault in record.faults}
    turns = "".join(_turn(turn, at=turn.number in wrong) for turn in record.turns)
    kind = "ok" if record.passed else "bad"
    title = escape(f"seed {record.seed}, {record.host}: {record.outcome}")
    return (
        f'<details{"" if record.passed else " open"}><summary class="{kind}">{title}</summary>'
        f"{faults}<table>{turns}</table></details>"
    )


def _turn(turn: TurnRecord, *, at: bool) -> str:
    said = "" if turn.caller is None else f'<p class="caller">{escape(turn.caller or "(silence)")}'
    if turn.caller is not None and turn.heard != turn.caller:
        said += f' <span class="heard">heard: {escape(turn.heard)}</span>'
    asking = escape(f"{turn.asking['step'] or '-'}/{turn.asking['act']}")
    return (
        f'<tr class="turn{" at" if at else ""}"><td>{said}'
        f'<p>{escape(turn.desk or "(listens)")} <span class="asking">{asking}</span></td>'
        f'<td><ul class="ladder">{"".join(_rungs(turn))}</ul></td></tr>'
    )


def _rungs(turn: TurnRecord) -> Iterator[str]:
    for rung in turn.ladder:
        asked = " asked" if rung["step"] == turn.asking["step"] else ""
        mark = _MARKS.get(rung["status"], "")
        yield (
            f'<li class="{escape(rung["status"])}{asked}">{mark} <b>{escape(rung["label"])}</b> '
            f"{escape(rung['text'])}</li>"
        )
