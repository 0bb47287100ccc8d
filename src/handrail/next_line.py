"""The next line: what the runs of a call have to say, in one breath.

A run that ends and the one that follows it speak in one line: "Booked. Your code is K 7 M 4.
Anything else?" How a run ended is owed until it was heard.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from .engine import effects as f
from .engine import events as e
from .engine.state import State
from .errands import answer_question
from .facts import Call
from .kinds.base import Context
from .reception import Reception
from .speaking import Line, Speaker
from .workflow import Workflow

__all__ = ["NextLine", "Piece"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What one run has to say in the next line."""

    workflow: type[Workflow]
    state: State
    effect: f.Effect
    receiving: bool
    """Whether it is the reception's."""
    ending: str = ""
    """The place of the phrasebook that tells how it ended, where that is not as it was wished."""


class NextLine:
    """Gathers what is to be said, and has it put into words.

    Args:
        speaker: Puts it into words.
        reception: Its topics answer questions, and its calls end with a goodbye.
    """

    def __init__(self, speaker: Speaker, reception: Reception | None) -> None:
        self._speaker = speaker
        self._reception = reception
        self._pieces: list[Piece] = []
        self._begins: Line | None = None  # with this
        self._answers: dict[str | None, str | None] = {}  # by topic
        self._endings: list[Piece] = []  # not heard yet
        self._endings_until = 0  # the last line's characters that tell of them
        self._too_late = False  # the caller called off what was done at that moment

    @property
    def is_due(self) -> bool:
        """Whether there is anything new to say."""
        return bool(self._pieces) or (self._begins is not None and self._begins.last)

    @property
    def is_done_unheard(self) -> bool:
        """Whether a workflow was completed, and the caller has not heard so yet."""
        return self.done_unheard is not None

    @property
    def owes_endings(self) -> bool:
        """Whether a run's end was put into words, and the caller has not heard of it yet."""
        return bool(self._endings)

    @property
    def done_unheard(self) -> Piece | None:
        """What is owed of a workflow that was completed, if the caller has not heard so yet."""
        return next((each for each in self._endings if _is_completed(each)), None)

    def add(self, piece: Piece) -> None:
        """Have something said."""
        self._pieces.append(piece)

    def begin_with(self, line: Line) -> None:
        """Have the next line begin with this."""
        self._begins = line

    def end_at_once(self, line: Line) -> None:
        """Have the call end with this line, and nothing else."""
        self.clear()
        self._begins = replace(line, last=True)

    def end_with(self, run: str, place: str) -> bool:
        """Have another end told of a run that the caller has dropped.

        Args:
            run: Its id.
            place: Where the phrasebook has it.

        Returns:
            Whether its end is told at all: not where the caller went on to something else.
        """
        told = [piece for piece in self._pieces if _is_dropped(piece) and piece.state.run == run]
        self._pieces = [
            replace(piece, ending=place) if piece in told else piece for piece in self._pieces
        ]
        return bool(told)

    def came_too_late(self) -> None:
        """Have it said that what the caller called off was done already."""
        self._too_late = True

    def not_put_through(self) -> None:
        """Leave out that a person is coming: nobody took the call."""
        self._pieces = [each for each in self._pieces if not isinstance(each.effect, f.Escalate)]

    def clear(self) -> None:
        """Have nothing said: a person has the call."""
        self._pieces = []

    async def find_answers(self, call: Call[Any], said: str) -> None:
        """Find the answers to what the caller has asked, before the line is put into words.

        Args:
            call: The call so far.
            said: The caller's words.
        """
        self._answers = {}
        for piece in self._pieces:
            for news in getattr(piece.effect, "news", ()):
                if isinstance(news, e.Digressed):
                    self._answers[news.topic] = await self._answer(news.topic, call, said)

    async def _answer(self, topic: str | None, call: Call[Any], said: str) -> str | None:
        found = self._reception.answers.get(topic) if self._reception and topic else None
        if found is None:
            return None
        return await answer_question(found.answer, call, said, topic=str(topic))

    def speak(self, context: Context, *, closed: bool) -> Line:
        """Return all of it as one line.

        Args:
            context: The call's, at this moment.
            closed: Whether the call is over with it.
        """
        line, self._begins = self._begins, None
        if self._too_late:
            line, self._too_late = self._speaker.say("too_late"), False
        self._endings_until = 0
        for piece in self.spoken():
            line = self._speaker.line(
                piece.workflow,
                piece.state,
                (piece.effect,),
                context,
                answers_to_questions=self._answers.get,
                lobby=piece.receiving,
                after=line,
                ending=piece.ending,
            )
            if isinstance(piece.effect, f.Finish):
                self._endings_until = len(line.text)
        if closed and self._reception and line is not None and not line.last:
            line = self._speaker.goodbye(after=line)
        return line or Line()

    def spoken(self) -> list[Piece]:
        """Take up that all of it has been put into words; return it. The ends of runs stay owed."""
        pieces = [*self._endings, *self._pieces]
        self._pieces = []
        self._endings = [piece for piece in pieces if isinstance(piece.effect, f.Finish)]
        return pieces

    def endings_heard(self) -> None:
        """Take up that the caller knows how the runs ended."""
        self._endings = []

    def heard(self, reached: int) -> bool:
        """Tell how much of the last line was heard: what it tells of an end is owed until then.

        Args:
            reached: Its first characters, as many.

        Returns:
            Whether what follows the ends of runs was begun, and not only they.
        """
        if reached >= self._endings_until:
            self.endings_heard()
        return reached > self._endings_until


def _is_dropped(piece: Piece) -> bool:
    return isinstance(piece.effect, f.Finish) and piece.effect.outcome == "abandoned"


def _is_completed(piece: Piece) -> bool:
    return cast("f.Finish", piece.effect).outcome == "completed"
