"""Numbers shown in full, for a reason."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.accounts import actions, policy, queries
from backend.accounts.schema.types import AccountError, Person
from backend.actor import Scope
from backend.errors import not_allowed


@strawberry.input
class PersonRevealPhoneInput(graph.MutationInput):
    """Whose number, and why."""

    id: strawberry.ID = strawberry.field(description="The person.")
    reason: str = strawberry.field(description="1–500 characters; the person can read them.")


@strawberry.type
class PersonRevealPhonePayload(graph.Payload):
    """The person and the number."""

    person: Person | None = strawberry.field(default=None, description="The person.")
    phone: str | None = strawberry.field(
        default=None, description="The number in E.164. Null when the mutation is repeated."
    )
    user_errors: list[AccountError] = strawberry.field(default_factory=list)


@strawberry.type
class NumberMutation:
    """Acts on the numbers of others."""

    @graph.mutation(
        scope=Scope.IDENTITY,
        description="Show a person's number in full, for a reason. The Federation may, in its "
        "area; the person reads in `phoneDisclosures` in which role and why it was seen.",
    )
    async def person_reveal_phone(
        self, info: strawberry.Info, input: PersonRevealPhoneInput
    ) -> PersonRevealPhonePayload:
        """Reveal a number."""

        async def work() -> dict[str, object]:
            person = await graph.find(info, Person, input.id)
            actor = graph.actor_of(info)
            held = await queries.live_memberships(person.id)
            seat = policy.seat_to_reveal(actor, [membership.area_code for membership in held])
            if seat is None:
                raise not_allowed()
            phone = await actions.disclose_phone(
                person, reason=input.reason, actor=actor, seat=seat
            )
            return {"person": person, "phone": phone}

        return await graph.perform(info, PersonRevealPhonePayload, input, work, secret=("phone",))
