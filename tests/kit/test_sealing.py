"""Keys at rest."""

from __future__ import annotations

from typing import Any

import pytest

from zabota.kit.sealing import Unsealable, seal, unseal


def test_sealed_is_not_readable_and_never_the_same_twice() -> None:
    assert "секрет" not in seal("секрет")
    assert seal("секрет") != seal("секрет")
    assert unseal(seal("секрет")) == "секрет"


def test_a_former_key_still_opens_and_a_strange_one_does_not(settings: Any) -> None:
    former = settings.SECRET_KEY
    kept = seal("секрет")
    settings.SECRET_KEY = "another"
    with pytest.raises(Unsealable):
        unseal(kept)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert unseal(kept) == "секрет"
