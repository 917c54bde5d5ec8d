"""Which file is shown, and how do I drop my own?"""

import streamlit as st

from pages._ui import files_in, load_form, loading, show, study, uploads


def draw() -> None:
    """Drop files, look at what was understood, change it, load."""
    now = study.current()
    show.heading("What is loaded?", "Drop a file of who, when and what; everything else is found in it.", now)
    spooled, load = uploads.spooled(), uploads.running()
    if load is not None:
        show.section("The file is being read", "How far it is stands above; go on with what you have.")
    elif spooled is None:
        _draw_upload()
    else:
        load_form.draw(spooled)


def _draw_upload() -> None:
    problem = uploads.problem()
    if problem is not None:  # the files it was said of are gone
        show.error(problem)
    files_in.draw()
    st.markdown("Or explore a sample")
    with st.container(horizontal=True):
        st.button("SaaS: 2,000 people", icon=":material/apartment:", on_click=study.use_sample, args=("saas",))
        st.button("Shop: 3,000 customers", icon=":material/shopping_bag:", on_click=study.use_sample, args=("shop",))
    st.caption(
        "Files are read on this server, in a process of their own; then only who was active on which day stays. The "
        f"copy of the file that was sent is deleted {loading.LONGEST_SPOOL_S // 60} minutes later."
    )
