"""What callers say around an address, which was once glued to it or taken for one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handrail.kinds.base import Context
from handrail.kinds.email import Email

NOW = datetime(2026, 6, 12, 9, tzinfo=UTC)
EMAIL = Email()


def read(said: str, *, asked: bool = True) -> str | None:
    return EMAIL.read(said, Context(now=NOW, asked=asked)).value


@pytest.mark.parametrize(
    "said",
    [
        "yeah that'd be sam at example dot com",
        "this would be sam at example dot com",
        "uh my email um is sam at uh example dot com",
        "S-A-M at example.com",
        "S-A-M@example.com",
        "sam s a m at example dot com",
        "sam with an s s a m at example dot com",
        "i said sam at example dot com",
        "212 555 0142 and sam at example dot com",
    ],
)
def test_what_leads_up_to_an_address_is_no_part_of_it(said: str) -> None:
    assert read(said) == "sam@example.com"


def test_hyphens_of_an_address_that_is_written_out_are_its_own() -> None:
    assert read("s-a-m@example.com") == "s-a-m@example.com"
    assert read("J-Lo at example dot com") == "j-lo@example.com"


def test_which_part_comes_next_is_no_part_of_an_address() -> None:
    assert read("first initial j last name parker at example dot com") == "jparker@example.com"
    assert read("no dot name at example dot com") == "no.name@example.com"


def test_a_first_half_that_is_said_anew_after_a_word_on_its_letters_stands_once() -> None:
    said = "jon without the h, jon dot smith at example dot com"
    assert read(said) == "jon.smith@example.com"


def test_the_name_of_a_letter_before_a_word_it_begins_is_the_letter() -> None:
    assert read("zed for zebra o e at example dot com") == "zoe@example.com"
    assert read("tea as in tom o m at example dot com") == "tom@example.com"
    assert read("see for yourself at example dot com") == "seeforyourself@example.com"


@pytest.mark.parametrize(
    "said",
    [
        "sam spelled the usual way at example dot com",
        "sammy no sam at example dot com",
        "the thing is sam at example dot com",
        "what i was called is sam at example dot com",
    ],
)
def test_an_address_that_more_was_said_about_is_left_open(said: str) -> None:
    reading = EMAIL.read(said, Context(now=NOW, asked=True))
    assert reading.value in {None, "sam@example.com"}


def test_a_place_is_no_mailbox() -> None:
    assert read("meet me at the dot on main street", asked=False) is None


def test_two_letters_of_a_word_take_the_place_of_the_one_that_was_heard() -> None:
    assert read("rachel with an a e at example dot com") == "rachael@example.com"


@pytest.mark.parametrize(
    "lead",
    ["put", "let's use", "i'd like to use", "oh right", "hang on okay", "we use",
     "it's probably best to use", "you should have it", "is"],
)  # fmt: skip
def test_everyday_words_that_lead_up_to_an_address_are_none_of_it(lead: str) -> None:
    assert read(f"{lead} office at example dot com") == "office@example.com"


@pytest.mark.parametrize(
    "said",
    ["jane as in tarzan", "jane like the name", "jane the usual spelling", "sorry my bad jane"],
)
def test_words_that_tell_of_a_name_are_not_run_together_with_it(said: str) -> None:
    assert read(f"{said} at example dot com") is None


def test_an_address_of_everyday_words_stays_whole() -> None:
    assert read("cat lover eighty eight at example dot com") == "catlover88@example.com"
    assert read("the green coffee shop at example dot com") == "thegreencoffeeshop@example.com"


def test_an_end_that_was_misheard_is_mended_and_read_back() -> None:
    reading = EMAIL.read("jane at example dot come", Context(now=NOW, asked=True))
    assert (reading.value, reading.doubtful) == ("jane@example.com", True)
