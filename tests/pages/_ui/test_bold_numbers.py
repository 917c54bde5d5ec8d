"""Numbers of a sentence in bold: amounts and shares, never dates nor digits of a name."""

import pytest

from pages._ui.show import bold_numbers


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("1,132 of 56,739 (2.0 %)", r"**1\,132** of **56\,739** \(**2\.0 \%**\)"),
        ("In Jun 2026 and on 30 Jun 2026 7 left", "In Jun 2026 and on 30 Jun 2026 **7** left"),
        ("−4.2 points (−15.0 to 6.6), 2−3", r"**−4\.2** points \(**−15\.0** to **6\.6**\)\, **2**−**3**"),
        ("In June 2026, 19 people changed", r"In June 2026\, **19** people changed"),
        ("Plan A12 and u0005", "Plan A12 and u0005"),
    ],
)
def test_bold_numbers(sentence, shown):
    assert bold_numbers(sentence) == shown
