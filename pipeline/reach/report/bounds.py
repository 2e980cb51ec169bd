"""Amounts: figures that may be rounded or have no upper bound, added without losing that."""

from collections.abc import Iterable
from typing import NamedTuple

UNITS = ((100_000_000, "亿"), (10_000, "万"))


class Amount(NamedTuple):
    """A figure between bounds; exact where they are one."""

    value: int | float | None
    """As reported; None where only the bounds are known, as of the people of several works."""
    low: int | float
    high: int | float | None
    """None: no upper bound."""

    @classmethod
    def of(cls, value: int | float) -> "Amount":
        return cls(value, value, value)

    @property
    def exact(self) -> bool:
        return self.low == self.value == self.high

    @property
    def by_lower_bound(self) -> bool:
        """Whether it is shown by its lower bound."""
        return self.value is not None and not self.exact

    @property
    def drawn(self) -> float:
        """How long its bar is: what is said beside it."""
        return float(self.low if self.by_lower_bound else self.value or 0)

    def minus(self, earlier: "Amount") -> "Amount":
        """What was gained since an earlier count of the same; negative where it was corrected."""
        if self.value is None or earlier.value is None:
            raise ValueError("amounts of people have no difference")
        least = None if earlier.high is None else self.low - earlier.high
        most = None if self.high is None else self.high - earlier.low
        # From '10万+' to '10万+' may be any gain, but is not known to be a loss.
        return Amount(self.value - earlier.value, min(0, self.value - earlier.value) if least is None else least, most)


def total(amounts: Iterable[Amount]) -> Amount | None:
    """The sum of counts of events; None for the sum of nothing, which is not zero."""
    known = list(amounts)
    if len(known) < 2:
        return known[0] if known else None
    value: int | float = 0
    low: int | float = 0
    high: int | float | None = 0
    for amount in known:
        if amount.value is None:
            raise ValueError("amounts of people are never added")
        value += amount.value
        low += amount.low
        high = None if high is None or amount.high is None else high + amount.high
    return Amount(value, low, high)


def people(amounts: Iterable[Amount]) -> Amount | None:
    """Bounds for the people of several works: at least those of the greatest, at most the sum."""
    known = list(amounts)
    if len(known) < 2:
        return known[0] if known else None
    highs = [amount.high for amount in known]
    most = None if None in highs else sum(high for high in highs if high is not None)
    return Amount(None, max(amount.low for amount in known), most)


def shown(amount: Amount | None) -> str:
    """`12,345`, `≥11,500` for what is only known within bounds, `94-163` for people.

    Lower bounds add up to the lower bound of the sum: so tables, charts, tiles and the sentence agree.
    """
    if amount is None:
        return ""
    if amount.value is None:
        return f"≥{amount.low:,}" if amount.high is None else f"{amount.low:,}-{amount.high:,}"
    if amount.exact:
        return f"{amount.value:,}"
    return f"≥{amount.low:,}"


def rounded(amount: Amount) -> str:
    """A count as it is printed, never more than is known: 29161 is `2.9万余`, 29000 `2.9万`, 8532 `8532`.

    A figure without 余 is exact; of one known within bounds the lower one is printed. Every large figure of a report is
    rounded so, in the sentence and on the page.
    """
    low = int(amount.low)
    for unit, name in UNITS:
        if low >= unit:
            tenths, rest = divmod(low, unit // 10)
            whole, tenth = divmod(tenths, 10)
            text = f"{whole}.{tenth}{name}" if tenth else f"{whole}{name}"
            return text if not rest and amount.exact else f"{text}余"
    if amount.exact:
        return str(low)
    step = 10 ** max(0, len(str(low)) - 2)
    return f"{low // step * step}余"
