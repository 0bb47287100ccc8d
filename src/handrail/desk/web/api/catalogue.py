"""What can be booked, and when: the business, its types and resources, its free times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Annotated, Any, Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from handrail.desk.calendar import Business, FieldFault, Resource, Service, free_between
from handrail.desk.calendar.definitions import business_in, resources_in, services_in
from handrail.desk.calendar.wall_clock import midnight

from .operation import ANYBODY, Asked, Given, Nothing, Operation
from .problem import Problem
from .values import Day, Key, Zone, check_days, zone_named

__all__ = ["OPERATIONS", "service_asked"]

_LONGEST: Final = 31
"""Days that are looked at in one request."""
_DAY: Final = timedelta(days=1)


class BusinessOut(BaseModel):
    """The business: who is booked at, and where."""

    model_config = ConfigDict(title="Business")

    name: str
    address: str
    zone: str = Field(description="IANA name of the zone of its hours.")
    region: str = Field(description="ISO 3166 code of its country.")


class TypeOut(BaseModel):
    """Something that can be booked now."""

    model_config = ConfigDict(title="BookingType")

    id: int
    name: str
    description: str
    minutes: int = Field(description="How long it takes.")
    price_cents: int | None = Field(description="In hundredths; null or 0: free of charge.")
    notice_minutes: int = Field(description="It cannot start sooner than this from now.")
    resources: list[int] = Field(description="The ids of those that can do it; none: all of them.")


class TypesOut(BaseModel):
    """The active booking types, in the owner's order."""

    model_config = ConfigDict(title="BookingTypes")

    types: list[TypeOut]


class ResourceOut(BaseModel):
    """What a booking occupies: a chair, a person, a room."""

    model_config = ConfigDict(title="Resource")

    id: int
    name: str


class ResourcesOut(BaseModel):
    """The active resources, in the owner's order."""

    model_config = ConfigDict(title="Resources")

    resources: list[ResourceOut]


class AvailabilityAsked(Given):
    """Which free times are wanted."""

    type: Key = Field(description="The booking type's id.")
    first: Annotated[Day | None, Field(description="The first day; by default today.")] = None
    last: Annotated[
        Day | None,
        Field(description=f"The last day, at most {_LONGEST} days in all; by default the first."),
    ] = None
    zone: Annotated[
        Zone | None,
        Field(description="The zone of the days, and of the answer; by default the business's."),
    ] = None
    resource: Annotated[
        Key | None, Field(description="Only times of the resource with this id.")
    ] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_days(self.first, self.last, _LONGEST)
        if self.first is None and self.last is not None:
            raise PydanticCustomError("field:first", "Give the first day too.")
        return self


class DayOut(BaseModel):
    """The free times of one day."""

    model_config = ConfigDict(title="FreeDay")

    day: date
    times: list[AwareDatetime]


class AvailabilityOut(BaseModel):
    """When a booking of a type can start, day by day; days without a free time too."""

    model_config = ConfigDict(title="Availability")

    type: int
    zone: str
    days: list[DayOut]


async def _business(asked: Asked[Nothing, Nothing]) -> BusinessOut:
    async with asked.calendar.reading() as connection:
        found = await business_in(connection)
    return BusinessOut(
        name=found.name, address=found.address, zone=found.zone.key, region=found.region
    )


async def _types(asked: Asked[Nothing, Nothing]) -> TypesOut:
    return TypesOut(types=[_type(each) for each in await asked.calendar.services()])


def _type(service: Service) -> TypeOut:
    return TypeOut(
        id=service.id,
        name=service.name,
        description=service.description,
        minutes=service.minutes,
        price_cents=service.price_cents,
        notice_minutes=service.notice_minutes,
        resources=list(service.resources),
    )


async def _resources(asked: Asked[Nothing, Nothing]) -> ResourcesOut:
    async with asked.calendar.reading() as connection:
        found = await resources_in(connection, None)
    return ResourcesOut(resources=[ResourceOut(id=each.id, name=each.name) for each in found])


async def _availability(asked: Asked[AvailabilityAsked, Nothing]) -> AvailabilityOut:
    given = asked.given
    business, service = await service_asked(asked, given.type, given.resource, field="type")
    zone = zone_named(given.zone) if given.zone else business.zone
    first = given.first or asked.now.astimezone(zone).date()
    last = given.last or first
    free = await free_between(
        asked.calendar,
        midnight(first, zone),
        midnight(last + _DAY, zone),
        business=business,
        service=service,
        now=asked.now,
    )
    by_day = {
        day: list(times)
        for day, times in groupby((each.astimezone(zone) for each in free), key=datetime.date)
    }
    days = [DayOut(day=day, times=by_day.get(day, [])) for day in _days(first, last)]
    return AvailabilityOut(type=service.id, zone=zone.key, days=days)


async def service_asked(
    asked: Asked[Any, Any], service: int, resource: int | None, *, field: str
) -> tuple[Business, Service]:
    """Return the business, and an active booking type, done by one resource if one is named.

    Args:
        asked: The request.
        service: The type's id.
        resource: The resource's id; None for whichever is free.
        field: What the request calls the type.

    Raises:
        Problem: When there is no such type, or the resource cannot do it.
    """
    async with asked.calendar.reading() as connection:
        business = await business_in(connection)
        found = {each.id: each for each in await services_in(connection)}.get(service)
        able: tuple[Resource, ...] = ()
        if found is not None and resource is not None:
            able = await resources_in(connection, found)
    if found is None:
        raise _unknown(field, "There is no active booking type of that id.")
    if resource is None:
        return business, found
    if all(each.id != resource for each in able):
        raise _unknown("resource", "No active resource of that id can do this type.")
    return business, replace(found, resources=(resource,))


def _unknown(field: str, sentence: str) -> Problem:
    return Problem(422, sentence, faults=[FieldFault(field, sentence)])


def _days(first: date, last: date) -> Iterator[date]:
    return (first + number * _DAY for number in range((last - first).days + 1))


OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    Operation(
        "GET",
        "/business",
        "getBusiness",
        "Tell who is booked at",
        ANYBODY,
        _business,
        BusinessOut,
        Nothing,
        Nothing,
    ),
    Operation(
        "GET",
        "/types",
        "listTypes",
        "List what can be booked",
        ANYBODY,
        _types,
        TypesOut,
        Nothing,
        Nothing,
    ),
    Operation(
        "GET",
        "/resources",
        "listResources",
        "List what bookings occupy",
        ANYBODY,
        _resources,
        ResourcesOut,
        Nothing,
        Nothing,
    ),
    Operation(
        "GET",
        "/availability",
        "listFreeTimes",
        "List the free times of a type",
        ANYBODY,
        _availability,
        AvailabilityOut,
        AvailabilityAsked,
        Nothing,
        description="A time that is free now may be taken a moment later: booking it tells.",
    ),
)
