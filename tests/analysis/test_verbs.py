"""The public verbs exist, and `segment` gives ids."""

import analysis
from analysis.verbs import segment


def test_every_public_name_is_there():
    assert all(callable(getattr(analysis, name)) for name in analysis.__all__)


def test_segment_gives_ids_in_byte_order(saas, saas_study):
    ids = segment(saas, "weekday:Tue")
    assert ids == sorted(ids, key=str.encode)
    assert len(ids) == saas_study.members("weekday:Tue").sum()
