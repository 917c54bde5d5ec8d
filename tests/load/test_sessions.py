"""Sessions over the app's own socket: what `make load` measures by hundreds, here with three and nobody in a hurry."""

import asyncio
import socket
import time

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.hosting.apart import run_apart
from tests.load.drop import drop_file, watch_load
from tests.load.served import served
from tests.load.visitor import AppError, Visitor
from tests.load.walk import Walk

PEOPLE, CLICKS = 3, 4
LOST_WITHIN_S = 20
ROWS = "user_id,timestamp\n" + "".join(f"person-{n % 900},2026-01-{1 + n % 28:02d}\n" for n in range(60_000))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("served"), processes=1) as started:
        yield started[0]


async def walked(address, seed):
    visitor = Visitor(address)
    walk = Walk(visitor, seed)
    steps = [await walk.begin()] + [await walk.step() for _ in range(CLICKS)]
    visitor.close()
    return visitor, steps


async def all_walked(address):
    return await asyncio.gather(*(walked(address, seed) for seed in range(PEOPLE)))


def test_three_people_walk_without_an_error_and_each_has_a_session(server):
    found = []

    async def walk():
        found.extend(await all_walked(server.address))

    run_apart(walk)
    assert len({visitor.session_id for visitor, _ in found}) == PEOPLE
    assert [len(steps) for _, steps in found] == [1 + CLICKS] * PEOPLE
    assert all(step.took_s > 0 for _, steps in found for step in steps)
    assert len({step.page for _, steps in found for step in steps}) > 1


def test_a_socket_cut_in_the_middle_of_a_load_ends_with_the_data_and_no_other_file(server, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(ROWS)
    visitor = Visitor(server.address)
    temporary = server.log.parent / "tmp"

    async def load():
        await visitor.open("data")
        await drop_file(visitor, mine)
        await visitor.set({visitor.control("load"): True})
        assert visitor.polls, "the load is over before the socket could be cut"
        session = visitor.session_id
        await visitor.cut()
        await visitor.come_back()
        assert visitor.session_id == session
        await watch_load(visitor)
        visitor.close()

    run_apart(load)
    assert visitor.page == visitor.pages[""], "loaded data open Home; a load that failed stays on Data"
    left = [path.relative_to(temporary) for path in temporary.rglob("offbeat-*/*")]
    assert sorted(path.name for path in left) == ["events-0.csv", "log"]


def test_an_exception_that_is_shown_fails_the_session():
    shown = ForwardMsg()
    shown.delta.new_element.exception.type, shown.delta.new_element.exception.message = "ValueError", "broken"

    async def see():
        visitor = Visitor("http://nowhere")
        visitor._take(shown.SerializeToString())
        ended = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
        visitor._socket = type("Socket", (), {"send": lambda _, message: visitor._take(ended.SerializeToString())})()
        with pytest.raises(AppError, match="ValueError: broken"):
            await visitor.set({})

    run_apart(see)


def test_a_server_that_goes_away_is_a_problem_and_no_endless_wait():
    async def meet():
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            visitor = Visitor(f"http://127.0.0.1:{listening.getsockname()[1]}")
            opened = asyncio.create_task(visitor.open())
            accepted, _ = await asyncio.to_thread(listening.accept)
            accepted.close()
            begun = time.monotonic()
            with pytest.raises(ConnectionError):
                await opened
            assert time.monotonic() - begun < LOST_WITHIN_S

    run_apart(meet)
