"""Take it out: what the query beside a list reads, and whom it returns besides."""

from analysis.study import Filters, tune
from analysis.views.taken_out import taken_out


def test_bots_told_of_are_those_among_who_is_shown(saas_study):
    """The query asks for who is shown too, so bots of other plans are not in it."""
    named = saas_study.members("plan=Pro")
    now = tune(saas_study.prepared, Filters(who="plan=Pro", bots="out"))
    some = named & (named.cumsum() <= 3)
    others = ~named & ((~named).cumsum() <= 4)
    now.__dict__["bots"] = some | others
    assert "also returns 3 like clockwork" in taken_out(now, "all").sql_sentence
