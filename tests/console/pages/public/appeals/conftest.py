"""Each appeal of these tests comes from a sender of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from storage.tables import (
    AppealRow,
    SignInAddressRow,
)
from tests.console.pages.public.appeals.appealed_letters import (
    Office,
)


@pytest.fixture(autouse=True)
def each_test_is_a_sender_of_its_own(office: Office) -> Iterator[None]:
    yield
    with office[1].begin() as session:
        session.execute(sa.delete(SignInAddressRow))
        session.execute(
            sa.update(AppealRow).values(created_at=AppealRow.created_at, source="other")
        )
