from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tray_router.fleet.memory import SHORTEST_KEEP_S, MemorySeen, learned
from tray_router.model import LoadedModel, ModelFigures

GB = 1_000_000_000
NOTHING = MemorySeen(0, None, {})


def loaded(name: str, gigabytes: int = 4, expires_at: str = "10:00") -> LoadedModel:
    return LoadedModel(name, 4_096, gigabytes * GB, gigabytes * GB, expires_at)


def look(
    known: MemorySeen, before: tuple[LoadedModel, ...], after: tuple[LoadedModel, ...], now: float = 100.0
) -> MemorySeen:
    return learned(known, before, after, now)


def test_what_was_in_memory_together_fits() -> None:
    seen = look(NOTHING, (), (loaded("a", 4), loaded("b", 18)))
    assert (seen.memory_bytes, seen.crowded_bytes) == (22 * GB, None)
    assert look(seen, (loaded("a"), loaded("b", 18)), (loaded("a", 4),)).memory_bytes == 22 * GB


def test_each_model_is_known_with_the_most_that_it_took() -> None:
    seen = look(NOTHING, (), (loaded("a", 4),))
    seen = look(seen, (loaded("a", 4),), (loaded("a", 6),))
    seen = look(seen, (loaded("a", 6),), (loaded("a", 5),))
    assert seen.figures["a:latest"].memory_bytes == 6 * GB


def test_a_model_is_used_when_it_is_loaded_and_when_its_end_moves() -> None:
    first = look(NOTHING, (), (loaded("a"),), now=100.0)
    idle = look(first, (loaded("a"),), (loaded("a"),), now=200.0)
    used = look(idle, (loaded("a"),), (loaded("a", expires_at="10:05"),), now=300.0)
    assert [seen.figures["a:latest"].used_at for seen in (first, idle, used)] == [100.0, 100.0, 300.0]


def test_our_own_first_word_does_not_count_as_another_use() -> None:
    ours = LoadedModel("a", 4_096)  # as ``record.first_token`` writes it down, without an end
    known = MemorySeen(0, None, {"a:latest": ModelFigures("a:latest", used_at=90.0)})
    assert look(known, (ours,), (loaded("a"),), now=100.0).figures["a:latest"].used_at == 90.0


def test_a_model_in_use_that_vanishes_for_another_was_evicted() -> None:
    seen = look(NOTHING, (), (loaded("a", 10),), now=100.0)
    seen = look(seen, (loaded("a", 10),), (loaded("b", 18),), now=150.0)
    assert (seen.memory_bytes, seen.crowded_bytes) == (18 * GB, 28 * GB)


def test_a_model_that_was_idle_for_long_left_by_itself() -> None:
    seen = look(NOTHING, (), (loaded("a", 10),), now=100.0)
    seen = look(seen, (loaded("a", 10),), (loaded("b", 18),), now=100.0 + SHORTEST_KEEP_S)
    assert seen.crowded_bytes is None


def test_a_model_that_vanishes_alone_was_not_evicted() -> None:
    seen = look(NOTHING, (), (loaded("a", 10), loaded("b", 8)), now=100.0)
    seen = look(seen, (loaded("a", 10), loaded("b", 8)), (loaded("b", 8),), now=120.0)
    assert seen.crowded_bytes is None


def test_more_in_memory_than_was_thought_to_fit_ends_the_belief() -> None:
    crowded = MemorySeen(18 * GB, 28 * GB, {})
    assert look(crowded, (), (loaded("a", 27),)).crowded_bytes == 28 * GB
    assert look(crowded, (), (loaded("a", 10), loaded("b", 18))).crowded_bytes is None


LISTS = st.lists(
    st.builds(loaded, st.sampled_from("abc"), st.integers(0, 40), st.sampled_from(["10:00", "10:05"])),
    max_size=3,
    unique_by=lambda model: model.name,
).map(tuple)


@given(st.lists(LISTS, max_size=8))
def test_the_room_that_was_seen_is_always_less_than_what_did_not_fit(lists: list[tuple[LoadedModel, ...]]) -> None:
    seen = NOTHING
    before: tuple[LoadedModel, ...] = ()
    for now, after in enumerate(lists):
        seen = look(seen, before, after, now=now * 50.0)
        before = after
        assert seen.memory_bytes >= sum(model.size_bytes for model in after)
        if seen.crowded_bytes is not None:
            assert seen.crowded_bytes > sum(model.size_bytes for model in after)
    most = max((sum(model.size_bytes for model in one) for one in lists), default=0)
    assert seen.memory_bytes == most
