"""Money as whole cents: exact integers in DuckDB, a half cent to the even one."""

from analysis.ingest.meaning import MONEY
from analysis.ingest.plan import MICROS

# Below a billion, so that no product leaves the wide integer.
QUANTITY = "DECIMAL(15, 6)"
_MICROS_A_CENT = MICROS // 100


def micros_sql(text: str, *, kind: str = MONEY) -> str:
    """Return SQL for millionths of the number in a text column as a wide integer, null where it is none."""
    return f"CAST(CAST(try_cast({text} AS {kind}) AS DECIMAL(28, 6)) * {MICROS} AS HUGEINT)"


def even_sql(above: str, below: str) -> str:
    """Return SQL for above / below as an integer, a half to the even one; both are wide integers, below > 0."""
    whole, rest = f"(({above}) // ({below}))", f"(({above}) % ({below}))"
    up = f"2 * {rest} > ({below}) OR (2 * {rest} = ({below}) AND {whole} % 2 = 1)"
    return f"try_cast({whole} + CASE WHEN {up} THEN 1 ELSE 0 END AS BIGINT)"


def cents_sql(text: str) -> str:
    """Return SQL for the cents of an amount in units of money, null where unreadable."""
    return even_sql(micros_sql(text), f"CAST({_MICROS_A_CENT} AS HUGEINT)")


def whole_cents_sql(text: str) -> str:
    """Return SQL for the cents of an amount that is in cents already, null where unreadable."""
    return even_sql(micros_sql(text), f"CAST({MICROS} AS HUGEINT)")


def monthly_cents_sql(amount: str, quantity: str, *, per_year: str, count: str, in_cents: str) -> str:
    """Return SQL for amount x quantity x per_year / (12 x count) in cents, rounded once.

    `amount` and `quantity` are columns of text, `per_year` and `count` of integers, `in_cents` is "true" or "false".
    """
    above = f"{micros_sql(amount)} * coalesce({micros_sql(quantity, kind=QUANTITY)}, {MICROS}) * {per_year}"
    cent = f"CASE WHEN {in_cents} THEN {MICROS} ELSE {_MICROS_A_CENT} END"
    return even_sql(above, f"CAST(12 AS HUGEINT) * {count} * {MICROS} * {cent}")
