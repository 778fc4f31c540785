"""What new actors and teams may be called. Ids are one space over all tenants; one that is taken tells of nobody."""

from __future__ import annotations

from wainao.kernel import UsageError
from wainao.store.actors import check_id
from wainao.types import owner


def check_new(id: str, *, tenant: str) -> None:
    """Outside the owner's own tenant, a name ends in that of its tenant, so that no two can want the same one.

    Raises UsageError.
    """
    end = f"@{tenant}"
    if tenant == owner().tenant or id.removesuffix(end) not in ("", id):
        return
    check_id(tenant, "A tenant")
    raise UsageError(
        f"{id!r} cannot be new in the tenant {tenant!r}. Expected an id that ends in {end!r}, so that no other tenant "
        f"can have it. Call it {id + end!r}."
    )
