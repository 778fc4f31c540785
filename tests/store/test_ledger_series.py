"""What is summed up for monitoring is what the receipts say, and never shrinks."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from ledger_world import change, draft, look, record, with_home
from test_ledger_tally import some_drafts

from wainao.store.home import Home
from wainao.store.ledger import series

KEY = ", ".join(series.Key._fields)


def kept(home) -> dict[tuple, tuple[int, int]]:
    return {row[:6]: row[6:] for row in look(home, f"SELECT {KEY}, calls, took_us FROM usage_series")}


def of_receipts(home) -> dict[tuple, tuple[int, int]]:
    """The same from the headers, in another way."""
    sums: dict[tuple, tuple[int, int]] = {}
    for (raw,) in look(home, "SELECT header FROM receipts"):
        header = msgspec.json.decode(raw)
        took_us = max(0, header["finished_us"] - header["started_us"])
        within = sum(took_us > bound * 1e6 for bound in series.BOUNDS_S)
        versions = header["versions"]
        deployment = versions.get("deployment", "").split("@")[0]
        place = (
            header["tenant"],
            header["capability"],
            versions.get("route", ""),
            deployment,
            header["status"],
            within,
        )
        calls, total_us = sums.get(place, (0, 0))
        sums[place] = calls + header["usage"]["calls"], total_us + took_us
    return sums


def drafts(count: int, seed: int = 1):
    for place, one in enumerate(some_drafts(count, seed)):
        one.finished_us = one.started_us + 7_000 * place - 20_000
        one.versions["deployment"] = f"near@{place % 3}"
        yield one


def test_the_sums_are_those_of_the_receipts(tmp_path):
    with_home(tmp_path, lambda home: record(home.ledger, drafts(400)))
    assert kept(tmp_path) == of_receipts(tmp_path)
    assert {key[3] for key in kept(tmp_path)} == {"near"}


def test_they_can_be_made_anew(tmp_path):
    def spoil_and_count_again(home: Home) -> None:
        record(home.ledger, drafts(50))
        change(tmp_path, "DELETE FROM usage_series WHERE status = 'ok'", "UPDATE usage_series SET calls = calls + 1")
        home.ledger.count_again()
        record(home.ledger, drafts(50, seed=2))

    with_home(tmp_path, spoil_and_count_again)
    assert kept(tmp_path) == of_receipts(tmp_path)


def test_a_log_that_is_older_than_the_sums_is_counted_when_it_is_opened(tmp_path):
    with_home(tmp_path, lambda home: record(home.ledger, drafts(50)))
    change(tmp_path, "DROP TABLE usage_series", "DELETE FROM migrations WHERE owner = 'usage-series'")
    with_home(tmp_path, lambda home: record(home.ledger, drafts(5)))
    assert kept(tmp_path) == of_receipts(tmp_path)


@given(st.integers(min_value=-(10**6), max_value=10**9))
def test_a_call_is_in_the_first_bucket_that_it_fits(took_us):
    (*_, place), (total_us, *_) = series.point(draft(started_us=0, finished_us=took_us), series.Amounts())
    assert total_us == max(0, took_us)
    assert place == len(series.BOUNDS_S) or took_us <= series.BOUNDS_S[place] * 1e6
    assert place == 0 or took_us > series.BOUNDS_S[place - 1] * 1e6


def test_one_tenant_is_told_alone(tmp_path):
    with_home(tmp_path, lambda home: record(home.ledger, drafts(50)))

    def tenants(home: Home, tenant: str | None) -> set[str]:
        with home.database("state").read() as connection:
            return {key.tenant for key, _ in series.counted(connection, tenant=tenant)}

    assert with_home(tmp_path, lambda home: tenants(home, "far")) == {"far"}
    assert with_home(tmp_path, lambda home: tenants(home, None)) == {"far", "local"}
