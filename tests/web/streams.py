"""The site as it is really served, streams included: uvicorn in a thread, on the test's database."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn

from zabota.config.asgi import application


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The address of a running server; it and all its connections are gone afterwards."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    door.listen()  # who comes before the server is up waits for it
    server = uvicorn.Server(
        uvicorn.Config(application, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        door.close()
