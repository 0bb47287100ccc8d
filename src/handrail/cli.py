"""The command line: `handrail call`, `trial`, `worker`, `bookings`, `callbacks`, `read`.

Nothing heavy is imported before a command needs it: `handrail --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

__all__ = ["app", "main"]

app = typer.Typer(
    name="handrail",
    help="Multi-step voice workflows on LiveKit Agents, and a booking line that proves them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Database = Annotated[
    str | None,
    typer.Option(
        "--db", metavar="PATH_OR_URL", help="The calendar. By default one in your data folder."
    ),
]


@app.callback()
def _root() -> None:
    """Hold, try and answer calls, read utterances, list bookings."""


@app.command()
def call(
    *,
    script: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|-", help="A caller turn a line; # starts a comment; @wait 90s waits."
        ),
    ] = None,
    db: Database = None,
    now: Annotated[
        str | None,
        typer.Option(metavar="ISO8601", help="Stop the clock at this moment."),
    ] = None,
    caller: Annotated[
        str | None, typer.Option("--from", metavar="E164", help="The caller's number.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    llm: Annotated[
        str, typer.Option(metavar="none|openai/MODEL", help="The model for what is not clear.")
    ] = "none",
) -> None:
    """Hold one call with the booking desk."""
    from handrail.desk.console.call import CallOptions, hold_call  # noqa: PLC0415 - see above

    options = CallOptions(script=script, db=db, now=now, caller=caller, json=json, llm=llm)
    _run(lambda: hold_call(options))


@app.command()
def bookings(
    *,
    db: Database = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the bookings."""
    from handrail.desk.console.bookings import list_bookings  # noqa: PLC0415

    _run(lambda: list_bookings(db, json=json))


@app.command()
def callbacks(
    *,
    db: Database = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List who wants to be called back."""
    from handrail.desk.console.bookings import list_callbacks  # noqa: PLC0415

    _run(lambda: list_callbacks(db, json=json))


@app.command()
def desk(
    *,
    host: Annotated[
        str, typer.Option(help="Where to listen; others than this machine need a password first.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any that is free.")] = 8000,
    db: Database = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name that a proxy serves it by; may be repeated."),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN", help="A website whose scripts may use the API; may be repeated."
        ),
    ] = None,
    new_password: Annotated[
        bool, typer.Option("--new-password", help="Print a link that sets another password.")
    ] = False,
) -> None:
    """Serve the dashboard: define types and hours, and see what callers do."""
    from handrail.desk.console.desk import DeskSettings, run_desk  # noqa: PLC0415

    settings = DeskSettings(
        db, host, port, tuple(allow_host or ()), new_password, tuple(allow_origin or ())
    )
    _run(lambda: run_desk(settings))


@app.command()
def business(
    *,
    db: Database = None,
    load: Annotated[
        str | None,
        typer.Option(metavar="FILE|-", help="Make the business what this JSON file defines."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print it after loading, too.")] = False,
) -> None:
    """Print the business as JSON: its hours, types, resources and facts; or load it."""
    from handrail.desk.console.business import show_or_load  # noqa: PLC0415

    _run(lambda: show_or_load(db, load=load, json=json))


@app.command()
def trial(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...", help="Scenario files or folders; by default the desk's own."
        ),
    ] = None,
    *,
    k: Annotated[
        int, typer.Option("-k", help="How often each scenario is tried; in a session, once more.")
    ] = 8,
    seed: Annotated[int, typer.Option(help="The first seed of the callers' choices.")] = 0,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="In how many processes; by default, one a core.")
    ] = None,
    noise: Annotated[float, typer.Option(help="The share of words that are misheard.")] = 0.0,
    host: Annotated[
        str,
        typer.Option(
            metavar="plain|session|both",
            help="On which host; both: all on the plain one, and the first once more in LiveKit's "
            "session, so -k 2 makes 3 calls.",
        ),
    ] = "both",
    llm: Annotated[
        str, typer.Option(metavar="none|openai/MODEL", help="The desk's model.")
    ] = "none",
    caller_llm: Annotated[
        str,
        typer.Option(
            metavar="none|openai/MODEL", help="The model that plays callers who need one."
        ),
    ] = "none",
    judge_llm: Annotated[
        str,
        typer.Option(metavar="none|openai/MODEL", help="The model that judges expectations."),
    ] = "none",
    json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all of it as JSON.")
    ] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write JUnit's XML.")] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with transcripts.")
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(metavar="OLD.json", help="Tell what got better or worse since."),
    ] = None,
    replay: Annotated[
        str | None,
        typer.Option(
            metavar="DB", help="Instead, hold a calendar's journalled calls again as the desk is."
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="With --replay: exit 1 if a call would differ.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print the calls that failed.")
    ] = False,
) -> None:
    """Try the desk, or your own application, with simulated callers."""
    held: list[bool] = []
    if replay is not None:
        from handrail.desk.trials.replaying import ReplayOptions, run_replay  # noqa: PLC0415

        again = ReplayOptions(replay, json=json, strict=strict, given=_given(context))
        _run(lambda: held.append(run_replay(again)))
        if held != [True]:
            raise typer.Exit(1)
        return
    from handrail.desk.trials.command import TrialOptions, run_trials  # noqa: PLC0415

    options = TrialOptions(
        paths=paths or (),
        k=k,
        seed=seed,
        jobs=jobs,
        noise=noise,
        host=host,
        llm=llm,
        caller_llm=caller_llm,
        judge_llm=judge_llm,
        json=json,
        junit=junit,
        html=html,
        compare=compare,
        verbose=verbose,
    )
    _run(lambda: held.append(run_trials(options)))
    if held != [True]:
        raise typer.Exit(1)


@app.command()
def verify(
    workflow: Annotated[
        str | None,
        typer.Argument(metavar="[MODULE:WORKFLOW]", help="The workflow; by default the desk's."),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a workflow.")] = False,
    diagram: Annotated[
        str | None,
        typer.Option(metavar="mermaid|dot|svg|table", help="Draw the plan instead."),
    ] = None,
) -> None:
    """Explore every state of a workflow's calls, and prove what holds of them."""
    from handrail.verify.command import named_workflow, run_verify  # noqa: PLC0415

    def checked() -> None:
        if workflow is None:
            from handrail.desk.call import WORKFLOWS  # noqa: PLC0415

            workflows = WORKFLOWS
        else:
            workflows = (named_workflow(workflow),)
        held.append(run_verify(workflows, as_data=json, drawn=diagram))

    held: list[bool] = []
    _run(checked)
    if held != [True]:
        raise typer.Exit(1)


@app.command()
def notifications(
    *,
    db: Database = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List what was told of bookings by email and webhook, and what could not be."""
    from handrail.desk.console.deliver import list_notifications  # noqa: PLC0415

    _run(lambda: list_notifications(db, json=json))


@app.command()
def deliver(
    *,
    db: Database = None,
    once: Annotated[bool, typer.Option("--once", help="Send what is due, and end.")] = False,
) -> None:
    """Send what waits to be told, as the worker does; see HANDRAIL_WEBHOOK_URL, _SMTP_URL."""
    from handrail.desk.console.deliver import run_delivery  # noqa: PLC0415

    _run(lambda: run_delivery(db, once=once))


@app.command()
def feed(
    *,
    db: Database = None,
    resource: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose, if there are several.")
    ] = None,
    link: Annotated[bool, typer.Option("--link", help="Print the secret path instead.")] = False,
    renew: Annotated[
        bool, typer.Option("--renew", help="The same with a new secret; the old path dies.")
    ] = False,
) -> None:
    """Print a resource's bookings as iCalendar."""
    from handrail.desk.console.feed import print_feed  # noqa: PLC0415

    _run(lambda: print_feed(db, resource, link=link, renew=renew))


@app.command()
def purge(
    *,
    older_than: Annotated[
        str | None, typer.Option(metavar="DAYS", help="What is older than this: 90d.")
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(metavar="NUMBER|EMAIL|NAME", help="What is known of this person."),
    ] = None,
    with_bookings: Annotated[
        bool, typer.Option("--with-bookings", help="Cancel what the person has booked ahead.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count only; nothing is deleted.")
    ] = False,
    db: Database = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Delete transcripts and personal data by age or by person; bookings stay, without them."""
    from handrail.desk.console.purge import PurgeOptions, purge_data  # noqa: PLC0415

    options = PurgeOptions(
        older_than=older_than,
        person=person,
        with_bookings=with_bookings,
        dry_run=dry_run,
        db=db,
        json=json,
    )
    _run(lambda: purge_data(options))


@app.command()
def worker(
    *,
    db: Database = None,
    stt: Annotated[
        str, typer.Option(metavar="PROVIDER/MODEL", help="Speech to text, of LiveKit Inference.")
    ] = "deepgram/nova-3:en",
    tts: Annotated[
        str, typer.Option(metavar="PROVIDER/MODEL", help="Text to speech, of LiveKit Inference.")
    ] = "cartesia/sonic-3",
    llm: Annotated[
        str,
        typer.Option(
            metavar="none|PROVIDER/MODEL", help="The model for what is not clear, of the same."
        ),
    ] = "openai/gpt-4.1-mini",
    transfer_to: Annotated[
        str | None,
        typer.Option(
            metavar="E164|SIP_URI", help="Who takes the calls of those who want a person."
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Answers that the worker is well; 0 for any.")
    ] = 8081,
) -> None:
    """Answer the calls that LiveKit gives; see LIVEKIT_URL, _API_KEY and _API_SECRET."""
    from handrail.desk.console.worker import WorkerSettings, run_worker  # noqa: PLC0415

    settings = WorkerSettings(db=db, stt=stt, tts=tts, llm=llm, transfer_to=transfer_to, port=port)
    _run(lambda: run_worker(settings))


@app.command()
def read() -> None:
    """Read values out of utterances: JSON lines in, JSON lines out.

    For example: {"text": "tuesday at three", "kind": "when", "now": "2026-06-12"}

    Other kinds: phone, email, name, choice (with its options), yes_no, number, text.
    """
    from handrail.reading.stream import read_stream  # noqa: PLC0415

    _run(lambda: read_stream(sys.stdin.buffer, sys.stdout))


def main() -> None:
    """Run the command line. What it prints is UTF-8 whatever the terminal's locale."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


def _given(context: typer.Context) -> list[str]:
    """Return the options, and the arguments as they are called, that the command line names."""
    return [
        parameter.opts[0]
        for parameter in context.command.params
        if (source := context.get_parameter_source(str(parameter.name))) is not None
        and source.name == "COMMANDLINE"
    ]


def _run(command: Callable[[], None]) -> None:
    """Run a command; bad input ends in one sentence and status 2, a closed pipe in silence."""
    from handrail.faults import BadInput  # noqa: PLC0415

    try:
        command()
    except BadInput as fault:
        _fail(str(fault))
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(0) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _fail(sentence: str) -> NoReturn:
    typer.echo(f"handrail: {sentence}", err=True)
    raise typer.Exit(2)
