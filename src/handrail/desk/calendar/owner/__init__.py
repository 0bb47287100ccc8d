"""What the owner does: define the business, its booking types, resources, hours and facts.

Every write is one transaction, is noted in the audit trail, and is refused as a whole with all its
faults (`Faulty`), each naming its field. What is written is what the next call uses.
"""

from __future__ import annotations

from .business import (
    BusinessDraft,
    business_draft,
    change_business,
    change_facts,
    facts_of,
    keep_sample,
)
from .busy import Block, BusyDraft, blocks, define_block, remove_block
from .customers import CustomerDraft, correct_customer
from .defined import Defined, version_of
from .definition import Definition, definition_of, load_definition
from .definition_json import definition_as_json, definition_from_json
from .hours import (
    Override,
    change_week,
    define_override,
    overrides_of,
    remove_override,
    week_of,
)
from .resources import (
    ResourceDraft,
    activate_resource,
    all_resources,
    change_resource,
    define_resource,
    order_resources,
)
from .service_checks import ServiceDraft
from .services import (
    activate_service,
    all_services,
    change_service,
    check_service,
    define_service,
    order_services,
)
from .spans import Week, spans_of, spans_text
from .upcoming import never_free, next_free

__all__ = [
    "Block",
    "BusinessDraft",
    "BusyDraft",
    "CustomerDraft",
    "Defined",
    "Definition",
    "Override",
    "ResourceDraft",
    "ServiceDraft",
    "Week",
    "activate_resource",
    "activate_service",
    "all_resources",
    "all_services",
    "blocks",
    "business_draft",
    "change_business",
    "change_facts",
    "change_resource",
    "change_service",
    "change_week",
    "check_service",
    "correct_customer",
    "define_block",
    "define_override",
    "define_resource",
    "define_service",
    "definition_as_json",
    "definition_from_json",
    "definition_of",
    "facts_of",
    "keep_sample",
    "load_definition",
    "never_free",
    "next_free",
    "order_resources",
    "order_services",
    "overrides_of",
    "remove_block",
    "remove_override",
    "spans_of",
    "spans_text",
    "version_of",
    "week_of",
]
