"""What all sections of the settings share: their base class, and where a secret value comes from.

Rule: as in ``config.settings``. No I/O; any thread.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

Text = Annotated[str, Meta(max_length=500)]
Seconds = Annotated[float, Meta(gt=0, le=86400)]


class Section(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all sections. ``expected`` replaces "a table" in the message when something else stands there."""

    expected: ClassVar[str] = "a table"


class HeaderSource(Section, frozen=True):
    """Where the value of a header or key comes from; exactly one of the two is set. The value never is in the file."""

    expected: ClassVar[str] = (
        'a table that says where the value lies, { env = "NAME" } or { keyring = "service/user" }; '
        "the value itself does not belong in this file"
    )

    env: Annotated[Text, Meta(description="Name of the environment variable that holds the whole value.")] = ""
    keyring: Annotated[Text, Meta(description='Entry of the system keyring, "service/user".')] = ""
