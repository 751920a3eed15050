"""鉴别: what the right holder says of a sample that was bought."""

from __future__ import annotations

from enum import StrEnum


class Identification(StrEnum):
    """The result."""

    NOT_GENUINE = "not_genuine"
    GENUINE = "genuine"
    UNDETERMINED = "undetermined"


IDENTIFICATION_NAMES = {
    Identification.NOT_GENUINE: "非权利人生产或者许可生产",
    Identification.GENUINE: "权利人生产或者许可生产",
    Identification.UNDETERMINED: "无法鉴别",
}
"""As a letter cites it: the holder's opinion, no finding of the office."""
