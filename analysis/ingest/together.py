"""Files of several kinds dropped together: what each is by the names in its header."""

from collections.abc import Sequence

from analysis.errors import OffbeatError
from analysis.ingest.columns import Table, guess_columns
from analysis.ingest.guess import looks_like_subscriptions
from analysis.wording import listed

# Fields that a table of payments or invoices names and no table of purchases does.
_OF_BILLS = ("decline_reason", "refunded", "refunded_cents", "subscription_id")


def looks_like_payments(header: Sequence[str]) -> bool:
    """Whether a table's names say that it holds payments or invoices of a billing system."""
    has = _fields(header, "payments")
    has_amount = bool(has & {"amount", "amount_cents"})
    return (
        has_amount and {"user_id", "day"} <= has and bool(has & {*_OF_BILLS}) and not looks_like_subscriptions(header)
    )


def looks_like_users(header: Sequence[str]) -> bool:
    """Whether a table's names say who somebody is, and neither when nor what."""
    events = _fields(header, "events")
    who = _fields(header, "users") & {"user_id", "account_id", "email"}
    return bool(who) and not events & {"timestamp", "event", "amount"} and not looks_like_subscriptions(header)


def places(headers: Sequence[Sequence[str]], names: Sequence[str]) -> tuple[Table, ...]:
    """Return the table that each of the files dropped at once is read as; `names` are how their owner knows them.

    Several events are parts of one table. Payments are told apart beside subscriptions only, users beside something
    else only. Raises OffbeatError where two files would be the same table beside the events.
    """
    has_subscriptions = any(looks_like_subscriptions(header) for header in headers)
    found = tuple(_place(header, has_subscriptions=has_subscriptions) for header in headers)
    if set(found) == {"users"}:
        return ("events",) * len(found)
    for table in sorted(set(found) - {"events"}):
        of_table = [name for name, each in zip(names, found, strict=True) if each == table]
        if len(of_table) > 1:
            raise OffbeatError(
                f"Expected one file of {table} among the files dropped together, found {listed(of_table)}.",
                hint="drop one file of each kind beside the events; of payments and invoices either is enough.",
            )
    return found


def _place(header: Sequence[str], *, has_subscriptions: bool) -> Table:
    if looks_like_subscriptions(header):
        return "subscriptions"
    if has_subscriptions and looks_like_payments(header):
        return "payments"
    return "users" if looks_like_users(header) else "events"


def _fields(header: Sequence[str], table: Table) -> set[str]:
    """Return the fields that names of a header say."""
    return {field for field, column in guess_columns(header, table=table).as_dict().items() if column is not None}
