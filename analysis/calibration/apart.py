"""Sections of the page that are measured apart from the labels: put in, and kept when the rest is written anew."""


def with_section(page: str, text: str) -> str:
    """Return a page with a section (text from its heading on) in the place of the old one, or at its end."""
    before, marked, after = page.partition(text.partition("\n")[0] + "\n")
    following = after.find("\n## ")
    rest = after[following + 1 :] if marked and following >= 0 else ""
    return f"{before.rstrip()}\n\n{text}" + (f"\n{rest}" if rest else "")


def section_titled(page: str, title: str) -> str:
    """Return a section of a page, empty where it has none."""
    _, marked, after = page.partition(f"## {title}\n")
    following = after.find("\n## ")
    return marked + (after if following < 0 else after[: following + 1])
