"""One of several options: by name, part, place in the list, description or sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from .base import NOTHING, Context, Fact, InvalidValue, Kind, Reading
from .choice_spoken import Mentions
from .options import Option, Options, OptionsGiven, bases_of, key_of, words_in

__all__ = ["Choice", "Option"]


@dataclass(frozen=True)
class Choice(Kind[str]):
    """One of several options; its value is the option's name.

    Args:
        options: The options (or their names), or the fact that holds them at call time.
    """

    name: ClassVar[str] = "choice"
    label: ClassVar[str] = "choice"
    question: ClassVar[str] = "Which would you like?"
    words: ClassVar[tuple[str, ...]] = ("choice", "selection")

    options: OptionsGiven | Fact[Any]

    def __post_init__(self) -> None:
        if not isinstance(self.options, Fact):
            object.__setattr__(self, "options", tuple(Option.of(raw) for raw in self.options))

    def of(self, ctx: Context) -> Options:
        """Return the options there are in this call.

        Raises:
            InvalidValue: If the fact does not hold options.
        """
        given = self.options
        if isinstance(given, Fact):
            given = given.of(ctx.facts) or ()
            if isinstance(given, str) or not isinstance(given, Sequence):
                raise InvalidValue("The options of a choice must be a list.")
        return Options.of(given)

    def schema(self, ctx: Context) -> dict[str, Any]:
        """Return an enumeration of the options' names, with what each is."""
        options = self.of(ctx).all
        about = "; ".join(f"{o.name}: {o.description}" for o in options if o.description)
        described = {"description": about} if about else {}
        return {"type": "string", "enum": [o.name for o in options], **described}

    def parse(self, raw: object, ctx: Context) -> str:
        """Return the name of the option that was given by its name or a synonym.

        Raises:
            InvalidValue: If it is none of the options.
        """
        options = self.of(ctx)
        if isinstance(raw, str):
            if any(raw == option.name for option in options.all):
                return raw
            for base in bases_of(key_of(words_in(raw))):
                if len(found := options.names.get(base, frozenset())) == 1:
                    return options.all[next(iter(found))].name
        names = ", ".join(option.name for option in options.all)
        raise InvalidValue(f"{raw!r:.60} is none of the options: {names}.")

    def read(self, text: str, ctx: Context) -> Reading[str]:
        """Read which option is meant.

        Places ("the second one"), comparisons ("the cheaper"), descriptions and parts of a name
        are read only where the choice was asked for or is on offer; a part also after an article
        ("a cut"). Options that are refused ("not a colour") are left out.
        """
        try:
            options = self.of(ctx)
        except (InvalidValue, TypeError):
            return NOTHING
        return Mentions(text, ctx, options).reading()

    def speak(self, value: str, ctx: Context) -> str:
        """Say the option's name as it was written; a sentence adds its own article."""
        del ctx
        return value

    def only(self, ctx: Context) -> str | None:
        """Return the option's name when there is just one."""
        options = self.of(ctx).all
        return options[0].name if len(options) == 1 else None
