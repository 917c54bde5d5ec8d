"""The buttons of a loaded file: change a decision and read it again, or forget it."""

import streamlit as st

from pages._ui import decisions, links_made, load_line, loading, pins, pseudonym_form, seen_before, study, uploads

LOAD_TAB = "Load a file"


def draw() -> None:
    """Draw them where a file of one's own is shown; a sample has neither, nor has what somebody shared."""
    if uploads.own_upload() is None:
        return
    kept = uploads.kept_for_change()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Change and read again", icon=":material/edit:", key="read_again", on_click=_open_form,
            disabled=kept is None, help="Other columns, time zone or answers; nothing changes before you press Load.",
        )  # fmt: skip
        forget()
        if kept is None:
            said = (
                f"Our copy of the file was deleted: it is kept {loading.LONGEST_SPOOL_S // 60} minutes. Drop it again."
            )
            st.caption(said, width="content")


def hint() -> str:
    """Return where to correct what was read wrongly; nothing of a sample, which cannot be read again."""
    return "" if uploads.own_upload() is None else " “Change and read again” above corrects it."


def forget() -> None:
    """Draw the button that deletes a file of one's own and all that was made of it."""
    st.button(
        "Forget this file", icon=":material/delete:", key="forget_file", on_click=_forget,
        help="Deletes our copy of the file, what was read from it, what is kept to open it faster, what you answered "
        "about it and what you shared of it; a sample is shown instead.",
    )  # fmt: skip


def _open_form() -> None:
    uploads.set_problem(None)
    uploads.set_spooled(uploads.kept_for_change())
    st.session_state["data_tab"] = LOAD_TAB


def _forget() -> None:
    load_line.cancel()
    if uploads.spooled() is not None:
        uploads.spooled().drop()
    uploads.set_spooled(None)
    uploads.set_problem(None)
    decisions.forget()
    pseudonym_form.forget()
    seen_before.forget()
    links_made.forget_shared(uploads.loaded().dataset.name)
    pins.forget_people(uploads.loaded().dataset.name)
    loading.forget_seen()
    study.use_sample("saas")
