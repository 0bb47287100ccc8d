"""What a price is called: in the money of the business's country."""

from __future__ import annotations

from functools import lru_cache

from babel.numbers import get_currency_name, get_territory_currencies

__all__ = ["money_of", "spoken_price"]

_DOLLARS = "USD"


def spoken_price(cents: int | None, region: str) -> str:
    """Say a price: "45 dollars", "1 pound 50", "free".

    Args:
        cents: In hundredths of the money; None or 0 when it is free of charge.
        region: ISO 3166 code of the country whose money is meant.
    """
    if not cents:
        return "free"
    whole, rest = divmod(cents, 100)
    spoken = f"{whole} {money_of(region, whole)}"
    return f"{spoken} {rest}" if rest else spoken


@lru_cache(maxsize=64)
def money_of(region: str, count: int = 2) -> str:
    """Name the money of a country as it is called there: "pounds", not "British pounds" (CLDR)."""
    currencies = get_territory_currencies(region) or [_DOLLARS]
    return get_currency_name(currencies[0], count, locale="en").rpartition(" ")[2]
